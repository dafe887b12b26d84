"""Titles in 《》, nested ones too, with the number that stands in the brackets right behind them."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gazette import numbers
from gazette.numbers import DocNumber
from services.extract.parsing.values import printed

LONGEST, NEAR = 200, 40
MARKS = re.compile("[《》。\n]")
BRACKET = re.compile(r"\s{0,3}(?:[（(](?:[^（()）]|[（(](?:19|20)\d\d[）)]){0,120}[）)])")
LEADS = re.compile(r"[ \u3000（(]*(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日)?\s*")
MOST_BRACKETS = 3
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A title in book marks: `text[start:end]` with its marks; `stop` is behind the brackets that follow."""

    title: str
    start: int
    end: int
    stop: int
    number: DocNumber | None = None


def quoted(text: str) -> list[Quoted]:
    """The outermost titles of a text, from left to right. One that is never closed gives those inside it."""
    found: list[Quoted] = []
    for start, end in _spans(text) if "《" in text else ():
        if not found or start >= found[-1].stop:
            found.append(_with_number(text, start, end))
    return found


def between(found: Sequence[Quoted], low: int, high: int) -> Sequence[Quoted]:
    """Those that begin in [low, high)."""
    return found[bisect_left(found, low, key=_start) : bisect_left(found, high, key=_start)]


def inner(title: str) -> str | None:
    """The title that is quoted within a title: of 关于修改〈某办法〉的决定 it is 某办法."""
    found = re.search(r"[〈《<](.{2,120})[〉》>]", title)
    return found[1] if found else None


def masked(text: str, found: Sequence[Quoted]) -> str:
    """The text, of the same length, with what stands in 《》 and in the brackets behind it blotted out."""
    pieces: list[str] = []
    at = 0
    for one in found:
        pieces += (
            text[at : one.start],
            "《",
            "\u3000" * (one.end - one.start - 2),
            "》",
            "\u3000" * (one.stop - one.end),
        )
        at = one.stop
    return "".join([*pieces, text[at:]])


def brackets(text: str, at: int) -> list[Span]:
    """The pairs of round brackets that follow one another from `at` on and do not name another text."""
    found: list[Span] = []
    while len(found) < MOST_BRACKETS and (bracket := BRACKET.match(text, at)):
        if "《" in bracket[0] and "以下" not in bracket[0]:
            break
        at = bracket.end()
        found.append((bracket.start() + len(bracket[0]) - len(bracket[0].lstrip()), at))
    return found


def _start(one: Quoted) -> int:
    return one.start


def _spans(text: str) -> Iterator[Span]:
    opened: list[int] = []
    within: list[Span] = []
    for mark in MARKS.finditer(text):
        if mark[0] == "《":
            opened.append(mark.start())
        elif mark[0] == "》" and opened:
            span = (opened.pop(), mark.end())
            if opened:
                within.append(span)
                continue
            within.clear()
            if span[1] - span[0] <= LONGEST:
                yield span
        elif mark[0] != "》" and opened:
            yield from within
            opened.clear()
            within.clear()
    yield from within


def _with_number(text: str, start: int, end: int) -> Quoted:
    title = printed(text[start + 1 : end - 1])
    behind = brackets(text, end) if text[end : end + 4].lstrip()[:1] in ("（", "(") else []
    stop = behind[-1][1] if behind else end
    for low, high in behind:
        match = next(numbers.find(text[low + 1 : high]), None)
        if match is not None and LEADS.fullmatch(text, low + 1, low + 1 + match.start):
            return Quoted(title, start, end, stop, match.number)
    near = text[end : end + NEAR] if not behind else ""
    bare = next(numbers.find(near), None) if "号" in near else None
    if bare is not None and not text[end : end + bare.start].strip():
        return Quoted(title, start, end, end + bare.end, bare.number)
    return Quoted(title, start, end, stop)
