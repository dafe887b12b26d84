"""Texts set on pages as a printer sets them: every Chinese character as wide as high, others half as wide."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.formats.printed import ADDRESSED, CONTENTS, ORDINAL, blocks, width

CLOSING = "—–～，。、；：？！）》”〕】"
RUNNING = ("。", "；", "，", "、", "：")
LONGEST_WORD = 20
A4 = (595.0, 842.0)
BOTTOM_NUMBER, TOP_HEAD = 800.0, 50.0


@dataclass(frozen=True)
class Design:
    """How pages look, in points."""

    columns: int = 1
    size: float = 16.0
    leading: float = 28.0
    margin: float = 75.0
    gutter: float = 30.0
    head: str = "公报"
    number: str = "— {} —"

    @property
    def measure(self) -> float:
        """Width of a column."""
        return (A4[0] - 2 * self.margin - (self.columns - 1) * self.gutter) / self.columns


OFFICIAL = Design()
JOURNAL = Design(columns=2, size=10.5, leading=17.0, margin=55.0, head="政 府 公 报", number="·{}·")


@dataclass(frozen=True)
class Piece:
    """Characters on a baseline."""

    text: str
    x: float
    y: float
    size: float


@dataclass
class Sheet:
    """A page: its text, its rules (x, y, to x, to y) and what is on every page."""

    pieces: list[Piece] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    head: list[Piece] = field(default_factory=list)
    number: list[Piece] = field(default_factory=list)


def wrapped(text: str, most: float) -> Iterator[str]:
    """Lines of at most so many sizes; no line begins with a closing mark, words and figures are not cut."""
    line = ""
    for word in _words(text, most):
        if line and width(line + word) > most and word not in CLOSING:
            yield line
            line = ""
        line += word
    yield line


def _words(text: str, most: float) -> list[str]:
    return re.findall(rf"[!-~]{{1,{max(1, min(LONGEST_WORD, int(2 * most)))}}}|.", text)


def typeset(text: str, design: Design) -> list[Sheet]:
    """A text on pages."""
    setter = _Setter(design)
    for is_table, lines in blocks(text):
        if is_table:
            setter.table([line.split("\t") for line in lines])
        else:
            for line in lines:
                setter.paragraph(line)
    return setter.sheets


def _placed(line: str, most: float) -> str:
    """Running text is indented, a title or signature of one line centred (below some room), an address as it is."""
    if ADDRESSED.match(line):
        return line
    if line.endswith(RUNNING) or ORDINAL.match(line) or width(line) > most - 3:
        return "　　" + line
    return "　" * max(3, int((most - width(line)) / 2)) + line


class _Setter:
    def __init__(self, design: Design) -> None:
        self.design = design
        self.sheets: list[Sheet] = []
        self.column = design.columns
        self.y = 0.0
        self.apart = False

    @property
    def x(self) -> float:
        return self.design.margin + self.column * (self.design.measure + self.design.gutter)

    def paragraph(self, line: str) -> None:
        most = self.design.measure / self.design.size
        entry = CONTENTS.match(line)
        if entry:
            before = list(wrapped(entry[1].strip(), most - 5))
            dots = int((most - width(before[-1]) - width(entry[2])) * 2)
            rows = [*before[:-1], before[-1] + "." * dots + entry[2]]
        else:
            rows = list(wrapped(_placed(line.replace("\t", " ").strip(), most), most))
        apart = rows[0].startswith("　　　") and not self.apart
        self.apart = rows[0].startswith("　　　")
        for k, row in enumerate(rows):
            self.advance(self.design.leading * (1.6 if apart and k == 0 else 1))
            self.sheets[-1].pieces.append(Piece(row, self.x, self.y, self.design.size))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        count = max(map(len, rows))
        cell = self.design.measure / count
        for row in rows:
            cells = [list(wrapped(text.strip(), max(1.0, cell / self.design.size - 2))) for text in row]
            cells += [[""]] * (count - len(cells))
            self.row(cells, cell)

    def row(self, cells: Sequence[Sequence[str]], cell: float) -> None:
        height = max(map(len, cells)) * self.design.leading
        self.advance(height, own=True)
        top = self.y - height + self.design.leading * 0.3
        sheet = self.sheets[-1]
        for k, lines in enumerate(cells):
            left = self.x + k * cell
            for n, line in enumerate(lines):
                y = top + (n + 0.7) * self.design.leading
                sheet.pieces += [Piece(line, left + self.design.size / 2, y, self.design.size)] if line else []
        for k in range(len(cells) + 1):
            sheet.rules.append((self.x + k * cell, top, self.x + k * cell, top + height))
        for y in (top, top + height):
            sheet.rules.append((self.x, y, self.x + len(cells) * cell, y))

    def advance(self, height: float, own: bool = False) -> None:
        """Go down, to the next column or page where there is no room; a block may stand there alone (`own`)."""
        if not self.sheets or self.y + height > A4[1] - 75:
            self.column += 1
            self.y = 75.0
            if self.column >= self.design.columns:
                self.begin()
        del own
        self.y += height

    def begin(self) -> None:
        self.column = 0
        number = len(self.sheets) + 1
        sheet = Sheet()
        left = self.design.margin if number % 2 == 0 else A4[0] - self.design.margin - 60
        sheet.head.append(Piece(self.design.head, left, TOP_HEAD, 9.0))
        sheet.number.append(Piece(self.design.number.format(number), left, BOTTOM_NUMBER, 12.0))
        self.sheets.append(sheet)
