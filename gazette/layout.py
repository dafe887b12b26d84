"""Where the lines of a text stand on the pages that they were read from."""

import struct
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

EDGES = struct.Struct("<4i")
NOWHERE = (-(2**31), 0, 0, 0)
PARTS = 10
"""Edges are kept in tenths of a point."""
FARTHEST = 1_000_000.0
MOST_LINES = 1_000_000
LARGEST = 64 << 20


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
        return _page_of(self.pages, line)


@dataclass(frozen=True, slots=True)
class Leaves:
    """A layout as it is kept beside the text of record of a file of this media type; boxes to a tenth of a point."""

    media_type: str
    pages: tuple[PageFrame, ...]
    edges: bytes

    def page(self, number: int) -> PageFrame | None:
        """The page with this number."""
        return next((page for page in self.pages if page.number == number), None)

    def box(self, first: int, last: int) -> Box | None:
        """What surrounds the lines `first` to `last`, as far as they stand on the page of the first."""
        on = _page_of(self.pages, first)
        lines = range(first, min(last, len(self.edges) // EDGES.size) + 1)
        places = [EDGES.unpack_from(self.edges, EDGES.size * (line - 1)) for line in lines if self._is_on(line, on)]
        found = [place for place in places if place != NOWHERE]
        if not found:
            return None
        lefts, tops, rights, bottoms = zip(*found, strict=True)
        return Box(min(lefts) / PARTS, min(tops) / PARTS, max(rights) / PARTS, max(bottoms) / PARTS)

    def _is_on(self, line: int, page: int | None) -> bool:
        return _page_of(self.pages, line) == page


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    media_type: str
    pages: tuple[tuple[int, float, float, int], ...]
    edges: bytes


def packed(layout: Layout, media_type: str) -> bytes:
    """A layout, to be stored beside its text of record; lines above a million have no box."""
    pages = tuple((one.number, _size(one.width), _size(one.height), one.first_line) for one in layout.pages)
    edges = b"".join(EDGES.pack(*_edges(box)) for box in layout.boxes[:MOST_LINES])
    return zlib.compress(msgspec.msgpack.encode(_Stored(media_type, pages, edges)))


def unpacked(data: bytes) -> Leaves:
    """What `packed` made."""
    stored = msgspec.msgpack.decode(zlib.decompressobj().decompress(data, LARGEST), type=_Stored)
    return Leaves(stored.media_type, tuple(PageFrame(*page) for page in stored.pages), stored.edges)


def _page_of(pages: Sequence[PageFrame], line: int) -> int | None:
    at = bisect_right(pages, line, key=lambda page: page.first_line)
    return pages[at - 1].number if at else None


def _edges(box: Box | None) -> Sequence[int]:
    if box is None:
        return NOWHERE
    return [round(_within(edge) * PARTS) for edge in (box.left, box.top, box.right, box.bottom)]


def _size(length: float) -> float:
    return round(_within(length), 2)


def _within(value: float) -> float:
    """A length that files can have; what is no number lies at the rim."""
    return max(-FARTHEST, min(FARTHEST, value))
