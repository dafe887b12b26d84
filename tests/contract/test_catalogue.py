"""What every catalogue does: transactions, issues, timelines, idempotency keys."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from gazette.errors import QueryError, UnavailableError
from gazette.events import now
from gazette.model import Issue, IssueStatus, Kind, Masthead, Step
from gazette.ports import Catalogue, IssueFilter, Tables
from tests.at_once import at_once
from tests.contract.adapters import PATIENCE, Place
from tests.made_up import MORNING, event, full_document, full_issue, issue, record


def add(catalogue: Catalogue, *issues: Issue) -> None:
    with catalogue.transaction() as tables:
        for one in issues:
            assert tables.issues.add(one)


def get(catalogue: Catalogue, issue_id: str) -> Issue | None:
    with catalogue.reading() as tables:
        return tables.issues.get(issue_id)


def held(catalogue: Catalogue, issue_id: str) -> Issue:
    found = get(catalogue, issue_id)
    assert found is not None
    return found


# -- transactions ----------------------------------------------------------------------------------------------


def test_what_was_written_is_there_for_other_processes(place: Place) -> None:
    add(place.catalogue(), issue(1))
    assert held(place.catalogue(), issue(1).id).file_name == issue(1).file_name


@pytest.mark.parametrize("error", [ValueError("odd"), KeyboardInterrupt()], ids=repr)
def test_a_block_that_raises_writes_nothing(place: Place, error: BaseException) -> None:
    catalogue, first = place.catalogue(), issue(1)
    add(catalogue, first)

    def write(tables: Tables) -> None:
        tables.issues.add(issue(2))
        tables.issues.save(replace(first, status=IssueStatus.READY))
        tables.documents.save([record(first)])
        tables.timeline.add(Step(first.id, now(), "extract", "stored", "done"))
        tables.work.emit([event()])
        tables.submissions.remember("key", first.id)
        raise error

    with pytest.raises(type(error)), catalogue.transaction() as tables:
        write(tables)
    with catalogue.reading() as tables:
        assert tables.issues.get(issue(2).id) is None
        assert tables.issues.get(first.id) == replace(first, updated_at=held(catalogue, first.id).updated_at)
        assert tables.documents.of_issue(first.id) == []
        assert tables.timeline.of(first.id) == []
        assert tables.submissions.recall("key") is None
    assert sum(lag.waiting for lag in place.log().lag("extract")) == 0


def test_reading_never_waits_for_a_writer_and_sees_none_of_it(place: Place) -> None:
    catalogue, written, done = place.catalogue(), threading.Event(), threading.Event()
    add(catalogue, issue(1))

    def write() -> None:
        with catalogue.transaction() as tables:
            tables.issues.add(issue(2))
            written.set()
            done.wait(PATIENCE)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(PATIENCE)
        for reader in (catalogue, place.catalogue()):
            assert get(reader, issue(1).id)
            assert get(reader, issue(2).id) is None
            reader.check()
        assert not done.is_set()
        assert writer.is_alive()
    finally:
        done.set()
        writer.join()
    assert get(catalogue, issue(2).id)


def test_reading_sees_one_state(place: Place) -> None:
    catalogue = place.catalogue()
    add(catalogue, issue(1))
    with catalogue.reading() as tables:
        before = tables.issues.counts()
        add(place.catalogue(), issue(2))
        assert tables.issues.counts() == before
        assert tables.issues.get(issue(2).id) is None
    assert get(catalogue, issue(2).id)


def test_writers_queue_up(place: Place) -> None:
    first, rounds = issue(1), 5
    add(place.catalogue(), first)

    def count(_: int) -> None:
        catalogue = place.catalogue()
        for _ in range(rounds):
            with catalogue.transaction() as tables:
                locked = tables.issues.lock(first.id)
                assert locked
                tables.issues.save(replace(locked, document_count=locked.document_count + 1))

    at_once(4, count)
    assert held(place.catalogue(), first.id).document_count == 4 * rounds


# -- issues ----------------------------------------------------------------------------------------------------


def test_an_issue_comes_back_whole(catalogue: Catalogue) -> None:
    whole = replace(full_issue(), status=IssueStatus.FAILED, kind=Kind.GAZETTE_ISSUE, deleted=True, revision=7)
    add(catalogue, whole)
    found = held(catalogue, whole.id)
    assert found == replace(whole, updated_at=found.updated_at)
    assert type(found.status) is IssueStatus
    assert type(found.kind) is Kind


def test_times_come_back_in_utc(catalogue: Catalogue) -> None:
    beijing = timezone(timedelta(hours=8))
    add(catalogue, issue(1, uploaded_at=datetime(2024, 3, 5, 0, 0, 0, 1, tzinfo=beijing)))
    found = held(catalogue, issue(1).id)
    assert found.uploaded_at == datetime(2024, 3, 4, 16, 0, 0, 1, tzinfo=UTC)
    assert found.uploaded_at.tzinfo == UTC
    assert found.updated_at is not None
    assert found.updated_at.tzinfo == UTC


def test_an_id_is_added_once(catalogue: Catalogue) -> None:
    add(catalogue, issue(1))
    before = get(catalogue, issue(1).id)
    with catalogue.transaction() as tables:
        assert not tables.issues.add(issue(1, file_name="another"))
    assert get(catalogue, issue(1).id) == before


def test_an_id_is_added_once_by_many_at_once(place: Place) -> None:
    def insert(_: int) -> bool:
        with place.catalogue().transaction() as tables:
            return tables.issues.add(issue(1))

    assert sorted(at_once(4, insert)) == [False, False, False, True]


def test_save_writes_every_field_and_raises_the_revision(catalogue: Catalogue) -> None:
    add(catalogue, issue(1))
    before = held(catalogue, issue(1).id)
    with catalogue.transaction() as tables:
        assert tables.issues.lock(issue(1).id) == before
        tables.issues.save(full_issue())
        tables.issues.save(full_issue())
    found = held(catalogue, issue(1).id)
    assert found == replace(full_issue(), revision=before.revision + 2, updated_at=found.updated_at)
    assert found.updated_at is not None
    assert before.updated_at is not None
    assert found.updated_at >= before.updated_at


def test_an_unknown_issue_is_none(catalogue: Catalogue) -> None:
    with catalogue.transaction() as tables:
        assert tables.issues.get("no such id") is None
        assert tables.issues.lock("no such id") is None
        tables.issues.save(issue(1))
        assert tables.issues.get(issue(1).id) is None


def test_pages_are_newest_first_and_whole(catalogue: Catalogue) -> None:
    twins = [issue(serial, uploaded_at=MORNING) for serial in (20, 21, 22)]
    add(catalogue, *map(issue, range(1, 6)), *twins, issue(30, deleted=True))
    seen: list[Issue] = []
    cursor, totals = None, list[int]()
    with catalogue.reading() as tables:
        while not totals or cursor:
            page = tables.issues.page(IssueFilter(), 3, cursor)
            seen += page.items
            totals.append(page.total)
            cursor = page.next
    newest = sorted([*map(issue, range(1, 6)), *twins], key=lambda one: (one.uploaded_at, one.id), reverse=True)
    assert [one.id for one in seen] == [one.id for one in newest]
    assert totals == [8, 8, 8]


def test_a_page_that_holds_all_has_no_next(catalogue: Catalogue) -> None:
    add(catalogue, issue(1), issue(2))
    with catalogue.reading() as tables:
        assert tables.issues.page(IssueFilter(), 2).next is None
        assert tables.issues.page(IssueFilter(), 1).next is not None


def test_a_cursor_holds_while_newer_issues_come(catalogue: Catalogue) -> None:
    add(catalogue, *map(issue, range(1, 5)))
    with catalogue.reading() as tables:
        first = tables.issues.page(IssueFilter(), 2)
    add(catalogue, issue(9))
    with catalogue.reading() as tables:
        second = tables.issues.page(IssueFilter(), 2, first.next)
    assert [one.id for one in (*first.items, *second.items)] == [issue(serial).id for serial in (4, 3, 2, 1)]


def test_filters_narrow_page_and_total(catalogue: Catalogue) -> None:
    old, new = Masthead(year=2019, publisher="甲市"), Masthead(year=2024, publisher="乙市")
    add(
        catalogue,
        issue(1, masthead=old, status=IssueStatus.READY),
        issue(2, masthead=new, status=IssueStatus.READY),
        issue(3, masthead=new, status=IssueStatus.FAILED),
        issue(4),
    )
    wanted = {
        IssueFilter(): [4, 3, 2, 1],
        IssueFilter(status=IssueStatus.READY): [2, 1],
        IssueFilter(year=2024): [3, 2],
        IssueFilter(publisher="甲市"): [1],
        IssueFilter(IssueStatus.READY, 2024, "乙市"): [2],
        IssueFilter(IssueStatus.READY, 2024, "甲市"): [],
    }
    with catalogue.reading() as tables:
        for one, serials in wanted.items():
            page = tables.issues.page(one, 1)
            assert page.total == len(serials)
            assert [found.id for found in page.items] == [issue(serial).id for serial in serials[:1]]


@pytest.mark.parametrize(
    "cursor",
    ["!", "公报", "bm9uZSBvZiBvdXJz", "AAAA", "_" * 50, "a", "MDAwMS0wMS0wMVQwMDowMDowMCsxNDowMCBh", "\ud800"],
)
def test_a_broken_cursor_is_refused(catalogue: Catalogue, cursor: str) -> None:
    add(catalogue, issue(1))
    with pytest.raises(QueryError), catalogue.reading() as tables:
        tables.issues.page(IssueFilter(), 2, cursor)


def test_counts_are_of_live_issues(catalogue: Catalogue) -> None:
    add(catalogue, issue(1), issue(2), issue(3, status=IssueStatus.READY), issue(4, deleted=True))
    with catalogue.reading() as tables:
        counts = tables.issues.counts()
    assert counts == dict.fromkeys(IssueStatus, 0) | {IssueStatus.RECEIVED: 2, IssueStatus.READY: 1}


def test_unfinished_are_the_untouched_oldest_first(catalogue: Catalogue) -> None:
    for serial, status in enumerate(IssueStatus, 1):
        add(catalogue, issue(serial, status=status))
    add(catalogue, issue(9, deleted=True))
    with catalogue.transaction() as tables:
        tables.issues.save(issue(1))
    later = now() + timedelta(seconds=1)
    with catalogue.reading() as tables:
        assert [one.id for one in tables.issues.unfinished(later, 9)] == [issue(serial).id for serial in (2, 3, 4, 1)]
        assert [one.id for one in tables.issues.unfinished(later, 1)] == [issue(2).id]
        assert tables.issues.unfinished(later - timedelta(minutes=5), 9) == []


# -- timeline and submissions ----------------------------------------------------------------------------------


def test_a_timeline_keeps_its_order(catalogue: Catalogue) -> None:
    steps = [
        Step(issue(1).id, MORNING, "extract", "stored", "started", 2),
        Step(issue(1).id, MORNING - timedelta(hours=1), "extract", "stored", "done", 2, 1500, "8 篇，共 900 行"),
    ]
    for step in steps:
        with catalogue.transaction() as tables:
            tables.timeline.add(step, replace(step, issue_id="another"))
            tables.timeline.add()
    with catalogue.reading() as tables:
        assert tables.timeline.of(issue(1).id) == steps
        assert tables.timeline.of("none") == []
        assert all(step.at.tzinfo == UTC for step in tables.timeline.of(issue(1).id))


def test_a_key_stays_with_its_first_issue(catalogue: Catalogue) -> None:
    with catalogue.transaction() as tables:
        assert tables.submissions.recall("甲") is None
        assert tables.submissions.remember("甲", "one") == "one"
    with catalogue.transaction() as tables:
        assert tables.submissions.remember("甲", "two") == "one"
        assert tables.submissions.remember("乙", "two") == "two"
        assert tables.submissions.recall("甲") == "one"


def test_a_catalogue_without_its_schema_is_not_ready(place: Place) -> None:
    catalogue = place.catalogue()
    catalogue.check()
    place.forget_schema()
    with pytest.raises(UnavailableError, match="gazette init"):
        catalogue.check()


def test_documents_come_back_whole(catalogue: Catalogue) -> None:
    document, classes = full_document()
    add(catalogue, issue(1))
    whole = replace(record(issue(1), 0, 7), document=document, classes=classes, revision=4)
    with catalogue.transaction() as tables:
        tables.documents.save([whole])
    with catalogue.reading() as tables:
        assert tables.documents.get(whole.id) == whole


# -- the end of a process --------------------------------------------------------------------------------------

KILLED = """
import os, signal
from tests.made_up import issue
catalogue = place.catalogue()
with catalogue.transaction(durable={durable}) as tables:
    tables.issues.add(issue(1))
with catalogue.transaction() as tables:
    tables.issues.add(issue(2))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("durable", [True, False])
def test_a_killed_process_leaves_whole_transactions(place: Place, durable: bool) -> None:
    process = place.process(KILLED.format(durable=durable))
    said = process.communicate()[0]
    assert process.returncode < 0, said
    assert get(place.catalogue(), issue(1).id), said
    assert get(place.catalogue(), issue(2).id) is None
