"""Pages of PDF files as pictures: what is drawn, how large, and what is refused."""

import struct
import zlib
from pathlib import Path

import pytest

from gazette.errors import RejectedError
from services.extract.drawing.pdf_image import draw
from tests.formats.pdf import by_hand, shown

RED = "1 0 0 rg 100 642 200 100 re f"
"""A red rectangle whose upper left corner is at (100, 100) points."""


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and rows of a PNG of ours; each row has a byte before it."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, parts = 8, {}
    while at < len(png):
        (size,) = struct.unpack_from(">I", png, at)
        name, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack_from(">I", png, at + 8 + size) == (zlib.crc32(name + data),)
        parts[name] = data
        at += size + 12
    width, height, depth, colours, *rest = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    assert (depth, colours, rest) == (8, 2, [0, 0, 0])
    return width, height, zlib.decompress(parts[b"IDAT"])


def colour(png: bytes, x: int, y: int) -> tuple[int, ...]:
    width, height, rows = pixels(png)
    assert len(rows) == height * (3 * width + 1)
    at = y * (3 * width + 1) + 1 + 3 * x
    return tuple(rows[at : at + 3])


def drawn(folder: Path, data: bytes, number: int = 1, width: int = 595) -> bytes:
    path = folder / "file"
    path.write_bytes(data)
    return draw(path, number, width)


def test_a_page_is_drawn_as_wide_as_asked(tmp_path: Path) -> None:
    for width in (200, 595, 1001):
        assert pixels(drawn(tmp_path, by_hand([RED]), width=width))[0] in (width, width + 1)
    picture = drawn(tmp_path, by_hand([shown("公报", 72, 700), RED]), number=2)
    assert colour(picture, 150, 150) == colour(picture, 110, 190) == (255, 0, 0)
    assert colour(picture, 90, 150) == colour(picture, 150, 210) == (255, 255, 255)


def test_a_page_is_drawn_as_it_is_shown(tmp_path: Path) -> None:
    picture = drawn(tmp_path, by_hand([RED], "/Rotate 90"), width=842)
    assert pixels(picture)[1] in (595, 596)
    assert colour(picture, 842 - 150, 150) == (255, 0, 0)
    assert colour(picture, 150, 150) == (255, 255, 255)


def test_a_huge_page_costs_no_more_than_its_picture(tmp_path: Path) -> None:
    picture = drawn(tmp_path, by_hand([RED], width=100_000, height=100_000), width=2000)
    assert pixels(picture)[:2] == (2000, 2000)


@pytest.mark.parametrize("size", [(10, 100_000), (1, 14_400)])
def test_a_shape_that_no_page_has_is_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(RejectedError, match="of page 1: it is damaged, or of a shape") as error:
        drawn(tmp_path, by_hand([RED], width=size[0], height=size[1]), width=2000)
    assert error.value.code == "no_image"


@pytest.mark.parametrize("number", [0, -1, 2])
def test_a_page_that_is_not_there_is_refused(tmp_path: Path, number: int) -> None:
    with pytest.raises(RejectedError) as error:
        drawn(tmp_path, by_hand([RED]), number=number)
    assert error.value.code == "no_image"


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RejectedError) as error:
        drawn(tmp_path, b"%PDF-1.7 nothing")
    assert error.value.code == "damaged"


def test_forms_and_contents_that_bite_their_tail_are_drawn_or_refused(tmp_path: Path) -> None:
    form = "/Resources<</XObject<</X 6 0 R>>>>"
    looped = by_hand(["/X Do"], form).replace(
        b"<</Length 5>>", b"<</Length 5/Type/XObject/Subtype/Form/BBox[0 0 9 9]>>"
    )
    assert pixels(drawn(tmp_path, looped))[0] in (595, 596)
    tree = by_hand([RED]).replace(b"/Kids[5 0 R]/Count 1", b"/Kids[2 0 R]/Count 9")
    with pytest.raises(RejectedError):
        drawn(tmp_path, tree, number=3)
