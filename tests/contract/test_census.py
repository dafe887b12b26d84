"""What every size counts alike, and what it carries along: figures read these, traces hang together by them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gazette.events import Envelope, now
from gazette.model import IssueStatus, Kind
from gazette.ports import Catalogue, DeadLetter, EventLog, SearchIndex
from gazette.ports.census import Backlog, Tally
from tests.contract.adapters import PATIENCE, Place
from tests.contract.search_corpus import CORPUS
from tests.made_up import MORNING, event, issue

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def log(place: Place) -> EventLog:
    return place.log()


def test_issues_are_counted_by_what_became_of_them(catalogue: Catalogue) -> None:
    ready = {"status": IssueStatus.READY, "kind": Kind.GAZETTE_ISSUE, "document_count": 3}
    failed = {"status": IssueStatus.FAILED, "reason_code": "too_slow", "size": 7}
    held = [issue(1, **ready), issue(2, **ready), issue(3, **failed), issue(4), issue(5, deleted=True, **ready)]
    with catalogue.transaction() as tables:
        for one in held:
            tables.issues.add(one)
    with catalogue.reading() as tables:
        tallies = tables.census.issues()
        size = tables.census.size()
    assert set(tallies) == {
        Tally(IssueStatus.READY, Kind.GAZETTE_ISSUE, None, 2, 6, 2003),
        Tally(IssueStatus.FAILED, None, "too_slow", 1, 0, 7),
        Tally(IssueStatus.RECEIVED, None, None, 1, 0, 1004),
    }
    assert size > 10_000


def test_what_waits_beside_the_log_is_counted_up_to_a_limit(catalogue: Catalogue) -> None:
    sent = [replace(event(serial), time=MORNING + timedelta(minutes=serial)) for serial in (1, 2, 3)]
    with catalogue.reading() as tables:
        assert tables.census.backlog() == Backlog(0, None, 0)
    with catalogue.transaction() as tables:
        tables.work.emit(sent)
        tables.work.delay("extract", event(4), now() + timedelta(hours=1))
    with catalogue.reading() as tables:
        assert tables.census.backlog() == Backlog(3, sent[0].time, 1)
        assert tables.census.backlog(limit=2) == Backlog(2, sent[0].time, 1)
    with catalogue.transaction() as tables:
        tables.work.mark_sent(one.number for one in tables.work.unsent(1))
    with catalogue.reading() as tables:
        assert tables.census.backlog() == Backlog(2, sent[1].time, 1)


def test_finished_events_are_counted_by_group_since_a_moment(catalogue: Catalogue) -> None:
    begun, finished = event(1), event(2)
    with catalogue.transaction() as tables:
        for group in ("extract", "index"):
            tables.work.begin_all(group, [begun, finished])
            assert tables.work.finish(group, finished.id)
    with catalogue.reading() as tables:
        assert tables.census.handled(now() - timedelta(minutes=1)) == {"extract": 1, "index": 1}
        assert tables.census.handled(now() + timedelta(minutes=1)) == {}


def test_open_dead_letters_are_counted_by_group_and_cause(catalogue: Catalogue) -> None:
    with catalogue.transaction() as tables:
        for serial, (group, cause) in enumerate([("extract", "killed"), ("extract", "killed"), ("index", "KeyError")]):
            tables.work.bury(DeadLetter(group, event(serial), cause, "odd", 5, now()))
    with catalogue.reading() as tables:
        assert tables.census.dead_letters() == {("extract", "killed"): 2, ("index", "KeyError"): 1}
        numbers = [one.id for one in tables.work.dead_letters(3) if one.group == "index"]
    with catalogue.transaction() as tables:
        tables.dead_letters.replay(numbers[0] or 0, "somebody")
    with catalogue.reading() as tables:
        assert tables.census.dead_letters() == {("extract", "killed"): 2}


def test_the_oldest_event_that_waits_is_known_for_each_partition(place: Place, log: EventLog) -> None:
    group, key = "extract", issue(1).id
    first, for_another, second = (
        replace(event(1, among), key=key, time=MORNING + timedelta(minutes=minute))
        for minute, among in ((1, None), (2, "another"), (3, None))
    )
    subscription = log.subscribe(group)
    assert not subscription.poll(place.quiet)
    log.append([first, for_another, second])
    assert oldest(log, group) == [first.time]
    found = subscription.poll(PATIENCE, 1)
    subscription.commit(found)
    assert [one.envelope for one in found] == [first]
    assert oldest(log, group) == [second.time]
    subscription.close()


def oldest(log: EventLog, group: str) -> list[object]:
    return [lag.oldest for lag in log.lag(group) if lag.waiting]


def test_documents_that_can_be_found_are_counted(place: Place) -> None:
    index: SearchIndex = place.search()
    assert index.count() == 0
    index.write(CORPUS)
    assert index.count() == len(CORPUS)
    hidden = replace(CORPUS[0], deleted=True, revision=CORPUS[0].revision + 1)
    index.write([hidden])
    assert index.count() == len(CORPUS) - 1
    index.close()


def test_the_trace_goes_wherever_the_event_goes(place: Place, catalogue: Catalogue, log: EventLog) -> None:
    sent = [replace(event(serial), traceparent=TRACE) for serial in (1, 2, 3)]
    with catalogue.transaction() as tables:
        tables.work.emit(sent[:1])
        tables.work.delay("extract", sent[1], now() - timedelta(seconds=1))
        tables.work.bury(DeadLetter("extract", sent[2], "KeyError", "odd", 5, now()))
        [buried] = tables.work.dead_letters(1)
        tables.work.release_due(now(), 10)
    place.pass_on()
    heard: list[Envelope] = []
    subscription = log.subscribe("extract")
    for _ in range(int(PATIENCE / place.quiet)):
        heard += [one.envelope for one in subscription.poll(place.quiet, 10)]
        if len(heard) == 2:
            break
    subscription.close()
    assert {one.id: one.traceparent for one in [*heard, buried.envelope]} == dict.fromkeys(
        [one.id for one in sent], TRACE
    )
