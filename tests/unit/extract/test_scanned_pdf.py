"""PDF files with pages that only a recogniser can read: it is asked for these, and for no others."""

import pytest
from PIL import Image

from gazette.errors import RejectedError
from services.extract import formats
from services.extract.limits import Limits
from services.extract.parse import parse
from services.extract.recogniser import Recogniser
from services.extract.scans import Desk, Picture, Scan
from tests.formats.pdf import by_hand, shown
from tests.formats.recognised import printed, saying
from tests.formats.scanned import BLANK, NOTICE, drawn, file_of, scan

SHAPES = "10 10 m 12 12 l S " * 400
GARBLED = shown("\ue000\ue001\ue002" * 9, 72, 700)
RUNNING = "各县区人民政府要健全制度落实责任现将有关事项通知如下"


def text(number: int) -> str:
    return RUNNING[number:] + RUNNING[:number]


def numbering(seen: list[int]) -> Desk:
    """A desk at which each page says its number."""

    def recognise(number: int, _: Picture) -> Scan:
        seen.append(number)
        return Scan(number, 595, 842, 0.0, (printed(f"第{number}页" + text(number), 72, 400),))

    return Desk(recognise)


@pytest.mark.parametrize("unreadable", [BLANK, SHAPES, GARBLED])
def test_pages_without_text_are_recognised_and_no_others(unreadable: str) -> None:
    seen: list[int] = []
    pages = [unreadable if number in {3, 4, 31} else shown(text(number % 20), 72, 442) for number in range(1, 41)]
    source = formats.read(by_hand(pages), desk=numbering(seen))
    rows = source.text.split("\n")
    assert seen == [3, 4, 31]
    assert [rows[at] for at in (1, 2, 3, 30)] == [text(2), f"第3页{text(3)}", f"第4页{text(4)}", f"第31页{text(31)}"]
    assert source.layout is not None
    assert [page.number for page in source.layout.pages] == list(range(1, 41))
    assert ["第 3、4、31 页（共 3 页）" in note and "OCR" in note for note in source.notes] == [True]


@pytest.mark.parametrize(
    ("more", "size", "shape"),
    [
        ("", (595, 842), (2339, 1653)),
        ("/Rotate 90", (595, 842), (1653, 2339)),
        ("/CropBox[0 0 300 842]", (595, 842), (2339, 834)),
    ],
)
def test_a_page_is_drawn_as_it_is_shown(more: str, size: tuple[int, int], shape: tuple[int, int]) -> None:
    seen: list[Picture] = []
    formats.read(by_hand([BLANK], more, *size), desk=saying(printed(RUNNING), seen=seen))
    assert seen[0].pixels.shape[:2] == pytest.approx(shape, abs=2)
    assert seen[0].dpi == 200


def test_a_poster_is_drawn_smaller() -> None:
    seen: list[Picture] = []
    content = BLANK.replace("595 0 0 842", "14400 0 0 14400")
    formats.read(by_hand([content], "", 14400, 14400), desk=saying(printed(RUNNING), seen=seen))
    height, width = seen[0].pixels.shape[:2]
    assert height * width <= 16_100_000
    assert seen[0].dpi == pytest.approx(72 * width / 14400, rel=0.01)


def test_a_picture_of_too_many_pixels_is_not_drawn() -> None:
    data = file_of([Image.new("L", (1200, 900), 255)], "PDF")
    with pytest.raises(RejectedError) as refused:
        formats.read(data, Limits(pixels=1_000_000), saying(printed(RUNNING)))
    assert refused.value.code == "too_many_pixels"
    assert formats.read(data, desk=saying(printed(RUNNING))).text


@pytest.mark.parametrize(("red", "code"), [(0.9, "only_a_stamp"), (0.0, None)])
def test_a_stamp_alone_is_told(red: float, code: str | None) -> None:
    data, desk = by_hand([BLANK]), saying(printed("云川市人民政府"), red=red)
    if code is None:
        assert formats.read(data, desk=desk).text
        return
    with pytest.raises(RejectedError) as refused:
        formats.read(data, desk=desk)
    assert refused.value.code == code


def test_a_stamp_beside_pages_with_text_is_a_page() -> None:
    data, desk = by_hand([shown(RUNNING, 72, 700), BLANK]), saying(printed("云川市人民政府"), red=0.9)
    assert formats.read(data, desk=desk).text.endswith("云川市人民政府")


def test_a_scanned_file_is_read_as_documents() -> None:
    pages = [scan(drawn(NOTICE, (1654, 720)), seed) for seed in range(2)]
    extraction = parse(file_of(pages, "PDF"), "x", desk=Desk(Recogniser()))
    found = [(document.doc_number, document.issued_date, document.page) for document in extraction.documents]
    assert found == [("云政发〔2020〕7号", "2020-05-06", 1), ("云政发〔2020〕7号", "2020-05-06", 2)]
