"""Pictures of pages: what they say, what is refused, what of it is doubtful."""

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy
import pytest
from PIL import Image, ImageDraw

from gazette.errors import RejectedError
from services.extract import formats
from services.extract.limits import USUAL, Limits
from services.extract.parse import parse
from services.extract.recogniser import Recogniser
from services.extract.scans import Desk, Picture, Run
from tests.formats.recognised import printed, saying
from tests.formats.scanned import DPI, NOTICE, drawn, file_of, scan

PART = (1654, 720)


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser()


def refused(data: bytes, desk: Desk, limits: Limits = USUAL) -> RejectedError:
    with pytest.raises(RejectedError) as refusal:
        formats.read(data, limits, desk)
    return refusal.value


def test_a_scanned_notice_is_read_as_a_document(recogniser: Recogniser) -> None:
    data = file_of([scan(drawn(NOTICE, PART))], "PNG")
    extraction = parse(data, "x", desk=Desk(recogniser))
    (document,) = extraction.documents
    assert extraction.media_type == "image/png"
    assert (document.title, document.doc_number) == (NOTICE[0][0], "云政发〔2020〕7号")
    assert (document.issued_date, document.page) == ("2020-05-06", 1)
    assert extraction.layout is not None
    box = extraction.layout.boxes[0]
    assert box is not None
    assert abs(box.left - 120) < 8
    assert abs(box.top - 60) < 12


def test_a_table_is_read_by_its_rules_though_the_page_is_askew(recogniser: Recogniser) -> None:
    page = drawn(
        [("项目", 100, 80, 14), ("责任单位", 240, 80, 14), ("防汛", 100, 110, 14), ("水务局", 240, 110, 14)], PART
    )
    pen = ImageDraw.Draw(page)
    for x in (90, 220, 400):
        pen.line([(x * DPI / 72, 70 * DPI / 72), (x * DPI / 72, 136 * DPI / 72)], "black", 3)
    for y in (70, 103, 136):
        pen.line([(90 * DPI / 72, y * DPI / 72), (400 * DPI / 72, y * DPI / 72)], "black", 3)
    text = formats.read(file_of([scan(page)], "PNG"), desk=Desk(recogniser)).text
    assert text.split("\n") == ["| 项目 | 责任单位 |", "| 防汛 | 水务局 |"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_kinds_of_pictures(kind: str) -> None:
    seen: list[Picture] = []
    source = formats.read(
        file_of([Image.new("RGB", (200, 100), "white")], kind), desk=saying(printed("公报"), seen=seen)
    )
    assert (source.text.strip(), source.media_type) == ("公报", f"image/{kind.lower()}")
    assert seen[0].pixels.shape[:2] == (100, 200)


@pytest.mark.parametrize(
    ("mode", "colour"),
    [("1", 1), ("L", 255), ("P", 0), ("LA", (0, 0)), ("RGBA", (0, 0, 0, 0)), ("CMYK", (0, 0, 0, 0)), ("I;16", 65535)],
)
def test_colours_of_paper_are_white(mode: str, colour: Any) -> None:
    seen: list[Picture] = []
    image = Image.new(mode, (40, 30), colour)
    if mode == "P":
        image.putpalette([255, 255, 255])
    formats.read(file_of([image], "TIFF"), desk=saying(printed("公报"), seen=seen))
    assert seen[0].pixels.dtype == numpy.uint8
    assert seen[0].pixels.min() == 255


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_a_picture_is_turned_as_the_file_says(kind: str) -> None:
    seen: list[Picture] = []
    image = Image.new("L", (60, 20), 255)
    exif = image.getexif()
    exif[0x0112] = 6
    formats.read(_saved(image, kind, exif=exif), desk=saying(printed("公报"), seen=seen))
    assert seen[0].pixels.shape[:2] == (60, 20)


def _saved(image: Image.Image, kind: str, **more: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **more)
    return target.getvalue()


def test_all_pages_of_a_tiff() -> None:
    pages = [Image.new("L", (200, 100 + k), 255) for k in range(3)]
    seen: list[Picture] = []
    source = formats.read(file_of(pages, "TIFF"), desk=saying(printed("公报", top=400), seen=seen))
    assert source.layout is not None
    assert [page.number for page in source.layout.pages] == [1, 2, 3]
    assert [picture.pixels.shape[0] for picture in seen] == [100, 101, 102]
    assert refused(file_of(pages, "TIFF"), saying(printed("公报")), Limits(pages=2)).code == "too_many_pages"


@pytest.mark.parametrize(("declared", "dpi"), [(200, 200), (300, 300), (1, 2339 * 72 / 842), (0, 2339 * 72 / 842)])
def test_resolution_is_the_files_where_it_makes_a_sheet_of_paper(declared: float, dpi: float) -> None:
    seen: list[Picture] = []
    more = {"dpi": (declared, declared)} if declared else {}
    formats.read(_saved(Image.new("L", (1654, 2339), 255), "PNG", **more), desk=saying(printed("公报"), seen=seen))
    assert seen[0].dpi == pytest.approx(dpi, rel=0.01)


def test_a_picture_is_made_smaller_before_it_is_recognised() -> None:
    seen: list[Picture] = []
    data = _saved(Image.new("L", (5000, 7000), 255), "PNG", dpi=(600, 600))
    formats.read(data, desk=saying(printed("公报"), seen=seen))
    assert seen[0].pixels.shape[0] == 3300
    assert seen[0].dpi == pytest.approx(600 * 3300 / 7000, rel=0.01)


def _png(width: int, height: int) -> bytes:
    """A file that says to be so large and holds nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _bmp(width: int, height: int) -> bytes:
    return (
        b"BM"
        + struct.pack("<IHHI", 54, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    )


@pytest.mark.parametrize("bomb", [_png, _bmp])
@pytest.mark.parametrize("side", [10_001, 50_000])
def test_a_picture_of_too_many_pixels_is_not_decoded(bomb: Callable[[int, int], bytes], side: int) -> None:
    assert refused(bomb(side, side), saying(printed("公报"))).code == "too_many_pixels"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_a_torn_picture_is_damaged(kind: str) -> None:
    noisy = scan(Image.new("L", (300, 200), 255))
    data = file_of([noisy], kind)
    assert refused(data[: len(data) // 2], saying(printed("公报"))).code == "damaged"


@pytest.mark.parametrize("data", [b"GIF89a" + bytes(60), b"\x00\x00\x00\x18ftypheic" + bytes(60)])
def test_pictures_of_other_kinds(data: bytes) -> None:
    assert refused(data, saying(printed("公报"))).code == "picture"


def test_without_the_extra_it_is_said_what_to_install() -> None:
    error = refused(file_of([Image.new("L", (20, 10), 255)], "PNG"), Desk(None))
    assert error.code == "needs_ocr"
    assert "pip install 'gazette[ocr]'" in str(error)
    assert "pip install 'gazette[ocr]'" in error.chinese


def test_an_empty_scan(recogniser: Recogniser) -> None:
    assert refused(file_of([scan(Image.new("L", (800, 600), 255))], "PNG"), Desk(recogniser)).code == "empty_scan"


def test_a_stamp_alone(recogniser: Recogniser) -> None:
    page = drawn([("云川市人民政府", 60, 80, 16)], (800, 700), "red")
    ImageDraw.Draw(page).ellipse([120, 60, 640, 580], outline="red", width=14)
    assert refused(file_of([page], "PNG"), Desk(recogniser)).code == "only_a_stamp"


def test_a_page_of_a_newspaper() -> None:
    columns = [
        printed("某地人民群众喜迎丰收", 40 + 110 * at, 60 + 12 * row, size=10) for at in range(5) for row in range(60)
    ]
    picture = file_of([Image.new("L", (20, 10), 255)], "PNG")
    assert refused(picture, saying(*columns)).code == "newspaper"
    assert formats.read(picture, desk=saying(*(run for run in columns if run.lefts[0] < 200))).text


def lines(sure: Sequence[float]) -> list[Run]:
    return [printed(text, 72, 60 + 30 * k, sure[k]) for k, (text, *_) in enumerate(NOTICE)]


def test_what_was_hardly_recognised_is_doubtful() -> None:
    picture = file_of([Image.new("L", (20, 10), 255)], "PNG")
    certain = parse(picture, "x", desk=saying(*lines([1, 1, 1, 1, 1, 1])))
    doubted = parse(picture, "x", desk=saying(*lines([1, 0.4, 1, 1, 1, 1])))
    assert certain.notes == ()
    assert "doc_number" not in certain.documents[0].doubtful
    assert ["1 行含有把握不大的字（第 2 行）" in note for note in doubted.notes] == [True]
    assert "doc_number" in doubted.documents[0].doubtful
    assert doubted.documents[0].provenance["doc_number"].confidence <= 0.5
    assert doubted.documents[0].provenance["issued_date"] == certain.documents[0].provenance["issued_date"]
