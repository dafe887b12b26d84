"""A document as blocks to read: headings, paragraphs, tables. Nothing of the text is lost but its markup. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gazette import numbers

Link = Callable[[str], str | None]
"""The address for a printed document number; None where it is to stay plain."""

SETTING = re.compile(r"^\s{0,3}#{1,6}\s+|^\s{0,3}>\s?")
STRONG = re.compile(r"\*\*+")
PARTING = re.compile(r"\s*</p>\s*<p>\s*|\s*<br\s*/?>\s*", re.IGNORECASE)
TAG = re.compile(r"</?(?:p|div|span|b|strong|i|em|u|sup|sub|center|font)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
RULE = re.compile(r"^\s*(?:[-_*]\s*){3,}$")
PIPES = re.compile(r"^\s*\|.*\|\s*$")
DASHES = re.compile(r"^[\s|:-]*-[\s|:-]*$")
ENDED = "。！？；：.!?;:”』」）)》】"
LONGEST_HEAD = 14
LONG = 22
"""A paragraph of so many characters that does not end its sentence goes on in the next one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: plain, strong, or a document number with the address that it leads to."""

    text: str
    strong: bool = False
    url: str | None = None


Cell = tuple[tuple[Piece, ...], ...]
"""The lines of a cell, each in pieces."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a single cell goes across all columns. `head` where it names the columns."""

    line: int
    cells: tuple[Cell, ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """What stands on one line, or on several where it is a table.

    `kind` is heading, paragraph, rule or table; `role` is title, number, addressees, signature, enclosure or empty.
    """

    kind: str
    line: int
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    role: str = ""
    goes_on: bool = False
    rows: tuple[Row, ...] = ()

    @property
    def columns(self) -> int:
        """How many columns the widest row of a table has."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Guide:
    """What is known of lines: headings with level and printed words, and the roles of lines."""

    headings: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)


def blocks(lines: Iterable[str], first: int, guide: Guide, link: Link) -> Iterator[Block]:
    """The lines as blocks; `first` is the number of the first line. Blank lines part, and are not shown."""
    rows: list[Row] = []
    unfinished = False
    for number, line in enumerate(lines, first):
        cells = _cells(line, bool(rows))
        if cells is not None:
            rows.extend([Row(number, _row(cells, link))] if cells else [])
            continue
        if not line.strip():
            continue
        if rows:
            yield _table(rows)
            rows, unfinished = [], False
        block = _block(number, line, guide, link, unfinished)
        unfinished = _is_unfinished(block)
        yield block
    if rows:
        yield _table(rows)


def mentioned(lines: Iterable[str]) -> frozenset[str]:
    """Keys of all document numbers in the lines."""
    found = (numbers.key(match.number) for line in lines for match in numbers.find(line))
    return frozenset(key for key in found if key)


def _block(number: int, line: str, guide: Guide, link: Link, unfinished: bool) -> Block:
    if RULE.match(line):
        return Block("rule", number)
    pieces = tuple(_pieces(_unmarked(line), link))
    words = "".join(piece.text for piece in pieces)
    role = guide.roles.get(number, "")
    level, printed = guide.headings.get(number, (0, ""))
    if level and _folded(words) == _folded(printed):
        return Block("heading", number, pieces, level, role)
    return Block("paragraph", number, pieces, level, role, goes_on=unfinished and not (role or level))


def _is_unfinished(block: Block) -> bool:
    if block.kind != "paragraph" or block.role:
        return False
    words = "".join(piece.text for piece in block.pieces).rstrip()
    return len(words) >= LONG and words[-1] not in ENDED


def _table(rows: list[Row]) -> Block:
    heads = {_words(rows[0])} if _names_columns(rows[0]) else set()
    return Block("table", rows[0].line, rows=tuple(replace(row, head=_words(row) in heads) for row in rows))


def _names_columns(row: Row) -> bool:
    """Short words in every cell, and no figures."""
    words = _words(row)
    return len(words) > 1 and all(0 < len(one) <= LONGEST_HEAD and not one.isdigit() for one in words)


def _words(row: Row) -> tuple[str, ...]:
    return tuple("".join(piece.text for line in cell for piece in line) for cell in row.cells)


def _row(cells: Sequence[str], link: Link) -> tuple[Cell, ...]:
    filled = [cell for cell in cells if cell.strip()]
    return tuple(_cell(cell, link) for cell in (filled if len(filled) == 1 and cells[0].strip() else cells))


def _cells(line: str, in_table: bool) -> list[str] | None:
    """The cells of a table's row; none for the dashes under a head; None where the line is no row."""
    if "\t" in (line if in_table else line.strip()):
        return line.split("\t")
    if not PIPES.match(line):
        return None
    return [] if DASHES.match(line) else line.strip().strip("|").split("|")


def _cell(text: str, link: Link) -> tuple[tuple[Piece, ...], ...]:
    lines = (tuple(_pieces(_unmarked(line), link)) for line in PARTING.split(text))
    return tuple(line for line in lines if line)


def _unmarked(line: str) -> str:
    return SETTING.sub("", TAG.sub("", line)).strip()


def _pieces(line: str, link: Link) -> Iterator[Piece]:
    """The line between its ** marks, every other stretch strong."""
    for order, stretch in enumerate(STRONG.split(line)):
        if stretch:
            yield from _linked(stretch, bool(order % 2), link)


def _linked(text: str, strong: bool, link: Link) -> Iterator[Piece]:
    at = 0
    for match in numbers.find(text):
        url = link(text[match.start : match.end])
        if url is None or match.start < at:
            continue
        if match.start > at:
            yield Piece(text[at : match.start], strong)
        yield Piece(text[match.start : match.end], strong, url)
        at = match.end
    if at < len(text):
        yield Piece(text[at:], strong)


def _folded(text: str) -> str:
    return re.sub(r"[\s*#]+", "", text)
