"""Lines of a text of record with their personal data masked, also where a line end or a table parts it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gazette.model import Paragraph
from gazette.personal import ACCOUNT_LABEL, HOME, IDENTITY_LABEL, LIKELY, MASK, OTHER_LABEL, PLACE, Kind, find
from gazette.repaired import repaired

NAME = re.compile(r"姓名|申请人|联系人|户主")
PERSON = re.compile(r"性别|民族|年龄|出生|身份证|手机|电话|与户主关系")
HEADS: Mapping[str, re.Pattern[str]] = {
    Kind.ADDRESS: re.compile(HOME),
    Kind.IDENTITY: re.compile(rf"(?:有效)?(?:{IDENTITY_LABEL})"),
    Kind.ACCOUNT: re.compile(rf"(?:.{{0,6}})(?:{ACCOUNT_LABEL})"),
    "other": re.compile(rf".{{0,8}}(?:{OTHER_LABEL}).{{0,8}}"),
}
HEAD = re.compile(rf"{HOME}|{IDENTITY_LABEL}|{ACCOUNT_LABEL}|{OTHER_LABEL}|地址|序号|姓名|名称")
ANY_ADDRESS = re.compile(r"(?:通[讯信]|联系)?地址")
NUMBER = re.compile(r"\d[\d -]{7,26}[\dXxＸｘ]")
LONGEST_HEAD, LONGEST_LABEL, LEAST_ADDRESS = 20, 8, 4

LISTED = re.compile(r"序号|编号|姓名|名称")
Columns = Mapping[int, str]
Cell = tuple[int, int]
Stretch = tuple[int, int, int]


def masked_lines(lines: Sequence[str], paragraphs: Sequence[Paragraph]) -> list[str]:
    """The lines with a ● for each character of personal data; each as long as before."""
    stretches: dict[int, list[Cell]] = {}
    for at, start, end in (*_in_lines(lines), *_across(lines, paragraphs)):
        stretches.setdefault(at, []).append((start, end))
    shown = list(lines)
    for at, cells in stretches.items():
        shown[at] = _masked(lines[at], cells)
    return shown


def _masked(line: str, stretches: Iterable[Cell]) -> str:
    letters = list(line)
    for start, end in stretches:
        letters[start:end] = [letter if letter.isspace() else MASK for letter in line[start:end]]
    return "".join(letters)


def _in_lines(lines: Sequence[str]) -> Iterator[Stretch]:
    """(index, from, to) of what one line or one table shows."""
    columns: Columns = {}
    for at, line in enumerate(lines):
        if "\t" not in line and not line.startswith("|"):
            columns = columns if not line.strip() else {}
            yield from ((at, span.start, span.end) for span in find(line))
            continue
        told = HEAD.search(line)
        if not columns and not told and not LIKELY.search(line):
            continue
        cells = list(_cells(line, "\t" if "\t" in line else "|"))
        printed = ["".join(line[start:end].split()) for start, end in cells]
        heads = _heads(printed) if told else {}
        if heads or LISTED.match(next(filter(None, printed), "")):
            columns = {} if _is_form(printed, heads) else heads
        yield from ((at, start, end) for start, end in _in_row(line, cells, heads, columns))


def _in_row(line: str, cells: Sequence[Cell], heads: Columns, columns: Columns) -> Iterator[Cell]:
    """A cell holds what its column says, or what the cell before it says."""
    for place, (start, end) in enumerate(cells):
        kind = "other" if place in heads else heads.get(place - 1) or columns.get(place)
        yield from ((start + low, start + high) for low, high in _in_cell(line[start:end], kind))


def _across(lines: Sequence[str], paragraphs: Sequence[Paragraph]) -> Iterator[Stretch]:
    """(index, from, to) of what only the joined lines of a paragraph show."""
    for paragraph in (one for one in paragraphs if len(one) > 1):
        whole = repaired(lines, [paragraph])
        hidden = [offset for span in find(whole.text) for offset in range(span.start, span.end)]
        for line, column in (whole.source(offset) for offset in hidden if not whole.text[offset].isspace()):
            yield line - 1, column, column + 1


def _cells(line: str, separator: str) -> Iterator[Cell]:
    at = 0
    for cell in line.split(separator):
        yield at, at + len(cell)
        at += len(cell) + 1


def _heads(printed: Sequence[str]) -> Columns:
    """Which columns a row of short words announces: personal data, or numbers that are none."""
    found = {}
    people = any(map(NAME.search, printed)) and any(map(PERSON.search, printed))
    for place, cell in enumerate(printed):
        if not cell or len(cell) > LONGEST_HEAD or any(c.isdecimal() for c in cell):
            continue
        kind = next((kind for kind, head in HEADS.items() if head.fullmatch(cell)), None)
        if kind or (people and ANY_ADDRESS.fullmatch(cell)):
            found[place] = kind or Kind.ADDRESS
    return found


def _is_form(printed: Sequence[str], heads: Columns) -> bool:
    """Whether values stand beside their names, not below them."""
    beside = [printed[place + 1] for place in heads if place + 1 < len(printed) and place + 1 not in heads]
    return any(any(c.isdecimal() for c in cell) or len(cell) > LONGEST_LABEL for cell in beside)


def _in_cell(cell: str, kind: str | None) -> Iterator[Cell]:
    if kind == Kind.ADDRESS and len(cell.strip()) >= LEAST_ADDRESS and PLACE.search(cell):
        yield 0, len(cell)
    elif kind in {Kind.IDENTITY, Kind.ACCOUNT}:
        yield from (match.span() for match in NUMBER.finditer(cell))
    elif kind != "other":
        yield from ((span.start, span.end) for span in find(cell))
