"""What a document says of others: relations by number key, or by title key, never for sure, where no number stands."""

from collections.abc import Iterable

from gazette import titles
from gazette.fields import Amendment
from gazette.model import DocumentRecord, Mention, Relation, RelationKind
from gazette.numbers import key


def relations(record: DocumentRecord) -> tuple[Relation, ...]:
    """Each kind and target once, in order; a document has no relation to itself."""
    document = record.document
    found = [
        *(_relation(record, one, _end(one)) for one in document.repeals),
        *(_relation(record, one, RelationKind.CONTINUES) for one in document.continues),
        *(_relation(record, one, RelationKind.AMENDS) for one in document.amends),
        *(_relation(record, one, RelationKind.BASIS) for one in document.basis),
        *(_relation(record, one, RelationKind.CITES) for one in (*document.cites, *document.named)),
    ]
    return tuple(_once(record, found))


def _end(mention: Mention) -> RelationKind:
    return RelationKind.LAPSES if mention.lapses else RelationKind.REPEALS


def _relation(record: DocumentRecord, said: Mention | Amendment, kind: RelationKind) -> Relation | None:
    target = key(said.doc_number) if said.doc_number else titles.key(said.title or "")
    if target is None:
        return None
    line = said.place.start_line if isinstance(said, Amendment) else said.line
    return Relation(record.id, kind, target, said.doc_number or "", said.title, line)


def _once(record: DocumentRecord, found: Iterable[Relation | None]) -> Iterable[Relation]:
    seen, own = set(), {record.number_key, *titles.keys(record.document)}
    for relation in found:
        if relation and relation.target_key not in own and (relation.kind, relation.target_key) not in seen:
            seen.add((relation.kind, relation.target_key))
            yield relation
