"""Word documents made from texts, the same bytes each time."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from tests.formats.printed import printed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
PARTS = ("styles", "numbering", "footnotes", "endnotes")
WHEN = (2022, 1, 1, 0, 0, 0)


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    shown = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\t"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{shown}</w:r>"


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph of runs and what else may stand in it."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def numbered(text: str, instance: int, level: int = 0) -> str:
    """A paragraph of a list."""
    own = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>'
    return paragraph(run(text), properties=own)


def level(at: int, form: str, text: str, more: str = "") -> str:
    """A level of a list's definition."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(definitions: Mapping[int, str], instances: Mapping[int, tuple[int, str]]) -> str:
    """A numbering part: definitions by number, instances as (definition, overrides)."""
    abstract = "".join(f'<w:abstractNum w:abstractNumId="{k}">{v}</w:abstractNum>' for k, v in definitions.items())
    made = "".join(
        f'<w:num w:numId="{k}"><w:abstractNumId w:val="{of}"/>{more}</w:num>' for k, (of, more) in instances.items()
    )
    return f"<w:numbering {NAMESPACES}>{abstract}{made}</w:numbering>"


def table(rows: Iterable[Iterable[str]]) -> str:
    """A table of plain cells."""
    cells = ("".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of parts by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A document of a body and the parts of PARTS that are given."""
    related = "".join(
        f'<Relationship Id="r{name}" Type="{R}/{name}" Target="{name}.xml"/>' for name in PARTS if name in parts
    )
    return pack(
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" '
            'ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{R}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACES}><w:body>{body}'
            "<w:sectPr/></w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>',
            **{f"word/{name}.xml": content for name, content in parts.items()},
        }
    )


def make_docx(text: str) -> bytes:
    """A text as a clerk would keep it: a paragraph a line, headers and footers, changes not yet accepted."""
    lines = enumerate(printed(text))
    body = "".join(_changed(line) if k % 7 == 3 else paragraph(*_halves(line)) for k, line in lines)
    page = f"<w:hdr {NAMESPACES}>{paragraph(run('眉题'))}</w:hdr>"
    return docx(body, header1=page, footer1=page)


def _halves(line: str) -> list[str]:
    at = len(line) // 2
    return [run(line[:at]), "<w:bookmarkStart/><w:proofErr/>", run(line[at:], "<w:b/>")]


def _changed(line: str) -> str:
    at = len(line) // 3
    gone = f'<w:del w:id="1"><w:r><w:delText>旧文{len(line)}</w:delText></w:r></w:del>'
    return paragraph(run(line[:at]), gone, f'<w:ins w:id="2">{run(line[at:])}</w:ins>')
