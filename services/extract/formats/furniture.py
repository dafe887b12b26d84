"""Running heads, feet and page numbers: what stands at the same place on page after page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.extract.formats.pages import Page, PrintedLine

EDGE = 0.11
OUTERMOST = 3
LONGEST = 60
SENTENCE_ENDS = ("。", "；", "，", "：")
LEAST_PAGES = 3
GRID = 4.0
FIRST_OR_LAST = re.compile(r"^\W*(\d{1,4})|(\d{1,4})\W*(?:页\W*)?$")
Mark = tuple[str, int | None, int]


def set_apart(pages: Sequence[Page]) -> list[Page]:
    """The pages, with repeated lines at their edges as furniture; a number that counts with the pages repeats."""
    seen = [{mark for _, line in _outermost(page) for mark in _marks(line, page)} for page in pages]
    counts = Counter(mark for marks in seen for mark in marks)
    often = {mark for mark, count in counts.items() if count >= LEAST_PAGES}
    return [_apart(page, often) for page in pages]


def _apart(page: Page, often: set[Mark]) -> Page:
    apart = {k for k, line in _outermost(page) if not often.isdisjoint(_marks(line, page))}
    room = {k for at in apart for k in (at - 1, at + 1) if 0 <= k < len(page.lines) and not page.lines[k].text}
    kept = [line for k, line in enumerate(page.lines) if k not in apart | room]
    while kept and not kept[0].text:
        kept.pop(0)
    while kept and not kept[-1].text:
        kept.pop()
    moved = tuple(page.lines[k] for k in sorted(apart))
    return replace(page, lines=tuple(kept), furniture=page.furniture + moved)


def _outermost(page: Page) -> list[tuple[int, PrintedLine]]:
    """The lines next to the upper and the lower edge that may be furniture."""
    boxed = [(line.box.top, k) for k, line in enumerate(page.lines) if line.box]
    near = [k for _, k in sorted(boxed)]
    places = {*near[:OUTERMOST], *near[-OUTERMOST:]}
    return [(k, page.lines[k]) for k in sorted(places) if _may_be(page.lines[k], page)]


def _may_be(line: PrintedLine, page: Page) -> bool:
    """Short, in the margin, no row and no end of a sentence."""
    box = line.box
    if box is None or len(line.text) > LONGEST or line.text.startswith("|") or line.text.endswith(SENTENCE_ENDS):
        return False
    return box.bottom <= EDGE * page.height or box.top >= (1 - EDGE) * page.height


def _marks(line: PrintedLine, page: Page) -> Iterator[Mark]:
    """What another page would say at this place, were it the same furniture; twice, since heights are rounded."""
    text = "".join(line.text.split())
    number = FIRST_OR_LAST.search(text)
    offset = int(number[1] or number[2]) - page.number if number else None
    shape = FIRST_OR_LAST.sub("#", text, count=1)
    top = line.box.top if line.box else 0.0
    for height in {round(top / GRID), round(top / GRID + 0.5)}:
        yield text, None, height
        if offset is not None:
            yield shape, offset, height
