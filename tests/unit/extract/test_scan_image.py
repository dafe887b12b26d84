"""Pictures of pages that are pictures themselves: upright, no larger than asked, and what is refused."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from gazette.errors import RejectedError
from services.extract.drawing.scan_image import draw
from tests.formats.scanned import file_of

RED, WHITE = (255, 0, 0), (255, 255, 255)
UPRIGHT, TURNED = 1, 6
ORIENTATION = 274


def page(width: int = 400, height: int = 600) -> Image.Image:
    """A page with a red upper left quarter."""
    image = Image.new("RGB", (width, height), WHITE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    return image


def shown(folder: Path, data: bytes, number: int = 1, width: int = 200) -> Image.Image:
    path = folder / "file"
    path.write_bytes(data)
    picture = Image.open(io.BytesIO(draw(path, number, width)))
    assert picture.format == "PNG"
    return picture


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "WEBP", "JPEG"])
def test_a_scan_is_shown_as_wide_as_asked_but_never_larger(tmp_path: Path, kind: str) -> None:
    data = file_of([page()], kind)
    assert shown(tmp_path, data, width=200).size == (200, 300)
    assert shown(tmp_path, data, width=2000).size == (400, 600)
    assert shown(tmp_path, file_of([page(100, 1_200)], kind), width=1200).size == (100, 1_200)


def test_pages_of_a_file_of_several(tmp_path: Path) -> None:
    data = file_of([page(), page(500, 500)], "TIFF")
    assert shown(tmp_path, data, 2).size == (200, 200)
    for number in (0, 3):
        with pytest.raises(RejectedError) as error:
            shown(tmp_path, data, number)
        assert error.value.code == "no_image"


def test_a_photo_stands_upright(tmp_path: Path) -> None:
    target, exif = io.BytesIO(), Image.Exif()
    exif[ORIENTATION] = TURNED
    page(600, 400).save(target, "PNG", exif=exif)
    picture = shown(tmp_path, target.getvalue())
    assert picture.size == (200, 300)
    assert (picture.getpixel((150, 50)), picture.getpixel((50, 50))) == (RED, WHITE)


def test_what_lies_under_nothing_is_white(tmp_path: Path) -> None:
    data = file_of([Image.new("RGBA", (300, 300), (0, 0, 0, 0))], "PNG")
    assert shown(tmp_path, data).getpixel((10, 10)) == WHITE


def huge(width: int, height: int) -> bytes:
    """A PNG that says it is so large."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [head, b"IDAT" + zlib.compress(b"\0" * 100_000), b"IEND"]
    parts = [struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (huge(50_000, 50_000), "too_many_pixels"),
        (file_of([page()], "PNG")[:200], "damaged"),
    ],
    ids=["huge", "cut off"],
)
def test_what_cannot_be_shown_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(RejectedError) as error:
        shown(tmp_path, data, width=2000)
    assert error.value.code == code
