"""Which glyph stands for a character, by the tables that fonts have."""

import struct

import pytest

from services.extract.drawing.ofd_cmap import CharacterMap
from tests.formats.fonts import WHOLE, truetype


def font(*tables: tuple[int, int, bytes], collection: bool = False) -> bytes:
    """A font that has these tables (platform, encoding, content) and nothing else."""
    at, listed, body = 4 + 8 * len(tables), b"", b""
    for platform, encoding, table in tables:
        listed += struct.pack(">HHI", platform, encoding, at + len(body))
        body += table
    cmap = struct.pack(">HH", 0, len(tables)) + listed + body
    head = struct.pack(">4sII", b"ttcf", 0x10000, 1) + struct.pack(">I", 16) if collection else b""
    begin = len(head) + 28
    return (
        head + struct.pack(">IHHHH", 0x10000, 1, 0, 0, 0) + struct.pack(">4sIII", b"cmap", 0, begin, len(cmap)) + cmap
    )


def segments(*runs: tuple[int, int, int]) -> bytes:
    """First code, last code, first glyph: one run by its distance, the next by a list of glyphs, and so on."""
    count = len(runs)
    ends = struct.pack(f">{count}H", *(end for _, end, _ in runs))
    starts = struct.pack(f">{count}H", *(start for start, _, _ in runs))
    deltas, offsets, listed = b"", b"", b""
    for k, (start, end, glyph) in enumerate(runs):
        by_distance = k % 2 == 0
        deltas += struct.pack(">H", (glyph - start) & 0xFFFF if by_distance else 0)
        offsets += struct.pack(">H", 0 if by_distance else 2 * (count - k) + len(listed))
        listed += b"" if by_distance else struct.pack(f">{end - start + 1}H", *range(glyph, glyph + end - start + 1))
    return struct.pack(">7H", 4, 0, 0, 2 * count, 0, 0, 0) + ends + b"\0\0" + starts + deltas + offsets + listed


RUNS = segments((0x41, 0x5A, 5), (0x4E00, 0x4E02, 100), (0xFFFF, 0xFFFF, 0))
GROUPS = struct.pack(">HHIII", 12, 0, 0, 0, 2) + struct.pack(">6I", 0x41, 0x5A, 5, 0x20BB7, 0x20BB8, 70)
TRIMMED = struct.pack(">5H", 6, 0, 0, 0x41, 3) + struct.pack(">3H", 7, 0, 9)


@pytest.mark.parametrize("collection", [False, True])
@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (RUNS, {"A": 5, "Z": 30, "一": 100, "丂": 102, "[": 0, "七": 0, "𠮷": 0}),
        (GROUPS, {"A": 5, "Z": 30, "𠮷": 70, "𠮸": 71, "@": 0, "一": 0}),
        (TRIMMED, {"A": 7, "B": 0, "C": 9, "D": 0, "@": 0}),
        (struct.pack(">H", 2), {"A": 0}),
    ],
    ids=["segments", "groups", "trimmed", "unknown"],
)
def test_characters_have_the_glyphs_that_the_table_tells(
    table: bytes, expected: dict[str, int], collection: bool
) -> None:
    found = CharacterMap(font((3, 1, table), collection=collection))
    assert {character: found.glyph(character) for character in expected} == expected


def test_the_fullest_table_counts() -> None:
    found = CharacterMap(font((0, 3, TRIMMED), (3, 10, GROUPS), (1, 0, RUNS)))
    assert (found.glyph("A"), found.glyph("𠮷")) == (5, 70)


def test_symbols_are_found_where_such_fonts_keep_them() -> None:
    found = CharacterMap(font((3, 0, segments((0xF041, 0xF042, 3), (0xFFFF, 0xFFFF, 0)))))
    assert (found.glyph("A"), found.glyph("B"), found.glyph("一")) == (3, 4, 0)


def test_a_broken_table_has_no_glyphs() -> None:
    whole = truetype({"公": WHOLE})
    assert CharacterMap(whole).glyph("公") == 1
    for end in range(0, len(whole), 7):
        assert CharacterMap(whole[:end]).glyph("公") in (0, 1)
    for table in (RUNS, GROUPS, TRIMMED):
        for end in range(len(table)):
            CharacterMap(font((3, 1, table[:end]))).glyph("一")
