"""Pictures of pages: PNG, JPEG, TIFF of several pages, BMP, WebP."""

import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from gazette.errors import RejectedError
from services.extract.formats.furniture import set_apart
from services.extract.formats.pages import compose
from services.extract.formats.reading_order import usual_gutter
from services.extract.formats.refused import damaged, too_many_pages
from services.extract.formats.scan_pages import needs_recogniser, page, refuse_empty, sheet
from services.extract.formats.source import Source
from services.extract.limits import Limits
from services.extract.scans import Desk, Picture

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
MEDIA_TYPES = {"MPO": "image/jpeg"}
SEVERAL_PAGES = "TIFF"
LONGEST_SIDE = 3_300
PAPER, POINTS = 842.0, 72.0
SMALLEST_PAPER, LARGEST_PAPER = 250.0, 2_400.0
GREY = ("1", "L", "LA", "I", "I;16", "F")
AVERAGED = ("L", "LA", "RGB", "RGBA", "CMYK")
WHITE = (255, 255, 255, 255)
FAULTS = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError, struct.error, zlib.error)


def read(data: bytes, limits: Limits, desk: Desk) -> Source:
    """Recognise what pictures say.

    RejectedError `needs_ocr`, `picture`, `damaged`, `too_many_pixels`, `too_many_pages`, `empty_scan`, `only_a_stamp`,
    `newspaper`.
    """
    if not desk.is_open:
        raise needs_recogniser(1, 1)
    from PIL import Image  # noqa: PLC0415  what the base install lacks

    with decoding(limits):
        image: Any = Image.open(io.BytesIO(data), formats=FORMATS)
        check_size(image.size, limits)
        count = image.n_frames if image.format == SEVERAL_PAGES else 1
    if count > limits.pages:
        raise too_many_pages(count, limits.pages)
    scans = [desk.scan(number, count, partial(_picture, data, number, limits)) for number in range(1, count + 1)]
    refuse_empty(scans)
    gutter = usual_gutter(map(sheet, scans))
    media_type = MEDIA_TYPES.get(image.format, f"image/{image.format.lower()}")
    return compose(set_apart([page(scan, gutter) for scan in scans]), media_type)


@contextmanager
def decoding(limits: Limits) -> Iterator[None]:
    """What a decoder says of broken bytes becomes `damaged`."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  what the base install lacks

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(limits) from error
    except UnidentifiedImageError as error:
        raise _other() from error
    except FAULTS as error:
        raise damaged() from error


def check_size(size: tuple[int, int], limits: Limits) -> None:
    """RejectedError `too_many_pixels` where a picture is larger than is decoded."""
    if math.prod(size) > limits.pixels:
        raise _too_many_pixels(limits)


def _picture(data: bytes, number: int, limits: Limits) -> Picture:
    """A page, upright as the file says, no larger than is of use; of the larger one nothing is held when it is done."""
    import numpy  # noqa: PLC0415
    from PIL import Image, ImageOps  # noqa: PLC0415

    with decoding(limits), Image.open(io.BytesIO(data), formats=FORMATS) as image:
        if number > 1:
            image.seek(number - 1)
        check_size(image.size, limits)
        longest = max(image.size)
        declared = image.info.get("dpi", (0, 0))[0]
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        shown = flat(reduced(image, LONGEST_SIDE))
        shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        dpi = _dpi(longest, float(declared)) * max(shown.size) / longest
        return Picture(numpy.asarray(ImageOps.exif_transpose(shown)), dpi)


def reduced(image: Any, longest: int) -> Any:
    """The picture by a whole number smaller, where its colours can be averaged, before more copies of it are made.

    Its longer side stays `longest` pixels at least.
    """
    factor = max(image.size) // longest
    return image.reduce(factor) if factor > 1 and image.mode in AVERAGED else image


def flat(image: Any) -> Any:
    """Its colours as they are seen on white paper."""
    from PIL import Image  # noqa: PLC0415

    if image.has_transparency_data:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, WHITE), image).convert("RGB")
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("L" if image.mode in GREY else "RGB")


def _dpi(longest: int, declared: float) -> float:
    """Pixels an inch as the file says, where that makes a sheet of paper of it; else as if it were A4."""
    if declared > 0 and SMALLEST_PAPER <= longest * POINTS / declared <= LARGEST_PAPER:
        return declared
    return longest * POINTS / PAPER


def _other() -> RejectedError:
    return RejectedError(
        "picture",
        "This is a picture of a kind that is not read, or a damaged one. Save it as PNG, JPEG or TIFF, or as a PDF.",
        "这是不支持的图片格式，或图片已损坏。请另存为 PNG、JPEG、TIFF 图片或 PDF 后上传。",
    )


def _too_many_pixels(limits: Limits) -> RejectedError:
    return RejectedError(
        "too_many_pixels",
        f"The picture has more than {limits.pixels} pixels. Scan it at 200 to 300 dpi, or raise the limit.",
        f"图片超过 {limits.pixels} 像素。请以 200 至 300 dpi 重新扫描，或调高像素上限。",
    )
