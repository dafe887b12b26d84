"""Fonts that characters of an OFD page are drawn with: those in the file, and others in place of those that are not."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import Any, Protocol

from pypdfium2 import PdfDocument, PdfiumError, raw

from services.extract.drawing.ofd_cmap import CharacterMap
from services.extract.drawing.ofd_pdf import PdfFile
from services.extract.drawing.ofd_resources import Resources
from services.extract.formats.elements import value

FAMILIES = (("仿宋", "FangSong"), ("楷", "KaiTi"), ("黑", "SimHei"), ("宋", "SimSun"))
"""What a Chinese name of a font has in it, and a font of that kind by which systems know the like."""
USUAL_FAMILY, SANS = "SimSun", "SimHei"
SYMBOLIC, SERIF = 4, 2
REGULAR_STEM, BOLD_STEM = 80, 140
OPEN_TYPE = b"OTTO"
READ = (b"\0\1\0\0", b"true", b"ttcf", OPEN_TYPE)
"""How fonts begin whose glyphs are known by their place: bare CFF and Type 1 have names and numbers of their own."""
LAST_CODE = 0xFFFF
DESCRIPTOR = "/Type/FontDescriptor/ItalicAngle 0/Ascent 860/Descent -140/CapHeight 700/FontBBox[0 -140 1000 860]"
HALF_WIDE = "/W[1 95 500 814 907 500]"
"""Latin letters, figures and signs of Adobe's GB1 collection are half as wide as high."""


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

    def has_own(self, font: str | None) -> bool:
        """Whether the font lies in the file and can be read."""
        return self._own(font) is not None

    def _faces(self, font: str | None) -> Iterator[Face]:
        own = self._own(font)
        if own is not None:
            yield own
        yield self._substitute(font)

    def _own(self, font: str | None) -> "Embedded | None":
        if font not in self._embedded:
            data = self._resources.file("Font", font, "FontFile")
            self._embedded[font] = embedded(self._pdf, data) if data else None
        return self._embedded[font]

    def _substitute(self, font: str | None) -> "Substitute":
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
        """The glyph that the file names, if the font has it, else the font's own for the character."""
        named = glyph if glyph and 0 < glyph < self._characters.glyphs else 0
        found = named or self._characters.glyph(character)
        return found if 0 < found <= LAST_CODE else None


def embedded(pdf: PdfFile, data: bytes) -> Embedded | None:
    """Put a font into the PDF; None where it is neither TrueType nor OpenType, or PDFium cannot read it."""
    if not data.startswith(READ):
        return None
    with suppress(PdfiumError), _loaded(partial(_own, data)) as font:
        if font and raw.FPDFFont_GetIsEmbedded(font) == 1:
            return Embedded(_own(data, pdf), CharacterMap(data))
    return None


class Substitute:
    """A font that PDFium takes from the system for a name; codes are characters."""

    def __init__(self, pdf: PdfFile, name: str, stack: ExitStack) -> None:
        self.number = _other(name, pdf)
        self._font = stack.enter_context(_loaded(partial(_other, name)))
        self._drawn: dict[str, bool] = {}

    def code(self, character: str, _: int | None) -> int | None:
        """The character, if there is a shape for it."""
        if character not in self._drawn:
            shape = ord(character) <= LAST_CODE and raw.FPDFFont_GetGlyphPath(self._font, ord(character), 1.0)
            self._drawn[character] = bool(shape) and raw.FPDFGlyphPath_CountGlyphSegments(shape) > 0
        return ord(character) if self._drawn[character] else None


def _own(data: bytes, file: PdfFile) -> int:
    """A font of glyphs by their numbers."""
    if data.startswith(OPEN_TYPE):
        stream = f"/FontFile3 {file.add('/Subtype/OpenType', data)} 0 R"
        inner = "/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    else:
        stream = f"/FontFile2 {file.add(f'/Length1 {len(data)}', data)} 0 R"
        inner = "/Subtype/CIDFontType2/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        inner += "/CIDToGIDMap/Identity"
    return _composite(file, "Own", "Identity-H", inner, f"/Flags {SYMBOLIC}/StemV {REGULAR_STEM}{stream}")


def _other(name: str, file: PdfFile) -> int:
    """A font of Chinese characters in UCS-2 that is known by its name alone."""
    flags = SYMBOLIC if name.startswith(SANS) else SYMBOLIC | SERIF
    stem = BOLD_STEM if name.endswith("Bold") else REGULAR_STEM
    inner = "/Subtype/CIDFontType2/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>" + HALF_WIDE
    return _composite(file, name, "UniGB-UCS2-H", inner, f"/Flags {flags}/StemV {stem}")


def _composite(file: PdfFile, name: str, encoding: str, inner: str, descriptor: str) -> int:
    described = file.add(f"{DESCRIPTOR}/FontName/{name}{descriptor}")
    lower = file.add(f"/Type/Font/BaseFont/{name}/DW 1000{inner}/FontDescriptor {described} 0 R")
    return file.add(f"/Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/{encoding}/DescendantFonts[{lower} 0 R]")


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
