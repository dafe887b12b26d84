"""What is doubtful among fields of several parts: rows that something in the document speaks against."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from gazette.fields import Alias, Amendment, Deadline, Duty, Indicator, Promulgation
from gazette.model import Document
from services.extract.parsing import shapes
from services.extract.parsing.duties import WHOLE
from services.extract.parsing.slips import Pairs, rare, slipped
from services.extract.parsing.values import core, printed

DOUBTED = 0.5
LEAST_NAME, LONGEST_TERM = 5, 50
LEAST_ROWS, MAJORITY = 4, 0.75
MOST_COMMON = 100
Row = TypeVar("Row", Alias, Amendment, Deadline, Duty, Indicator, Promulgation)


def questioned(document: Document, pairs: Pairs) -> Document:
    """The document with at most `DOUBTED` as the confidence of each row that a sign speaks against."""
    enclosed, issued = [core(one.title) for one in document.enclosures], document.issued_date
    return replace(
        document,
        aliases=_marked(document.aliases, [_undefined(one) for one in document.aliases]),
        promulgates=_marked(document.promulgates, [_misnamed(one, enclosed) for one in document.promulgates]),
        amends=_marked(document.amends, [not shapes.balanced(one.title) for one in document.amends]),
        duties=_marked(document.duties, _of_nobody(document.duties, pairs)),
        deadlines=_marked(document.deadlines, _untimely(document.deadlines, issued, pairs)),
        indicators=_marked(document.indicators, _of_other_width(document.indicators)),
    )


def _marked(rows: Sequence[Row], doubted: Iterable[bool]) -> tuple[Row, ...]:
    return tuple(
        replace(row, confidence=min(row.confidence, DOUBTED)) if doubt else row
        for row, doubt in zip(rows, doubted, strict=True)
    )


def _undefined(alias: Alias) -> bool:
    """A short form that is no shorter, or that shares no character with what it is said to stand for."""
    return len(alias.short) >= len(alias.long) or not set(alias.short) & set(alias.long)


def _misnamed(text: Promulgation, enclosed: Iterable[str]) -> bool:
    """A title with a mark lost, or a slip away from that of a text that is printed with it."""
    return not shapes.balanced(text.title) or any(slipped(core(text.title), title) for title in enclosed)


def _of_nobody(duties: Sequence[Duty], pairs: Pairs) -> list[bool]:
    """For each duty whether a name in it has characters that stand together nowhere else, and is no body's.

    That is a long one that does not end as bodies do, or one that a commoner one is a slip away from.
    """
    counts = Counter(name for duty in duties for name in duty.bodies)
    common = Counter(dict(counts.most_common(MOST_COMMON)))
    once = [name for name, count in counts.items() if count == 1] if pairs.text else []
    doubted = {name for name in once if pairs.doubts(name) and _is_nobody(name, common)}
    return [not doubted.isdisjoint(duty.bodies) for duty in duties]


def _is_nobody(name: str, common: Counter[str]) -> bool:
    return (len(name) >= LEAST_NAME and not WHOLE.search(name)) or rare(name, common)


def _untimely(limits: Sequence[Deadline], issued: str | None, pairs: Pairs) -> list[bool]:
    """For each a year that was over when the document was issued, or is out of reach; words that are no day."""
    said = Counter(limit.clause for limit in limits if limit.date is None)
    doubted = {clause for clause, count in said.items() if count == 1 and pairs.text and pairs.doubts(printed(clause))}
    return [limit.clause in doubted if limit.date is None else _out_of_reach(limit.date, issued) for limit in limits]


def _out_of_reach(day: str, issued: str | None) -> bool:
    """A plan may be issued late in its year."""
    return issued is not None and not 0 <= int(day[:4]) - int(issued[:4]) <= LONGEST_TERM


def _of_other_width(rows: Sequence[Indicator]) -> list[bool]:
    """For each row whether nearly all rows of its table have another number of values."""
    tables: dict[str, Counter[int]] = defaultdict(Counter)
    for row in rows:
        tables[row.figures[0].column][len(row.figures)] += 1
    return [_is_odd(len(row.figures), tables[row.figures[0].column]) for row in rows]


def _is_odd(width: int, table: Counter[int]) -> bool:
    usual, count = table.most_common(1)[0]
    return width != usual and table.total() >= LEAST_ROWS and count >= MAJORITY * table.total()
