"""Running heads, feet and page numbers: what stands at the same place on page after page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from services.extract.formats.pages import Page, PrintedLine

EDGE = 0.11
OUTERMOST = 3
LONGEST = 60
SENTENCE_ENDS = ("。", "；", "，", "：")
LEAST_PAGES = 3
GRID = 4.0
FIRST_OR_LAST = re.compile(r"^\W*(\d{1,4})|(\d{1,4})\W*(?:页\W*)?$")
PAGE_NUMBER = re.compile(r"[-—–―_·•~～|/]{0,6}\d{1,4}[-—–―_·•~～|/]{0,6}|第\d{1,4}页(?:[，,/]?共\d{1,4}页)?")
GAZETTE = re.compile(r"[\u4e00-\u9fff]{0,20}公报(?:\d{4}年?)?[.．·第]?(?:\d{1,4}期?)?")
SMALLER = 0.95
Mark = tuple[str, int | None, int]


def set_apart(pages: Sequence[Page]) -> list[Page]:
    """The pages, with repeated lines at their edges as furniture; a number that counts with the pages repeats.

    Of files too short to repeat anything, what can hardly be anything else: a number alone, the name of a gazette.
    """
    if len(pages) < LEAST_PAGES:
        return [_without(page, {k for k, line in _outermost(page) if _is_typical(line, page)}) for page in pages]
    seen = [{mark for _, line in _outermost(page) for mark in _marks(line, page)} for page in pages]
    counts = Counter(mark for marks in seen for mark in marks)
    often = {mark for mark, count in counts.items() if count >= LEAST_PAGES}
    return [
        _without(page, {k for k, line in _outermost(page) if not often.isdisjoint(_marks(line, page))})
        for page in pages
    ]


def _without(page: Page, apart: set[int]) -> Page:
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


def _is_typical(line: PrintedLine, page: Page) -> bool:
    """A page number, or the name of a gazette in smaller type than the text, which a masthead never is."""
    text = "".join(line.text.split())
    if line.box is None or PAGE_NUMBER.fullmatch(text):
        return line.box is not None
    usual = median(one.box.bottom - one.box.top for one in page.lines if one.box)
    return GAZETTE.fullmatch(text) is not None and line.box.bottom - line.box.top <= SMALLER * usual


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
