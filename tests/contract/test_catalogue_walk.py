"""Walking through every issue and every document of a catalogue, a page at a time."""

from dataclasses import replace
from datetime import timedelta

from gazette.events import now
from gazette.model import IssueStatus
from gazette.ports import Catalogue
from tests.made_up import issue, record


def test_issues_in_order_of_their_ids_tombstones_included(catalogue: Catalogue) -> None:
    made = [issue(serial, deleted=serial == 2) for serial in range(1, 6)]
    with catalogue.transaction() as tables:
        for one in made:
            tables.issues.add(one)
        wanted = sorted(one.id for one in made)
        assert [one.id for one in tables.issues.after("", 3)] == wanted[:3]
        assert [one.id for one in tables.issues.after(wanted[2], 9)] == wanted[3:]
        assert tables.issues.after(wanted[-1], 9) == []


def test_issues_that_ended_lately(catalogue: Catalogue) -> None:
    states = (IssueStatus.READY, IssueStatus.FAILED, IssueStatus.INDEXING, IssueStatus.READY)
    with catalogue.transaction() as tables:
        for serial, status in enumerate(states, 1):
            tables.issues.add(issue(serial, status=status, deleted=serial == 4))
        assert tables.issues.ended(now() - timedelta(minutes=1)) == 2
        assert tables.issues.ended(now() + timedelta(minutes=1)) == 0


def test_states_of_documents_in_order_of_their_ids(catalogue: Catalogue) -> None:
    ready, failed = issue(1, status=IssueStatus.READY), issue(2, status=IssueStatus.FAILED)
    records = [record(owner, position) for owner in (ready, failed) for position in range(3)]
    records[1] = replace(records[1], deleted=True, revision=7)
    with catalogue.transaction() as tables:
        for owner in (ready, failed):
            tables.issues.add(owner)
        tables.documents.save(records)
        assert tables.documents.count() == 6
        found = [*tables.documents.states("", 4)]
        found += tables.documents.states(found[-1].id, 4)
    assert [one.id for one in found] == sorted(one.id for one in records)
    by_id = {one.id: one for one in found}
    told = by_id[records[1].id]
    assert (told.issue_id, told.revision, told.deleted, told.status) == (ready.id, 7, True, IssueStatus.READY)
    assert by_id[records[5].id].status == IssueStatus.FAILED
    assert abs(told.touched - now()) < timedelta(minutes=5)
