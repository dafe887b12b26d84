"""A TrueType font made of rectangles, so that a test knows where the ink of each character is."""

import struct
from collections.abc import Mapping

EM = 1000
Rectangle = tuple[int, int, int, int]
"""Left, bottom, right and top, in thousandths of the size above the baseline."""
WHOLE: Rectangle = (0, -140, 1000, 860)
"""As much of a character's place as readers take it to be."""


def truetype(shapes: Mapping[str, Rectangle], *, mapped: bool = True) -> bytes:
    """A font with a rectangle a character, glyphs 1, 2 … in their order; not `mapped`: no table tells which."""
    outlines = [b"", *map(_outline, shapes.values())]
    offsets = [sum(map(len, outlines[:k])) for k in range(len(outlines) + 1)]
    count = len(outlines)
    tables = {
        b"cmap": _characters(sorted((ord(character), k) for k, character in enumerate(shapes, 1))) if mapped else b"",
        b"glyf": b"".join(outlines),
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, EM, 0, 0, 0, 0, EM, EM, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 860, -140, 0, EM, 0, 0, EM, *[0] * 8, count),
        b"hmtx": b"".join(struct.pack(">Hh", EM, left) for left in (0, *(shape[0] for shape in shapes.values()))),
        b"loca": struct.pack(f">{count + 1}I", *offsets),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, count, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    return _file({name: table for name, table in tables.items() if table})


def _outline(shape: Rectangle) -> bytes:
    left, bottom, right, top = shape
    head = struct.pack(">hhhhhHH", 1, left, bottom, right, top, 3, 0)
    across = struct.pack(">4h", left, 0, right - left, 0)
    down = struct.pack(">4h", bottom, top - bottom, 0, bottom - top)
    return head + b"\x01" * 4 + across + down + b"\0" * 2


def _characters(codes: list[tuple[int, int]]) -> bytes:
    """A table of groups, one for each character."""
    groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in codes)
    return (
        struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    )


def _file(tables: Mapping[bytes, bytes]) -> bytes:
    head = struct.pack(">IHHHH", 0x10000, len(tables), 0, 0, 0)
    listed, body = b"", b""
    begin = len(head) + 16 * len(tables)
    for name, table in tables.items():
        listed += struct.pack(">4sIII", name, 0, begin + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return head + listed + body
