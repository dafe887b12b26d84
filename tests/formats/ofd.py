"""OFD files made from texts, the same bytes each time."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from xml.sax.saxutils import escape

from tests.formats.docx import pack
from tests.formats.printed import width
from tests.formats.typeset import A4, OFFICIAL, Design, Piece, Sheet, typeset

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MILLIMETRES = 25.4 / 72
ROOM = 20.0


def text_object(piece: Piece, number: int = 1, more: str = "") -> str:
    """Characters on a baseline; `number` is the object's."""
    x, y, size = (round(value * MILLIMETRES, 3) for value in (piece.x, piece.y, piece.size))
    boundary = f"{x} {y - size:.3f} {width(piece.text) * size + ROOM:.3f} {size * 1.2:.3f}"
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{boundary}" Font="2" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{_deltas(piece.text, size)}">{escape(piece.text)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def path_object(x: float, y: float, to_x: float, to_y: float) -> str:
    """A straight line."""
    left, top, right, bottom = (round(value * MILLIMETRES, 3) for value in (x, y, to_x, to_y))
    return (
        f'<ofd:PathObject ID="9" Boundary="{left} {top} {right - left + 0.1:.3f} {bottom - top + 0.1:.3f}">'
        f"<ofd:AbbreviatedData>M 0 0 L {right - left:.3f} {bottom - top:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def content(objects: Iterable[str], more: str = "") -> str:
    """A page or a template."""
    layer = f"<ofd:Layer>{''.join(objects)}</ofd:Layer>"
    return f"<ofd:Page {NAMESPACE}>{more}<ofd:Content>{layer}</ofd:Content></ofd:Page>"


def ofd(
    pages: Iterable[str],
    templates: Iterable[str] = (),
    parts: Mapping[str, str | bytes] | None = None,
    resources: str = "",
    annotations: str = "",
) -> bytes:
    """A file of pages (the first has the ID 100), templates (the first has the ID 1) and other parts by name.

    `resources` are those of all pages, whose files lie in `Doc_0/Res`; `annotations` is the part that lists these.
    """
    kept, made = list(pages), list(templates)
    listed = "".join(f'<ofd:Page ID="{k + 100}" BaseLoc="Pages/Page_{k}/Content.xml"/>' for k in range(len(kept)))
    behind = "".join(f'<ofd:TemplatePage ID="{k + 1}" BaseLoc="Tpls/Tpl_{k}/Content.xml"/>' for k in range(len(made)))
    listing = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>" if resources else ""
    notes = f"<ofd:Annotations>{annotations}</ofd:Annotations>" if annotations else ""
    held = f'<ofd:Res {NAMESPACE} BaseLoc="Res">{resources}</ofd:Res>'
    area = f"0 0 {A4[0] * MILLIMETRES:.3f} {A4[1] * MILLIMETRES:.3f}"
    return pack(
        {
            "OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD">'
            "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea>"
            f"<ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:PageArea>{listing}{behind}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages>{notes}</ofd:Document>",
            **{f"Doc_0/Pages/Page_{k}/Content.xml": page for k, page in enumerate(kept)},
            **{f"Doc_0/Tpls/Tpl_{k}/Content.xml": page for k, page in enumerate(made)},
            **({"Doc_0/PublicRes.xml": held} if resources else {}),
            **(parts or {}),
        }
    )


def make_ofd(text: str, design: Design = OFFICIAL) -> bytes:
    """A text on pages; the official design has its running heads in templates, the other on the pages."""
    sheets = typeset(text, design)
    if design.columns > 1:
        return ofd(_page(sheet, [*sheet.head, *sheet.number]) for sheet in sheets)
    templates = [content(map(text_object, sheet.head)) for sheet in sheets[:2]]
    behind = [f'<ofd:Template TemplateID="{k % 2 + 1}" ZOrder="Background"/>' for k in range(len(sheets))]
    return ofd((_page(sheet, sheet.number, more) for sheet, more in zip(sheets, behind, strict=True)), templates)


def _page(sheet: Sheet, furniture: list[Piece], more: str = "") -> str:
    return content([*map(text_object, furniture + sheet.pieces), *(path_object(*rule) for rule in sheet.rules)], more)


def _deltas(text: str, size: float) -> str:
    steps = [round(size * width(character), 3) for character in text[:-1]]
    runs = [(step, len(list(group))) for step, group in groupby(steps)]
    return " ".join(f"g {count} {step}" if count > 1 else str(step) for step, count in runs)
