"""PDF files that are hostile by design: loops, endless trees, bombs, deeds and links."""

import zlib

from tests.formats.pdf import _file as file_of
from tests.formats.pdf import by_hand, shown

PDF_WORDS = (b"/Kids[2 0 R]", b"endobj", b"stream\n", b"<<" * 500, b"[" * 2_000, b"/Length 999999999", b"1 0 R")
FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/DW 1000"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
)
LEAF = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>{more}>>/Contents 6 0 R>>"
WORDS = shown("云川市人民政府公报", 72, 700)


def one_page(content: str, more: str = "", *objects: str) -> bytes:
    """A page with further resources, and objects from number 7 on."""
    stream = f"<</Length {len(content)}>>stream\n{content}\nendstream"
    page = LEAF.format(more=more)
    return file_of(
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[5 0 R]/Count 1>>", *FONT, page, stream, *objects]
    )


def packed(content: bytes, times: int = 1) -> str:
    """A stream that was deflated so often."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = "/FlateDecode" * times
    return f"<</Length {len(content)}/Filter[{filters}]>>stream\n{content.decode('latin-1')}\nendstream"


def loops() -> list[bytes]:
    whole = by_hand([WORDS])
    head = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 7 0 R>>>>"
    form = f"{head}/Length 5>>stream\n/X Do\nendstream"
    twice = form.replace("/Length 5", "/Length 11").replace("/X Do", "/X Do /X Do")
    tree = ["<</Type/Catalog/Pages 2 0 R>>"]
    tree += [f"<</Type/Pages/Kids[{k + 1} 0 R]/Count 1/Parent {max(2, k - 1)} 0 R>>" for k in range(2, 10_002)]
    return [
        whole.replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]"),
        whole.replace(b"/DescendantFonts[4 0 R]", b"/DescendantFonts[3 0 R]"),
        one_page("/X Do " + WORDS, "/XObject<</X 7 0 R>>", form),
        one_page("/X Do " + WORDS, "/XObject<</X 7 0 R>>", twice),
        file_of(tree),
        whole.replace(b"startxref\n", b"startxref\n9"),
    ]


def bombs() -> list[bytes]:
    image = "<</Type/XObject/Subtype/Image/Width 50000/Height 50000/BitsPerComponent 8/ColorSpace/DeviceGray"
    image += "/Length 1>>stream\nx\nendstream"
    bomb = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    return [
        by_hand([""] * 10_000),
        by_hand([WORDS] * 400),
        one_page(f"600 0 0 800 0 0 cm /X Do {WORDS}", "/XObject<</X 7 0 R>>", image),
        one_page("/X Do", "/XObject<</X 7 0 R>>", packed(WORDS.encode() * 60_000).replace("<<", bomb, 1)),
        one_page("/X Do", "/XObject<</X 7 0 R>>", packed(b" " * 300_000_000, 2).replace("<<", bomb, 1)),
        by_hand(["0 0 m 9 9 l S " * 200_000]),
        by_hand(["q " * 500_000]),
        by_hand(["[" * 100_000 + "] TJ"]),
        by_hand([WORDS], width=1e9, height=1e-9),
    ]


def deeds() -> list[bytes]:
    actions = (
        "/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9/'\\))>>",
        "/OpenAction<</S/Launch/F(/bin/sh)>>",
        "/OpenAction<</S/URI/URI(http://127.0.0.1:9/)>>",
        "/AA<</O<</S/GoToR/F(file:///etc/passwd)/D[0/Fit]>>>>",
    )
    outside = "<</Length 0/F(/etc/passwd)/FFilter/FlateDecode>>stream\n\nendstream"
    return [by_hand([WORDS]).replace(b"/Pages 2 0 R", b"/Pages 2 0 R" + action.encode()) for action in actions] + [
        one_page(WORDS, "/XObject<</X 7 0 R>>", outside)
    ]


HOSTILE_PDF = [*loops(), *bombs(), *deeds()]
