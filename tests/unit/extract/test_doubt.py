"""What is doubted: values that nothing else in the issue bears out. What is doubted is less sure."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extract.parse import parse
from services.extract.parsing.repair import lines
from services.extract.parsing.slips import LEAST_SAMPLE, pairs, rare, slipped

ORGAN = "云川市人民政府"
BODY = "各县区要加强组织领导，健全工作机制，压实工作责任，确保各项任务落到实处，市商务局负责日常工作。\n" * 12
Changes = Mapping[str, str]
NONE: Changes = {}
ADDRESSED = "各县、区人民政府，市政府各部门，各直属机构："


def document(serial: int, changed: Changes) -> str:
    said = {
        "title": f"{ORGAN}关于加强第{serial}片区商务管理工作的通知",
        "number": f"云政发〔2019〕{serial}号",
        "addressees": ADDRESSED,
        "body": BODY,
        "issuer": ORGAN,
        "date": f"2019年3月{serial}日",
    } | dict(changed)
    return "\n\n".join(said[key] for key in ("title", "number", "addressees", "body", "issuer", "date") if said[key])


def issue(changed: Changes = NONE, at: int = 5) -> Any:
    """The document at this place of an issue of twenty-five; the others are without fault."""
    text = "\n\n".join(document(n, changed if n == at else NONE) for n in range(1, 26))
    return parse(text.encode(), "x.txt").documents[at - 1]


def test_what_all_bears_out_is_not_doubted() -> None:
    sound = issue()
    assert sound.doubtful == ()
    assert min(proof.confidence for proof in sound.provenance.values()) >= 0.9


@pytest.mark.parametrize(
    ("key", "changed"),
    [
        ("addressees", {"addressees": "各县、区人民政府，市政府各部铃，各直属机构："}),
        ("addressees", {"addressees": "各县、区人民政府，市政府务部门，各直属机构："}),
        ("issuer", {"issuer": "云川市人民攻府"}),
        ("issuer", {"issuer": "", "date": ""}),
        ("issued_date", {"issuer": "", "date": ""}),
        ("issued_date", {"date": "2009年3月5日"}),
        ("doc_number", {"number": "云攻发〔2019〕5号"}),
        ("doc_type", {"title": f"{ORGAN}关于加强第5片区商务管理工作的通和"}),
    ],
)
def test_what_nothing_bears_out_is_doubted(key: str, changed: dict[str, str]) -> None:
    found = issue(changed)
    assert key in found.doubtful
    assert key not in found.provenance or found.provenance[key].confidence <= 0.5


PEOPLE = f"{ORGAN}关于王明等同志任免职的通知"


@pytest.mark.parametrize(
    ("row", "doubtful"),
    [
        ("王明同志任云川市商务局局长；", False),
        ("王明同志任云川市商蔬局局长；", True),
        ("王明同志任云川市商务局局氛；", True),
        ("级去其同志任云川市商务局局长；", True),
    ],
)
def test_positions_and_persons(row: str, doubtful: bool) -> None:
    [found] = issue({"title": PEOPLE, "body": f"经研究决定：\n{row}"}).personnel
    assert found.doubtful is doubtful


@pytest.mark.parametrize(
    ("printed", "doubtful"),
    [
        ("《关于商务管理的意见》（国发〔2018〕1号）", False),
        ("《关于商务管理的意见》（京建法〔2018〕1号）", False),
        ("《关于商务管理的意见》（国积〔2018〕1号）", True),
        ("《关于商务管理的意见》（云政好竣〔2018〕1号）", True),
        ("《关于商务管理的意见》（云攻发〔2018〕1号）", True),
        ("原件见云府办〔2018〕1号", True),
    ],
)
def test_numbers_that_are_cited(printed: str, doubtful: bool) -> None:
    [found] = issue({"body": f"根据{printed}，现通知如下。\n{BODY}"}).cites
    assert found.doubtful is doubtful


def test_a_short_text_tells_nothing_of_pairs() -> None:
    assert not pairs(lines("云川市商蔬局")).odd("云川市商蔬局")
    assert pairs(lines("市商务局负责，" * LEAST_SAMPLE)).odd("市商蔬局")
    assert not pairs(lines("市商务局负责，" * LEAST_SAMPLE)).odd("市商务局")


def test_series_of_their_own_are_no_slips() -> None:
    common = Counter({"京政发": 5, "国办发": 3})
    assert [rare(code, common) for code in ("京政函", "京办发", "京攻发", "适京政发", "国办发", "京政发", "发")] == [
        False, False, True, True, False, False, False,
    ]  # fmt: skip


@given(st.text("政发函京国", max_size=8), st.text("政发函京国", max_size=8))
def test_a_slip_goes_both_ways(one: str, other: str) -> None:
    assert slipped(one, other) == slipped(other, one)
