"""An issue's contents page beside the documents that were found. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gazette import numbers
from gazette.model import DocumentRecord, TocEntry

MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of the contents page and the document that it announces; one of them may be missing."""

    entry: TocEntry | None
    record: DocumentRecord | None
    differences: tuple[str, ...] = ()


def compare(toc: Sequence[TocEntry], records: Sequence[DocumentRecord]) -> list[Pair]:
    """Every line of the contents page in its order, then the documents that it does not announce.

    `differences` names title, doc_number, missing (from the body) or unannounced.
    """
    left = list(records)
    pairs = [_paired(entry, left) for entry in toc]
    unannounced = ("unannounced",) if toc else ()
    return pairs + [Pair(None, record, unannounced) for record in left]


def _paired(entry: TocEntry, left: list[DocumentRecord]) -> Pair:
    record = next(_candidates(entry, left), None)
    if record is None:
        return Pair(entry, None, ("missing",))
    left.remove(record)
    return Pair(entry, record, tuple(_differences(entry, record)))


def _candidates(entry: TocEntry, left: Sequence[DocumentRecord]) -> Iterator[DocumentRecord]:
    """Documents with its number, then such with its title that have no other number of their own."""
    key = numbers.key(entry.doc_number) if entry.doc_number else None
    yield from (one for one in left if key and one.number_key == key)
    yield from (one for one in left if _folded(one.document.title) == _folded(entry.title))


def _differences(entry: TocEntry, record: DocumentRecord) -> Iterator[str]:
    if _folded(entry.title) != _folded(record.document.title):
        yield "title"
    key = numbers.key(entry.doc_number) if entry.doc_number else None
    if key and record.number_key and key != record.number_key:
        yield "doc_number"


def _folded(title: str) -> str:
    return MARKS.sub("", title)
