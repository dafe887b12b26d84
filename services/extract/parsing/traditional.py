"""Texts in traditional characters: their lines are recognised by simplified ones, and shown as they are."""

from collections.abc import Iterable
from dataclasses import replace

from gazette.han import simplified
from services.extract.parsing.repair import Line


def recognisable(lines: Iterable[Line]) -> list[Line]:
    """The lines with `bare` made simplified; `text` stays."""
    return [replace(line, bare=simplified(line.bare)) for line in lines]
