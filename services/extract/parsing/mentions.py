"""Another document as it is named in a line: by its title, by a short form, with its number or without."""

from collections.abc import Mapping

from gazette import numbers
from gazette.fields import Alias
from gazette.model import Mention
from services.extract.parsing.quotes import Quoted
from services.extract.parsing.repair import Line

BY_ALIAS = 0.9
"""Of the uses of a short form this share means the text that it was given to."""


def mention(line: Line, title: Quoted, short: Mapping[str, Alias], sure: float, enclosed: bool = False) -> Mention:
    """The text that a quoted title means; `short` has the aliases by which texts are named."""
    alias = short.get(title.title) if title.number is None and not defines(line, title) else None
    if alias is not None:
        place = line.place(title.start, title.end)
        sure = round(sure * BY_ALIAS, 2)
        return Mention(
            alias.long,
            alias.doc_number,
            place.start_line,
            place,
            alias=alias.short,
            enclosed=enclosed,
            confidence=sure,
        )
    number = numbers.format(title.number) if title.number else None
    place = line.place(title.start, title.stop)
    return Mention(title.title, number, place.start_line, place, enclosed=enclosed, confidence=sure)


def defines(line: Line, title: Quoted) -> bool:
    """Whether the short form is being given here: 以下简称《…》."""
    return "以下" in line.text[max(0, title.start - 8) : title.start]


def identity(one: Mention) -> str:
    """What tells mentions apart: the number key, or else the title."""
    return (numbers.key(one.doc_number) if one.doc_number else None) or one.title or ""
