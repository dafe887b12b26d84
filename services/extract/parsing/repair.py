"""Repaired lines that know where each of their characters stands in the text of record."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gazette.model import Paragraph, Place

LONG, TABBED = 400, 0.6
TRIGGER = re.compile("[#*<&>\\\\\u200b-\u200f\u2060\ufeff\u2e80-\u2fdf]|^[-+] ")
LEADING = re.compile(
    r"(?:>\s{0,3}|&(?:nbsp|ensp|emsp|thinsp);){0,12}(?:#{1,6}\s*)?(?:[-+]\s+)?(?:\* ?\*)?(?:#{1,6}\s+)?"
)
PAINT = re.compile(
    "\\* ?\\*|&(?:nbsp|ensp|emsp|thinsp);|</?[A-Za-z][^<>]{0,80}>|<!--[^<>]{0,80}-->"
    "|[\u200b-\u200f\u2060\ufeff]|\\\\(?=[_*#\\[\\]])"
)
INDENT = "\u3000\u3000"
PAGE_ENDS = ("—", "–", "-", "·", "页")
GLUED_PAGE = re.compile(
    r"(?<=\S)\s{1,4}(?:([—–·-])\s?\d{1,4}\s?\1|第\s?\d{1,4}\s?页(?:[,，/\s]{0,3}共\s?\d{1,4}\s?页)?)$"
)
RADICALS = re.compile("[\u2e80-\u2fdf]")
LETTER_ENDS, LETTER_BEGINS = re.compile(r"[A-Za-z0-9]$"), re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Line:
    """One or more joined source lines without markdown marks, tags and invisible characters.

    `bare` has no white space (long lines: as they are). `runs` are (offset in text, source line, column), sorted.
    `gap` counts the blank lines before, `width` the characters of the (last) source line; `row` tells a table row,
    `marked` a markdown heading, `indented` ideographic spaces in front.
    """

    text: str
    bare: str
    runs: tuple[tuple[int, int, int], ...]
    gap: int = 0
    row: bool = False
    marked: bool = False
    width: int = 0
    indented: bool = False

    @property
    def first(self) -> int:
        """Source line of the first character."""
        return self.runs[0][1]

    @property
    def last(self) -> int:
        """Source line of the last character."""
        return self.runs[-1][1]

    def source(self, offset: int) -> tuple[int, int]:
        """Source line and column of the character at `offset`."""
        begin, line, column = self.runs[bisect_right(self.runs, (offset, 1 << 62, 0)) - 1]
        return line, column + offset - begin

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """Where `text[start:end]` stands in the text of record."""
        stop = len(self.text) if end is None else end
        line, column = self.source(start)
        last, last_column = self.source(max(start, stop - 1))
        return Place(line, column, last, last_column + 1)


def lines(text: str) -> list[Line]:
    """The lines that are not blank, repaired; nothing but marks, tags, invisible characters and radicals is touched."""
    found: list[Line] = []
    blank, sources = 0, text.split("\n")
    indented = _indented_by_tabs(text, sources)
    for number, raw in enumerate(sources, 1):
        line = _line(raw, number, blank, indented)
        blank = 0 if line else blank + 1
        if line:
            found.append(line)
    return found


def joined(parts: Iterable[Line], spaced: bool = False) -> Line:
    """Lines joined to one; where each character came from is kept.

    `spaced` puts a space between Latin words that would run together; it stands for the line end.
    """
    pieces = list(parts)
    runs: list[tuple[int, int, int]] = []
    texts: list[str] = []
    at = 0
    for piece in pieces:
        if spaced and texts and _runs_together(texts[-1], piece.text):
            line, column = pieces[len(texts) - 1].source(len(texts[-1]) - 1)
            runs.append((at, line, column + 1))
            texts[-1] += " "
            at += 1
        runs += [(at + begin, line, column) for begin, line, column in piece.runs]
        texts.append(piece.text)
        at += len(piece.text)
    text = "".join(texts)
    return Line(text, _bare(text), tuple(runs), pieces[0].gap, False, pieces[0].marked, pieces[-1].width)


def slices(line: Line) -> Paragraph:
    """The stretches of the text of record that a repaired line is made of."""
    ends = [begin for begin, _, _ in line.runs[1:]] + [len(line.text)]
    spaces = {at for (at, number, _), (end, after, _) in pairwise(line.runs) if after > number and end - at == 1}
    return tuple(
        (number, column, column if begin in spaces and line.text[begin] == " " else column + end - begin)
        for (begin, number, column), end in zip(line.runs, ends, strict=True)
    )


def span(pieces: Iterable[Line]) -> Place:
    """From the beginning of the first line to the end of the last."""
    first, *rest = pieces
    begin, end = first.place(), (rest[-1] if rest else first).place()
    return Place(begin.start_line, begin.start, end.end_line, end.end)


def _indented_by_tabs(text: str, sources: Sequence[str]) -> bool:
    """Whether most lines begin with a tab, so that it sets off paragraphs and no cells."""
    begin = text.count("\n\t")
    return 4 * begin > len(sources) and begin > TABBED * sum(1 for source in sources if source.strip())


def _line(raw: str, number: int, gap: int, indented: bool) -> Line | None:
    text = raw.strip()
    if text[-1:] in PAGE_ENDS:
        text = GLUED_PAGE.sub("", text)
    if not text:
        return None
    column = raw.find(text[0])
    row = "\t" in (text if indented else raw) or text[0] == "|"
    if not TRIGGER.search(text):
        return Line(text, _bare(text), ((0, number, column),), gap, row, False, len(text), raw.startswith(INDENT))
    marked, width = text[0] == "#", len(text)
    text, runs = _cleaned(text, number, column)
    return Line(text, _bare(text), runs, gap, row, marked, width, raw.startswith(INDENT)) if text else None


def _cleaned(text: str, number: int, column: int) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    """Without paint, and where the kept pieces begin."""
    lead = LEADING.match(text)
    at = lead.end() if lead else 0
    pieces: list[str] = []
    runs: list[tuple[int, int, int]] = []
    length = 0
    for begin, end in [*((m.start(), m.end()) for m in PAINT.finditer(text, at)), (len(text), len(text))]:
        if begin > at:
            runs.append((length, number, column + at))
            pieces.append(text[at:begin])
            length += begin - at
        at = end
    kept = "".join(pieces)
    start = len(kept) - len(kept.lstrip())
    kept = RADICALS.sub(_modern, kept.strip())
    return kept, _shifted(runs, start)


def _shifted(runs: list[tuple[int, int, int]], by: int) -> tuple[tuple[int, int, int], ...]:
    """Run map after `by` characters were cut off in front."""
    if not by:
        return tuple(runs)
    at = bisect_right(runs, (by, 1 << 62, 0)) - 1
    begin, line, column = runs[at]
    return ((0, line, column + by - begin), *((b - by, n, c) for b, n, c in runs[at + 1 :]))


def _runs_together(before: str, after: str) -> bool:
    """Letters or digits on both sides; a number of which both are digits was cut in two."""
    if not LETTER_ENDS.search(before) or not LETTER_BEGINS.match(after):
        return False
    return not (before[-1].isdecimal() and after[0].isdecimal())


def _modern(radical: re.Match[str]) -> str:
    modern = unicodedata.normalize("NFKC", radical[0])
    return modern if len(modern) == 1 else radical[0]


def _bare(text: str) -> str:
    return text if len(text) > LONG else "".join(text.split())
