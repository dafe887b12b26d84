"""A page of characters and ruled lines, read as a person reads it: columns one after the other, tables row by row."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from services.extract.formats.edges import begins, edges, goes_on
from services.extract.formats.glyphs import Glyph, line, rows
from services.extract.formats.pages import PrintedLine
from services.extract.formats.ruled import TOUCH, Rule, Table, tables

LEFTMOST, RIGHTMOST, STEP = 0.35, 0.65, 2.0
LEAST_ROWS, LEAST_SHARE, MOST_CROSSING = 6, 0.5, 0.25
NEAR, LEAST_FULL = 2.5, 0.5
GAP, LONG = 0.5, 8
BESIDE = 1.2
CROSSING_COST = 2
WIDER = 1.4
HANGING = 1.0
SAME_PLACE, NEARBY, LEAST_AGREEING = 8.0, 24.0, 0.25


@dataclass(frozen=True, slots=True)
class _Strip:
    """A line of text or the rows of a table; `side` is 0 left of the gutter, 1 right of it, None across the page.

    `begins` tells a line that begins a paragraph.
    """

    top: float
    side: int | None
    lines: tuple[PrintedLine, ...]
    text: bool = True
    begins: bool = False


class _Stretch(NamedTuple):
    left: float
    right: float
    size: float


_Pair = tuple[_Stretch, _Stretch]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page of a width shows."""

    glyphs: Sequence[Glyph]
    rules: Sequence[Rule]
    width: float


def lines(sheet: Sheet, usual: float | None = None) -> tuple[PrintedLine, ...]:
    """The lines of a page in reading order; `usual` is where other pages have their gutter."""
    running, found = _told_apart(sheet)
    gutter = _agreed(running, _gutter(running, sheet.width), usual)
    framed = max((table.box.right - table.box.left for table, _ in found), default=0.0)
    strips = list(_running(running, gutter, framed))
    for table, held in found:
        strips += _table(table, held, gutter)
    return tuple(_spaced(list(_ordered(strips))))


def usual_gutter(sheets: Iterable[Sheet]) -> float | None:
    """Where a good part of the pages with running text have a gutter, if they have."""
    found = [(_told_apart(sheet)[0], sheet.width) for sheet in sheets]
    asked = [_gutter(running, width) for running, width in found if len(running) >= LEAST_ROWS]
    gutters = sorted(gutter for gutter in asked if gutter is not None)
    middle = gutters[len(gutters) // 2] if gutters else 0.0
    agreeing = sum(abs(gutter - middle) <= SAME_PLACE for gutter in gutters)
    return middle if gutters and agreeing >= LEAST_AGREEING * len(asked) else None


def _told_apart(sheet: Sheet) -> tuple[list[list[Glyph]], list[tuple[Table, list[Glyph]]]]:
    """Rows of running text, and tables with what stands in them."""
    found: list[tuple[Table, list[Glyph]]] = [(table, []) for table in tables(sheet.rules)]
    outside: list[Glyph] = []
    if not found:
        return rows(sheet.glyphs), found
    for glyph in sheet.glyphs:
        next((held for table, held in found if table.holds(glyph)), outside).append(glyph)
    return rows(outside), found


def _crosses(row: Sequence[Glyph], x: float) -> bool:
    """Whether a line goes on beyond a place by more than a mark that hangs over the end of its column."""
    return any(part.left < x - HANGING * part.size and part.right > x + HANGING * part.size for part in _stretches(row))


def _running(running: Sequence[list[Glyph]], gutter: float | None, framed: float) -> Iterator[_Strip]:
    """Lines of text; where these do not tell how wide a column is, a table does, so many points wide."""
    parts = [(side, part) for row in running for side, part in _parted(row, gutter)]
    columns = {side: edges([part for at, part in parts if at == side]) for side in {side for side, _ in parts}}
    measures = {side: max(c.measure for at, c in columns.items() if (at is None) == (side is None)) for side in columns}
    outermost = min((column.left for column in columns.values()), default=0.0)
    above: dict[int | None, list[Glyph]] = {}
    for side, part in parts:
        column, before = columns[side], above.get(side, part)
        above[side] = part
        margin = None if goes_on(part, before, measures[side] or framed) else outermost if side is None else column.left
        yield _Strip(part[0].baseline, side, (line(part, margin),), begins=begins(part, before, column))


def _table(table: Table, held: Sequence[Glyph], gutter: float | None) -> Iterator[_Strip]:
    crossing = gutter is None or table.box.left < gutter - TOUCH < gutter + TOUCH < table.box.right
    side = None if crossing or gutter is None else int(table.box.left >= gutter - TOUCH)
    if held:
        yield _Strip(table.box.top, side, tuple(table.lines(held)), text=False)


def _agreed(running: Sequence[list[Glyph]], own: float | None, usual: float | None) -> float | None:
    """The gutter that a page seems to have, unless it fits the one of other pages and that is elsewhere."""
    if usual is None or (own is not None and abs(own - usual) <= NEARBY) or _crossed(running, usual):
        return own
    return usual


def _crossed(running: Sequence[list[Glyph]], x: float) -> bool:
    """Whether more than a few lines go across a place."""
    crossing = sum(_crosses(row, x) for row in running)
    return crossing > MOST_CROSSING * len(running)


def _gutter(running: Sequence[list[Glyph]], width: float) -> float | None:
    """Where two columns of running text meet: hardly a line crosses it, and most that end before it end near it."""
    places = [width * LEFTMOST + k * STEP for k in range(int(width * (RIGHTMOST - LEFTMOST) / STEP))]
    stretches = [_stretches(row) for row in _side_by_side(running)]
    found = [(_parting(pairs, crossing, len(stretches), x), x) for x, pairs, crossing in _at_places(stretches, places)]
    most = max((score for score, _ in found), default=0)
    best = [x for score, x in found if score == most]
    return best[len(best) // 2] if most > 0 else None


def _side_by_side(running: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Rows; two beside each other are one, though the lines of two columns hardly ever stand on one level."""
    found: list[list[Glyph]] = []
    for row in running:
        last = found[-1] if found else row
        near = row[0].baseline - last[0].baseline < BESIDE * row[0].size
        if near and last[-1].right <= row[0].left:
            found[-1] = [*last, *row]
        elif near and row[-1].right <= last[0].left:
            found[-1] = [*row, *last]
        else:
            found.append(row)
    return found


def _stretches(row: Sequence[Glyph]) -> list[_Stretch]:
    """Where a row has characters without a gap."""
    found: list[_Stretch] = []
    left, right, size = row[0].left, row[0].right, row[0].size
    for glyph in row[1:]:
        if glyph.left - right < GAP * glyph.size:
            right = max(right, glyph.right)
        else:
            found.append(_Stretch(left, right, size))
            left, right, size = glyph.left, glyph.right, glyph.size
    return [*found, _Stretch(left, right, size)]


def _at_places(running: Sequence[list[_Stretch]], places: Sequence[float]) -> Iterator[tuple[float, list[_Pair], int]]:
    """For each place the pairs of stretches that it lies between, and how many stretches it lies in."""
    pairs: list[list[_Pair]] = [[] for _ in places]
    crossing = [0] * len(places)
    for row in running:
        for part in row:
            for at in range(bisect_right(places, part.left), bisect_left(places, part.right)):
                crossing[at] += 1
        for pair in pairwise(row):
            for at in range(bisect_left(places, pair[0].right), bisect_right(places, pair[1].left)):
                pairs[at].append(pair)
    return zip(places, pairs, crossing, strict=True)


def _parting(pairs: Sequence[_Pair], crossing: int, count: int, x: float) -> int:
    """How many lines a gutter at x parts, less those that cross it; 0 where it is none."""
    if len(pairs) < max(LEAST_ROWS, LEAST_SHARE * count) or crossing > MOST_CROSSING * count:
        return 0
    end = max(after.right for _, after in pairs)
    full = sum(_is_full(before, x) or _is_full(after, end) for before, after in pairs)
    if full < LEAST_FULL * len(pairs):
        return 0
    return len(pairs) - CROSSING_COST * crossing


def _is_full(part: _Stretch, end: float) -> bool:
    """Whether it is running text up to the end of its column."""
    return end - part.right <= NEAR * part.size and part.right - part.left >= LONG * part.size


def _parted(row: list[Glyph], gutter: float | None) -> Iterator[tuple[int | None, list[Glyph]]]:
    if gutter is None or _crosses(row, gutter):
        yield None, row
        return
    for side, part in enumerate(([g for g in row if g.middle[0] < gutter], [g for g in row if g.middle[0] >= gutter])):
        if part:
            yield side, part


def _spaced(strips: Sequence[_Strip]) -> Iterator[PrintedLine]:
    """Their lines, with an empty one where a paragraph begins or there is more room than is usual on the page."""
    steps = [after.top - before.top for before, after in pairwise(strips) if after.top > before.top]
    usual = sorted(steps)[len(steps) // 2] if steps else 0.0
    for before, strip in pairwise([None, *strips]):
        if before and strip and before.text and strip.text and _apart(before, strip, WIDER * usual):
            yield PrintedLine("")
        yield from strip.lines if strip else ()


def _apart(before: _Strip, strip: _Strip, room: float) -> bool:
    return strip.top - before.top > room or (strip.begins and strip.side == before.side)


def _ordered(strips: Sequence[_Strip]) -> Iterator[_Strip]:
    """Between two strips that go across, the left column comes first."""
    waiting: list[_Strip] = []
    for strip in sorted(strips, key=lambda strip: strip.top):
        if strip.side is not None:
            waiting.append(strip)
            continue
        yield from sorted(waiting, key=lambda strip: strip.side or 0)
        yield strip
        waiting = []
    yield from sorted(waiting, key=lambda strip: strip.side or 0)
