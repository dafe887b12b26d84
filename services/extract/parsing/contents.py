"""The issue's own contents page, wherever it stands and however it is set."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gazette import numbers
from gazette.model import TocEntry
from services.extract.parsing import shapes
from services.extract.parsing.repair import Line
from services.extract.parsing.values import folded, printed

HEADINGS = frozenset(("目录", "目次", "本期目录", "本期要目", "要目", "目錄"))
TAIL = re.compile(
    r"(?:[.…·．。‥⋯─—_\-\s]{2,}|\t|[（(])\s*[（(]?第?(\d{1,4})页?[)）]?$|(?<=[号）)知定见告令])(\d{1,4})$"
)
LEADER = re.compile(r"[.…·．‥⋯_]{2,}")
DOTTED = re.compile(r"[.…·．‥⋯]{3,}[（(]?\d{1,4}[)）]?$")
LONGEST_ENTRY = 220
LEAST_DOTTED = 2
MOST_PENDING = 6
LEAST_SHARE = 0.5
NO_ENTRY = re.compile(r"[。；！？]$|[：:]$")


@dataclass(frozen=True, slots=True)
class Contents:
    """A contents page: its entries and the indices of its first line and of the line after its last."""

    entries: tuple[TocEntry, ...]
    begin: int
    end: int


def contents(lines: Sequence[Line]) -> Contents | None:
    """The page that lists documents; a contents page of a plan lists chapters and is left alone."""
    begins = [k for k, line in enumerate(lines) if line.bare in HEADINGS]
    found = _pages(lines, begins) or _pages(lines, _lists(lines))
    return max(found, key=lambda page: (len(page.entries), -page.begin), default=None)


def _pages(lines: Sequence[Line], begins: Sequence[int]) -> list[Contents]:
    pages = (_page(lines, begin) for begin in begins)
    return [page for page in pages if page is not None and _lists_documents(page)]


def _lists(lines: Sequence[Line]) -> list[int]:
    """Where a list of titles with leaders and pages begins that has no heading, or a garbled one; at most the first."""
    dotted = [k for k, line in enumerate(lines) if DOTTED.search(line.bare[-24:])]
    near = [k for k, following in pairwise(dotted) if following - k <= MOST_PENDING]
    if len(near) < LEAST_DOTTED:
        return []
    begin = near[0]
    while begin > 0 and near[0] - begin < MOST_PENDING // 2 and shapes.is_titular(lines[begin - 1]):
        begin -= 1
    return [max(0, begin - 1)]


def _page(lines: Sequence[Line], begin: int) -> Contents | None:
    """Entries from the heading on, until the text does not go on as a list."""
    entries: list[TocEntry] = []
    pending: list[Line] = []
    section, end = None, begin + 1
    for k in range(begin + 1, len(lines)):
        line = lines[k]
        if shapes.is_section(line.bare):
            section, pending, end = line.bare.strip("【】[]〔〕★◆●■▲"), [], k + 1
            continue
        if len(line.bare) > LONGEST_ENTRY:
            break
        pending.append(line)
        entry = _entry(pending, section)
        if entry is not None:
            entries.append(entry)
            pending, end = [], k + 1
        elif _no_list(pending):
            break
    return Contents(tuple(entries), begin, end) if entries else None


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
    text = "".join(line.text for line in pending[:-1]) + pending[-1].text[: tail.start()]
    return _split(text, int(tail[1] or tail[2]), pending[0].first, section)


def _table_entry(line: Line, section: str | None) -> TocEntry | None:
    cells = [cell.strip() for cell in line.text.strip("| ").replace("\t", "|").split("|")]
    cells = [cell for cell in cells if cell and not set(cell) <= set("-: ")]
    if len(cells) <= 1 or not cells[-1].strip("（）()").isdecimal():
        return None
    return _split(" ".join(cells[:-1]), int(cells[-1].strip("（）()")), line.first, section)


def _split(text: str, page: int, line: int, section: str | None) -> TocEntry | None:
    """Title and number of an entry; the number stands behind or before the title, bare or in brackets."""
    text = LEADER.sub(" ", text).strip()
    found = list(numbers.find(text))
    last = found[-1] if found else None
    if last is not None and not text[last.end :].strip(" ）)\t"):
        title = printed(text[: last.start].rstrip(" （(\t")) or last.number.code
        return TocEntry(title, section, numbers.format(last.number), page, line)
    if found and found[0].start <= 1:
        title = printed(text[found[0].end :].lstrip(" ）)\t"))
        return TocEntry(title, section, numbers.format(found[0].number), page, line)
    title = printed(text)
    return TocEntry(title, section, None, page, line) if title else None


def _lists_documents(page: Contents) -> bool:
    good = sum(entry.doc_number is not None or shapes.title_shape(folded(entry.title)) >= 1 for entry in page.entries)
    return good >= LEAST_SHARE * len(page.entries)
