"""Shapes, pictures and colours on pages of OFD files, as they are drawn."""

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from gazette.layout import Box
from services.extract.drawing import ofd_pictures
from services.extract.drawing.ofd_pdf import PdfFile
from tests.formats.ofd import NAMESPACE, content, ofd
from tests.formats.ofd_drawn import (
    BLACK,
    BLUE,
    GREEN,
    RED,
    WHITE,
    at,
    drawn,
    filled,
    image,
    ink,
    media,
    near,
    page,
    path,
)  # fmt: skip
from tests.formats.scanned import file_of

GREY = 217


def test_shapes_are_filled_and_lined(tmp_path: Path) -> None:
    picture = page(tmp_path, [filled("255 0 0"), path("M 0 60 L 80 60", 'LineWidth="2"')])
    assert (at(picture, 40, 40), at(picture, 70, 40), at(picture, 60, 80)) == (RED, WHITE, BLACK)
    assert at(picture, 60, 82) == WHITE
    hollow = page(tmp_path, [path("M 0 0 L 40 0 L 40 40 L 0 40 C")])
    assert (at(hollow, 20, 40), at(hollow, 40, 40)) != (WHITE, WHITE)
    assert at(hollow, 40, 40) == WHITE


def test_a_hole_is_left_out_where_the_rule_says_so(tmp_path: Path) -> None:
    data = "M 0 0 L 40 0 L 40 40 L 0 40 C M 10 10 L 30 10 L 30 30 L 10 30 C"
    for rule, middle in (("NonZero", BLACK), ("Even-Odd", WHITE)):
        more, inner = f'Fill="true" Stroke="false" Rule="{rule}"', '<ofd:FillColor Value="0 0 0"/>'
        picture = page(tmp_path, [path(data, more, inner)])
        assert (at(picture, 25, 25), at(picture, 40, 40)) == (BLACK, middle)


def test_arcs_and_curves_reach_as_far_as_they_say(tmp_path: Path) -> None:
    def reach(data: str) -> Box:
        return ink(page(tmp_path, [path(data, 'Fill="true" Stroke="false"', '<ofd:FillColor Value="0 0 0"/>')]))

    millimetre = 72 / 25.4
    circle = Box(20 * millimetre, 30 * millimetre, 60 * millimetre, 70 * millimetre)
    assert near(reach("M 0 30 A 20 20 0 0 1 40 30 A 20 20 0 0 1 0 30 C"), circle)
    larger = Box(20 * millimetre, 30 * millimetre, 60 * millimetre, 60 * millimetre)
    assert near(reach(f"M {20 - 300**0.5} 40 A 20 20 0 1 1 {20 + 300**0.5} 40 C"), larger)
    assert near(reach("M 0 0 Q 20 40 40 0 C"), Box(20 * millimetre, 20 * millimetre, 60 * millimetre, 40 * millimetre))
    bowl = Box(20 * millimetre, 20 * millimetre, 60 * millimetre, 50 * millimetre)
    assert near(reach("M 0 0 B 0 40 40 40 40 0 C"), bowl)


def test_what_is_outside_of_a_clip_is_not_drawn(tmp_path: Path) -> None:
    corner = "<ofd:Path Boundary='0 0 9 9'><ofd:AbbreviatedData>M 0 0 L 20 0 L 0 20 C</ofd:AbbreviatedData></ofd:Path>"
    clips = f'<ofd:Clips><ofd:Clip><ofd:Area CTM="1 0 0 1 10 0">{corner}</ofd:Area></ofd:Clip></ofd:Clips>'
    square = filled("0 0 255").replace("<ofd:FillColor", f"{clips}<ofd:FillColor")
    picture = page(tmp_path, [square, filled("0 128 0", boundary="100 20 9 9")])
    assert (at(picture, 35, 25), at(picture, 25, 30), at(picture, 55, 55)) == (BLUE, WHITE, WHITE)
    assert at(picture, 120, 40) == GREEN


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_pictures_stand_upright_in_their_place(tmp_path: Path, kind: str, mode: str) -> None:
    shown = Image.new(mode, (80, 40), "white")
    shown.paste("black", (0, 0, 40, 20))
    for more in ("", 'CTM="40 0 0 20 0 0"'):
        picture = page(tmp_path, [image(50, more=more)], media("a.bin"), a_bin=file_of([shown], kind))
        assert near(ink(picture.point(lambda value: 255 if value > 128 else 0)), Box(56.7, 56.7, 113.4, 85))


def test_what_shines_through_a_picture_is_seen(tmp_path: Path) -> None:
    seal = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    seal.paste((255, 0, 0, 255), (0, 0, 30, 60))
    indexed = seal.convert("P", palette=Image.Palette.ADAPTIVE)
    for shown in (seal, indexed):
        target = io.BytesIO()
        shown.save(target, "PNG")
        picture = page(tmp_path, [filled("0 0 0"), image(50, "20 20 80 80")], media("a.png"), a_png=target.getvalue())
        assert (at(picture, 40, 80), at(picture, 80, 80), at(picture, 55, 30)) == (RED, WHITE, BLACK)


def test_pictures_in_black_and_white_are_drawn(tmp_path: Path) -> None:
    """A page of JBIG2 that is black before anything is drawn on it."""
    page_of = struct.pack(">IIIIBH", 64, 32, 0, 0, 0x04, 0)
    comment = struct.pack(">IBBBI", 0, 62, 0, 1, 4) + bytes(4)
    segment = struct.pack(">IBBBI", 1, 48, 0, 1, len(page_of)) + page_of
    head = b"\x97JB2\r\n\x1a\n\x01" + struct.pack(">I", 1)
    for data in (head + segment, head + comment + segment, b"\x97JB2\r\n\x1a\n\x03" + segment):
        assert at(page(tmp_path, [image(50)], media("a.jb2"), a_jb2=data), 40, 30) == BLACK
    sides_end = len(head + segment) - 11
    for end in range(sides_end):
        assert ofd_pictures.picture(PdfFile(), (head + segment)[:end]) is None


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"II*\0", b"BM"])
def test_a_picture_that_cannot_be_drawn_is_grey(tmp_path: Path, data: bytes) -> None:
    assert at(page(tmp_path, [image(50)], media("a.bin"), a_bin=data), 40, 30) == (GREY, GREY, GREY)
    assert at(page(tmp_path, [image(99)]), 40, 30) == (GREY, GREY, GREY)


def test_objects_are_drawn_from_the_back_to_the_front(tmp_path: Path) -> None:
    def layer(kind: str, square: str) -> str:
        return f'<ofd:Layer Type="{kind}">{square}</ofd:Layer>'

    layers = layer("Foreground", filled("0 128 0", boundary="60 60 9 9")) + layer("Body", filled("0 0 255"))
    templates = '<ofd:Template TemplateID="1" ZOrder="Foreground"/><ofd:Template TemplateID="2" ZOrder="Background"/>'
    body = f"<ofd:Page {NAMESPACE}>{templates}<ofd:Content>{layers}</ofd:Content></ofd:Page>"
    behind = content([filled("255 0 0", boundary="20 20 9 9"), filled("255 0 0", boundary="100 100 9 9")])
    before = content([filled("0 0 0", boundary="80 80 9 9")])
    picture = drawn(tmp_path, ofd([body], [before, behind]))
    found = [at(picture, place, place) for place in (40, 50, 70, 90, 110, 130)]
    assert found == [BLUE, BLUE, GREEN, BLACK, BLACK, RED]


def test_styles_are_taken_from_where_they_are_told(tmp_path: Path) -> None:
    styles = (
        '<ofd:DrawParams><ofd:DrawParam ID="7" Relative="8" LineWidth="4"/>'
        '<ofd:DrawParam ID="8" Relative="7" LineWidth="1"><ofd:StrokeColor Value="255 0 0"/></ofd:DrawParam>'
        "</ofd:DrawParams>"
    )
    picture = page(tmp_path, [path("M 0 0 L 50 0", 'DrawParam="7"')], styles)
    assert (at(picture, 40, 21), at(picture, 40, 23)) == (RED, WHITE)


@pytest.mark.parametrize(
    ("space", "colour", "seen"),
    [
        ("GRAY", 'Value="0"', BLACK),
        ("CMYK", 'Value="0 0 0 0"', WHITE),
        ("RGB", 'Value="0 0 255"', BLUE),
        ("RGB", 'Value="0 0"', BLACK),
        ("RGB", 'Value="x y z"', BLACK),
        ("RGB", "", BLACK),
    ],
)
def test_colours_are_those_of_their_space(tmp_path: Path, space: str, colour: str, seen: tuple[int, int, int]) -> None:
    square = filled("9 9 9").replace('Value="9 9 9"', f'ColorSpace="3" {colour}')
    spaces = f'<ofd:ColorSpaces><ofd:ColorSpace ID="3" Type="{space}"/></ofd:ColorSpaces>'
    assert at(page(tmp_path, [square], spaces), 40, 40) == seen


def test_a_gradient_is_its_first_colour_a_pattern_none_and_a_veil_lets_through(tmp_path: Path) -> None:
    shaded = '<ofd:AxialShd><ofd:Segment><ofd:Color Value="0 0 255"/></ofd:Segment></ofd:AxialShd>'
    gradient = filled("0 0 0").replace('<ofd:FillColor Value="0 0 0"/>', f"<ofd:FillColor>{shaded}</ofd:FillColor>")
    assert at(page(tmp_path, [gradient]), 40, 40) == BLUE
    assert at(page(tmp_path, [filled("0 0 0", 'Alpha="51"')]), 40, 40)[0] in range(200, 208)
    cell = f'<ofd:Pattern Width="9" Height="9"><ofd:CellContent>{filled("0 0 0")}</ofd:CellContent></ofd:Pattern>'
    pattern = filled("0 0 0").replace('<ofd:FillColor Value="0 0 0"/>', f"<ofd:FillColor>{cell}</ofd:FillColor>")
    assert at(page(tmp_path, [pattern]), 59, 59) == WHITE


def test_annotations_lie_on_their_page(tmp_path: Path) -> None:
    def note(more: str, colour: str, boundary: str) -> str:
        appearance = f'<ofd:Appearance Boundary="{boundary}">{filled(colour)}</ofd:Appearance>'
        return f'<ofd:Annot ID="6" Type="Stamp" {more}>{appearance}</ofd:Annot>'

    notes = note("", "255 0 0", "50 0 9 9") + note('Visible="false"', "0 0 255", "0 0 9 9")
    listed = '<ofd:Page PageID="101"><ofd:FileLoc>Page_1/Annotation.xml</ofd:FileLoc></ofd:Page>'
    parts = {
        "Doc_0/Annots/Annotations.xml": f"<ofd:Annotations {NAMESPACE}>{listed}</ofd:Annotations>",
        "Doc_0/Annots/Page_1/Annotation.xml": f"<ofd:PageAnnot {NAMESPACE}>{notes}</ofd:PageAnnot>",
    }
    data = ofd([content([]), content([])], parts=parts, annotations="Annots/Annotations.xml")
    found = [(at(picture, 90, 40), at(picture, 40, 40)) for picture in (drawn(tmp_path, data, k) for k in (1, 2))]
    assert found == [(WHITE, WHITE), (RED, WHITE)]
    lost = ofd([content([filled("0 0 0")])], annotations="nowhere.xml")
    assert at(drawn(tmp_path, lost), 40, 40) == BLACK


def test_invisible_objects_are_not_drawn(tmp_path: Path) -> None:
    picture = page(tmp_path, [filled("0 0 0", 'Visible="false"'), filled("255 0 0", boundary="80 80 9 9")])
    assert (at(picture, 40, 40), at(picture, 100, 100)) == (WHITE, RED)
