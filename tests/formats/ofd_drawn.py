"""Pages of OFD files drawn as pictures, and where there is ink on them."""

import io
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageChops

from gazette.layout import Box
from services.extract.drawing.ofd_image import draw
from tests.formats.ofd import content, ofd
from tests.formats.typeset import A4

WIDTH = 1190
SCALE = WIDTH / A4[0]
MILLIMETRE = SCALE * 72 / 25.4
WHITE, BLACK, RED, GREEN, BLUE = (255, 255, 255), (0, 0, 0), (255, 0, 0), (0, 128, 0), (0, 0, 255)


def fonts(**files: str) -> str:
    """Fonts by ID (`f2` has the ID 2), and the file of each."""
    listed = "".join(
        f'<ofd:Font ID="{name[1:]}" FontName="宋体"><ofd:FontFile>{file}</ofd:FontFile></ofd:Font>'
        for name, file in files.items()
    )
    return f"<ofd:Fonts>{listed}</ofd:Fonts>"


def media(*files: str) -> str:
    """Pictures with the IDs 50, 51 and so on."""
    listed = "".join(
        f'<ofd:MultiMedia ID="{k}" Type="Image"><ofd:MediaFile>{file}</ofd:MediaFile></ofd:MultiMedia>'
        for k, file in enumerate(files, 50)
    )
    return f"<ofd:MultiMedias>{listed}</ofd:MultiMedias>"


def drawn(folder: Path, data: bytes, number: int = 1, width: int = WIDTH) -> Image.Image:
    path = folder / "file"
    path.write_bytes(data)
    return Image.open(io.BytesIO(draw(path, number, width))).convert("RGB")


def page(folder: Path, objects: Iterable[str], resources: str = "", **files: bytes) -> Image.Image:
    """A page of these objects; `files` lie beside the resources, `a_png` as `a.png`."""
    parts = {f"Doc_0/Res/{name.replace('_', '.')}": data for name, data in files.items()}
    return drawn(folder, ofd([content(objects)], parts=parts, resources=resources))


def ink(picture: Image.Image, ground: tuple[int, int, int] = WHITE) -> Box:
    """The rectangle around all that is not ground, in points."""
    found = ImageChops.difference(picture, Image.new("RGB", picture.size, ground)).getbbox()
    assert found
    return Box(*(value / SCALE for value in found))


def at(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """The colour of a point, in millimetres."""
    found = picture.getpixel((round(x * MILLIMETRE), round(y * MILLIMETRE)))
    assert isinstance(found, tuple)
    return found


def near(found: Box, expected: Box, points: float = 1.0) -> bool:
    sides = ("left", "top", "right", "bottom")
    return all(abs(getattr(found, side) - getattr(expected, side)) <= points for side in sides)


def path(data: str, more: str = "", inner: str = "", boundary: str = "20 20 100 100") -> str:
    return (
        f'<ofd:PathObject ID="4" Boundary="{boundary}" {more}>{inner}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def filled(colour: str, more: str = "", boundary: str = "20 20 100 100") -> str:
    """A square of 40 mm."""
    inner = f'<ofd:FillColor Value="{colour}"/>'
    return path("M 0 0 L 40 0 L 40 40 L 0 40 C", f'Fill="true" Stroke="false" {more}', inner, boundary)


def image(number: int, boundary: str = "20 20 40 20", more: str = "") -> str:
    return f'<ofd:ImageObject ID="5" ResourceID="{number}" Boundary="{boundary}" {more}/>'
