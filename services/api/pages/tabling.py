"""Rows of a table, from lines parted by tabs or by | signs. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.api.pages.pieces import Link, Pieces, linked, parted, words

PARTING = re.compile(r"\s*</p>\s*<p>\s*|\s*<br\s*/?>\s*", re.IGNORECASE)
PIPES = re.compile(r"^\s*\|.*\|\s*$")
DASHES = re.compile(r"^[\s|:-]*-[\s|:-]*$")
LONGEST_HEAD = 14

Cell = tuple[Pieces, ...]
"""The lines of a cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a single cell goes across all columns. `head` where it names the columns."""

    line: int
    cells: tuple[Cell, ...]
    head: bool = False


def cells(line: str, in_table: bool) -> list[str] | None:
    """The cells of a row; none for the dashes under a head; None where the line is no row.

    A tab at the end makes a row only `in_table`.
    """
    if "\t" in (line if in_table else line.strip()):
        return line.split("\t")
    if not PIPES.match(line):
        return None
    return [] if DASHES.match(line) else line.strip().strip("|").split("|")


def row(line: int, printed: Sequence[str], link: Link) -> Row:
    """The row of these cells; what stands alone at the left goes across."""
    filled = [one for one in printed if one.strip()]
    shown = filled if len(filled) == 1 and printed[0].strip() else printed
    return Row(line, tuple(_cell(one, link) for one in shown))


def headed(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows, the first one as head where it names the columns, and so each one that repeats it."""
    head = _words(rows[0])
    named = len(head) > 1 and all(0 < len(one) <= LONGEST_HEAD and not one.isdigit() for one in head)
    return (replace(one, head=named and _words(one) == head) for one in rows)


def _cell(text: str, link: Link) -> Cell:
    lines = map(parted, PARTING.split(text))
    return tuple(linked([line for line in lines if line], link))


def _words(row: Row) -> tuple[str, ...]:
    return tuple("".join(map(words, cell)) for cell in row.cells)
