"""Running heads, feet and page numbers: what stands at the same place on page after page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.extract.formats.pages import Page, PrintedLine

EDGE = 0.13
LEAST_PAGES = 3
GRID = 4.0
FIRST_OR_LAST = re.compile(r"^\W*(\d{1,4})|(\d{1,4})\W*(?:页\W*)?$")
Mark = tuple[str, int | None, int]


def set_apart(pages: Sequence[Page]) -> list[Page]:
    """The pages, with repeated lines at their edges as furniture; a number that counts with the pages repeats."""
    seen = [{mark for line in page.lines for mark in _marks(line, page)} for page in pages]
    counts = Counter(mark for marks in seen for mark in marks)
    often = {mark for mark, count in counts.items() if count >= LEAST_PAGES}
    return [_apart(page, often) for page in pages]


def _apart(page: Page, often: set[Mark]) -> Page:
    apart = {k for k, line in enumerate(page.lines) if not often.isdisjoint(_marks(line, page))}
    kept = tuple(line for k, line in enumerate(page.lines) if k not in apart)
    moved = tuple(line for k, line in enumerate(page.lines) if k in apart)
    return replace(page, lines=kept, furniture=page.furniture + moved)


def _marks(line: PrintedLine, page: Page) -> Iterator[Mark]:
    """What another page would say at this place, were it the same furniture; twice, since heights are rounded."""
    box = line.box
    if box is None or (EDGE * page.height < box.bottom and box.top < (1 - EDGE) * page.height):
        return
    text = "".join(line.text.split())
    number = FIRST_OR_LAST.search(text)
    offset = int(number[1] or number[2]) - page.number if number else None
    shape = FIRST_OR_LAST.sub("#", text, count=1)
    for height in {round(box.top / GRID), round(box.top / GRID + 0.5)}:
        yield text, None, height
        if offset is not None:
            yield shape, offset, height
