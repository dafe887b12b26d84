"""Entries of a contents page: title, number, section and page, in whatever order and setting they are printed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from gazette import numbers
from gazette.model import TocEntry
from services.extract.parsing import shapes
from services.extract.parsing.repair import Line
from services.extract.parsing.values import printed

TAIL = re.compile(
    r"(?:[.…·．。‥⋯─—_\-\s]{2,}|\t|[（(])\s*[（(]?第?(\d{1,4})页?[)）]?$|(?<=[号）)知定见告令])(\d{1,4})$"
)
LEADER = re.compile(r"[.…·．‥⋯_]{2,}")
LONGEST_ENTRY, LONGEST_CELL = 220, 4
MOST_PENDING = 6
NO_ENTRY = re.compile(r"[。；！？]$|[：:]$")
SECTION_MARKS = "【】[]〔〕★◆●■▲"
APART = "\n"


class EntryReader:
    """Takes the lines of a contents page one by one, until one is no part of it."""

    def __init__(self) -> None:
        self.entries: list[TocEntry] = []
        self._pending: list[Line] = []
        self._section: str | None = None
        self._numbers_lead: bool | None = None

    def take(self, line: Line) -> bool | None:
        """True where the line ends an entry or names a section, False where more must come, None at the list's end."""
        if shapes.is_section(line.bare):
            self._section, self._pending = printed(line.text).strip(SECTION_MARKS), []
            return True
        if len(line.bare) > LONGEST_ENTRY:
            return None
        if self._is_number_of_last(line):
            return True
        self._pending.append(line)
        entry = _entry(self._pending, self._section)
        if entry is None:
            return None if _no_list(self._pending) else False
        self.entries.append(entry)
        self._pending = []
        return True

    def _is_number_of_last(self, line: Line) -> bool:
        """A number alone on a line, behind the page of its title; not where numbers lead their titles."""
        if self._pending:
            return False
        number = shapes.number_of(line.bare)
        if self._numbers_lead is None:
            self._numbers_lead = number is not None
        if number is None or self._numbers_lead or self.entries[-1].doc_number is not None:
            return False
        self.entries[-1] = replace(self.entries[-1], doc_number=numbers.format(number))
        return True


def _no_list(pending: Sequence[Line]) -> bool:
    last = pending[-1].bare
    if len(pending) > MOST_PENDING or NO_ENTRY.search(last):
        return True
    return len(pending) > 1 and shapes.is_addressee(last)


def _entry(pending: Sequence[Line], section: str | None) -> TocEntry | None:
    """An entry where the pending lines end in a page number."""
    if pending[-1].row and "|" in pending[-1].text:
        return _table_entry(pending[-1], section)
    tail = TAIL.search(pending[-1].text)
    if tail is None or shapes.date_of(pending[-1].bare):
        return None
    texts = [*(line.text for line in pending[:-1]), pending[-1].text[: tail.start()]]
    return _split(texts, int(tail[1] or tail[2]), pending[0].first, section)


def _table_entry(line: Line, section: str | None) -> TocEntry | None:
    """The cells of a row: the last is the page, a short number in front the entry's own."""
    cells = [cell.strip() for cell in line.text.strip("| ").replace("\t", "|").split("|")]
    cells = [cell for cell in cells if cell and not set(cell) <= set("-: ")]
    if len(cells) <= 1 or not cells[-1].strip("（）()").isdecimal():
        return None
    page = int(cells.pop().strip("（）()"))
    if len(cells) > 1 and cells[0].isdecimal() and len(cells[0]) < LONGEST_CELL:
        del cells[0]
    return _split(cells, page, line.first, section)


def _split(texts: Sequence[str], page: int, line: int, section: str | None) -> TocEntry | None:
    """Title and number of an entry; the number stands behind or before the title, bare or in brackets."""
    text = LEADER.sub(" ", APART.join(texts)).strip()
    found = list(numbers.find(text))
    last = found[-1] if found else None
    if last is not None and not text[last.end :].strip(" ）)\t"):
        title, number = _apart(text[: last.end], last)
        return TocEntry(title, section, number, page, line)
    if found and found[0].start <= 1:
        title = printed(text[found[0].end :].lstrip(" ）)\t"))
        return TocEntry(title, section, numbers.format(found[0].number), page, line)
    title = printed(text)
    return TocEntry(title, section, None, page, line) if title else None


def _apart(text: str, last: numbers.NumberMatch) -> tuple[str, str]:
    """A title and the number at its end. A title that is part of the number, as an order's is, stands for itself."""
    gap = text.rfind(" ", last.start, last.end)
    own = numbers.parse(text[gap:]) if gap > 0 and shapes.title_shape(printed(text[:gap])) >= 1 else None
    if own is not None:
        return printed(text[:gap]), numbers.format(own)
    code = last.number.code
    return printed(text[: last.start].rstrip(" （(\t\n")) or code, numbers.format(last.number)
