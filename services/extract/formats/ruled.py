"""Tables drawn with ruled lines."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, pairwise
from typing import NamedTuple

from gazette.layout import Box
from services.extract.formats.glyphs import Glyph, joined, line, rows, surety
from services.extract.formats.pages import PrintedLine

TOUCH = 2.0
MOST_RULES = 1_500
LEAST_EDGES = 2
LEAST_CELLS = 2
LEAST_HEIGHT = 15.0


class Rule(NamedTuple):
    """A straight line in points, level or upright."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def level(self) -> bool:
        """Whether it lies."""
        return self.right - self.left >= self.bottom - self.top

    def touches(self, other: "Rule | Box") -> bool:
        """Whether the two meet."""
        return (
            self.left <= other.right + TOUCH
            and other.left <= self.right + TOUCH
            and self.top <= other.bottom + TOUCH
            and other.top <= self.bottom + TOUCH
        )


@dataclass(frozen=True, slots=True)
class Table:
    """Rules that hang together, and where columns (`across`) and rows (`down`) may end."""

    box: Box
    rules: tuple[Rule, ...]
    across: tuple[float, ...]
    down: tuple[float, ...]

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands inside."""
        x, y = glyph.middle
        return self.box.left <= x <= self.box.right and self.box.top <= y <= self.box.bottom

    def lines(self, glyphs: Iterable[Glyph]) -> Iterator[PrintedLine]:
        """Its rows that are not empty; a cell over several rows or columns stands in the first of them."""
        borders = _Borders(self)
        cells: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in glyphs:
            cells.setdefault(borders.cell(*glyph.middle), []).append(glyph)
        for at, (top, bottom) in enumerate(pairwise(self.down)):
            row = [cells.get((at, column), ()) for column in range(len(self.across) - 1)]
            if any(row):
                text = "| " + " | ".join(map(_text, row)) + " |"
                yield PrintedLine(text, Box(self.box.left, top, self.box.right, bottom), surety(chain(*row)))


class _Borders:
    """Where a table's edges are drawn, looked up once for all characters in it."""

    def __init__(self, table: Table) -> None:
        self.across, self.down = table.across, table.down
        lying = [rule for rule in table.rules if rule.level]
        upright = [rule for rule in table.rules if not rule.level]
        self.above = [_stretches((r.left, r.right) for r in lying if _at_edge(y, r.top, r.bottom)) for y in self.down]
        self.beside = [
            _stretches((r.top, r.bottom) for r in upright if _at_edge(x, r.left, r.right)) for x in self.across
        ]

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of the cell that a point lies in."""
        row, column = _at(self.down, y), _at(self.across, x)
        while row > 0 and not _drawn(self.above[row], x):
            row -= 1
        while column > 0 and not _drawn(self.beside[column], y):
            column -= 1
        return row, column


def tables(rules: Sequence[Rule]) -> list[Table]:
    """Groups of rules that make at least two cells; none where there are too many rules to be a table."""
    if len(rules) > MOST_RULES:
        return []
    found = (_table(group) for group in _groups(rules))
    return [table for table in found if table is not None]


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    left = list(rules)
    groups: list[list[Rule]] = []
    while left:
        group, left = [left[0]], left[1:]
        for rule in group:
            touched = [rule.touches(other) for other in left]
            group += compress(left, touched)
            left = [other for other, near in zip(left, touched, strict=True) if not near]
        groups.append(group)
    return groups


def _table(group: Sequence[Rule]) -> Table | None:
    across = _edges(rule.left for rule in group if not rule.level)
    down = _edges(rule.top for rule in group if rule.level)
    if len(across) < LEAST_EDGES or len(down) < LEAST_EDGES:
        return None
    cells = (len(across) - 1) * (len(down) - 1)
    if cells < LEAST_CELLS or down[-1] - down[0] < LEAST_HEIGHT:
        return None
    return Table(Box(across[0], down[0], across[-1], down[-1]), tuple(group), across, down)


def _edges(values: Iterable[float]) -> tuple[float, ...]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > TOUCH:
            kept.append(value)
    return tuple(kept)


def _at_edge(place: float, begin: float, end: float) -> bool:
    return begin - TOUCH <= place <= end + TOUCH


def _stretches(parts: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(begin - TOUCH, end + TOUCH) for begin, end in parts]


def _drawn(stretches: Sequence[tuple[float, float]], place: float) -> bool:
    return any(begin <= place <= end for begin, end in stretches)


def _at(edges: Sequence[float], value: float) -> int:
    return min(max(0, bisect_right(edges, value) - 1), len(edges) - 2)


def _text(glyphs: Sequence[Glyph]) -> str:
    return joined(line(row).text for row in rows(glyphs)).replace("|", "\\|")
