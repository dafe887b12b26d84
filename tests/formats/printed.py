"""What of a text reaches paper: no blank lines, no markdown; tables, and the paragraphs that lines were cut from."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

MARKS = re.compile(r"^#{1,6}\s+|^[-+]\s+(?!\d)|\*\*", re.MULTILINE)
CONTENTS = re.compile(r"^([^\t]*)\t(\d{1,3})$")
OPEN = ("，", "、", "（", "《", "〕")
ENDS = ("。", "；", "！", "？", "：")
ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第.{1,4}条|附件")
ADDRESSED = re.compile(r"(?=.{1,60}$)(?:各.*|.*[、，].*)：$")
CUT_SHARE, SLACK, INDENT = 0.5, 1, 2


def printed(text: str) -> list[str]:
    """The lines of a text as they are set."""
    return [line for line in MARKS.sub("", text).split("\n") if line.strip()]


def blocks(text: str) -> Iterator[tuple[bool, list[str]]]:
    """The tables of a text, lines whose cells tabs part, and between them its paragraphs and entries of contents."""
    lines = printed(text)
    measure = _measure(lines)
    for tabbed, group in groupby(lines, lambda line: "\t" in line.strip(" ")):
        rows = [line.strip(" ") for line in group]
        if tabbed and not _are_entries(rows):
            yield True, rows
        else:
            yield False, list(_whole([row.strip() for row in rows], measure))


def width(text: str) -> float:
    """Of characters, in sizes of the type."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def _are_entries(rows: Sequence[str]) -> bool:
    """Whether they are titles and page numbers."""
    return any(map(CONTENTS.match, rows)) and all(CONTENTS.match(row) or row.find("\t") == len(row) - 1 for row in rows)


def _measure(lines: Iterable[str]) -> int | None:
    """How wide the lines are that a text was cut into, where most are of one width."""
    widths = Counter(round(width(line.strip())) for line in lines)
    measure = max(widths, key=lambda one: (widths[one], one), default=0)
    near = sum(count for one, count in widths.items() if abs(one - measure) <= SLACK)
    return measure if near > CUT_SHARE * widths.total() else None


def _whole(lines: Iterable[str], measure: int | None) -> Iterator[str]:
    """Lines that a page end or a measure had cut are one paragraph again."""
    whole = last = ""
    for line in lines:
        indent = INDENT if last == whole else 0
        cut = measure is not None and width(last) + indent >= measure - SLACK and not last.endswith(ENDS)
        if whole and (last.endswith(OPEN) or (cut and not ORDINAL.match(line))):
            whole += line
        else:
            yield from [whole] if whole else []
            whole = line
        last = line
    yield from [whole] if whole else []
