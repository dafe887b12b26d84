"""What readers of paged formats give: pages of lines with their place, and how these become the text of record."""

from collections.abc import Iterable
from dataclasses import dataclass

from gazette.layout import Box, Layout, PageFrame
from services.extract.formats.source import Source, text_of_record


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as it stands on a page; `confidence` (0 to 1) is a recogniser's, 1 where the characters are certain.

    An indent is kept as ideographic spaces; a row of a ruled table is written `| a | b |`.
    """

    text: str
    box: Box | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page in reading order, sizes in points; `furniture` is what belongs to the page and not to the text."""

    number: int
    width: float
    height: float
    lines: tuple[PrintedLine, ...]
    furniture: tuple[PrintedLine, ...] = ()


def compose(pages: Iterable[Page], media_type: str, notes: tuple[str, ...] = ()) -> Source:
    """The text of record of pages one after the other, and where each of its lines stands."""
    texts: list[str] = []
    boxes: list[Box | None] = []
    frames: list[PageFrame] = []
    confidences: list[float] = []
    for page in pages:
        frames.append(PageFrame(page.number, page.width, page.height, len(texts) + 1))
        for line in page.lines:
            texts.append(line.text.replace("\n", " "))
            boxes.append(line.box)
            confidences.append(line.confidence)
    text, more = text_of_record("\n".join(texts))
    certain = all(confidence == 1 for confidence in confidences)
    layout = Layout(tuple(frames), tuple(boxes), () if certain else tuple(confidences))
    return Source(text, media_type, "utf-8", notes + more, layout)
