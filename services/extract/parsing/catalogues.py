"""Catalogues of documents: which lines list documents, and what is said of those: 继续有效, 废止, 失效, 修改."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gazette.model import RelationKind
from services.extract.parsing import shapes
from services.extract.parsing.repair import Line

TITLE = re.compile(r"废止|失效|停止执行|清理|继续有效|现行有效|继续执行|继续施行")
ROW = re.compile(
    r"\s*(?:[（(]?\d{1,3}\s?[）).．、]|[一二三四五六七八九十]{1,4}、|[（(][一二三四五六七八九十]{1,4}[）)])"
)
HEADING = re.compile(r"目录|清单|名单|一览表|文件[：:]?$|规章[：:]?$|如下[：:]$|下列|以下")
LONGEST_HEADING = 60
CONTINUES = re.compile(r"继续有效|现行有效|继续执行|继续施行|继续实施|予以保留|保留的")
REPEALS, LAPSES = re.compile(r"废止|停止执行|停止使用"), re.compile(r"失效")
AMENDS = re.compile(r"修改|修订|修正")
CELLS: Mapping[str, RelationKind] = {
    "废止": RelationKind.REPEALS,
    "予以废止": RelationKind.REPEALS,
    "失效": RelationKind.LAPSES,
    "宣布失效": RelationKind.LAPSES,
    "继续有效": RelationKind.CONTINUES,
    "有效": RelationKind.CONTINUES,
    "保留": RelationKind.CONTINUES,
}
SEPARATOR = re.compile(r"[\t|]|\s{2,}")


@dataclass(frozen=True, slots=True)
class Listed:
    """What a catalogue says of the document on a line; `doubtful` where its head says two things at once."""

    kind: RelationKind
    doubtful: bool = False


def listing(lines: Sequence[Line], body: int, end: int, signed: int | None, title: str) -> Mapping[int, Listed]:
    """Index of line → what is said of it, for the lines that list documents; empty for what is no catalogue.

    Before the signature only items below a line that ends in a colon are listed. The heading above decides, a cell of
    the row before it, the title of the document where there is no heading.
    """
    if not TITLE.search(title):
        return {}
    current = _said(title)
    found: dict[int, Listed] = {}
    opened = False
    for k in range(body, end):
        line = lines[k]
        after = signed is not None and k >= signed
        item = line.row or ROW.match(line.text) is not None
        opened = line.bare.endswith(("：", ":")) or (item and opened)
        if _is_heading(line):
            current = _said(line.text) or current
        elif after or (item and (signed is None or opened)):
            said = _of_cells(line) or current
            if said is not None:
                found[k] = said
    return found


def _is_heading(line: Line) -> bool:
    bare = line.bare
    return (
        not line.row
        and len(bare) <= LONGEST_HEADING
        and "《" not in bare
        and shapes.number_of(bare) is None
        and "号" not in bare
        and HEADING.search(bare) is not None
    )


def _said(words: str) -> Listed | None:
    if CONTINUES.search(words):
        return Listed(RelationKind.CONTINUES)
    repeals, lapses = REPEALS.search(words), LAPSES.search(words)
    if AMENDS.search(words):
        return None if repeals or lapses else Listed(RelationKind.AMENDS)
    if repeals and lapses:
        return Listed(RelationKind.REPEALS, doubtful=True)
    if repeals or lapses:
        return Listed(RelationKind.REPEALS if repeals else RelationKind.LAPSES)
    return None


def _of_cells(line: Line) -> Listed | None:
    """What a cell of the row itself says."""
    if not line.row:
        return None
    words = ("".join(part.split()) for part in SEPARATOR.split(line.text))
    return next((Listed(CELLS[word]) for word in words if word in CELLS), None)
