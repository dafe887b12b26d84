"""A document as blocks to read: headings, paragraphs, tables. Nothing of the text is lost but its markup. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.api.pages.pieces import Link, Piece, Pieces, linked, parted, words
from services.api.pages.tabling import Row, cells, headed, row

RULE = re.compile(r"^\s*(?:[-_*]\s*){3,}$")
LETTERED = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text of record."""

    number: int
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph of one line or several, a rule, or a table.

    `kind` says which; `role` is title, number, addressees, signature, enclosure or empty; `level` is 1 to 6 where the
    block is a heading or a paragraph that begins with one.
    """

    kind: str
    lines: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    level: int = 0
    role: str = ""

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.rows[0].line if self.rows else self.lines[0].number

    @property
    def columns(self) -> int:
        """How many columns the widest row of a table has."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Guide:
    """What is known of lines: headings with level and printed words, roles, and where a paragraph goes on."""

    headings: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)
    goes_on: Mapping[int, int] = field(default_factory=dict)


def blocks(lines: Iterable[str], first: int, guide: Guide, link: Link) -> Iterator[Block]:
    """The lines as blocks; `first` is the number of the first line. Blank lines part paragraphs and are not shown.

    A paragraph that footnotes part is whole, and they follow it.
    """
    printed = list(enumerate(lines, first))
    headed = dict(_headed(printed, first, guide))
    group: list[Block] = []
    for number, line in sorted(printed, key=lambda one: (guide.goes_on.get(one[0], one[0]), one[0])):
        block = _block(number, line, guide, headed, link, in_table=bool(group and group[-1].rows))
        if block is None:
            continue
        if group and not _goes_on(group, block, guide, headed):
            yield _merged(group, link)
            group = []
        group.append(block)
    if group:
        yield _merged(group, link)


def beginning(lines: Iterable[str], letters: int) -> list[str]:
    """The first so many characters of the lines; the last line may be cut."""
    shown: list[str] = []
    for line in lines:
        shown.append(line[:letters])
        letters -= len(line)
        if letters <= 0:
            break
    return shown


def _headed(printed: Sequence[tuple[int, str]], first: int, guide: Guide) -> Iterator[tuple[int, int]]:
    """(line, line where its heading begins) of each line that is all of a heading, or a part of one in several."""
    for begin, (_, words_of_heading) in guide.headings.items():
        rest, found = _folded(words_of_heading), []
        for at in range(max(0, begin - first), len(printed)):
            number, line = printed[at]
            said = _folded(words(parted(line)))
            if not rest or (said and not rest.startswith(said)):
                break
            rest = rest.removeprefix(said)
            found += [number] if said else []
        if not rest:
            yield from ((number, begin) for number in found)


def _block(number: int, line: str, guide: Guide, headed: Mapping[int, int], link: Link, in_table: bool) -> Block | None:
    """The block of one line; None where nothing is to be shown."""
    if not line.strip():
        return None
    printed = cells(line, in_table)
    if printed is not None:
        return Block("table", rows=(row(number, printed, link),)) if printed else None
    if RULE.match(line):
        return Block("rule", (Line(number, ()),))
    return _text(Line(number, parted(line)), guide, headed)


def _text(line: Line, guide: Guide, headed: Mapping[int, int]) -> Block:
    begin = headed.get(line.number)
    level, _ = guide.headings.get(line.number if begin is None else begin, (0, ""))
    kind = "paragraph" if begin is None else "heading"
    return Block(kind, (line,), level=level, role=guide.roles.get(line.number, ""))


def _goes_on(group: Sequence[Block], block: Block, guide: Guide, headed: Mapping[int, int]) -> bool:
    """Whether a line belongs to those before it: rows to their table, the rest of a paragraph or heading to it."""
    before = group[-1]
    if before.rows or block.rows:
        return bool(before.rows and block.rows)
    if before.kind != block.kind or block.kind == "rule" or before.role != block.role:
        return False
    if block.kind == "heading":
        return headed[block.line] == headed[before.line]
    return not block.level and guide.goes_on.get(block.line) == guide.goes_on.get(before.line, before.line)


def _merged(group: Sequence[Block], link: Link) -> Block:
    first = group[0]
    if first.rows:
        return Block("table", rows=tuple(headed([row for block in group for row in block.rows])))
    lines = [line for block in group for line in block.lines]
    whole = linked([line.pieces for line in lines], link)
    numbered = [Line(line.number, said) for line, said in zip(lines, whole, strict=True)]
    return Block(first.kind, tuple(_spaced(numbered)), level=first.level, role=first.role)


def _spaced(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines with a space where letters of two lines would run together, save within a number."""
    end = Piece("")
    for line in lines:
        begin = line.pieces[0] if line.pieces else Piece("")
        runs_together = LETTERED.match(end.text[-1:]) and LETTERED.match(begin.text)
        is_number = end.url is not None and end.url == begin.url
        yield Line(line.number, (Piece(" "), *line.pieces)) if runs_together and not is_number else line
        end = line.pieces[-1] if line.pieces else end


def _folded(text: str) -> str:
    return re.sub(r"[\s*#]+", "", text).rstrip("。．.：:")
