"""Characters placed on a page, and lines made of them."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from gazette.layout import Box
from services.extract.formats.pages import PrintedLine

ASCENT, DESCENT = 0.86, 0.14
SAME_LINE = 0.5
WORD_GAP, WIDE_GAP = 0.3, 0.8
OVERPRINT = 0.15
HALF = 0.5
MOST_SPACES = 40
DIFFERENT = 1 << 15
LEAST_SPREAD, SPREAD_SHARE = 8, 0.8


class Glyph(NamedTuple):
    """One character, in points; `spaced` tells that white space was set before it, `advance` 0 that it is not told.

    `sure` (0 to 1) is how certain a recogniser was of it.
    """

    text: str
    left: float
    baseline: float
    size: float
    spaced: bool = False
    advance: float = 0.0
    sure: float = 1.0

    @property
    def right(self) -> float:
        """Where it ends; as wide as such characters commonly are where it is not told."""
        return self.left + (self.advance or self.size * (1.0 if is_wide(self.text) else HALF))

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle, across and down."""
        return (self.left + self.right) / 2, self.baseline - self.size * (ASCENT - HALF)


@lru_cache(maxsize=DIFFERENT)
def is_wide(text: str) -> bool:
    """Whether a character is as wide as it is high."""
    return unicodedata.east_asian_width(text[:1] or " ") in "WFA"


def rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters on one baseline, from the left; raised and lowered ones belong to the line that they stand in."""
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=attrgetter("baseline")):
        first = found[-1][0] if found else None
        if first and glyph.baseline - first.baseline <= SAME_LINE * max(first.size, glyph.size):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return [_once(sorted(row, key=attrgetter("left"))) for row in found]


def line(row: Sequence[Glyph], margin: float | None = None) -> PrintedLine:
    """Characters from the left as a line; wide gaps and the indent from `margin` as ideographic spaces."""
    indent = _spaces(row[0].left - margin, row[0].size) if margin is not None else ""
    pieces = [indent, row[0].text]
    spread = len(row) > LEAST_SPREAD and sum(glyph.spaced for glyph in row) > SPREAD_SHARE * len(row)
    for before, glyph in pairwise(row):
        pieces += [_gap(before, glyph, spread), glyph.text]
    return PrintedLine("".join(pieces), bounds(row), surety(row))


def surety(glyphs: Iterable[Glyph]) -> float:
    """How certain the least certain of them is."""
    return min((glyph.sure for glyph in glyphs), default=1.0)


def bounds(glyphs: Sequence[Glyph]) -> Box:
    """The rectangle around characters."""
    return Box(
        left=round(min(glyph.left for glyph in glyphs), 2),
        top=round(min(glyph.baseline - ASCENT * glyph.size for glyph in glyphs), 2),
        right=round(max(glyph.right for glyph in glyphs), 2),
        bottom=round(max(glyph.baseline + DESCENT * glyph.size for glyph in glyphs), 2),
    )


def joined(lines: Iterable[str]) -> str:
    """Lines of one cell or paragraph; Latin words are kept apart."""
    text = ""
    for piece in lines:
        apart = text[-1:].isascii() and text[-1:].isalnum() and piece[:1].isascii() and piece[:1].isalnum()
        text += (" " if apart else "") + piece
    return text


def _once(row: list[Glyph]) -> list[Glyph]:
    """Bold that is made by printing twice is read once."""
    kept: list[Glyph] = []
    for glyph in row:
        least = glyph.left - OVERPRINT * glyph.size
        close = kept and kept[-1].left > least
        if not close or not any(old.left > least and old.text == glyph.text for old in kept[-2:]):
            kept.append(glyph)
    return kept


def _gap(before: Glyph, glyph: Glyph, spread: bool) -> str:
    """What stands between two characters; room is none where the line is `spread` to fill its column."""
    size = max(before.size, glyph.size)
    width = (glyph.left - before.right) / size
    if width >= WIDE_GAP:
        return _spaces(width * size, size) if is_wide(before.text) or is_wide(glyph.text) else " "
    letters = not is_wide(before.text) and not is_wide(glyph.text)
    return " " if (glyph.spaced and (letters or not spread)) or (letters and width > WORD_GAP) else ""


def _spaces(width: float, size: float) -> str:
    return "\u3000" * max(0, min(MOST_SPACES, round(width / size))) if size > 0 else ""
