"""What a document says of others, as relations by number key. Names without a number cannot be followed yet."""

from collections.abc import Iterable

from gazette.model import DocumentRecord, Mention, Relation, RelationKind
from gazette.numbers import key


def relations(record: DocumentRecord) -> tuple[Relation, ...]:
    """Each kind and target once, in order; a document has no relation to itself."""
    document = record.document
    ends = [_relation(record, mention, _end(mention)) for mention in document.repeals]
    cites = [_relation(record, mention, RelationKind.CITES) for mention in document.cites]
    return tuple(_once(record, [*ends, *cites]))


def _end(mention: Mention) -> RelationKind:
    return RelationKind.LAPSES if mention.lapses else RelationKind.REPEALS


def _relation(record: DocumentRecord, mention: Mention, kind: RelationKind) -> Relation | None:
    target = key(mention.doc_number) if mention.doc_number else None
    if target is None:
        return None
    return Relation(record.id, kind, target, mention.doc_number or "", mention.title, mention.line)


def _once(record: DocumentRecord, found: Iterable[Relation | None]) -> Iterable[Relation]:
    seen = set()
    for relation in found:
        if relation and relation.target_key != record.number_key and (relation.kind, relation.target_key) not in seen:
            seen.add((relation.kind, relation.target_key))
            yield relation
