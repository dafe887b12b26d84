"""Pictures of the pages of OFD files: each page becomes a PDF of one page, which PDFium draws."""

from pathlib import Path

from services.extract.drawing.ofd_page import page
from services.extract.drawing.pdf_image import drawn, no_image
from services.extract.formats.ofd_document import documents
from services.extract.formats.package import Package
from services.extract.limits import USUAL, Limits


def draw(path: Path, number: int, width: int, limits: Limits = USUAL) -> bytes:
    """Page `number` (from 1, of all documents in the file) as a PNG so many pixels wide.

    RejectedError `damaged`, `encrypted`, `too_deep`, `too_large_expanded`, or `no_image` where there is no such page
    or none of this shape can be drawn.
    """
    return drawn(as_pdf(path.read_bytes(), number, limits), 1, number, width)


def as_pdf(data: bytes, number: int, limits: Limits = USUAL) -> bytes:
    """The page as a PDF of one page; errors as of `draw`."""
    leaves = ((document, leaf) for document in documents(Package(data, limits)) for leaf in document.leaves)
    found = next((one for place, one in enumerate(leaves, 1) if place == number), None)
    if found is None:
        raise no_image(number)
    return page(*found)
