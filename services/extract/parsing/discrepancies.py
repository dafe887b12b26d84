"""Contents page against body: every difference is reported, none is corrected."""

from collections.abc import Iterator, Sequence

from gazette import numbers
from gazette.model import Discrepancy, Document, TocEntry
from services.extract.parsing.split import Part
from services.extract.parsing.values import folded


def paired(entries: Sequence[TocEntry], parts: Sequence[Part]) -> list[int | None]:
    """For each part the index of its entry: by number, else by likeness of the title; each entry once."""
    by_key: dict[str, int] = {}
    for k, entry in enumerate(entries):
        key = numbers.key(entry.doc_number) if entry.doc_number else None
        if key:
            by_key.setdefault(key, k)
    keys = [numbers.key(part.head.number) if part.head.number else None for part in parts]
    found = [by_key.get(key) if key else None for key in keys]
    used = set(found)
    for at, part in enumerate(parts):
        alike = part.head.title.entry
        if found[at] is None and alike is not None and alike not in used:
            found[at] = alike
            used.add(alike)
    return found


def discrepancies(
    entries: Sequence[TocEntry], documents: Sequence[Document], matched: Sequence[int | None]
) -> tuple[Discrepancy, ...]:
    """Differences of title and number, entries without a document, documents without an entry."""
    return tuple(_differences(entries, documents, matched)) if entries else ()


def _differences(
    entries: Sequence[TocEntry], documents: Sequence[Document], matched: Sequence[int | None]
) -> Iterator[Discrepancy]:
    for document, k in zip(documents, matched, strict=True):
        if k is None:
            yield Discrepancy(document.doc_number, "missing", None, document.title, document.start_line)
            continue
        entry = entries[k]
        if folded(entry.title) != folded(document.title):
            yield Discrepancy(document.doc_number, "title", entry.title, document.title, document.start_line)
        if entry.doc_number and numbers.key(entry.doc_number) != numbers.key(document.doc_number or ""):
            number = document.doc_number
            yield Discrepancy(entry.doc_number, "doc_number", entry.doc_number, number, document.start_line)
    for k, entry in enumerate(entries):
        if k not in matched:
            yield Discrepancy(entry.doc_number, "missing", entry.title, None, entry.line)
