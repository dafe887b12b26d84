"""Tables of a document: rows parted by tabs or by | signs, with the heads of their columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gazette.fields import Place
from services.extract.parsing.repair import Line
from services.extract.parsing.values import printed

TAB, PIPE = re.compile(r"\t"), re.compile(r"(?<!\\)\|")
YEAR = re.compile(r"(?:19|20)\d\d\s?年")
DASHES = re.compile(r"[\s|:]*-[\s|:-]*")
LONGEST_HEAD, FEWEST_HEADS = 16, 2
TABLES = 256
"""So many heads of tables are remembered by those who look for columns."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text as in the line, and the offsets of the text in the line."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `heads` are the printed names of its columns, empty ones included."""

    line: Line
    cells: tuple[Cell, ...]
    heads: tuple[str, ...]

    def cell(self, column: int) -> Cell | None:
        """The cell of a column where it has text."""
        if column >= len(self.cells) or not self.cells[column].text:
            return None
        return self.cells[column]

    def place(self, cell: Cell) -> Place:
        """Where a cell stands."""
        return self.line.place(cell.start, cell.end)

    @property
    def ragged(self) -> bool:
        """Whether it has more cells than its table has heads: some were parted or merged."""
        return len(self.cells) > len(self.heads)


def rows(lines: Sequence[Line], low: int, high: int) -> Iterator[Row]:
    """Rows below a head, table by table; a table without a head gives none."""
    heads: tuple[str, ...] = ()
    printed_heads = ""
    fresh = False
    for k in range(low, high):
        line = lines[k]
        if not line.row:
            heads = ()
            continue
        if DASHES.fullmatch(line.text):
            continue
        cells = _cells(line)
        begins = not heads or line.gap or line.text == printed_heads
        named = _heads(cells) if begins else ()
        if named:
            heads, printed_heads, fresh = named, line.text, True
        elif fresh and heads and (below := _below(heads, cells)):
            heads, fresh = below, False
        elif heads:
            fresh = False
            yield from _row(line, cells, heads)


def _row(line: Line, cells: tuple[Cell, ...], heads: tuple[str, ...]) -> Iterator[Row]:
    """The row; none where a single cell goes across. Cells in front that are no column's were marks, not tabs."""
    if sum(bool(cell.text) for cell in cells) > 1:
        marks = len(cells) > len(heads) + 1 and not cells[0].end
        yield Row(line, tuple(cell for cell in cells if cell.end) if marks else cells, heads)


def _cells(line: Line) -> tuple[Cell, ...]:
    """Cells of a row; tabs that the line lost in front count as empty cells."""
    text = line.text
    piped = text.startswith("|")
    empty = () if piped else (Cell("", 0, 0),) * line.source(0)[1]
    low = 1 if piped else 0
    found: list[Cell] = []
    for edge in [*(PIPE if piped else TAB).finditer(text, low), None]:
        high = edge.start() if edge else len(text)
        if edge or not piped:
            found.append(_cell(text, low, high))
        low = high + 1
    return (*empty, *found)


def _cell(text: str, low: int, high: int) -> Cell:
    inside = text[low:high].rstrip()
    bare = inside.lstrip()
    end = low + len(inside)
    return Cell(bare, end - len(bare), end)


def _heads(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The names of the columns where this row names them: short words, no figures."""
    names = [printed(cell.text) for cell in cells]
    words = [name for name in names if name]
    plain = all(len(name) <= LONGEST_HEAD and (not name[0].isdigit() or YEAR.match(name)) for name in words)
    while names and not names[-1] and len(names) > len(words) + 1:
        names.pop()
    return tuple(names) if len(words) > FEWEST_HEADS and plain and names[0] else ()


def _below(heads: tuple[str, ...], cells: Sequence[Cell]) -> tuple[str, ...]:
    """Heads with those of a second line under them; empty where the row is no such line."""
    names = [printed(cell.text) for cell in cells]
    if (names and names[0]) or not any(names) or any(len(name) > LONGEST_HEAD or name[:1].isdigit() for name in names):
        return ()
    wide = max(len(heads), len(names))
    upper, lower = (list(part) + [""] * (wide - len(part)) for part in (heads, names))
    return tuple(below or above for above, below in zip(upper, lower, strict=True))
