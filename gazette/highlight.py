"""Matches shown to people: marks in a title, short readable pieces of a text. Pure; works on text as stored."""

import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, zip_longest
from operator import itemgetter

import regex

from gazette.query import Field, Phrase, Query, phrases
from gazette.search import Snippet
from gazette.tokens import pattern

MOST_SNIPPETS = 3
MOST_LOCATED = 8
"""Phrases that are looked for one by one; the others are marked where they stand nearby."""
MATCHES_EACH = 3

LEAD = 40
"""Characters before a match in which a beginning of a sentence is looked for."""
LENGTH = 110
LONGEST = 240

PATIENCE = 1.0
"""Seconds for the marks of one page, which commonly takes a few milliseconds."""

SENTENCE_ENDS = "\n。；！？"
LONGEST_TAG = 64
TAG = regex.compile(rf"</?[A-Za-z][^<>\n]{{0,{LONGEST_TAG}}}>")
NOISE = regex.compile(
    rf"(?:{TAG.pattern}|\*{{2,}}|(?:\|[ \t]*)?:?-{{2,}}:?(?:[ \t]*\|)?|(?m:^)[ \t]*#{{1,6}}(?=[ \t])|\s)++", regex.V1
)
LETTERS_BEFORE = regex.compile(r"(?r)[a-zA-Z0-9]{1,20}")
LETTERS_AFTER = regex.compile(r"[a-zA-Z0-9]{1,20}")

Span = tuple[int, int]
Match = regex.Match[str]


class Highlighter:
    """Marks what one query found. Compiled once for a search, used for each hit of one page.

    After `patience` seconds it finds nothing more: text made of one phrase over and over takes text times phrase.
    """

    def __init__(self, query: Query | None, patience: float = PATIENCE) -> None:
        self._deadline = time.monotonic() + patience
        found = tuple(phrases(query))
        in_text = _longest_first(phrase for phrase in found if phrase.field is None)
        self._title = _compiled(_longest_first(phrase for phrase in found if phrase.field in {None, Field.TITLE}))
        self._text = _compiled(in_text)
        self._each = [_compiled([words]) for words in in_text[:MOST_LOCATED]]

    def title_marks(self, title: str) -> tuple[Span, ...]:
        """The matched stretches of a title."""
        return tuple(match.span() for match in self._matches(self._title, title, 0, len(title)))

    def snippets(self, text: str, start_line: int, lines: Sequence[tuple[int, int]] = ()) -> tuple[Snippet, ...]:
        """At most three pieces of the text, in its order; `start_line` is the line of its first character.

        `lines` are (offset, line) wherever the line changes, where not each line of the text counts.
        """
        windows: list[Span] = []
        for start, end in self._located(text):
            if len(windows) == MOST_SNIPPETS:
                break
            if not any(low < end and start < high for low, high in windows):
                windows.append(_window(text, start, end, windows))
        known = lines or ((0, start_line),)
        shown = (self._snippet(text, low, high, known) for low, high in sorted(windows))
        return tuple(snippet for snippet in shown if snippet.marks)

    def _located(self, text: str) -> Iterator[Span]:
        """The first match of each phrase, then another of each further on, and so on."""
        each = [islice(_apart(self._matches(one, text, 0, len(text))), MATCHES_EACH) for one in self._each]
        for spans in zip_longest(*each):
            yield from sorted(filter(None, spans))

    def _snippet(self, text: str, low: int, high: int, lines: Sequence[tuple[int, int]]) -> Snippet:
        piece = _Readable(text, low, high)
        matches = [match.span() for match in self._matches(self._text, text, low, high)]
        spans = ((piece.start_of(start), piece.end_of(end)) for start, end in matches)
        line = _line(text, matches[0][0] if matches else low, lines)
        return Snippet(piece.text, tuple((a, b) for a, b in spans if a < b), line)

    def _matches(self, wanted: "regex.Pattern[str] | None", text: str, low: int, high: int) -> Iterator[Match]:
        left = self._deadline - time.monotonic()
        if wanted is None or left <= 0:
            return
        with suppress(TimeoutError):
            yield from wanted.finditer(text, low, high, timeout=left)


def _line(text: str, at: int, lines: Sequence[tuple[int, int]]) -> int:
    """The line of a character: the nearest known one before it, and the line ends since then."""
    offset, line = lines[max(0, bisect_right(lines, at, key=itemgetter(0)) - 1)]
    return line + text.count("\n", offset, at)


def _longest_first(found: Iterable[Phrase]) -> list[tuple[str, ...]]:
    return sorted(dict.fromkeys(phrase.tokens for phrase in found), key=len, reverse=True)


def _compiled(several: list[tuple[str, ...]]) -> "regex.Pattern[str] | None":
    return regex.compile("|".join(map(pattern, several)), regex.V1) if several else None


def _apart(matches: Iterable[Match]) -> Iterator[Span]:
    """Of matches that one snippet would show together, the first."""
    reached = 0
    for match in matches:
        if match.start() >= reached:
            reached = match.start() + LENGTH
            yield match.span()


def _window(text: str, start: int, end: int, taken: list[Span]) -> Span:
    """A stretch around a match that cuts neither a word nor a tag, and no other window."""
    floor = max((high for _, high in taken if high <= start), default=0)
    ceiling = min((low for low, _ in taken if low >= end), default=len(text))
    low = _beginning(text, max(floor, start - LEAD), start)
    high = max(end, min(ceiling, low + LENGTH, len(text)))
    return low, max(end, _ending(text, high))


def _beginning(text: str, low: int, start: int) -> int:
    sentence = max(text.rfind(mark, low, start) for mark in SENTENCE_ENDS) + 1
    if sentence > 0:
        return sentence
    tag = _tag_across(text, low)
    if tag:
        return min(tag[1], start)
    word = LETTERS_AFTER.match(text, low) if LETTERS_BEFORE.match(text, 0, low) else None
    at = word.end() if word else low
    return min(start, at + 1 if text.startswith("*", at) else at)


def _ending(text: str, high: int) -> int:
    tag = _tag_across(text, high)
    if tag:
        return tag[0]
    word = LETTERS_BEFORE.match(text, 0, high) if LETTERS_AFTER.match(text, high) else None
    at = word.start() if word else high
    return at - 1 if text.startswith("**", at - 1) else at


def _tag_across(text: str, at: int) -> Span | None:
    """The tag that a cut at `at` would break."""
    opened = text.rfind("<", max(0, at - LONGEST_TAG), at)
    tag = TAG.match(text, opened) if opened >= 0 else None
    return tag.span() if tag and tag.end() > at else None


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters taken over unchanged: where they stand in the text and in what is shown."""

    source: int
    shown: int
    length: int


class _Readable:
    """A stretch of text without marks, tags and runs of white space, and where its characters went."""

    def __init__(self, text: str, low: int, high: int) -> None:
        self._runs: list[_Run] = []
        parts: list[str] = []
        shown = 0
        for start, end, gap in _runs(text, low, high):
            space = " " if gap and parts else ""
            self._runs.append(_Run(start, shown + len(space), end - start))
            parts.append(space + text[start:end])
            shown += len(parts[-1])
        self._sources = [run.source for run in self._runs]
        self.text = "".join(parts)[:LONGEST]

    def start_of(self, at: int) -> int:
        return self._shown(bisect_right(self._sources, at) - 1, at)

    def end_of(self, at: int) -> int:
        return self._shown(bisect_right(self._sources, at - 1) - 1, at)

    def _shown(self, index: int, at: int) -> int:
        if index < 0:
            return 0
        run = self._runs[index]
        return min(run.shown + min(at - run.source, run.length), len(self.text))


def _runs(text: str, low: int, high: int) -> Iterator[tuple[int, int, bool]]:
    """(start, end, white space before it) of what is no noise."""
    at, gap = low, False
    for noise in NOISE.finditer(text, low, high):
        if noise.start() > at:
            yield at, noise.start(), gap
            gap = False
        at, gap = noise.end(), gap or any(letter.isspace() for letter in noise[0])
    if at < high:
        yield at, high, gap
