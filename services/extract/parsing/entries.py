"""Entries of a contents page: title, number, section and page, in whatever order and setting they are printed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from gazette import numbers
from gazette.han import simplified
from gazette.model import TocEntry
from services.extract.parsing import shapes
from services.extract.parsing.repair import Line
from services.extract.parsing.values import printed

TAIL = re.compile(
    r"(?:[.…·．。‥⋯─—_\-\s]{2,}|\t|[（(])\s*[（(]?第?(\d{1,4})页?[)）]?$|(?<=[号）)知定见告令])\s?(\d{1,4})$"
)
LEADER = re.compile(r"[.…·．‥⋯_]{2,}")
LONGEST_ENTRY, LONGEST_CELL, LONGEST_TAIL = shapes.LONGEST_TITLE + 60, 4, 60
MOST_PENDING = 6
FULL_TITLE = 2.0
NO_ENTRY = re.compile(r"[。；！？]$|[：:]$")
SECTION_MARKS = "【】[]〔〕★☆●○◆◇■□▲△▼▽◎※"
ORDINAL = re.compile(r"\s*\d{1,3}\s?[.、．]\s*(?!\d)")
DASHES = frozenset("-:—－/ ")
COLUMNS = 3
APART = "\n"


class EntryReader:
    """Takes the lines of a contents page one by one, until one is no part of it."""

    def __init__(self) -> None:
        self.entries: list[TocEntry] = []
        self.sections: set[str] = set()
        self._pending: list[Line] = []
        self._section: str | None = None
        self._numbers_lead: bool | None = None
        self._trailing = True

    def take(self, line: Line) -> bool | None:
        """True where the line ends an entry or names a section, False where more must come, None at the list's end."""
        if self._is_section(line):
            self._section, self._pending = printed(line.text).strip(SECTION_MARKS), []
            self.sections.add(line.bare)
            return True
        if len(line.bare) > LONGEST_ENTRY:
            return None
        if self._is_number_of_last(line):
            return True
        self._pending.append(line)
        entry = _entry(self._pending, self._section) or self._without_page(line)
        if entry is None:
            return None if _no_list(self._pending) else False
        self.entries.append(entry)
        self._trailing = self._trailing and entry.doc_number is None
        self._pending = []
        return True

    def _is_section(self, line: Line) -> bool:
        if line.row or _tail(line.text):
            return False
        return shapes.is_section(line.bare) or (not self._pending and shapes.may_be_section(line.bare))

    def _is_number_of_last(self, line: Line) -> bool:
        """A number alone on a line, behind the page of its title; not where numbers lead or stand beside titles."""
        if self._pending:
            return False
        number = shapes.number_of(line.bare)
        if self._numbers_lead is None:
            self._numbers_lead = number is not None
        if number is None or self._numbers_lead or not self._trailing or self.entries[-1].doc_number is not None:
            return False
        self.entries[-1] = replace(self.entries[-1], doc_number=numbers.format(number))
        return True

    def _without_page(self, line: Line) -> TocEntry | None:
        """A title on one line in a list that gives no pages, numbered or with its 文号; the body repeats it."""
        if len(self._pending) > 1 or line.row or any(entry.page for entry in self.entries):
            return None
        numbered = ORDINAL.match(line.text)
        entry = _split([line.text[numbered.end() if numbered else 0 :]], None, line.first, self._section)
        if (
            entry is None
            or shapes.title_shape(simplified(entry.title)) < FULL_TITLE
            or not (numbered or entry.doc_number)
        ):
            return None
        held = {(other.title, other.doc_number) for other in self.entries}
        return None if (entry.title, entry.doc_number) in held else entry


def _tail(text: str) -> re.Match[str] | None:
    """The page number at the end of a line, with its leaders; where these are long, the last of them."""
    return TAIL.search(text, max(0, len(text) - LONGEST_TAIL))


def _no_list(pending: Sequence[Line]) -> bool:
    last = pending[-1].bare
    if len(pending) > MOST_PENDING or NO_ENTRY.search(last):
        return True
    return len(pending) > 1 and shapes.is_addressee(last)


def _entry(pending: Sequence[Line], section: str | None) -> TocEntry | None:
    """An entry where the pending lines end in a page number."""
    last = pending[-1]
    if last.row and ("|" in last.text or last.text.count("\t") >= COLUMNS - 1):
        return _table_entry(last, section)
    tail = _tail(last.text)
    if tail is None or shapes.date_of(last.bare):
        return None
    lines = [line for line in pending[:-1] if not line.row or "|" not in line.text]
    texts = [*(line.text for line in lines), last.text[: tail.start()]]
    return _split(texts, int(tail[1] or tail[2]), pending[0].first, section)


def _table_entry(line: Line, section: str | None) -> TocEntry | None:
    """The cells of a row: the last is the page, a short number in front the entry's own."""
    cells = [cell.strip() for cell in line.text.strip("| ").replace("\t", "|").split("|")]
    cells = [cell for cell in cells if cell and not set(cell) <= DASHES]
    if len(cells) <= 1 or not cells[-1].strip("（）()").isdecimal():
        return None
    page = int(cells.pop().strip("（）()"))
    if len(cells) > 1 and cells[0].isdecimal() and len(cells[0]) < LONGEST_CELL:
        del cells[0]
    return _split(cells, page, line.first, section)


def _split(texts: Sequence[str], page: int | None, line: int, section: str | None) -> TocEntry | None:
    """Title and number of an entry; the number stands behind or before the title, bare or in brackets."""
    text = LEADER.sub(" ", APART.join(texts)).strip()
    behind = shapes.number_behind(text)
    if behind is not None:
        number, start = behind
        title = printed(text[:start].rstrip(" （(\t\n")) or number.code
        return TocEntry(title, section, numbers.format(number), page, line)
    first = next(numbers.find(text), None)
    if first is not None and first.start <= 1:
        title = printed(text[first.end :].lstrip(" ）)\t"))
        return TocEntry(title, section, numbers.format(first.number), page, line)
    title = printed(text)
    return TocEntry(title, section, None, page, line) if title else None
