"""Pages of PDF files as pictures for a recogniser."""

import math
from typing import Any

from pypdfium2 import PdfDocument, PdfPage, raw

from services.extract.formats.images import check_size
from services.extract.limits import Limits
from services.extract.scans import Picture

DPI, POINTS = 200.0, 72.0
MOST_PIXELS = 16_000_000
DEEPEST = 4


def picture(document: PdfDocument, number: int, limits: Limits) -> Picture:
    """Page `number` from 1, as it is shown. RejectedError `too_many_pixels` where a picture on it is too large."""
    page = document[number - 1]
    try:
        for image in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=DEEPEST):
            check_size(image.get_px_size(), limits)
        return _drawn(page)
    finally:
        page.close()


def _drawn(page: PdfPage) -> Picture:
    width, height = page.get_size()
    dpi = min(DPI, POINTS * math.sqrt(MOST_PIXELS / max(1.0, width * height)))
    bitmap: Any = page.render(scale=dpi / POINTS, rev_byteorder=True)
    try:
        return Picture(bitmap.to_numpy()[..., :3].copy(), dpi)
    finally:
        bitmap.close()
