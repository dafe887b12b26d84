"""Ids of documents: given once, kept when an issue is processed again, never given twice. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from gazette import numbers
from gazette.model import Document, DocumentRecord, document_id

LEAST_OVERLAP = 0.5
Pairs = dict[int, DocumentRecord]


def assign(
    issue_id: str, found: Sequence[Document], held: Sequence[DocumentRecord]
) -> tuple[list[DocumentRecord], list[DocumentRecord]]:
    """Records of the documents found, in order, and tombstones of the held ones that vanished.

    A found document is matched to a held record by number, then title, then line overlap, and keeps its id; its
    revision is raised where anything changed. A tombstone that is matched comes back to life with a higher revision.
    """
    pairs = _matched(found, held)
    taken = {record.id for record in held}
    records = []
    for position, document in enumerate(found):
        record = pairs.get(position)
        if record is None:
            record = _new(issue_id, position, document, taken)
            taken.add(record.id)
        else:
            record = _kept(record, position, document)
        records.append(record)
    alive = {record.id for record in records}
    gone = [replace(r, deleted=True, revision=r.revision + 1) for r in held if r.id not in alive and not r.deleted]
    return records, gone


def name(document: Document) -> str:
    """What a document is known by within its issue: its number key, or else its folded title."""
    key = numbers.key(document.doc_number) if document.doc_number else None
    return key or "".join(document.title.split())


def _new(issue_id: str, position: int, document: Document, taken: set[str]) -> DocumentRecord:
    ordinal = 0
    while (identifier := document_id(issue_id, name(document), ordinal)) in taken:
        ordinal += 1
    return DocumentRecord(identifier, issue_id, position, document, number_key=_key(document))


def _kept(record: DocumentRecord, position: int, document: Document) -> DocumentRecord:
    fresh = replace(record, position=position, document=document, number_key=_key(document), deleted=False)
    return fresh if fresh == record else replace(fresh, revision=record.revision + 1)


def _key(document: Document) -> str | None:
    return numbers.key(document.doc_number) if document.doc_number else None


def _matched(found: Sequence[Document], held: Sequence[DocumentRecord]) -> Pairs:
    """Position of a found document → the held record that it is; the living are asked before the dead."""
    pairs: Pairs = {}
    alive = [record for record in held if not record.deleted]
    dead = [record for record in held if record.deleted]
    for records in (alive, dead):
        for feature in (_key, _title):
            _match_by(feature, found, records, pairs)
    _match_by_lines(found, alive, pairs)
    return pairs


def _title(document: Document) -> str | None:
    return "".join(document.title.split()) or None


def _match_by(
    feature: Callable[[Document], str | None], found: Sequence[Document], held: Sequence[DocumentRecord], pairs: Pairs
) -> None:
    """Equal features, in order among equals."""
    used = {record.id for record in pairs.values()}
    free: defaultdict[str | None, list[DocumentRecord]] = defaultdict(list)
    for record in sorted(held, key=lambda r: r.position):
        if record.id not in used:
            free[feature(record.document)].append(record)
    for position, document in enumerate(found):
        value = feature(document)
        if value is not None and position not in pairs and free[value]:
            pairs[position] = free[value].pop(0)


def _match_by_lines(found: Sequence[Document], held: Sequence[DocumentRecord], pairs: Pairs) -> None:
    """Most lines shared, at least half of the shorter one's."""
    used = {record.id for record in pairs.values()}
    rows = Counter[tuple[int, str]]()
    by_id = {record.id: record for record in held if record.id not in used}
    for position, document in enumerate(found):
        if position not in pairs:
            rows.update({(position, r.id): _overlap(document, r.document) for r in by_id.values()})
    for (position, identifier), share in rows.most_common():
        if share >= LEAST_OVERLAP * 100 and position not in pairs and identifier in by_id:
            pairs[position] = by_id.pop(identifier)


def _overlap(one: Document, other: Document) -> int:
    """Lines shared, in hundredths of the shorter document."""
    shared = min(one.end_line, other.end_line) - max(one.start_line, other.start_line) + 1
    shorter = min(one.end_line - one.start_line, other.end_line - other.start_line) + 1
    return max(0, 100 * shared // shorter)
