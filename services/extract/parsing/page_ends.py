"""What a page end does to a sentence: footnotes come between, and the lines before it are full."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from services.extract.parsing import shapes
from services.extract.parsing.repair import Line, joined

RULE = re.compile(r"[-_—–―]{3,}")
NOTE = re.compile(r"[\[［【〔]?(?:注|脚注)?\s?(?:\d{1,3}|[①-⑳])[\]］】〕]?[.．、]?\s?(?=[^\d\s.．、%％年月日])")
MOST_NOTES = 12
ENDS = tuple("。；;！!？?：:》”）)】")
SENTENCE_ENDS = tuple("。；;！!？?：:")
INDENT = 4
NARROWEST, WIDEST = 40, 72
LONG_LINE = 30
CROWDED, LOOSE = 5, 1
LEAST_CUTS, CUT_SHARE = 8, 0.5


def without_notes(paragraphs: Sequence[Line], begins: Callable[[Line], bool], spaced: bool) -> list[Line]:
    """The paragraphs, those joined that a rule and footnotes at a page end part; the rule between them is left out.

    `begins` tells what is the beginning of something; what else follows the notes must end as a sentence does.
    """
    found: list[Line] = []
    at = 0
    while at < len(paragraphs):
        rest = _behind_notes(paragraphs, at + 1) if found and RULE.fullmatch(paragraphs[at].bare) else None
        if rest and _is_unfinished(found[-1]) and _goes_on(paragraphs[rest]) and not begins(paragraphs[rest]):
            found[-1:] = [joined((found[-1], paragraphs[rest]), spaced), *paragraphs[at + 1 : rest]]
            at = rest
        else:
            found.append(paragraphs[at])
        at += 1
    return found


def printed_width(lines: Sequence[Line]) -> int | None:
    """Columns of a printed line where the lines of a text are paragraphs; None where page ends do not tell.

    A sentence that a page end cuts fills its last printed line, so its columns are a multiple of this width.
    """
    cuts = Counter(columns(line.text) + INDENT for line, after in _cuts(lines))
    enough = max(LEAST_CUTS, CUT_SHARE * cuts.total())
    fits = {width: _fitting(cuts, width) for width in range(NARROWEST, WIDEST + 1, 2)}
    best = max(fits, key=lambda width: fits[width])
    return best if fits[best] >= enough else None


def fills(text: str, width: int, indent: int = INDENT) -> bool:
    """Whether a text takes whole lines of so many columns, the first of them behind an indent."""
    return _is_whole(columns(text) + indent, width)


def columns(text: str) -> int:
    """Width in half-width columns."""
    return len(text.encode("gbk", "replace"))


def _is_whole(taken: int, width: int) -> bool:
    """Narrow characters and pressed punctuation let a line hold some more."""
    return taken >= width - LOOSE and (taken + LOOSE) % width <= CROWDED + LOOSE


def _fitting(cuts: "Counter[int]", width: int) -> int:
    return sum(count for taken, count in cuts.items() if _is_whole(taken, width))


def _cuts(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Long lines that end within a sentence which the next one ends."""
    for line, after in pairwise(lines):
        if len(line.bare) >= LONG_LINE and _is_unfinished(line) and not after.row and after.bare.endswith("。"):
            yield line, after


def _is_unfinished(line: Line) -> bool:
    return not (line.row or line.marked) and not line.text.endswith(ENDS) and any(mark in line.text for mark in "，。")


def _goes_on(line: Line) -> bool:
    """Whether a paragraph may be the rest of a sentence: it ends one, and is no title and nobody's name."""
    if line.row or line.marked or not line.bare.endswith(SENTENCE_ENDS):
        return False
    return len(line.bare) > shapes.LONGEST_TITLE_LINE or not (
        shapes.is_addressee(line.bare) or shapes.is_organ(line.bare) or shapes.title_shape(line.bare) >= shapes.WHOLE
    )


def _behind_notes(paragraphs: Sequence[Line], at: int) -> int | None:
    """Index of the first paragraph behind the notes that begin at `at`; None where there are none, or too many."""
    begin, stop = at, min(at + MOST_NOTES, len(paragraphs) - 1)
    while at < stop and NOTE.match(paragraphs[at].text):
        while at < stop and not paragraphs[at].bare.endswith("。"):
            at += 1
        at += 1
    return at if begin < at <= stop else None
