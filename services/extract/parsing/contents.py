"""The issue's own contents page, wherever it stands and however it is set."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gazette.han import simplified
from gazette.model import TocEntry
from services.extract.parsing import shapes
from services.extract.parsing.entries import MOST_PENDING, EntryReader
from services.extract.parsing.repair import Line
from services.extract.parsing.values import folded

HEADINGS = frozenset(("目录", "目次", "本期目录", "本期要目", "要目", "总目录", "目录索引"))
DOTTED = re.compile(r"[.…·．‥⋯]{3,}[（(]?\d{1,4}[)）]?$")
LEAST_DOTTED = 2
LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Contents:
    """A contents page: its entries, the indices of its first line and of the line after its last, heads of sections."""

    entries: tuple[TocEntry, ...]
    begin: int
    end: int
    sections: frozenset[str] = frozenset()


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
    reader = EntryReader()
    end = begin + 1
    for k in range(begin + 1, len(lines)):
        taken = reader.take(lines[k])
        if taken is None:
            break
        end = k + 1 if taken else end
    return Contents(tuple(reader.entries), begin, end, frozenset(reader.sections)) if reader.entries else None


def _lists_documents(page: Contents) -> bool:
    good = sum(
        entry.doc_number is not None or shapes.title_shape(simplified(folded(entry.title))) >= 1
        for entry in page.entries
    )
    return good >= LEAST_SHARE * len(page.entries)
