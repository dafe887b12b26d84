"""What the command line prints: text that is safe for a terminal, tables, JSON. Colour on a terminal alone."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

PIPED_WIDTH = 200
WIDE = 140
"""Columns from which a row of a document fits on a line or two."""
CONTROLS = (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000))
SAFE = {code: "\N{REPLACEMENT CHARACTER}" for code in CONTROLS if chr(code) not in "\t\n"}


def safe(value: object) -> str:
    """Text without what would move a terminal's cursor or turn its writing direction."""
    return str(value).translate(SAFE)


def out() -> Console:
    """Standard output: the answer."""
    return _console(sys.stdout)


def err() -> Console:
    """Standard error: everything that is not the answer."""
    return _console(sys.stderr)


def say(text: str = "", style: str = "") -> None:
    """A line of the answer, not folded."""
    out().print(Text(safe(text), style), soft_wrap=True)


def remark(text: str, style: str = "") -> None:
    """A line beside the answer."""
    err().print(Text(safe(text), style), soft_wrap=True)


def line(text: str, style: str = "") -> Text:
    """A line to print."""
    return Text(safe(text), style)


def complain(text: str) -> None:
    """What went wrong, in a sentence."""
    err().print(Text("错误 Error: ", "bold red").append(safe(text), "default"), soft_wrap=True)


def give_json(value: Any) -> None:
    """JSON for programs: Chinese as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


def give_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table under its title; nothing at all where it has no rows. None is an empty cell."""
    made = table(headings, rows)
    if made.row_count:
        if title:
            say(f"\n{title}", "bold")
        out().print(made)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A table to print. None is an empty cell."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        made.add_column(heading, overflow="fold")
    for row in rows:
        made.add_row(*(cell(value) for value in row))
    return made


def give_list(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]], main: int) -> None:
    """A table where there is room for one; else, for each row, its main cell and the others below it."""
    if out().width >= WIDE:
        give_table(title, headings, rows)
        return
    if title:
        say(f"\n{title}", "bold")
    for row in rows:
        say(str(row[main]))
        others = (str(value) for place, value in enumerate(row) if place != main and value not in (None, ""))
        say(f"    {'  '.join(others)}", "dim")


def give_fields(rows: Iterable[tuple[str, object]]) -> None:
    """Print names and values, without those that are empty."""
    out().print(grid(rows))


def grid(rows: Iterable[tuple[str, object]]) -> Table:
    """Names and values to print, without those that are empty."""
    made = Table.grid(padding=(0, 2))
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in rows:
        if value not in (None, "", (), []):
            made.add_row(name, cell(value))
    return made


def cell(value: object) -> Text:
    """A value as text; what is styled already stays so."""
    if isinstance(value, Text):
        return value
    return Text("" if value is None else safe(value))


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Text:
    """Text with its matches shown."""
    shown = Text(safe(text))
    for start, end in marks:
        shown.stylize("bold yellow", start, end)
    return shown


def _console(file: TextIO) -> Console:
    width = None if file.isatty() else PIPED_WIDTH
    return Console(file=file, width=width, markup=False, highlight=False, emoji=False)
