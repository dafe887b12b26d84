"""Legal status from what other documents say. Nothing is in force by default."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gazette.fields import Amendment
from gazette.model import DocumentRecord, LegalStatus, Mention, Relation, RelationKind, Standing
from gazette.numbers import key

EFFECTS = {
    RelationKind.REPEALS: LegalStatus.REPEALED,
    RelationKind.LAPSES: LegalStatus.LAPSED,
    RelationKind.AMENDS: LegalStatus.AMENDED,
    RelationKind.CONTINUES: LegalStatus.IN_FORCE,
}
STRENGTH = (LegalStatus.REPEALED, LegalStatus.LAPSED), (LegalStatus.AMENDED,), (LegalStatus.IN_FORCE,)
NO_DATE = "9999-12-31"
AT_ONCE = re.compile(r"之日(?:起(?!\s*[\d一二三四五六七八九十满])|(?!起))")


@dataclass(frozen=True, slots=True)
class _Effect:
    """What one document says of another's force, and where."""

    value: LegalStatus
    source: DocumentRecord
    said: Mention | Amendment | None
    line: int | None

    @property
    def since(self) -> str | None:
        """The day that the sentence names; else that on which its document takes effect; None where that is open."""
        own = self.source.document
        if self.said is not None and self.said.since:
            return self.said.since
        if own.effective_date:
            return own.effective_date
        at_once = own.effective_clause is None or AT_ONCE.search(own.effective_clause)
        return own.issued_date if at_once else None


def standing(incoming: Iterable[tuple[Relation, DocumentRecord]]) -> Standing:
    """The status that these relations give their target.

    An end outranks an amendment, an amendment the word that a text continues; of equals the earliest counts, and of
    those on one day the one that is not doubtful.
    """
    effects = [_effect(relation, source) for relation, source in incoming if relation.kind in EFFECTS]
    if not effects:
        return Standing()
    one = min(effects, key=_rank)
    clause = one.said.clause if one.said else None
    return Standing(one.value, one.since, one.source.id, clause, one.line, _is_doubtful(one))


def _effect(relation: Relation, source: DocumentRecord) -> _Effect:
    return _Effect(EFFECTS[relation.kind], source, _said(relation, source), relation.line)


def _said(relation: Relation, source: DocumentRecord) -> Mention | Amendment | None:
    """The words in the source from which the relation was made."""
    document = source.document
    said: dict[RelationKind, tuple[Mention | Amendment, ...]] = {
        RelationKind.AMENDS: document.amends,
        RelationKind.CONTINUES: document.continues,
    }
    wanted = said.get(relation.kind, document.repeals)
    return next((one for one in wanted if one.doc_number and key(one.doc_number) == relation.target_key), None)


def _is_doubtful(effect: _Effect) -> bool:
    return isinstance(effect.said, Mention) and effect.said.doubtful


def _rank(effect: _Effect) -> tuple[int, str, bool, str]:
    strength = next(rank for rank, values in enumerate(STRENGTH) if effect.value in values)
    return strength, effect.since or NO_DATE, _is_doubtful(effect), effect.source.id
