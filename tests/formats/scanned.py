"""Pictures of pages as a scanner makes them: a little turned, with noise; the same bytes each time."""

import io
import subprocess
import time
from collections.abc import Sequence
from functools import cache

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdfium2 import PdfDocument

DPI = 200
A4 = (1654, 2339)
NOISE, TURNED = 18.0, 0.5
PAPER = 245
ERA = time.gmtime(0)
BLANK = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"
"""Drawing of a page of a PDF file that is one picture."""
NOTICE = [
    ("云川市人民政府关于做好防汛工作的通知", 120, 60, 18),
    ("云政发〔2020〕7号", 230, 96, 14),
    ("各县、区人民政府：", 72, 130, 14),
    ("现将有关事项通知如下，请认真贯彻执行。", 100, 154, 14),
    ("云川市人民政府", 330, 190, 14),
    ("2020年5月6日", 340, 214, 14),
]
"""Lines of a short document, to be drawn."""


@cache
def typeface() -> str:
    """File of a Chinese typeface."""
    ask = ["fc-match", "-f", "%{file}\n%{lang}", "Noto Serif CJK SC:lang=zh-cn"]
    told = subprocess.run(ask, capture_output=True, text=True, check=False).stdout
    file, _, languages = told.partition("\n")
    if "zh-cn" not in languages:
        pytest.skip("no Chinese typeface on this machine; install one, on Debian: apt install fonts-noto-cjk")
    return file


def drawn(
    lines: Sequence[tuple[str, float, float, float]], size: tuple[int, int] = A4, ink: str = "black"
) -> Image.Image:
    """A page with texts, each at a place across and down, of a size; all in points."""
    page = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(page)
    for text, x, y, points in lines:
        font = ImageFont.truetype(typeface(), round(points * DPI / 72))
        pen.text((x * DPI / 72, y * DPI / 72), text, ink, font)
    return page


def scan(page: Image.Image, seed: int = 1, turned: float = TURNED) -> Image.Image:
    """A page as it comes from a scanner, in grey."""
    grey = page.convert("L").rotate(turned, Image.Resampling.BICUBIC, fillcolor=255)
    pixels = numpy.asarray(grey).astype(numpy.float32) * (PAPER / 255)
    noise = numpy.random.default_rng(seed).normal(0, NOISE, pixels.shape)
    return Image.fromarray((pixels + noise).clip(0, 255).astype(numpy.uint8))


def file_of(pages: Sequence[Image.Image], kind: str) -> bytes:
    """Pages as one file of a kind that Pillow knows; of several pages are TIFF and PDF."""
    target = io.BytesIO()
    more = {"creationDate": ERA, "modDate": ERA, "resolution": DPI} if kind == "PDF" else {"dpi": (DPI, DPI)}
    several = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}
    pages[0].save(target, kind, **more, **several)
    return target.getvalue()


def photographed(pdf: bytes, numbers: Sequence[int]) -> list[Image.Image]:
    """Pages of a PDF file, from 1, as pictures."""
    document = PdfDocument(pdf)
    try:
        return [document[number - 1].render(scale=DPI / 72).to_pil() for number in numbers]
    finally:
        document.close()
