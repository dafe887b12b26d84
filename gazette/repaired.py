"""The repaired text: paragraphs made of slices of the text of record, so it shows nothing that the source does not.

What repair took away (page numbers, marks, soft line ends) is in no slice; an empty slice stands for a space.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from gazette.model import Paragraph, Slice


@dataclass(frozen=True, slots=True)
class Repaired:
    """Paragraphs, one a line of `text`. `slices[k]` is what stands in `text` from `offsets[k]` on."""

    text: str
    offsets: tuple[int, ...]
    slices: tuple[Slice, ...]

    def source(self, offset: int) -> tuple[int, int]:
        """Line and column of a character in the text of record."""
        at = max(0, bisect_right(self.offsets, offset) - 1)
        line, start, end = self.slices[at]
        return line, min(start + offset - self.offsets[at], max(start, end - 1))

    @property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """(offset, line of the text of record) wherever the line changes."""
        pairs = [(offset, part[0]) for offset, part in zip(self.offsets, self.slices, strict=True)]
        return tuple(pair for pair, before in zip(pairs, [(0, 0), *pairs], strict=False) if pair[1] != before[1])


class _Stored(msgspec.Struct, frozen=True):
    text: str
    paragraphs: tuple[Paragraph, ...]


def repaired(lines: Sequence[str], paragraphs: Sequence[Paragraph]) -> Repaired:
    """The paragraphs of a text of record with these lines."""
    parts: list[str] = []
    offsets: list[int] = []
    slices: list[Slice] = []
    length = 0
    for paragraph in paragraphs:
        for line, start, end in paragraph:
            offsets.append(length)
            slices.append((line, start, end))
            parts.append(lines[line - 1][start:end] if end > start else " ")
            length += len(parts[-1])
        parts.append("\n")
        length += 1
    return Repaired("".join(parts[:-1]), tuple(offsets), tuple(slices))


def between(paragraphs: Sequence[Paragraph], first: int, last: int) -> Sequence[Paragraph]:
    """Those that begin in the lines `first` to `last`."""
    low = bisect_left(paragraphs, first, key=_begins)
    return paragraphs[low : bisect_right(paragraphs, last, lo=low, key=_begins)]


def as_printed(lines: Sequence[str]) -> tuple[Paragraph, ...]:
    """Each line as a paragraph: where nothing is known of soft line ends."""
    return tuple(((number, 0, len(line)),) for number, line in enumerate(lines, 1) if line)


def packed(text: str, paragraphs: Sequence[Paragraph]) -> bytes:
    """The paragraphs of a text of record, to be stored beside it."""
    return msgspec.json.encode(_Stored(_mark(text), tuple(paragraphs)))


def unpacked(data: bytes, text: str) -> tuple[Paragraph, ...] | None:
    """The paragraphs of this very text of record; None where they were stored for another one."""
    stored = msgspec.json.decode(data, type=_Stored)
    return stored.paragraphs if stored.text == _mark(text) else None


def _begins(paragraph: Paragraph) -> int:
    return paragraph[0][0]


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()
