"""Pages of OFD files as pictures: where the ink of characters is, in which fonts, and what is refused."""

from pathlib import Path

import pytest

from gazette.errors import RejectedError
from gazette.layout import Box
from services.extract.formats.ofd import read
from tests.formats.docx import pack
from tests.formats.fonts import WHOLE, truetype
from tests.formats.ofd import NAMESPACE, content, make_ofd, ofd, text_object
from tests.formats.ofd_drawn import BLACK, BLUE, RED, SCALE, WHITE, at, drawn, filled, fonts, ink, near, page
from tests.formats.typeset import Piece

NO_SHAPE = "\ue123"
"""A character for private use, for which no system has a shape."""
TEXT = "云川市人民政府\n关于河道管理的通知\n"


def filling(piece: Piece, more: str = "") -> tuple[bytes, Box]:
    """A file with a line in letters that fill their whole place, and the box that the reader gives the line."""
    font = truetype(dict.fromkeys(piece.text, WHOLE))
    data = ofd([content([text_object(piece, more=more)])], parts={"Doc_0/Res/f.ttf": font}, resources=fonts(f2="f.ttf"))
    layout = read(data).layout
    assert layout
    box = layout.boxes[0]
    assert box
    return data, box


@pytest.mark.parametrize("size", [9.0, 16.0, 36.0])
def test_ink_lies_in_the_box_of_its_line(tmp_path: Path, size: float) -> None:
    data, box = filling(Piece("云川市公报", 100, 200, size))
    assert near(ink(drawn(tmp_path, data)), box)


@pytest.mark.parametrize("matrix", ["2 0 0 2 0 0", "1.5 0 0 1 10 20", "0.5 0 0 0.5 3 3"])
def test_a_matrix_moves_ink_and_box_alike(tmp_path: Path, matrix: str) -> None:
    data, box = filling(Piece("云川市公报", 100, 200, 16), f'CTM="{matrix}"')
    found = ink(drawn(tmp_path, data))
    assert (found.left, found.top, found.bottom) == pytest.approx((box.left, box.top, box.bottom), abs=1)


def test_a_small_matrix_moves_large_numbers(tmp_path: Path) -> None:
    data, box = filling(Piece("云川市公报" * 6, 80, 2_089, 1_889), 'CTM="0.008471 0 0 0.008471 0 0"')
    assert near(ink(drawn(tmp_path, data)), box)


def test_without_fonts_in_the_file_each_line_is_drawn_where_it_stands(tmp_path: Path) -> None:
    """In a font of the system, or as outlines where it has none."""
    data = make_ofd(TEXT)
    layout = read(data).layout
    assert layout
    picture = drawn(tmp_path, data)
    for box in filter(None, layout.boxes):
        left, top, right, bottom = box.left - 8, box.top - 4, box.right + 8, box.bottom + 4
        found = ink(picture.crop((left * SCALE, top * SCALE, right * SCALE, bottom * SCALE)))
        assert found.right - found.left > 0.7 * (box.right - box.left)
        assert found.bottom - found.top > 0.6 * (box.bottom - box.top)
        assert found.left > 7
        assert found.top > 3


def test_a_character_without_a_shape_is_a_light_outline(tmp_path: Path) -> None:
    picture = page(tmp_path, [text_object(Piece(NO_SHAPE, 100, 200, 36))])
    found = ink(picture)
    assert near(found, Box(102.9, 171.9, 133.1, 202.2), 1.5)
    assert picture.getpixel((round(118 * SCALE), round(187 * SCALE))) == WHITE
    darkest, _ = picture.convert("L").getextrema()
    assert isinstance(darkest, int)
    assert darkest > 150


def test_a_font_in_the_file_lends_what_it_has(tmp_path: Path) -> None:
    font = truetype({"公": (0, 0, 400, 860), "𠮷": (600, 0, 1000, 860)})
    text = text_object(Piece("公𠮷", 72, 200, 72))
    picture = page(tmp_path, [text], fonts(f2="f.ttf"), f_ttf=font)
    places = (85, 130, 158, 202)
    assert [picture.getpixel((round(x * SCALE), round(170 * SCALE))) for x in places] == [BLACK, WHITE, WHITE, BLACK]


def glyphs(numbers: str, count: int = 2, first: int = 0) -> str:
    return (
        f'<ofd:CGTransform CodePosition="{first}" CodeCount="{count}" GlyphCount="{len(numbers.split())}">'
        f"<ofd:Glyphs>{numbers}</ofd:Glyphs></ofd:CGTransform>"
    )


@pytest.mark.parametrize(
    ("given", "dark"),
    [
        (glyphs("1 2"), (True, True)),
        (glyphs("2", 1, 1), (False, True)),
        (glyphs("1", 2), (True, False)),
    ],
    ids=["both", "the second", "one for two"],
)
def test_glyphs_that_the_file_names_are_drawn(tmp_path: Path, given: str, dark: tuple[bool, bool]) -> None:
    """Also from a font that does not tell which glyphs stand for which characters."""
    font = truetype({"甲": WHOLE, "乙": WHOLE}, mapped=False)
    text = text_object(Piece(NO_SHAPE * 2, 72, 200, 72)).replace("<ofd:TextCode", f"{given}<ofd:TextCode")
    picture = page(tmp_path, [text], fonts(f2="f.ttf"), f_ttf=font)
    middles = [picture.getpixel((round(x * SCALE), round(170 * SCALE))) for x in (108, 180)]
    assert tuple(colour == BLACK for colour in middles) == dark


def test_a_glyph_that_the_font_lacks_is_taken_from_its_table(tmp_path: Path) -> None:
    font = truetype({"甲": WHOLE})
    text = text_object(Piece("甲", 72, 200, 72))
    told = text.replace("<ofd:TextCode", f"{glyphs('500', 1)}<ofd:TextCode")
    resources = fonts(f2="f.ttf")
    assert ink(page(tmp_path, [told], resources, f_ttf=font)) == ink(page(tmp_path, [text], resources, f_ttf=font))


def test_glyphs_of_a_font_that_is_not_there_are_passed_over(tmp_path: Path) -> None:
    """One glyph for two characters would leave the second one out."""
    text = text_object(Piece(NO_SHAPE * 2, 100, 200, 36))
    told = text.replace("<ofd:TextCode", f"{glyphs('7')}<ofd:TextCode")
    assert ink(page(tmp_path, [told])) == ink(page(tmp_path, [text]))


@pytest.mark.parametrize(
    "font", [b"", b"\0\1\0\0", b"OTTO" + b"\xff" * 200, b"\x01\x00\x04\x02" * 40, truetype({"公": WHOLE})[:150]]
)
def test_a_broken_font_is_replaced(tmp_path: Path, font: bytes) -> None:
    picture = page(tmp_path, [text_object(Piece("公报", 100, 200, 36))], fonts(f2="f.ttf"), f_ttf=font)
    found = ink(picture)
    assert found.left >= 99
    assert found.right <= 173


def test_letters_turn_and_widen(tmp_path: Path) -> None:
    font = truetype({"公": (0, 0, 1000, 200)})
    wide = text_object(Piece("公", 100, 200, 20), more='HScale="3"')
    assert near(ink(page(tmp_path, [wide], fonts(f2="f.ttf"), f_ttf=font)), Box(100, 196, 160, 200))
    turned = text_object(Piece("公", 100, 200, 20), more='CharDirection="90"')
    assert near(ink(page(tmp_path, [turned], fonts(f2="f.ttf"), f_ttf=font)), Box(100, 200, 104, 220))


def test_a_page_is_as_wide_as_asked_and_as_high_as_its_own_size_says(tmp_path: Path) -> None:
    area = "<ofd:Area><ofd:PhysicalBox>0 0 200 100</ofd:PhysicalBox></ofd:Area>"
    assert drawn(tmp_path, ofd([content([]), content([], area)]), 2, 600).size in ((600, 300), (600, 301))


def test_pages_are_counted_over_all_documents(tmp_path: Path) -> None:
    bodies = "".join(f"<ofd:DocBody><ofd:DocRoot>D{k}.xml</ofd:DocRoot></ofd:DocBody>" for k in range(2))
    listed = '<ofd:Pages><ofd:Page ID="1" BaseLoc="P{}.xml"/></ofd:Pages>'
    documents = {f"D{k}.xml": f"<ofd:Document {NAMESPACE}>{listed.format(k)}</ofd:Document>" for k in range(2)}
    pages = {f"P{k}.xml": content([filled(colour)]) for k, colour in enumerate(("255 0 0", "0 0 255"))}
    data = pack({"OFD.xml": f"<ofd:OFD {NAMESPACE}>{bodies}</ofd:OFD>", **documents, **pages})
    assert [at(drawn(tmp_path, data, number), 40, 40) for number in (1, 2)] == [RED, BLUE]


@pytest.mark.parametrize(
    ("data", "number", "code"),
    [
        (b"PK\x03\x04 nothing", 1, "damaged"),
        (pack({"a.txt": "no OFD"}), 1, "damaged"),
        (pack({"OFD.xml": f"<ofd:OFD {NAMESPACE}/>", "encryptions.xml": ""}), 1, "encrypted"),
        (make_ofd(TEXT), 0, "no_image"),
        (make_ofd(TEXT), 2, "no_image"),
        (ofd([content([], "<ofd:Area><ofd:PhysicalBox>0 0 1 9999</ofd:PhysicalBox></ofd:Area>")]), 1, "no_image"),
    ],
    ids=["broken", "another zip", "encrypted", "page 0", "beyond the last", "shape"],
)
def test_what_cannot_be_drawn_is_refused(tmp_path: Path, data: bytes, number: int, code: str) -> None:
    with pytest.raises(RejectedError) as error:
        drawn(tmp_path, data, number)
    assert error.value.code == code
    if code == "no_image":
        assert f"page {number}:" in str(error.value)
