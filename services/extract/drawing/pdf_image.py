"""Pictures of the pages of PDF files, drawn by PDFium."""

import math
from pathlib import Path

from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from gazette.errors import RejectedError
from services.extract.drawing.png import png
from services.extract.formats.refused import damaged
from services.extract.limits import USUAL, Limits

MOST_PIXELS = 12_000_000


def draw(path: Path, number: int, width: int, _: Limits = USUAL) -> bytes:
    """Page `number` (from 1) as a PNG about so many pixels wide, with its annotations; scripts in the file never run.

    RejectedError `damaged`, or `no_image` where there is no such page or none of this shape can be drawn.
    """
    return drawn(path, number, number, width)


def drawn(source: Path | bytes, number: int, called: int, width: int) -> bytes:
    """The same of a file or its bytes, of which page `number` is called otherwise."""
    try:
        document = PdfDocument(source)
    except PdfiumError as error:
        raise damaged() from error
    try:
        if not 1 <= number <= len(document):
            raise no_image(called)
        page = document[number - 1]
        try:
            return _drawn(page, called, width)
        finally:
            page.close()
    except PdfiumError as error:
        raise no_image(called) from error
    finally:
        document.close()


def no_image(number: int) -> RejectedError:
    """A page of which there is no picture."""
    return RejectedError(
        "no_image",
        f"No picture can be drawn of page {number}: it is damaged, or of a shape that no page has. "
        "Read its text instead.",
        f"第 {number} 页无法显示为图像（页面已损坏，或尺寸异常），请查看文字。",
    )


def is_drawable(across: float, down: float, width: int) -> bool:
    """Whether a page of these sides, drawn so wide, has a sound shape and few enough pixels."""
    return 0 < across < math.inf and 0 < down < math.inf and width * width * down / across <= MOST_PIXELS


def _drawn(page: PdfPage, number: int, width: int) -> bytes:
    across, down = page.get_size()
    if not is_drawable(across, down, width):
        raise no_image(number)
    bitmap = page.render(scale=width / across, rev_byteorder=True, may_draw_forms=False)
    try:
        return png(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride)
    finally:
        bitmap.close()
