"""Fonts that characters of an OFD page are drawn with: those in the file, and others in place of those that are not."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, Protocol

from pypdfium2 import PdfDocument, PdfiumError, raw

from services.extract.formats.elements import value
from services.extract.ofd_cmap import CharacterMap
from services.extract.ofd_pdf import PdfFile
from services.extract.ofd_resources import Resources

FAMILIES = (("仿宋", "FangSong"), ("楷", "KaiTi"), ("黑", "SimHei"), ("宋", "SimSun"))
"""What a Chinese name of a font has in it, and a font of that kind by which systems know the like."""
USUAL_FAMILY, SANS = "SimSun", "SimHei"
SYMBOLIC, SERIF = 4, 2
REGULAR_STEM, BOLD_STEM = 80, 140
OPEN_TYPE, BARE = b"OTTO", b"\x01\x00"
LAST_CODE = 0xFFFF
DESCRIPTOR = "/Type/FontDescriptor/ItalicAngle 0/Ascent 860/Descent -140/CapHeight 700/FontBBox[0 -140 1000 860]"
HALF_WIDE = "/W[1 95 500 814 907 500]"


class Face(Protocol):
    """A font of the PDF page."""

    @property
    def number(self) -> int:
        """Of its object."""

    def code(self, character: str, glyph: int | None) -> int | None:
        """What to write for a character, or for a glyph of the file's own font; None where it has neither."""


class Fonts:
    """The fonts of a page, put into a PDF as they are asked for."""

    def __init__(self, resources: Resources, pdf: PdfFile, stack: ExitStack) -> None:
        self._resources, self._pdf, self._stack = resources, pdf, stack
        self._embedded: dict[str | None, Embedded | None] = {}
        self._others: dict[str, Substitute] = {}

    def find(self, font: str | None, character: str, glyph: int | None) -> tuple[int, int] | None:
        """Number of a font and code in it: of the file's own font if it has the character, else of one of the system.

        None where neither has it.
        """
        for face in self._faces(font):
            code = face.code(character, glyph)
            if code is not None:
                return face.number, code
        return None

    def _faces(self, font: str | None) -> Iterator[Face]:
        if font not in self._embedded:
            data = self._resources.file("Font", font, "FontFile")
            self._embedded[font] = embedded(self._pdf, data) if data else None
        if (own := self._embedded[font]) is not None:
            yield own
        yield self._other(font)

    def _other(self, font: str | None) -> "Substitute":
        element = self._resources.element("Font", font)
        name = (value(element, "FontName") or "") + (value(element, "FamilyName") or "")
        family = next((latin for part, latin in FAMILIES if part in name), USUAL_FAMILY)
        is_bold = value(element, "Bold") in ("true", "1")
        key = f"{family},Bold" if is_bold else family
        if key not in self._others:
            self._others[key] = Substitute(self._pdf, key, self._stack)
        return self._others[key]


class Embedded:
    """A font that lies in the file; codes are its glyphs."""

    def __init__(self, number: int, characters: CharacterMap) -> None:
        self.number, self._characters = number, characters

    def code(self, character: str, glyph: int | None) -> int | None:
        """The glyph."""
        found = glyph or self._characters.glyph(character)
        return found if 0 < found <= LAST_CODE else None


def embedded(pdf: PdfFile, data: bytes) -> Embedded | None:
    """Put a font into the PDF; None where PDFium cannot read it."""

    def add(file: PdfFile) -> int:
        kind = "CIDFontType0" if data.startswith((OPEN_TYPE, BARE)) else "CIDFontType2"
        key = "/FontFile3" if kind == "CIDFontType0" else "/FontFile2"
        subtype = "/Subtype/OpenType" if data.startswith(OPEN_TYPE) else "/Subtype/CIDFontType0C"
        stream = file.add(subtype if kind == "CIDFontType0" else f"/Length1 {len(data)}", data)
        return _font(file, "Own", kind, f"{key} {stream} 0 R/Flags {SYMBOLIC}/StemV {REGULAR_STEM}")

    with suppress(PdfiumError), _loaded(add) as font:
        if font and raw.FPDFFont_GetIsEmbedded(font) == 1:
            return Embedded(add(pdf), CharacterMap(data))
    return None


class Substitute:
    """A font that PDFium takes from the system for a name; codes are characters."""

    def __init__(self, pdf: PdfFile, name: str, stack: ExitStack) -> None:
        flags = SYMBOLIC if name.startswith(SANS) else SYMBOLIC | SERIF
        stem = BOLD_STEM if name.endswith("Bold") else REGULAR_STEM

        def add(file: PdfFile) -> int:
            return _font(file, name, "CIDFontType2", f"/Flags {flags}/StemV {stem}")

        self.number = add(pdf)
        self._font = stack.enter_context(_loaded(add))
        self._drawn: dict[str, bool] = {}

    def code(self, character: str, _: int | None) -> int | None:
        """The character, if there is a shape for it."""
        if character not in self._drawn:
            shape = ord(character) <= LAST_CODE and raw.FPDFFont_GetGlyphPath(self._font, ord(character), 1.0)
            self._drawn[character] = bool(shape) and raw.FPDFGlyphPath_CountGlyphSegments(shape) > 0
        return ord(character) if self._drawn[character] else None


def _font(file: PdfFile, name: str, kind: str, descriptor: str) -> int:
    """A font of Chinese characters; one that is not embedded is addressed by UCS-2."""
    is_own = "/FontFile" in descriptor
    described = file.add(f"{DESCRIPTOR}/FontName/{name}{descriptor}")
    ordering = "/Ordering(Identity)/Supplement 0" if is_own else "/Ordering(GB1)/Supplement 4"
    more = "/CIDToGIDMap/Identity" if is_own and kind == "CIDFontType2" else "" if is_own else HALF_WIDE
    inner = file.add(
        f"/Type/Font/Subtype/{kind}/BaseFont/{name}/DW 1000{more}/FontDescriptor {described} 0 R"
        f"/CIDSystemInfo<</Registry(Adobe){ordering}>>"
    )
    encoding = "Identity-H" if is_own else "UniGB-UCS2-H"
    return file.add(f"/Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/{encoding}/DescendantFonts[{inner} 0 R]")


@contextmanager
def _loaded(add: Callable[[PdfFile], int]) -> Iterator[Any]:
    """A font as PDFium holds it."""
    file = PdfFile()
    font = f"/Font<</F {add(file)} 0 R>>"
    document = PdfDocument(file.page((9, 9), font, "BT /F 1 Tf <0041> Tj ET"))
    try:
        page = document[0]
        try:
            text = next(page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,)), None)
            yield raw.FPDFTextObj_GetFont(text.raw) if text else None
        finally:
            page.close()
    finally:
        document.close()
