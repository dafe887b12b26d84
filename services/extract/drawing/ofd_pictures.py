"""Pictures in OFD files as objects of PDF: JPEG, PNG and JBIG2 as they are, with nothing decoded here."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from services.extract.drawing.ofd_pdf import PdfFile
from services.extract.limits import USUAL

SOF = frozenset((0xC0, 0xC1, 0xC2))
ADOBE = 0xEE
SPACES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
PNG, JPEG, JBIG2 = b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"\x97JB2\r\n\x1a\n"
IN_ORDER, COUNTLESS, WIDE_PAGE, PAGE = 1, 2, 0x40, 48
COLOURS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
INDEXED, GREY_ALPHA, ALPHA = 3, 4, 6
ON_WHITE = {
    GREY_ALPHA: ("/G/A", "/DeviceGray", "[0 1 0 1]", "[0 1]", "{dup 1 exch sub 3 1 roll mul add}"),
    ALPHA: (
        "/R/G/B/A", "/DeviceRGB", "[0 1 0 1 0 1 0 1]", "[0 1 0 1 0 1]",
        "{dup 1 exch sub exch 5 -1 roll 1 index mul 2 index add 5 -1 roll 2 index mul 3 index add "
        "5 -1 roll 3 index mul 4 index add 5 -2 roll pop pop}",
    ),
}  # fmt: skip
"""How colours with their opacity become the colours that are seen on white, reckoned by PDFium for each pixel."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The number of a picture's object; `multiplied`: it was laid on white, which is not to hide what is under it."""

    number: int
    multiplied: bool = False


def picture(pdf: PdfFile, data: bytes) -> Picture | None:
    """Put a picture into the PDF; None where it is damaged, too large, or of another kind."""
    try:
        if data.startswith(JPEG):
            return _jpeg(pdf, data)
        if data.startswith(JBIG2):
            return _jbig2(pdf, data)
        return _png(pdf, data) if data.startswith(PNG) else None
    except (struct.error, IndexError):
        return None


def _sides(width: int, height: int) -> str | None:
    is_sound = 0 < width * height <= USUAL.pixels
    return f"/Type/XObject/Subtype/Image/Width {width}/Height {height}" if is_sound else None


def _jpeg(pdf: PdfFile, data: bytes) -> Picture | None:
    at, is_inverted = 2, False
    while data[at] == 0xFF:  # noqa: PLR2004
        marker, length = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        is_inverted |= marker == ADOBE
        if marker in SOF:
            height, width, components = struct.unpack_from(">HHB", data, at + 5)
            sides, space = _sides(width, height), SPACES.get(components)
            if sides is None or space is None:
                return None
            decode = "/Decode[1 0 1 0 1 0 1 0]" if is_inverted and components == 4 else ""  # noqa: PLR2004
            return Picture(pdf.add(f"{sides}/ColorSpace{space}/BitsPerComponent 8/Filter/DCTDecode{decode}", data))
        at += 2 + length
    return None


def _jbig2(pdf: PdfFile, data: bytes) -> Picture | None:
    """What a PDF keeps of such a file are its segments, which must follow each other."""
    segments = data[9 if data[8] & COUNTLESS else 13 :]
    sides = _sides(*_page(segments)) if data[8] & IN_ORDER else None
    if sides is None:
        return None
    return Picture(pdf.add(f"{sides}/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode", segments))


def _page(segments: bytes) -> tuple[int, int]:
    """Width and height as the segment tells that describes the page."""
    at = 0
    while True:
        number, flags, referred = struct.unpack_from(">IBB", segments, at)
        count = referred >> 5
        at += 6
        if count == 7:  # noqa: PLR2004  there are more than can be told in three bits
            count = struct.unpack_from(">I", segments, at - 1)[0] & 0x1FFFFFFF
            at += 3 + (count + 8) // 8
        at += count * (1 if number <= 1 << 8 else 2 if number <= 1 << 16 else 4) + (4 if flags & WIDE_PAGE else 1)
        length = struct.unpack_from(">I", segments, at)[0]
        if flags & 0x3F == PAGE:
            width, height = struct.unpack_from(">II", segments, at + 4)
            return width, height
        at += 4 + length


def _png(pdf: PdfFile, data: bytes) -> Picture | None:
    chunks = list(_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR":
        return None
    width, height, depth, kind, _, _, interlaced = struct.unpack_from(">IIBBBBB", chunks[0][1])
    sides, colours = _sides(width, height), COLOURS.get(kind)
    if sides is None or colours is None or interlaced:
        return None
    palette, opacity = (b"".join(body for name, body in chunks if name == wanted) for wanted in (b"PLTE", b"tRNS"))
    packed = b"".join(body for name, body in chunks if name == b"IDAT")
    parameters = f"/Predictor 15/Colors {colours}/BitsPerComponent {depth}/Columns {width}"
    space = _space(pdf, kind, _on_white(palette, opacity))
    more = f"/ColorSpace{space}/BitsPerComponent {depth}/Filter/FlateDecode/DecodeParms<<{parameters}>>"
    return Picture(pdf.add(sides + more, packed), kind in ON_WHITE or (kind == INDEXED and bool(opacity)))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        yield name, data[at + 8 : at + 8 + length]
        at += length + 12


def _on_white(palette: bytes, opacity: bytes) -> bytes:
    """Colours of a palette as they are seen on white."""
    shown = bytearray(palette[: 3 * 256])
    for k in range(min(len(shown), 3 * len(opacity))):
        shown[k] = 255 - (255 - shown[k]) * opacity[k // 3] // 255
    return bytes(shown)


def _space(pdf: PdfFile, kind: int, palette: bytes) -> str:
    if kind == INDEXED:
        return f"[/Indexed/DeviceRGB {max(0, len(palette) // 3 - 1)}<{palette.hex()}>]"
    if kind not in ON_WHITE:
        return SPACES[COLOURS[kind]]
    names, space, domain, results, programme = ON_WHITE[kind]
    tint = pdf.add(f"/FunctionType 4/Domain{domain}/Range{results}", programme.encode("ascii"))
    return f"[/DeviceN[{names}]{space} {tint} 0 R]"
