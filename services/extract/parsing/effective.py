"""施行日期: the clause that brings a document into force, as it is printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gazette.model import Place
from services.extract.parsing import shapes
from services.extract.parsing.repair import Line
from services.extract.parsing.terms import INSTRUMENTS, TYPES
from services.extract.parsing.values import printed

NUMERALS = "一二三四五六七八九零〇○ＯO十元正廿卅"
CLAUSE = re.compile(
    r"[自从于]\s{0,4}(?:(?:本[\u4e00-\u9fff]{1,6})?(?:发布|公布|印发|颁布|下发|通过|批准|签发|签署)\s{0,4}之日|"
    rf"(\d{{4}}|[{NUMERALS}]{{4}})\s{{0,4}}年\s{{0,4}}(\d{{1,2}}|[{NUMERALS}]{{1,3}})\s{{0,4}}月\s{{0,4}}(\d{{1,2}}|[{NUMERALS}]{{1,3}})\s{{0,4}}日)"
    r"\s{0,4}(?:起)?\s{0,4}(?:满?\s{0,2}[\d一二三四五六七八九十]{1,3}\s{0,2}(?:日|天|个月)(?:之?后)?)?(?:正式|开始|起)?\s{0,4}(?:施行|实施|生效|执行)"
)


OWN = re.compile(rf"本[^，。；《]{{0,8}}(?:{TYPES}|{INSTRUMENTS}|解释|规程|规范|法)\Z")


@dataclass(frozen=True, slots=True)
class Effective:
    """The clause, the ISO date where it names one, and its place."""

    clause: str
    date: str | None
    place: Place


def effective(lines: Sequence[Line], low: int, high: int) -> Effective | None:
    """The first such clause in running text; forms and tables do not count.

    A note of who passed the text comes last: an older wording may have come into force on the day that it tells.
    """
    behind = shapes.adopted_until(lines, low)
    for k in (*range(behind, high), *range(low, behind)):
        line = lines[k]
        if line.row or not ("施行" in line.text or "实施" in line.text or "生效" in line.text or "执行" in line.text):
            continue
        found = next((one for one in CLAUSE.finditer(line.text) if _is_own(line.text, one)), None)
        if found is None:
            continue
        day = shapes.iso(found[1], found[2], found[3]) if found[1] else None
        return Effective(printed(found[0]), day, line.place(found.start(), found.end()))
    return None


def _is_own(text: str, clause: re.Match[str]) -> bool:
    """Whether it is no title; 于 and 从 also tell when others came into force: of those only 本办法于… counts."""
    before = text[max(0, clause.start() - 12) : clause.start()]
    if text.startswith("以来", clause.end()):
        return False
    return before[-1:] not in ("《", "“") if clause[0][0] == "自" else OWN.search(before) is not None
