"""A lone attachment: 发文字号 and 附件N at its top, then its own title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gazette import numbers
from gazette.numbers import DocNumber
from services.extract.parsing import shapes
from services.extract.parsing.repair import Line

TOP = 6
TITLE_LINES = 3
NUMBER_AND_LABEL = re.compile(r"(.{4,40}?号)[）)]?(?:的)?附件(\d{0,3}(?:[-—]\d{1,2})?)[：:]?")
LABEL = re.compile(r"附件(\d{0,3}(?:[-—]\d{1,2})?)[：:]?")


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a lone attachment belongs to, and its title, in indices of lines."""

    at: int
    of: DocNumber | None
    number: str | None
    title: str
    title_begin: int
    title_end: int


def attachment(lines: Sequence[Line]) -> Attachment | None:
    """The lone attachment that these lines are, or None."""
    for k, line in enumerate(lines[:TOP]):
        if len(line.bare) > shapes.LONGEST_NUMBER_LINE:
            continue
        found = NUMBER_AND_LABEL.fullmatch(line.bare)
        of = numbers.parse(found[1]) if found else None
        label = LABEL.fullmatch(line.bare)
        if of is not None and found is not None:
            return _titled(lines, k, of, found[2])
        if label is not None:
            return _titled(lines, k, None, label[1])
    return None


def _titled(lines: Sequence[Line], at: int, of: DocNumber | None, number: str) -> Attachment | None:
    begin = at + 1
    end = begin
    while end < min(begin + TITLE_LINES, len(lines)) and shapes.is_titular(lines[end]):
        end += 1
    if end == begin:
        return None
    title = "".join(line.bare for line in lines[begin:end])
    return Attachment(at, of, number or None, title, begin, end - 1)
