"""Hostile and huge texts end with a sane result; whatever comes, nothing but RejectedError is raised."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.errors import RejectedError
from gazette.model import Extraction
from services.extract.parse import parse
from tests.unit.extract import issues

N = 100_000
HEAD = "云川市人民政府关于人事任免的通知\n云政发〔2019〕1号\n各县、区人民政府：\n"
WORDS = (
    "云川市人民政府 关于 的通知 云政发〔2019〕1号 各县： 目录 ......3 《 》 （ ） 附件1 附件： 1. 一、 "
    "2019年1月1日 第3期（总第9期） 任 免去 同志 废止 自发布之日起施行 | # ** \u200b 公报 令 第8号 。 ： \x00 工作报告"
)
PIECES = st.sampled_from([*WORDS.split(" "), "\n", "\n\n", "\n\n\n", "\t", " "])


def sane(found: Extraction) -> None:
    """No line lost, spans inside the text, documents in order."""
    balance, lines = found.balance, found.text.split("\n")
    assert balance.lines == len(lines)
    assert balance.lines == balance.cover + balance.contents + balance.documents + balance.remainder
    covered = [n for s in balance.stretches for n in range(s.start_line, s.end_line + 1)]
    assert covered == list(range(1, len(lines) + 1))
    ends = 0
    for document in found.documents:
        assert ends < document.start_line <= document.end_line <= len(lines)
        ends = document.end_line
        for proof in document.provenance.values():
            place = proof.place
            assert document.start_line <= place.start_line <= place.end_line <= document.end_line
            assert 0 <= place.start < len(lines[place.start_line - 1])
            assert 0 < place.end <= len(lines[place.end_line - 1])
            assert 0 <= proof.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "a" * N,
        "国" * N,
        "《" * N,
        "》" * N,
        "（" * N,
        "国 " * N,
        "国" + " " * N + "国",
        "*" * N,
        "#" * N,
        "<a" * N,
        "." * N,
        "1." * N,
        "x" + "\t" * N,
        "|" * N,
        "x" + "\n" * N,
        "国\n" * N,
        "自发布之日" * N,
        "《国》废止" * (N // 4),
        "云政发〔2021〕" * (N // 8),
        "云政发〔2021〕1号" * (N // 9),
        "云政发〔2021〕1号\n" * (N // 10),
        "2021年1月1日\n" * (N // 10),
        "云川市人民政府\n" * (N // 10),
        "各单位：\n" * (N // 5),
        "附件1\n" * (N // 4),
        "附件：1. 国\n" * (N // 8),
        "目录\n" * (N // 3),
        "目录\n" + "云川市人民政府关于河道的通知……1\n" * 3000 + "云川市人民政府关于河道的通知\n" * 3000,
        HEAD + "张三任国" * (N // 4),
        HEAD + ("免去" + "张" * 60 + "，") * (N // 60),
        HEAD + "张三、" * (N // 3),
        HEAD + ("张三、" * 80 + "\n") * (N // 300),
    ],
    ids=lambda text: text[:12],
)
def test_repetition_without_end(text: str) -> None:
    sane(parse(text.encode(), "x.txt"))


def test_fifty_megabytes_on_one_line() -> None:
    line = issues.WHOLE.replace("\n", "")
    text = line * (50_000_000 // len(line.encode()) + 1)
    found = parse(text.encode(), "x.txt")
    assert found.balance.lines == 1
    assert len(found.text) == len(text)


def test_nul_and_lone_surrogates_inside_an_issue() -> None:
    data = issues.WHOLE.encode().replace("同意".encode(), b"\x00\xed\xa0\x80")
    found = parse(data, "x.txt")
    assert len(found.documents) == 3
    assert found.notes
    assert not set("\x00\ud800") & set(found.text)
    sane(found)


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    with suppress(RejectedError):
        sane(parse(data, "x.txt"))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=80).map("".join).filter(bool))
def test_any_text_of_the_trade(text: str) -> None:
    with suppress(RejectedError):
        found = parse(text.encode(), "x.txt")
        sane(found)
        assert parse(text.encode(), "other.bin") == found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(issues.WHOLE.split("\n")), max_size=60).map("\n".join).filter(str.strip))
def test_lines_of_an_issue_in_any_order(text: str) -> None:
    sane(parse(text.encode(), "x.txt"))
