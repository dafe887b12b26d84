"""Where the lines of a text stand on the pages that they were read from."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageFrame:
    """One page: its number from 1, its size in points, and the line of the text of record that it begins with."""

    number: int
    width: float
    height: float
    first_line: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the lines of a text of record stand: a box a line, and how sure a recogniser was of each (empty: sure)."""

    pages: tuple[PageFrame, ...]
    boxes: tuple[Box | None, ...]
    confidences: tuple[float, ...] = ()

    def page_of(self, line: int) -> int | None:
        """Number of the page that a line (from 1) stands on."""
        at = bisect_right(self.pages, line, key=lambda page: page.first_line)
        return self.pages[at - 1].number if at else None
