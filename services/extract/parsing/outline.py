"""Numbered headings of a document and of what is enclosed with it."""

import re
from collections.abc import Iterator, Sequence

from gazette.model import Heading
from services.extract.parsing.repair import Line
from services.extract.parsing.values import printed

N = "[一二三四五六七八九十百零〇]"
KINDS = (
    ("编", rf"第{N}{{1,5}}[编篇部]分?"),
    ("章", rf"第\s?(?:{N}{{1,5}}|\d{{1,3}})\s?章"),
    ("节", rf"第\s?(?:{N}{{1,5}}|\d{{1,3}})\s?节"),
    ("条", rf"第\s?(?:{N}{{1,6}}|\d{{1,4}})\s?条"),
    ("一、", rf"{N}{{1,4}}、"),
    ("（一）", rf"[（(]{N}{{1,4}}[）)]"),
    ("1.1", r"\d{1,2}(?:\.\d{1,2}){1,3}(?![\d%％万亿.])"),
    ("1.", r"\d{1,2}\s?[.．、](?!\d)"),
    ("（1）", r"[（(]\s?\d{1,2}\s?[）)]"),
)
LABEL = re.compile("|".join(f"(?P<k{n}>{pattern})" for n, (_, pattern) in enumerate(KINDS)))
QUICK = re.compile(rf"[第（({N[1:-1]}\d]")
PLAIN = ("1.", "（1）", "1.1")
LIST_HEAD = re.compile(r"附\s?(?:件|表)\s?[：:]")
LIST_ITEM = re.compile(r"\d{1,2}\s?(?:[-—–]\s?\d{1,2}\s?)?[.．、]")
WHOLE = ("编", "章", "节")
ARTICLE = "条"
LONGEST, LONGEST_RUN_IN, LONGEST_PLAIN = 60, 36, 40
STOPS = tuple("。；;！？：:，,、")
NAMED_BY_NUMBER = re.compile(r"\d\s{0,3}[号號](?:修[改订正])?\s{0,3}[）)]$")
"""A line that ends so lists a document; no heading does."""


def outline(lines: Sequence[Line], low: int, high: int, restarts: Sequence[int]) -> tuple[Heading, ...]:
    """Headings of `lines[low:high]`; levels count anew after each source line in `restarts` (titles of enclosures)."""
    return tuple(_headings(lines, low, high, sorted(restarts)))


def _headings(lines: Sequence[Line], low: int, high: int, restarts: Sequence[int]) -> Iterator[Heading]:
    stack: list[str] = []
    due = list(restarts)
    listing = False
    for k in range(low, high):
        line = lines[k]
        while due and line.first >= due[0]:
            due.pop(0)
            stack.clear()
        listing = LIST_HEAD.match(line.text) is not None or (listing and LIST_ITEM.match(line.text) is not None)
        if line.row or listing or not QUICK.match(line.text):
            continue
        found = LABEL.match(line.text)
        if found is None or found.lastgroup is None:
            continue
        kind = KINDS[int(found.lastgroup[1:])][0]
        text = _heading_text(line, found.end(), kind)
        if text and kind in WHOLE and line.marked and k + 1 < high and _goes_on(lines[k + 1]):
            text += printed(lines[k + 1].text)
        if text is not None:
            yield Heading(_level(stack, kind), printed(found[0]), text, line.first)


def _goes_on(line: Line) -> bool:
    """A second line of a marked heading: marked too, and without a label of its own."""
    return (
        line.marked
        and len(line.bare) <= LONGEST_RUN_IN
        and not LABEL.match(line.text)
        and not line.bare.endswith(STOPS)
    )


def _level(stack: list[str], kind: str) -> int:
    """Depth of a kind of label: a kind seen before closes those below it."""
    if kind in stack:
        del stack[stack.index(kind) + 1 :]
    else:
        stack.append(kind)
    return len(stack)


def _heading_text(line: Line, at: int, kind: str) -> str | None:
    """Text of the heading without its full stop; None where the line is a list item, a footnote or plain text."""
    rest = line.text[at : at + 4 * LONGEST].strip()
    if kind == ARTICLE:
        return ""
    if not rest or "\t" in rest or NAMED_BY_NUMBER.search(line.text[-20:]):
        return None
    if kind in PLAIN:
        whole = len(line.text) - at <= 2 * LONGEST_PLAIN and len(rest) <= LONGEST_PLAIN
        return printed(rest) if whole and not rest.endswith(STOPS) and "：" not in rest and "。" not in rest else None
    stop = rest.find("。")
    head = rest if stop < 0 else rest[:stop]
    limit = LONGEST if stop in (-1, len(rest) - 1) else LONGEST_RUN_IN
    if len(head) > limit or head.endswith(("；", ";", "：", ":", "，")) or (stop < 0 and len(line.text) > 4 * LONGEST):
        return None
    return printed(head)
