"""Which glyph of a font stands for a character, and how many it has: `cmap` and `maxp` of TrueType and OpenType."""

import struct
from bisect import bisect_left, bisect_right

PREFERRED = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0), (3, 0))
"""Platform and encoding of tables for Unicode, the fullest first; the last is that of symbols."""
SYMBOLS = 0xF000
MOST_TABLES, MOST_RUNS = 200, 70_000
SEGMENTS, TRIMMED, GROUPS = 4, 6, 12
MOST_GLYPHS = 0x10000


class CharacterMap:
    """Glyphs by characters; a font that has no table for Unicode, or a broken one, has none.

    `glyphs` says how many glyphs the font has, as far as it tells.
    """

    def __init__(self, font: bytes) -> None:
        self._data, self._at, self._format = font, 0, 0
        self.glyphs = _glyphs(font)
        try:
            self._at = _encoding(font)
            self._format = _short(font, self._at)
            self._ends, self._starts = self._runs()
        except struct.error:
            self._format = 0

    def glyph(self, character: str) -> int:
        """Its number; 0 where the font has none."""
        code = ord(character)
        try:
            return self._find(code) or (self._find(SYMBOLS + code) if code < 1 << 8 else 0)
        except (struct.error, IndexError):
            return 0

    def _runs(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Last and first codes of the runs of codes in the table."""
        data, at = self._data, self._at
        if self._format == SEGMENTS:
            count = _short(data, at + 6) // 2
            ends = struct.unpack_from(f">{count}H", data, at + 14)
            return ends, struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
        if self._format == GROUPS:
            count = min(MOST_RUNS, struct.unpack_from(">I", data, at + 12)[0])
            codes = struct.unpack_from(f">{3 * count}I", data, at + 16)
            return codes[1::3], codes[::3]
        return (), ()

    def _find(self, code: int) -> int:
        if self._format == SEGMENTS:
            return self._in_segment(code)
        if self._format == GROUPS:
            k = bisect_right(self._starts, code) - 1
            first: int = struct.unpack_from(">I", self._data, self._at + 16 + 12 * k + 8)[0]
            return first + code - self._starts[k] if k >= 0 and code <= self._ends[k] else 0
        if self._format == TRIMMED:
            first, count = struct.unpack_from(">2H", self._data, self._at + 6)
            return _short(self._data, self._at + 10 + 2 * (code - first)) if 0 <= code - first < count else 0
        return 0

    def _in_segment(self, code: int) -> int:
        k, count = bisect_left(self._ends, code), len(self._ends)
        if k == count or code < self._starts[k]:
            return 0
        base = self._at + 16 + 2 * count
        delta = _short(self._data, base + 2 * count + 2 * k)
        place = base + 4 * count + 2 * k
        offset = _short(self._data, place)
        glyph = _short(self._data, place + offset + 2 * (code - self._starts[k])) if offset else code
        return (glyph + delta) & 0xFFFF if glyph else 0


def _short(data: bytes, at: int) -> int:
    found: int = struct.unpack_from(">H", data, at)[0]
    return found


def _table(font: bytes, name: bytes) -> int:
    """Where a table begins; of a collection, that of its first font. struct.error where there is none."""
    start = struct.unpack_from(">I", font, 12)[0] if font.startswith(b"ttcf") else 0
    heads = (struct.unpack_from(">4sIII", font, start + 12 + 16 * k) for k in range(_count(font, start + 4)))
    found: int | None = next((at for tag, _, at, _ in heads if tag == name), None)
    if found is None:
        raise struct.error
    return found


def _encoding(font: bytes) -> int:
    """Where the fullest table for Unicode begins."""
    cmap = _table(font, b"cmap")
    listed = [struct.unpack_from(">HHI", font, cmap + 4 + 8 * k) for k in range(_count(font, cmap + 2))]
    places: dict[tuple[int, int], int] = {(platform, encoding): cmap + offset for platform, encoding, offset in listed}
    found = next((places[key] for key in PREFERRED if key in places), None)
    if found is None:
        raise struct.error
    return found


def _glyphs(font: bytes) -> int:
    try:
        return _short(font, _table(font, b"maxp") + 4)
    except struct.error:
        return MOST_GLYPHS


def _count(font: bytes, at: int) -> int:
    return min(MOST_TABLES, _short(font, at))
