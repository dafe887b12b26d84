"""Which number keys classifying an issue keeps from others, on every catalogue."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from gazette.events import IssueExtracted
from gazette.model import RelationKind
from gazette.ports import Catalogue
from services.classify.handler import Classify
from tests.contract.adapters import PATIENCE, Place
from tests.made_up import issue, number_key, record, relation

HELD, FORMER, OTHER = 5, 6, 7


@pytest.fixture
def catalogue(catalogue: Catalogue) -> Catalogue:
    """An issue that holds one number, and that named another one when it was processed before."""
    with catalogue.transaction() as tables:
        tables.issues.add(issue(1))
        tables.documents.save([record(issue(1), 0, HELD)])
        tables.relations.replace(issue(1).id, [relation(record(issue(1), 0, HELD), RelationKind.REPEALS, FORMER)])
    return catalogue


@pytest.mark.parametrize("serial", [HELD, FORMER])
def test_what_an_issue_defines_or_named_before_is_kept_from_others(
    place: Place, catalogue: Catalogue, serial: int
) -> None:
    told: list[str] = []
    entered = threading.Event()

    def take() -> None:
        with place.catalogue().transaction() as tables:
            tables.relations.lock([number_key(serial)])
            told.append("other")
            entered.set()

    stage = Classify(place.objects(), catalogue)
    with ThreadPoolExecutor(1) as pool:
        with catalogue.transaction() as tables:
            stage.lock(tables, [IssueExtracted(issue(1).id, 1, 1)])
            other = pool.submit(take)
            entered.wait(0.5)
            told.append("classified")
        other.result(PATIENCE)
    assert told == ["classified", "other"]


def test_keys_are_those_named_by_any_of_the_issues(catalogue: Catalogue) -> None:
    with catalogue.transaction() as tables:
        tables.issues.add(issue(2))
        tables.documents.save([source := record(issue(2), 0, OTHER)])
        relations = [relation(source, kind, serial) for kind in RelationKind for serial in (OTHER, FORMER)]
        tables.relations.replace(issue(2).id, relations)
    with catalogue.reading() as tables:
        assert tables.relations.named([issue(1).id]) == {number_key(FORMER)}
        assert tables.relations.named([issue(1).id, issue(2).id]) == {number_key(FORMER), number_key(OTHER)}
        assert tables.relations.named([issue(3).id]) == tables.relations.named([]) == frozenset()
