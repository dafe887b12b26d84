"""施行日期: the clause that brings a document into force, as it is printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gazette.model import Place
from services.extract.parsing import shapes
from services.extract.parsing.repair import Line
from services.extract.parsing.values import printed

CLAUSE = re.compile(
    r"自\s{0,4}(?:(?:发布|公布|印发|颁布|下发|通过|批准|签发|签署)\s{0,4}之日|(\d{4})\s{0,4}年\s{0,4}(\d{1,2})\s{0,4}月\s{0,4}(\d{1,2})\s{0,4}日)"
    r"\s{0,4}(?:起)?\s{0,4}(?:满?\s{0,2}[\d一二三四五六七八九十]{1,3}\s{0,2}(?:日|天|个月)(?:之?后)?)?(?:正式|开始|起)?\s{0,4}(?:施行|实施|生效|执行)"
)


@dataclass(frozen=True, slots=True)
class Effective:
    """The clause, the ISO date where it names one, and its place."""

    clause: str
    date: str | None
    place: Place


def effective(lines: Sequence[Line], low: int, high: int) -> Effective | None:
    """The first such clause in running text; forms and tables do not count."""
    for k in range(low, high):
        line = lines[k]
        if line.row or "自" not in line.text:
            continue
        found = CLAUSE.search(line.text)
        if found is None or line.text[found.start() - 1 : found.start()] in ("《", "“"):
            continue
        day = shapes.iso(found[1], found[2], found[3]) if found[1] else None
        return Effective(printed(found[0]), day, line.place(found.start(), found.end()))
    return None
