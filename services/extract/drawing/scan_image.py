"""Pictures of pages that are pictures themselves: upright, and no larger than asked."""

import io
from pathlib import Path

from services.extract.drawing.pdf_image import is_drawable, no_image
from services.extract.formats.images import FORMATS, check_size, decoding, flat, reduced
from services.extract.limits import USUAL, Limits


def draw(path: Path, number: int, width: int, limits: Limits = USUAL) -> bytes:
    """Page `number` (from 1) of a picture as a PNG at most so many pixels wide. Needs Pillow.

    RejectedError `damaged`, `picture`, `too_many_pixels`, or `no_image` where there is no such page.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  what the base install lacks

    with decoding(limits), Image.open(path, formats=FORMATS) as image:
        if not 1 <= number <= getattr(image, "n_frames", 1):
            raise no_image(number)
        image.seek(number - 1)
        check_size(image.size, limits)
        image.draft("RGB", (width, width))
        shown = flat(reduced(image, width * max(image.size) // max(1, min(image.size))))
        ImageOps.exif_transpose(shown, in_place=True)
        if not is_drawable(shown.width, shown.height, min(width, shown.width)):
            raise no_image(number)
        shown.thumbnail((width, shown.height))
        stream = io.BytesIO()
        shown.save(stream, "PNG")
        return stream.getvalue()
