"""A printed line in pieces: plain, strong, or a document number that leads somewhere. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

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


def pieces(line: str, link: Link) -> Pieces:
    """The line without its markup; what stands between ** is strong."""
    stretches = enumerate(STRONG.split(SETTING.sub("", TAG.sub("", line)).strip()))
    return tuple(piece for order, text in stretches if text for piece in _linked(text, bool(order % 2), link))


def words(line: Iterable[Piece]) -> str:
    """The line as it is read."""
    return "".join(piece.text for piece in line)


def mentioned(lines: Iterable[str]) -> frozenset[str]:
    """Keys of all document numbers in the lines."""
    found = (numbers.key(match.number) for line in lines for match in numbers.find(line))
    return frozenset(key for key in found if key)


def _linked(text: str, strong: bool, link: Link) -> Iterator[Piece]:
    at = 0
    for match in numbers.find(text):
        printed = text[match.start : match.end]
        url = link(printed)
        if url is None:
            continue
        if match.start > at:
            yield Piece(text[at : match.start], strong)
        yield Piece(printed, strong, url)
        at = match.end
    if at < len(text):
        yield Piece(text[at:], strong)
