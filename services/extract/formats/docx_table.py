"""Tables of a word processor: rows of values, or frames around text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.extract.formats.elements import Element, child, local, number, value

LONGEST_CELL, MOST_PARAGRAPHS = 2_000, 5
MOST_COLUMNS = 63
WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins"))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and the lines that are seen in it."""

    lines: Sequence[str]
    element: Element

    @property
    def is_value(self) -> bool:
        """Whether it is short enough to be one of many."""
        shown = [line for line in self.lines if line]
        nested = child(self.element, "tbl") is not None
        return not nested and len(shown) <= MOST_PARAGRAPHS and sum(map(len, shown)) <= LONGEST_CELL

    @property
    def texts(self) -> list[str]:
        """Its text and an empty one for each further column; it stands in the first row of those that it spans."""
        properties = child(self.element, "tcPr")
        text = " ".join(" ".join(self.lines).split()).replace("|", "\\|")
        text = "" if _goes_on(properties, "vMerge") or _goes_on(properties, "hMerge") else text
        return [text] + [""] * (_columns(value(child(properties, "gridSpan"), "val"), 1) - 1)


def rows_of(table: Element) -> list[Element]:
    """The rows that are not deleted."""
    return [row for row in _inside(table, "tr") if child(row, "trPr", "del") is None]


def cells_of(row: Element) -> list[Element]:
    """The cells of a row."""
    return list(_inside(row, "tc"))


def row_of(row: Element, cells: Sequence[Cell]) -> Iterator[str]:
    """A row of values as one line; where one cell holds running text, the lines of all cells one after the other."""
    if not all(cell.is_value for cell in cells):
        yield from lines_of(cells)
        return
    before = _columns(value(child(row, "trPr", "gridBefore"), "val"), 0)
    texts = [*[""] * before, *(text for cell in cells for text in cell.texts)]
    yield "| " + " | ".join(texts) + " |"


def lines_of(cells: Sequence[Cell]) -> Iterator[str]:
    """The lines of cells that only frame text."""
    for cell in cells:
        yield from cell.lines


def _inside(element: Element, name: str) -> Iterator[Element]:
    for inner in element:
        if local(inner) == name:
            yield inner
        elif local(inner) in WRAPPERS:
            yield from _inside(inner, name)


def _columns(said: str | None, default: int) -> int:
    return min(max(number(said, default), default), MOST_COLUMNS)


def _goes_on(properties: Element | None, merge: str) -> bool:
    merged = child(properties, merge)
    return merged is not None and value(merged, "val") != "restart"
