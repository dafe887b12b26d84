"""Legal status from what other documents say."""

import itertools

import pytest

from gazette.model import DocumentRecord, LegalStatus, Relation, RelationKind, Standing
from gazette.standing import standing
from tests.made_up import issue, record, relation

CITES, AMENDS, REPEALS, LAPSES = RelationKind.CITES, RelationKind.AMENDS, RelationKind.REPEALS, RelationKind.LAPSES


def source(serial: int, issued: str | None = None, effective: str | None = None) -> DocumentRecord:
    return record(issue(serial), 0, serial, issued_date=issued, effective_date=effective)


def said(kind: RelationKind, by: DocumentRecord) -> tuple[Relation, DocumentRecord]:
    return relation(by, kind, 99), by


def test_nothing_is_in_force_by_default() -> None:
    assert standing([]) == Standing(LegalStatus.UNKNOWN, None, None)
    assert standing([said(CITES, source(1, "2020-01-01"))]) == Standing()


@pytest.mark.parametrize(
    ("kind", "value"),
    [(REPEALS, LegalStatus.REPEALED), (LAPSES, LegalStatus.LAPSED), (AMENDS, LegalStatus.AMENDED)],
)
def test_each_act_has_its_effect(kind: RelationKind, value: LegalStatus) -> None:
    by = source(1, "2020-01-01")
    assert standing([said(CITES, source(2, "2019-01-01")), said(kind, by)]) == Standing(value, "2020-01-01", by.id)


def test_it_counts_from_the_day_of_effect() -> None:
    by = source(1, "2020-01-01", "2020-03-01")
    assert standing([said(REPEALS, by)]).since == "2020-03-01"


def test_an_end_without_a_date_is_an_end() -> None:
    by = source(1)
    assert standing([said(LAPSES, by)]) == Standing(LegalStatus.LAPSED, None, by.id)


def test_an_end_outranks_an_amendment_that_came_before() -> None:
    amended, ended = said(AMENDS, source(1, "2018-01-01")), said(REPEALS, source(2, "2020-01-01"))
    assert standing([amended, ended]) == Standing(LegalStatus.REPEALED, "2020-01-01", ended[1].id)


def test_the_earliest_end_counts_in_whatever_order_it_is_heard() -> None:
    late, early = said(REPEALS, source(1, "2021-01-01")), said(LAPSES, source(2, "2020-01-01"))
    undated, amended = said(REPEALS, source(3)), said(AMENDS, source(4, "2019-01-01"))
    for order in itertools.permutations([late, early, undated, amended]):
        assert standing(order) == Standing(LegalStatus.LAPSED, "2020-01-01", early[1].id)


def test_of_two_on_one_day_it_is_always_the_same() -> None:
    one, two = said(REPEALS, source(1, "2020-01-01")), said(REPEALS, source(2, "2020-01-01"))
    assert standing([one, two]) == standing([two, one])
