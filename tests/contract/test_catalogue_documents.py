"""What every catalogue does with documents and what they say of each other."""

import itertools
from collections.abc import Iterable
from dataclasses import replace

import pytest

from gazette.model import DocumentRecord, Issue, LegalStatus, Relation, RelationKind, Standing
from gazette.ports import Catalogue
from tests.made_up import issue, number_key, record, relation

CITES, AMENDS, REPEALS, LAPSES = RelationKind.CITES, RelationKind.AMENDS, RelationKind.REPEALS, RelationKind.LAPSES


@pytest.fixture
def catalogue(catalogue: Catalogue) -> Catalogue:
    """A catalogue that holds issues, and no documents yet."""
    with catalogue.transaction() as tables:
        for serial in (1, 2, 3):
            tables.issues.add(issue(serial))
    return catalogue


def save(catalogue: Catalogue, *records: DocumentRecord) -> None:
    with catalogue.transaction() as tables:
        tables.documents.save(records)


def relate(catalogue: Catalogue, owner: Issue, *relations: Relation) -> frozenset[str]:
    with catalogue.transaction() as tables:
        tables.relations.lock(one.target_key for one in relations)
        return tables.relations.replace(owner.id, relations)


def standing(catalogue: Catalogue, one: DocumentRecord) -> Standing:
    with catalogue.reading() as tables:
        return tables.relations.standings([one])[one.id]


def ids(records: Iterable[DocumentRecord]) -> list[str]:
    return [one.id for one in records]


# -- documents -------------------------------------------------------------------------------------------------


def test_documents_of_an_issue_are_in_order_and_without_tombstones(catalogue: Catalogue) -> None:
    mine = [record(issue(1), position) for position in range(4)]
    mine[2] = replace(mine[2], deleted=True)
    save(catalogue, *reversed(mine), record(issue(2)))
    with catalogue.reading() as tables:
        assert tables.documents.of_issue(issue(1).id) == [mine[0], mine[1], mine[3]]
        assert tables.documents.of_issue(issue(1).id, deleted=True) == mine
        assert tables.documents.of_issue(issue(3).id) == []
        assert tables.documents.get(mine[2].id) == mine[2]
        assert tables.documents.get("no such id") is None


def test_save_replaces_and_takes_the_revision_as_given(catalogue: Catalogue) -> None:
    first = record(issue(1), 0, 5)
    save(catalogue, first)
    changed = replace(first, document=replace(first.document, title="另一题"), revision=9, deleted=True, position=3)
    save(catalogue, changed)
    with catalogue.reading() as tables:
        assert tables.documents.get(first.id) == changed
    save(catalogue)


def test_order_keys_are_unique(catalogue: Catalogue) -> None:
    """Two documents that would sort alike would make pages lose one of them."""
    first = record(issue(1), issued_date="2020-05-06")
    twin = replace(first, id=f"{first.id[:-1]}{int(first.id[-1], 16) ^ 1:x}")
    assert twin.order_key == first.order_key
    save(catalogue, first)
    with pytest.raises(Exception, match="order_key"):
        save(catalogue, twin)
    save(catalogue, replace(twin, document=replace(twin.document, issued_date="2020-05-07")))


def test_by_keys_finds_live_documents(catalogue: Catalogue) -> None:
    one, two, twin = record(issue(1), 0, 1), record(issue(1), 1, 2), record(issue(2), 5, 1)
    save(catalogue, one, two, twin, replace(record(issue(1), 3, 3), deleted=True), record(issue(1), 4))
    with catalogue.reading() as tables:
        assert set(ids(tables.documents.by_keys([number_key(1), number_key(1)]))) == {one.id, twin.id}
        assert ids(tables.documents.by_keys([number_key(2), number_key(3), "none"])) == [two.id]
        assert tables.documents.by_keys([]) == []


def test_many_keys_are_asked_for_at_once(catalogue: Catalogue) -> None:
    save(catalogue, *(record(issue(1), serial, serial) for serial in range(1, 20)))
    with catalogue.reading() as tables:
        found = tables.documents.by_keys([*(number_key(serial) for serial in range(1, 1500)), *map(str, range(3000))])
    assert sorted(one.position for one in found) == list(range(1, 20))


def test_candidates_are_the_nearest_first(catalogue: Catalogue) -> None:
    save(catalogue, *(record(issue(1), serial, serial) for serial in (1120, 112, 12, 2)))
    save(catalogue, replace(record(issue(1), 9, 312), deleted=True))
    part = number_key(12).removeprefix(number_key(0)[:-1])
    with catalogue.reading() as tables:
        assert [one.position for one in tables.documents.candidates(part, 10)] == [12, 112, 1120]
        assert [one.position for one in tables.documents.candidates(part, 2)] == [12, 112]
        for wild in ("%", "_", "/", "\\", "'", "*"):
            assert tables.documents.candidates(wild, 10) == []


def test_touch_raises_the_revision_of_live_documents(catalogue: Catalogue) -> None:
    live, other, gone = (record(issue(1), position, revision) for position, revision in ((0, 1), (1, 2), (2, 3)))
    save(catalogue, live, other, replace(gone, deleted=True))
    with catalogue.transaction() as tables:
        touched = tables.documents.touch([live.id, live.id, gone.id, "none"])
        assert touched == [replace(live, revision=2)]
        assert tables.documents.touch([]) == []
    with catalogue.reading() as tables:
        assert [one.revision for one in tables.documents.of_issue(issue(1).id, deleted=True)] == [2, 1, 1]


# -- relations -------------------------------------------------------------------------------------------------


def test_replace_tells_exactly_which_keys_changed(catalogue: Catalogue) -> None:
    source = record(issue(1), 0, 1)
    save(catalogue, source)
    cites, repeals = relation(source, CITES, 5), relation(source, REPEALS, 6)
    assert relate(catalogue, issue(1), cites, repeals) == {number_key(5), number_key(6)}
    assert relate(catalogue, issue(1), repeals, cites) == frozenset()
    assert relate(catalogue, issue(1), cites, replace(repeals, line=4)) == {number_key(6)}
    assert relate(catalogue, issue(1), cites, relation(source, LAPSES, 6)) == {number_key(6)}
    assert relate(catalogue, issue(1), cites, relation(source, CITES, 7)) == {number_key(6), number_key(7)}
    assert relate(catalogue, issue(1)) == {number_key(5), number_key(7)}
    assert relate(catalogue, issue(1)) == frozenset()


def test_replace_leaves_other_issues_alone(catalogue: Catalogue) -> None:
    ours, theirs = record(issue(1), 0, 1), record(issue(2), 0, 2)
    save(catalogue, ours, theirs)
    relate(catalogue, issue(1), relation(ours, CITES, 5))
    assert relate(catalogue, issue(2), relation(theirs, CITES, 5)) == {number_key(5)}
    assert relate(catalogue, issue(1)) == {number_key(5)}
    with catalogue.reading() as tables:
        [found] = tables.relations.incoming([number_key(5)])[number_key(5)]
    assert found.source == theirs


def test_incoming_holds_relation_and_source(catalogue: Catalogue) -> None:
    old = record(issue(1), 0, 1, issued_date="2019-01-01")
    young = record(issue(2), 0, 2, issued_date="2021-01-01")
    gone = replace(record(issue(2), 1, 3), deleted=True)
    save(catalogue, young, old, gone)
    without = relation(gone, REPEALS, 5)
    relate(catalogue, issue(2), relation(young, REPEALS, 5), relation(young, CITES, 6), without)
    relate(catalogue, issue(1), replace(relation(old, CITES, 5), target_title=None, line=None))
    with catalogue.reading() as tables:
        found = tables.relations.incoming([number_key(5), number_key(5), number_key(9)])
        assert [(one.relation, one.source) for one in found[number_key(5)]] == [
            (replace(relation(old, CITES, 5), target_title=None, line=None), old),
            (relation(young, REPEALS, 5), young),
        ]
        assert set(found) == {number_key(5)}
        assert not tables.relations.incoming([])


@pytest.mark.parametrize("order", list(itertools.permutations(["target", "source"])), ids="-".join)
def test_standing_is_the_same_in_either_order_of_arrival(catalogue: Catalogue, order: tuple[str, ...]) -> None:
    target = record(issue(1), 0, 5)
    source = record(issue(2), 0, 6, issued_date="2021-03-01", effective_date="2021-04-01")

    def bring_source() -> None:
        save(catalogue, source)
        assert relate(catalogue, issue(2), relation(source, REPEALS, 5)) == {number_key(5)}

    arrive = {"target": lambda: save(catalogue, target), "source": bring_source}
    for name in order:
        arrive[name]()
    assert standing(catalogue, target) == Standing(LegalStatus.REPEALED, "2021-04-01", source.id, line=3)
    assert standing(catalogue, source) == Standing()


def test_deleted_sources_do_not_count(catalogue: Catalogue) -> None:
    target, source = record(issue(1), 0, 5), record(issue(2), 0, 6)
    save(catalogue, target, source)
    relate(catalogue, issue(2), relation(source, LAPSES, 5))
    assert standing(catalogue, target).value == LegalStatus.LAPSED
    save(catalogue, replace(source, deleted=True))
    assert standing(catalogue, target) == Standing()


def test_no_document_decides_about_itself(catalogue: Catalogue) -> None:
    one, unnumbered = record(issue(1), 0, 5), record(issue(1), 1)
    save(catalogue, one, unnumbered)
    relate(catalogue, issue(1), relation(one, REPEALS, 5))
    with catalogue.reading() as tables:
        assert tables.relations.standings([one, unnumbered]) == {one.id: Standing(), unnumbered.id: Standing()}
        assert tables.relations.standings([]) == {}


def test_sources_are_named_keys_also_of_what_is_not_held(catalogue: Catalogue) -> None:
    one, gone = record(issue(1), 0, 1), replace(record(issue(1), 1, 2), deleted=True)
    save(catalogue, one, gone)
    named = [relation(one, CITES, 35), relation(one, REPEALS, 35), relation(one, CITES, 45), relation(gone, CITES, 55)]
    relate(catalogue, issue(1), *named)
    part = number_key(5)[-1]
    with catalogue.reading() as tables:
        assert tables.relations.sources(part, 9) == sorted([number_key(35), number_key(45)])
        assert len(tables.relations.sources(part, 1)) == 1
        assert tables.relations.sources("%", 9) == []


def test_locking_the_same_keys_again_is_no_fault(catalogue: Catalogue) -> None:
    for _ in range(2):
        with catalogue.transaction() as tables:
            tables.relations.lock(["乙", "甲", "甲"])
            tables.relations.lock([])
            tables.relations.lock(["甲"])
