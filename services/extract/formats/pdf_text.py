"""Characters on a page of a PDF file: their code, place and size, which way they stand, and whether they make sense."""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from pypdfium2 import raw

from gazette.errors import RejectedError
from services.extract.formats.glyphs import DIFFERENT, Glyph, is_wide
from services.extract.formats.pdf_objects import Point, Window
from services.extract.formats.source import REPLACEMENT

MOST_CHARACTERS = 100_000
LARGEST = 1_000.0
HYPHENS = (0x02, 0xFFFE, 0x2010, 0x2011)
"""Where PDFium cuts a word, and hyphens whose sign a font shares with the common one, which its map then loses."""
BEYOND = 0x10FFFF
HIGH_HALVES, LOW_HALVES, BEYOND_PLANE = range(0xD800, 0xDC00), range(0xDC00, 0xE000), 0x10000
UPRIGHT = 0.2
RIGHTWARDS = (0, 1)
OPENING, OVERLAP = frozenset("“‘（《〈「『【〔［｛"), 0.35
LEAST_PAIRS, MOST_SHIFT, LEAST_STEP, MOST_STEP = 20, 0.3, 0.7, 1.3
NARROW_SPACE, AUTOMATIC_SPACE = 0.18, 0.4
LEAST_PLAUSIBLE = 0.8
COMMON_BIG5 = range(0xA4, 0xC7)
SENSELESS = ("Cn", "Co", "Cc", "Cs")
RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
"""Radicals that are characters of their own and that Unicode does not call compatible with these."""

Shape = tuple[float, float, float, float]


class Mark(NamedTuple):
    """A character in PDF units: its origin, the corners of its box, size in points, quarter turns to stand upright.

    `ink` is the middle of what is printed of a bracket or quotation mark, which may overlap its neighbour's box.
    """

    text: str
    origin: Point
    low: Point
    high: Point
    size: float
    quarters: int | None
    spaced: bool
    ink: Point | None


@dataclass(frozen=True, slots=True)
class Writing:
    """Characters of a page, read after `quarters` turns clockwise; `turned` counts those that stand otherwise."""

    glyphs: tuple[Glyph, ...]
    quarters: int
    turned: int
    plausible: bool


def writing(text: Any, shown: Window) -> Writing:
    """The characters of a page's text. RejectedError `too_much_text`."""
    marks = list(_marks(text))
    turns = Counter(mark.quarters for mark in marks if mark.quarters is not None)
    upright = turns.most_common(1)[0][0] if turns else 0
    standing = [mark for mark in marks if mark.quarters == upright]
    downwards = _goes_down(standing, shown, upright)
    quarters = (upright + 3) % 4 if downwards else upright
    glyphs = [_glyph(mark, shown, quarters, downwards) for mark in standing]
    width, height = size(shown, quarters)
    inside = tuple(glyph for glyph in glyphs if 0 <= glyph.left < width and 0 <= glyph.baseline <= height)
    return Writing(inside, quarters, len(marks) - len(standing), _makes_sense(glyph.text for glyph in inside))


def size(shown: Window, quarters: int) -> Point:
    """Width and height of a page after quarter turns."""
    across, up = shown.right - shown.left, shown.top - shown.bottom
    return (up, across) if quarters % 2 else (across, up)


def _marks(text: Any) -> Iterator[Mark]:
    count = raw.FPDFText_CountChars(text)
    if count > MOST_CHARACTERS:
        raise _too_much(count)
    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    at_box, at_matrix, at_x, at_y = map(ctypes.byref, (box, matrix, x, y))
    white = made = False
    before: Mark | None = None
    shape: Shape = (0.0, 0.0, 0.0, 0.0)
    quarters, scale = _quarters(shape), 0.0
    for k, code in _codes(text, count):
        character = _character(code)
        if not character.strip():
            generated = raw.FPDFText_IsGenerated(text, k) == 1
            made, white = made or (generated and character == " "), white or not generated
            continue
        raw.FPDFText_GetCharOrigin(text, k, at_x, at_y)
        raw.FPDFText_GetMatrix(text, k, at_matrix)
        raw.FPDFText_GetLooseCharBox(text, k, at_box)
        if shape != (shape := (matrix.a, matrix.b, matrix.c, matrix.d)):
            quarters, scale = _quarters(shape), math.hypot(matrix.c, matrix.d)
        em = raw.FPDFText_GetFontSize(text, k) * scale
        if 0 < em < LARGEST and math.isfinite(x.value) and math.isfinite(y.value):
            origin, low, high = (x.value, y.value), (box.left, box.bottom), (box.right, box.top)
            spaced = white or (made and before is not None and _apart(before, character, origin))
            before = Mark(character, origin, low, high, em, quarters, spaced, _ink(text, k, character))
            yield before
        white = made = False


def _ink(text: Any, at: int, character: str) -> Point | None:
    if character not in OPENING:
        return None
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, at, *map(ctypes.byref, (left, right, bottom, top)))
    return (left.value + right.value) / 2, (bottom.value + top.value) / 2


def _apart(before: Mark, character: str, origin: Point) -> bool:
    """Whether a gap before a character is a space; room also fills a line, and parts an ideograph from a figure."""
    wide = is_wide(before.text), is_wide(character)
    if not any(wide):
        return True
    automatic = not all(wide) and (before.text if wide[1] else character).isalnum()
    long = before.high[0] - before.low[0] if (before.quarters or 0) % 2 == 0 else before.high[1] - before.low[1]
    return math.dist(before.origin, origin) - long >= (AUTOMATIC_SPACE if automatic else NARROW_SPACE) * before.size


def _codes(text: Any, count: int) -> Iterator[tuple[int, int]]:
    """Places and codes of characters; halves of a pair that UTF-16 makes of one are put together."""
    high = 0
    for k in range(count):
        code = raw.FPDFText_GetUnicode(text, k)
        if high and code in LOW_HALVES:
            code += ((high - HIGH_HALVES.start) << 10) + BEYOND_PLANE - LOW_HALVES.start
        elif high:
            yield k - 1, high
        high = code if code in HIGH_HALVES else 0
        if not high:
            yield k, code
    if high:
        yield count - 1, high


@lru_cache(maxsize=DIFFERENT)
def _character(code: int) -> str:
    if code in HYPHENS:
        return "-"
    character = chr(code) if code <= BEYOND else REPLACEMENT
    if not character.isspace() and unicodedata.category(character) in ("Cc", "Cs"):
        return REPLACEMENT
    if "\u2e80" <= character <= "\u2fdf" or "\uf900" <= character <= "\ufaff":
        return RADICALS.get(character) or unicodedata.normalize("NFKC", character)
    return character


def _quarters(shape: Shape) -> int | None:
    """How many quarter turns clockwise make a character stand upright; None where it leans or is mirrored."""
    a, b, c, d = shape
    turned = math.atan2(b, a) / (math.pi / 2)
    if not a * d - b * c > 0 or abs(turned - (near := round(turned))) > UPRIGHT:
        return None
    return near % 4


def _glyph(mark: Mark, shown: Window, quarters: int, downwards: bool) -> Glyph:
    left, baseline = shown.place(*mark.origin, quarters)
    if downwards:
        return Glyph(mark.text, left, baseline, mark.size, mark.spaced)
    right = shown.place(*(mark.high if quarters in RIGHTWARDS else mark.low), quarters)[0]
    if mark.ink:
        left = max(left, min(shown.place(*mark.ink, quarters)[0] - mark.size / 4, left + OVERLAP * mark.size))
    advance = right - left
    return Glyph(mark.text, left, baseline, mark.size, mark.spaced, advance if 0 < advance <= 2 * mark.size else 0.0)


def _goes_down(marks: Sequence[Mark], shown: Window, quarters: int) -> bool:
    """Whether most characters stand closely below the one before them: vertical text, and no narrow cells."""
    placed = [(*shown.place(*mark.origin, quarters), mark.size) for mark in marks]
    down = sum(
        abs(to_x - x) < MOST_SHIFT * em and LEAST_STEP < (to_y - y) / em < MOST_STEP
        for (x, y, em), (to_x, to_y, _) in pairwise(placed)
    )
    return len(marks) > LEAST_PAIRS and down > len(marks) / 2


def _makes_sense(texts: Iterator[str]) -> bool:
    """Whether a page's characters are such as people print; a lost or wrong map of a font gives others."""
    counts = Counter(texts)
    good = sum(count for text, count in counts.items() if _is_plausible(text))
    return good >= LEAST_PLAUSIBLE * counts.total()


def _is_plausible(character: str) -> bool:
    """A printed character of any script; an ideograph that GB 2312 or the common part of Big5 has."""
    if character == REPLACEMENT or unicodedata.category(character[0]) in SENSELESS or "\x80" <= character <= "\xff":
        return False
    if not "\u3400" <= character[0] <= "\u9fff":
        return True
    big5 = character.encode("big5", "replace")
    return character.encode("gb2312", "replace") != b"?" or big5[0] in COMMON_BIG5


def _too_much(count: int) -> RejectedError:
    return RejectedError(
        "too_much_text",
        f"A page of the file has {count} characters; {MOST_CHARACTERS} are read at most. Export it anew.",
        f"文件中有一页含 {count} 个字符，最多读取 {MOST_CHARACTERS} 个。请重新导出后再上传。",
    )
