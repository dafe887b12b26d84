"""Legal status from what other documents say. Nothing is in force by default."""

from collections.abc import Iterable

from gazette.model import DocumentRecord, LegalStatus, Relation, RelationKind, Standing

EFFECTS = {
    RelationKind.REPEALS: LegalStatus.REPEALED,
    RelationKind.LAPSES: LegalStatus.LAPSED,
    RelationKind.AMENDS: LegalStatus.AMENDED,
}
NO_DATE = "9999-12-31"


def standing(incoming: Iterable[tuple[Relation, DocumentRecord]]) -> Standing:
    """The status that these relations give their target: an end outranks an amendment, the earliest end counts."""
    effects = [(EFFECTS[relation.kind], source) for relation, source in incoming if relation.kind in EFFECTS]
    if not effects:
        return Standing()
    value, source = min(effects, key=_rank)
    return Standing(value, _since(source), source.id)


def _rank(effect: tuple[LegalStatus, DocumentRecord]) -> tuple[bool, str, str]:
    value, source = effect
    return value == LegalStatus.AMENDED, _since(source) or NO_DATE, source.id


def _since(source: DocumentRecord) -> str | None:
    return source.document.effective_date or source.document.issued_date
