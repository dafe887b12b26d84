"""What the edges of a column tell of a line: that it begins a paragraph, or goes on with a centred one."""

from collections.abc import Sequence
from typing import NamedTuple

from services.extract.formats.glyphs import Glyph, is_wide

SAME_PLACE, LEAST_LINES, LEAST_SHARE = 2.0, 4, 0.15
OPENING, CLOSING = frozenset("“‘（《〈「『【〔［｛([{"), frozenset("”’）》〉」』】〕］｝)]}，。、；：！？,.;:!?")
CERTAIN, NEARLY_FULL = 0.25, 4.0
INDENT, EVEN, LEAST_ROOM, LONGEST_REST = 1.0, 0.25, 0.3, 5.0


class Edges(NamedTuple):
    """Where lines of a column begin and end, in points; `right` is the outermost place where several end, if any."""

    left: float
    right: float | None

    @property
    def measure(self) -> float:
        """Its width, 0 where it is not known."""
        return self.right - self.left if self.right is not None else 0.0


def edges(rows: Sequence[Sequence[Glyph]]) -> Edges:
    """Of the lines of a column."""
    ends = sorted((row[-1].right for row in rows), reverse=True)
    more = max(LEAST_LINES, int(LEAST_SHARE * len(rows))) - 1
    right = next((least for most, least in zip(ends, ends[more:], strict=False) if most - least <= SAME_PLACE), None)
    return Edges(min(row[0].left for row in rows), right)


def begins(row: Sequence[Glyph], before: Sequence[Glyph], column: Edges) -> bool:
    """Whether the line before, nearly full, had room for what this one begins with and yet ended: so did its paragraph.

    Shorter lines speak for themselves, and so do those with an indent.
    """
    size = row[0].size
    if column.right is None or row[0].left - column.left >= INDENT * size:
        return False
    room = column.right - before[-1].right
    return _first(row) + CERTAIN * size <= room <= NEARLY_FULL * size


def goes_on(row: Sequence[Glyph], before: Sequence[Glyph], measure: float) -> bool:
    """Whether a centred line is the short rest of the one above, which is centred too and had no room for it.

    `measure` is how wide the column is, in points; 0 where that is not known.
    """
    size = row[0].size
    above, here = (before[0].left, before[-1].right), (row[0].left, row[-1].right)
    centred = abs(sum(above) - sum(here)) / 2 <= EVEN * size
    room = measure - (above[1] - above[0])
    return centred and here[1] - here[0] <= LONGEST_REST * size and LEAST_ROOM * size <= room < _first(row)


def _first(row: Sequence[Glyph]) -> float:
    """How long the piece is with which a line begins and which no line end cuts."""
    at = 0
    while at < len(row) - 1 and row[at].text in OPENING:
        at += 1
    while at < len(row) - 1 and not (is_wide(row[at].text) or is_wide(row[at + 1].text)):
        at += 1
    while at < len(row) - 1 and row[at + 1].text in CLOSING:
        at += 1
    return row[at].right - row[0].left
