"""Texts in traditional characters: they are read as if they were simplified, and shown as they are printed."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from itertools import accumulate
from operator import is_
from typing import Any

from gazette import numbers
from gazette.han import simplified
from gazette.model import Document
from services.extract.parsing.repair import Line
from services.extract.parsing.values import DIGITS, FULL_WIDTH

HAN = re.compile("[\u3400-\u9fff]+")
FARTHEST = 4000
TERMS = frozenset(("verb", "nature"))
"""Fields whose values are words of ours."""


def recognisable(lines: Iterable[Line]) -> list[Line]:
    """The lines with `bare` made simplified; `text` stays."""
    return [replace(line, bare=simplified(line.bare)) for line in lines]


def are_recognisable(lines: Iterable[Line]) -> bool:
    """Whether `bare` of these lines was made simplified, and is not as their text."""
    return any(len(line.bare) == len(line.text) and line.bare != line.text for line in lines)


def plain(lines: Iterable[Line]) -> list[Line]:
    """The lines made simplified altogether; the length stays the same."""
    return [replace(line, text=simplified(line.text)) for line in lines]


def as_printed(documents: Iterable[Document], lines: Sequence[Line], read: Sequence[Line]) -> list[Document]:
    """Documents that were read from `read`, the simplified lines, with the very characters of `lines`."""
    found, at = [], 0
    for document in documents:
        at = next((k for k in range(at, len(lines)) if lines[k].last >= document.start_line), at)
        end = next((k for k in range(at, len(lines)) if lines[k].first > document.end_line), len(lines))
        found.append(Printed(lines[at:end], read[at:end]).of(document))
    return found


class Printed:
    """What is printed for what was read: near the place of a value, else wherever its characters stand first."""

    def __init__(self, lines: Sequence[Line], read: Iterable[Line]) -> None:
        texts = ["".join(line.text.split()) for line in lines]
        self._lines = [line.first for line in lines]
        self._starts = [0, *accumulate(map(len, texts))]
        self._shown = _digits("".join(texts))
        self._plain = _digits("".join("".join(line.text.split()) for line in read))

    def of(self, value: Any, near: int = 0) -> Any:
        """The value, or all values within it, as printed; what is no text, or none of this text, stays as it is."""
        if isinstance(value, str):
            if isinstance(value, Enum) or not HAN.search(value):
                return value
            return self._number(value, near) if value.endswith(("号", "號")) else self._text(value, near)
        if isinstance(value, tuple):
            made = tuple(self.of(one, near) for one in value)
            return value if all(map(is_, made, value)) else made
        if isinstance(value, Mapping):
            return {name: self.of(one, near) for name, one in value.items()}
        if not is_dataclass(value) or isinstance(value, type):
            return value
        start = self._start(value, near)
        held = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in TERMS}
        changed = {name: made for name, one in held.items() if (made := self.of(one, start)) is not one}
        return replace(value, **changed) if changed else value

    def _start(self, row: Any, near: int) -> int:
        """Where the line begins that a row says it stands in."""
        place = getattr(row, "place", None)
        line = place.start_line if place else getattr(row, "start_line", None) or getattr(row, "line", None)
        at = bisect_right(self._lines, line) - 1 if isinstance(line, int) else -1
        return self._starts[at] if at >= 0 else near

    def _number(self, value: str, near: int) -> str:
        """Of a number the code; the rest of it is written as we write numbers."""
        number = numbers.parse(value)
        if number is None or numbers.format(number) != value:
            return self._text(value, near)
        return numbers.format(replace(number, code=self._text(number.code, near)))

    def _text(self, value: str, near: int) -> str:
        """As it stands in the text whole, or else each run of characters as it stands there."""
        whole = self._found(value, near)
        return whole if whole is not None else HAN.sub(lambda run: self._found(run[0], near) or run[0], value)

    def _found(self, text: str, near: int) -> str | None:
        at = self._plain.find(text, near, near + FARTHEST + len(text))
        at = at if at >= 0 else self._plain.find(text)
        return self._shown[at : at + len(text)] if at >= 0 else None


def _digits(text: str) -> str:
    """Full-width digits as digits, as values are written."""
    return text.translate(DIGITS) if FULL_WIDTH.search(text) else text
