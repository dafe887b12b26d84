"""A regulation alone: 条例, 办法 and the like, without a notice, told by its articles, its order or who passed it."""

import re
from collections.abc import Sequence

from services.extract.parsing import shapes
from services.extract.parsing.repair import Line
from services.extract.parsing.signals import WEIGHTS, Head
from services.extract.parsing.titles import TitleBlock

DEPTH, SHAPE, MOST_NOTES, LONGEST_NOTE = 30, 2.0, 12, 300
NOTE = re.compile(r"[（(]?\d{4}年\d{1,2}月\d{1,2}日[^。；]{2,300}(?:通过|批准|发布|公布|修订|修正|施行)[）)]?")
OPENING = re.compile(r"(?:制定|规定如下|解释如下|现就)[^。]{0,200}[。：:]\s*\Z")
FIRST = re.compile(r"第[一1][编篇章条]|总则$|目录$")


def regulation(lines: Sequence[Line]) -> Head | None:
    """The head of the regulation that these lines are, or None: its name stands near the top, in one line."""
    for k, line in enumerate(lines[:DEPTH]):
        if not shapes.is_titular(line) or shapes.REGULATION.fullmatch(line.bare) is None or k + 1 >= len(lines):
            continue
        title = TitleBlock(k, k, line.bare, SHAPE)
        number = shapes.number_of(lines[k + 1].bare)
        if number is not None and number.code.endswith(("令", "公告")):
            return Head(k, title, number, k + 1, signals={"number": WEIGHTS["number"], "title": WEIGHTS["title"]})
        signs = _signs(lines, k + 1)
        if signs:
            return Head(k, title, signals={sign: WEIGHTS[sign] for sign in signs})
    return None


def _signs(lines: Sequence[Line], at: int) -> list[str]:
    """What in the lines from `at` on speaks for a regulation whose name stands above them."""
    behind = shapes.adopted_until(lines, at)
    while behind < min(at + MOST_NOTES, len(lines)) and _is_note(lines[behind].bare):
        behind += 1
    signs = ["adopted"] if behind > at else []
    told = behind < len(lines) and OPENING.search(lines[behind].text) is not None
    if any(FIRST.match(line.bare) for line in lines[behind : behind + 1 + told]):
        signs.append("articles")
    return signs


def _is_note(bare: str) -> bool:
    """Whether a line says when, and by whom or which order, the text was published or revised."""
    return len(bare) <= LONGEST_NOTE and NOTE.fullmatch(bare) is not None
