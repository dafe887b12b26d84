"""Whatever the text: every row stands within its document, at a place that holds what it says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.fields import Place
from gazette.model import Document, Extraction
from services.extract.parse import parse
from services.extract.parsing.values import printed
from tests.unit.extract.notices import said

GAZETTES = Path(__file__).parents[3] / "gazettes"
WORDS = (
    "云川市人民政府 关于 印发 修改 《 》 〈 〉 河道办法 的通知 云政发〔2019〕1号 各县： （ ） 以下简称 "
    "以下简称《办法》 根据 依据 为贯彻落实 现将 印发给你们 现予公布 对 作如下修改： 第三条 修改为 删去 本办法由 "
    "市水务局 负责解释 责任单位： 牵头单位 配合 、 ， 。 年底前 2020年6月30日前 每年 完成时限 指标 目标 单位 67 "
    "有效期5年 自印发之日起施行 废止 失效 继续有效 附件1 目录 1. 第一条 | 2019年4月12日"
)
PIECES = st.sampled_from([*WORDS.split(" "), "\n", "\n\n", "\t", " ", "\u3000"])
HEAD = "云川市人民政府关于公布清理结果的通知\n\n云政发〔2019〕11号\n\n各县、区人民政府：\n\n"


def placed(document: Document) -> Iterator[tuple[str, Place]]:
    """Words that a row gives as printed, and its place."""
    for one in (*document.basis, *document.named):
        assert one.place is not None
        yield one.alias or one.title or "", one.place
    yield from ((one.title, one.place) for one in document.amends)
    yield from ((one.title, one.place) for one in document.promulgates)
    for alias in document.aliases:
        yield alias.short, alias.place
    for limit in document.deadlines:
        yield limit.clause, limit.place
    for duty in document.duties:
        yield from ((body, duty.place) for body in duty.bodies)
    for row in document.indicators:
        yield row.name, row.place


def check(found: Extraction) -> None:
    for document in found.documents:
        for words, place in placed(document):
            assert document.start_line <= place.start_line <= place.end_line <= document.end_line
            assert bare(words) in bare(said(found.text, place))


def bare(words: str) -> str:
    """Without what a repair or a legend mark takes out."""
    return "".join(c for c in printed(words) if c.isalnum())


@pytest.mark.parametrize("path", sorted(GAZETTES.glob("*.txt")), ids=lambda path: path.stem)
def test_the_annotated_texts(path: Path) -> None:
    found = parse(path.read_bytes(), path.name)
    check(found)
    assert found == parse(path.read_bytes(), path.name)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_of_the_trade(body: str) -> None:
    check(parse(f"{HEAD}{body}\n\n云川市人民政府\n\n2019年4月12日\n".encode(), ""))
