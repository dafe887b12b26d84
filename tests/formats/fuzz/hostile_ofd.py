"""OFD files that are hostile by design: as they are read, and as their first page is drawn."""

from collections.abc import Sequence

from PIL import Image

from tests.formats.fonts import WHOLE, truetype
from tests.formats.ofd import content, ofd, path_object, text_object
from tests.formats.scanned import file_of
from tests.formats.typeset import Piece

FONT = '<ofd:Fonts><ofd:Font ID="2" FontName="宋体"><ofd:FontFile>{}</ofd:FontFile></ofd:Font></ofd:Fonts>'
MEDIA = '<ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>{}</ofd:MediaFile></ofd:MultiMedia>{}'
SHOWN = '<ofd:ImageObject ID="5" ResourceID="{}" Boundary="20 20 90 90"/>'
ABSURD = ("1e308", "nan", "-1", "inf", "99999", "0")


def laid_out(text: str) -> bytes:
    """Two pages with a template, a font and two pictures: something to do harm to."""
    lines = [text_object(Piece(line, 72, 100 + 28 * k, 16)) for k, line in enumerate(text.split("\n")[:20])]
    drawn = [*lines, path_object(72, 90, 500, 90), SHOWN.format(5), SHOWN.format(6)]
    pictures = {"a.png": ("RGBA", "PNG"), "b.jpg": ("RGB", "JPEG")}
    parts = {
        f"Doc_0/Res/{name}": file_of([Image.linear_gradient("L").convert(mode)], kind)
        for name, (mode, kind) in pictures.items()
    }
    other = '<ofd:MultiMedia ID="6"><ofd:MediaFile>b.jpg</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'
    return ofd(
        [content(drawn, '<ofd:Template TemplateID="1"/>')] * 2,
        [content([text_object(Piece("公报", 500, 40, 9))])],
        {**parts, "Doc_0/Res/f.ttf": truetype(dict.fromkeys(sorted(set(text)), WHOLE))},
        FONT.format("f.ttf") + MEDIA.format("a.png", other),
    )


def hostile_ofd(secret: str, picture: bytes) -> Sequence[bytes]:
    """`secret` is where another file lies; `picture` is one that promises too much."""
    return (*_pages(), *_resources(secret, picture), *_drawings())


def _pages() -> Sequence[bytes]:
    return (
        ofd([content([])] * 10_000),
        ofd([content([])]).replace(b"Pages/Page_0", b"../../../../etc/passwd"[:12]),
        ofd([content(["<ofd:PageBlock>" * 190 + "</ofd:PageBlock>" * 190])]),
        ofd([content([f'<ofd:TextObject Boundary="{n} {n} {n} {n}" Size="{n}"/>' for n in ABSURD])]),
    )


def _resources(secret: str, picture: bytes) -> Sequence[bytes]:
    text = text_object(Piece("公报", 72, 100, 16))
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret}">]><a>&x;</a>'
    loop = '<ofd:DrawParams><ofd:DrawParam ID="7" Relative="7"/></ofd:DrawParams>'
    looped = path_object(72, 90, 500, 90).replace("<ofd:PathObject", '<ofd:PathObject DrawParam="7"')
    fonts = (b"\0\1\0\0" + b"\xff" * 100_000, b"OTTO\xff\xff" + b"cmap" * 50_000, b"\x01\x00\x04\x04" * 9_000)
    return (
        ofd(
            [content([text, SHOWN.format(5)])], resources=FONT.format("../../../etc/passwd") + MEDIA.format(secret, "")
        ),
        ofd([content([text, SHOWN.format(5)])], parts={"Doc_0/Res/x": picture}, resources=MEDIA.format("x", "")),
        ofd([content([looped] * 1_000)], resources=loop, parts={"Doc_0/DocumentRes.xml": entity}),
        *(ofd([content([text])], parts={"Doc_0/Res/f": font}, resources=FONT.format("f")) for font in fonts),
    )


def _drawings() -> Sequence[bytes]:
    dashed = path_object(0, 0, 500, 0).replace("<ofd:PathObject", '<ofd:PathObject DashPattern="0.0001 0.0001"')
    steps = [f"M {n} {n} L {n} 1 Q {n} 1 1 {n} B {n} 1 1 1 1 {n} A {n} {n} {n} 1 0 1 {n} C" for n in ABSURD]
    paths = [path_object(0, 0, 9, 9).replace("M 0 0", f"{step} M 0 0") for step in steps]
    many = text_object(Piece("公" * 100_000, 72, 100, 16))
    given = 'CodePosition="-5" CodeCount="2147483647"'
    glyphs = f"<ofd:CGTransform {given}><ofd:Glyphs>1 -1 70000 x</ofd:Glyphs></ofd:CGTransform>"
    back = '<ofd:Template TemplateID="1"/>' * 10_000
    clear = file_of([Image.new("RGBA", (3_000, 3_000))], "PNG")
    resources = MEDIA.format("a.png", "</ofd:MultiMedias>")
    return (
        ofd([content(paths)]),
        ofd([content([many.replace("<ofd:TextCode", f"{glyphs}<ofd:TextCode")])]),
        ofd([content([path_object(0, 0, 9, 9).replace("L", "L 9 9 " * 300_000 + "L")])]),
        ofd([content([dashed] * 20)]),
        ofd([content([], back)], [content([many])]),
        ofd([content([SHOWN.format(5)] * 5_000)], parts={"Doc_0/Res/a.png": clear}, resources=resources),
    )
