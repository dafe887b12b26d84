"""The cover of a gazette issue: its name, year, numbers, day and publisher."""

import re
from collections.abc import Iterator, Sequence

from gazette import numbers
from gazette.model import Masthead
from services.extract.parsing import shapes
from services.extract.parsing.repair import Line
from services.extract.parsing.values import DIGITS

NUMERAL = r"(\d{1,5}|[一二三四五六七八九十百零〇]{1,7})"
NAME = re.compile(rf"[{shapes.HAN}（）·]{{0,30}}(?:公报|政报|公報|文报|公告汇编)")
NAME_LEADS = re.compile(rf"{NAME.pattern}(?=(?:19|20)\d\d年|第|[（(]|\d{{4}}[.·年])")
YEAR = re.compile(r"(?:^|\D)((?:19|20)\d{2}|[一二][九〇零○][一二三四五六七八九〇零○]{2})年?(?=$|第|总|\()")
NUMBER = re.compile(rf"(?<!总)第{NUMERAL}[期号]")
TOTAL = re.compile(rf"总(?:第|号[:：]?|期[:：]?)?{NUMERAL}[期号]?")
PUBLISHER = re.compile(rf"([{shapes.HAN}、]{{3,60}}?)主办|主办(?:单位)?[:：]([{shapes.HAN}、]{{3,60}})")
ISSUE_LINE = re.compile(r"(?:(?:19|20)\d\d年)?第\d{1,4}[期号][（(]?(?:总第?(?:号[:：]?)?\d{1,5}期?)?[）)]?")
ONLY_YEAR = re.compile(r"((?:19|20)\d{2})年?")
LONGEST, DEEPEST, COVER_LINES = 80, 60, 10
LINES_ABOVE, LONGEST_COVER_LINE = 4, 30


def masthead(lines: Sequence[Line]) -> Masthead | None:
    """What the lines of a cover say; None where they are no cover: no issue number and no gazette's name."""
    kept = [line for line in lines[:DEEPEST] if len(line.bare) <= LONGEST and not line.row]
    bare = [line.bare.translate(DIGITS) for line in kept]
    name = next((found for line in kept if (found := _name(line))), None)
    number = next(_found(NUMBER, bare), None)
    total = next(_found(TOTAL, bare), None)
    if number is None and (name is None or total is None):
        return None
    day = next(filter(None, map(shapes.day_in, bare)), None)
    return Masthead(name, _year(bare, day), number, total, day, _publisher(kept))


def starts(lines: Sequence[Line]) -> list[int]:
    """Indices of the lines where an issue begins: 0, and every later cover with another number than the one before."""
    found = [0]
    current: tuple[int | None, ...] | None = None
    for k, line in enumerate(lines):
        if len(line.bare) > LONGEST or "报" not in line.bare or _name(line) is None:
            continue
        begin = _begin(lines, k)
        around = lines[begin : k + COVER_LINES]
        head = masthead(around) if any("期" in line.bare or "号" in line.bare for line in around) else None
        if head is None or head.number is None:
            continue
        numbered = (head.year, head.number, head.total_number)
        if current is not None and numbered != current:
            found.append(begin)
        current = numbered
    return found


def _begin(lines: Sequence[Line], name_at: int) -> int:
    """Where a cover begins whose name stands in this line: number and day may stand above it."""
    begin = name_at
    while begin > max(0, name_at - LINES_ABOVE) and _is_cover_line(lines[begin - 1].bare):
        begin -= 1
    return begin


def _is_cover_line(bare: str) -> bool:
    return len(bare) <= LONGEST_COVER_LINE and (
        ISSUE_LINE.fullmatch(bare) is not None
        or TOTAL.search(bare) is not None
        or ONLY_YEAR.fullmatch(bare) is not None
    )


def _name(line: Line) -> str | None:
    found = NAME_LEADS.match(line.bare) or NAME.fullmatch(line.bare)
    return "".join(line.text.split())[: found.end()] if found else None


def _publisher(lines: Sequence[Line]) -> str | None:
    for line in lines:
        found = PUBLISHER.search(line.bare)
        if found is not None:
            begin, end = found.span(1 if found[1] else 2)
            return "".join(line.text.split())[begin:end]
    return None


def is_masthead(bare: str) -> bool:
    """Whether a line says nothing but a gazette's name or the number of its issue."""
    return len(bare) <= LONGEST and (NAME.fullmatch(bare) is not None or ISSUE_LINE.fullmatch(bare) is not None)


def _year(bare: Sequence[str], day: str | None) -> int | None:
    alone = next((m[1] for b in bare if (m := ONLY_YEAR.fullmatch(b))), None)
    if alone is None:
        alone = next((m[1] for b in bare if "期" in b or "号" in b for m in YEAR.finditer(b)), None)
    if alone is None:
        return int(day[:4]) if day else None
    return numbers.integer(alone.replace("○", "〇").replace("零", "〇"))


def _found(pattern: re.Pattern[str], bare: Sequence[str]) -> Iterator[int]:
    return (numbers.integer(m[1]) for m in _searched(pattern, bare))


def _searched(pattern: re.Pattern[str], bare: Sequence[str]) -> Iterator[re.Match[str]]:
    return (m for b in bare for m in pattern.finditer(b))
