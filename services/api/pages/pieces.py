"""A printed line in pieces: plain, strong, or a document number that leads somewhere. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gazette import numbers

Link = Callable[[str], str | None]
"""The address for a printed document number; None where it is to stay plain."""

SETTING = re.compile(r"^\s{0,3}#{1,6}\s+|^\s{0,3}>\s?")
STRONG = re.compile(r"\*\*+")
TAG = re.compile(r"</?(?:p|div|span|b|strong|i|em|u|sup|sub|center|font)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; `url` is where a document number leads."""

    text: str
    strong: bool = False
    url: str | None = None


Pieces = tuple[Piece, ...]
Found = tuple[int, int, str]
"""Where a document number begins and ends in a paragraph, and where it leads."""


def parted(line: str) -> Pieces:
    """The line without its markup; what stands between ** is strong."""
    stretches = enumerate(STRONG.split(SETTING.sub("", TAG.sub("", line)).strip()))
    return tuple(Piece(text, bool(order % 2)) for order, text in stretches if text)


def linked(lines: Sequence[Pieces], link: Link) -> list[Pieces]:
    """The lines of a paragraph, in which document numbers lead somewhere, also those that a line end cuts."""
    text = "".join(map(words, lines))
    printed = ((match.start, match.end) for match in numbers.find(text))
    found = [(start, end, url) for start, end in printed if (url := link(text[start:end]))]
    return list(_cut(lines, found)) if found else list(lines)


def words(line: Iterable[Piece]) -> str:
    """The line as it is read."""
    return "".join(piece.text for piece in line)


def mentioned(paragraphs: Iterable[str]) -> frozenset[str]:
    """Keys of all document numbers in the paragraphs."""
    found = (numbers.key(match.number) for text in paragraphs for match in numbers.find(text))
    return frozenset(key for key in found if key)


def _cut(lines: Iterable[Pieces], found: Sequence[Found]) -> Iterator[Pieces]:
    at, ahead = 0, 0
    for line in lines:
        cut: list[Piece] = []
        for piece in line:
            while ahead < len(found) and found[ahead][1] <= at:
                ahead += 1
            cut += _parts(piece, at, (found[k] for k in range(ahead, len(found))))
            at += len(piece.text)
        yield tuple(cut)


def _parts(piece: Piece, at: int, found: Iterable[Found]) -> Iterator[Piece]:
    """A piece that begins at `at`, cut where the numbers begin and end."""
    done, text = 0, piece.text
    for start, end, url in found:
        low, high = max(0, start - at), min(len(text), end - at)
        if low >= len(text):
            break
        if low > done:
            yield replace(piece, text=text[done:low])
        yield replace(piece, text=text[low:high], url=url)
        done = high
    if done < len(text):
        yield replace(piece, text=text[done:])
