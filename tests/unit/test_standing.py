"""Legal status from what other documents say."""

import itertools
from typing import Any

import pytest

from gazette.fields import Amendment, Place
from gazette.model import DocumentRecord, LegalStatus, Mention, Relation, RelationKind, Standing
from gazette.standing import standing
from tests import made_up
from tests.made_up import issue, record, relation

CITES, AMENDS, REPEALS, LAPSES = RelationKind.CITES, RelationKind.AMENDS, RelationKind.REPEALS, RelationKind.LAPSES
CONTINUES = RelationKind.CONTINUES


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
    assert standing([said(CITES, source(2, "2019-01-01")), said(kind, by)]) == Standing(
        value, "2020-01-01", by.id, line=3
    )


def test_it_counts_from_the_day_of_effect() -> None:
    by = source(1, "2020-01-01", "2020-03-01")
    assert standing([said(REPEALS, by)]).since == "2020-03-01"


def test_an_end_without_a_date_is_an_end() -> None:
    by = source(1)
    assert standing([said(LAPSES, by)]) == Standing(LegalStatus.LAPSED, None, by.id, line=3)


def test_an_end_outranks_an_amendment_that_came_before() -> None:
    amended, ended = said(AMENDS, source(1, "2018-01-01")), said(REPEALS, source(2, "2020-01-01"))
    assert standing([amended, ended]) == Standing(LegalStatus.REPEALED, "2020-01-01", ended[1].id, line=3)


def test_the_earliest_end_counts_in_whatever_order_it_is_heard() -> None:
    late, early = said(REPEALS, source(1, "2021-01-01")), said(LAPSES, source(2, "2020-01-01"))
    undated, amended = said(REPEALS, source(3)), said(AMENDS, source(4, "2019-01-01"))
    for order in itertools.permutations([late, early, undated, amended]):
        assert standing(order) == Standing(LegalStatus.LAPSED, "2020-01-01", early[1].id, line=3)


def test_of_two_on_one_day_it_is_always_the_same() -> None:
    one, two = said(REPEALS, source(1, "2020-01-01")), said(REPEALS, source(2, "2020-01-01"))
    assert standing([one, two]) == standing([two, one])


CLAUSE = "《某办法》（某政发〔2020〕99号）自2020年9月1日起废止。"
TARGET = made_up.number(99)


def by(serial: int, **fields: Any) -> DocumentRecord:
    return record(issue(serial), 0, serial, **fields)


def test_the_sentence_and_its_day_come_from_the_source() -> None:
    ended = Mention("某办法", TARGET, 3, clause=CLAUSE, since="2020-09-01")
    source = by(1, issued_date="2020-08-01", effective_date="2020-08-15", repeals=(ended,))
    assert standing([said(REPEALS, source)]) == Standing(
        LegalStatus.REPEALED, "2020-09-01", source.id, CLAUSE, 3, doubtful=False
    )


def test_where_the_day_cannot_be_known_there_is_none() -> None:
    later = by(1, issued_date="2020-01-01", effective_clause="自发布之日起30日后施行")
    assert standing([said(REPEALS, later)]).since is None
    at_once = by(1, issued_date="2020-01-01", effective_clause="自发布之日起施行")
    assert standing([said(REPEALS, at_once)]).since == "2020-01-01"


def test_in_force_only_where_a_text_says_so_and_weakest_of_all() -> None:
    listed = Mention("某办法", TARGET, 3, clause="下列文件继续有效：", since="2021-01-01")
    source = by(1, issued_date="2021-01-01", continues=(listed,))
    continues = said(CONTINUES, source)
    assert standing([continues]) == Standing(LegalStatus.IN_FORCE, "2021-01-01", source.id, "下列文件继续有效：", 3)
    amended, ended = said(AMENDS, by(2, issued_date="2022-01-01")), said(LAPSES, by(3, issued_date="2023-01-01"))
    for order in itertools.permutations([continues, amended, ended]):
        assert standing(order).value == LegalStatus.LAPSED
    assert standing([amended, continues]).value == LegalStatus.AMENDED


def test_an_amendment_has_its_sentence_too() -> None:
    change = Amendment("某办法", Place(3, 0, 3, 9), TARGET, ("第三条",), "对《某办法》作如下修改：", "2020-05-01")
    found = standing([said(AMENDS, by(1, issued_date="2020-04-01", amends=(change,)))])
    assert (found.since, found.clause) == ("2020-05-01", "对《某办法》作如下修改：")


def test_what_is_doubtful_is_said_to_be() -> None:
    doubtful = by(1, issued_date="2020-01-01", repeals=(Mention("某办法", TARGET, 3, doubtful=True),))
    sure = by(2, issued_date="2020-01-01", repeals=(Mention("某办法", TARGET, 3),))
    assert standing([said(REPEALS, doubtful)]).doubtful
    assert standing([said(REPEALS, doubtful), said(REPEALS, sure)]) == standing([said(REPEALS, sure)])
