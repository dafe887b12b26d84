"""What the ingest role does by itself."""

import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from gazette.events import Envelope, IssueClassified, IssueExtracted, IssueStored, now, unwrap
from gazette.model import Issue, IssueStatus, source_key
from gazette.spool import spooled
from services.ingest.housekeeping import (
    Chore,
    Patience,
    chores,
    purge,
    release_delayed,
    remove_orphans,
    send_on_stuck,
)
from services.ingest.inbox import Inbox
from tests.contract.adapters import EmbeddedPlace, embedded_place
from tests.made_up import event, issue

LATER = timedelta(hours=1)


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Iterator[EmbeddedPlace]:
    place = embedded_place(tmp_path, template)
    with structlog.testing.capture_logs():
        yield place
    place.close()


def add(place: EmbeddedPlace, *issues: Issue) -> None:
    with place.catalogue().transaction() as tables:
        for one in issues:
            tables.issues.add(one)


def told(place: EmbeddedPlace) -> list[Envelope]:
    return [one.envelope for one in place.log().subscribe(f"onlooker {now()}").poll(0, 100)]


def store(place: EmbeddedPlace, key: str) -> None:
    place.objects().put(key, io.BytesIO(b"bytes"))


def keys(place: EmbeddedPlace) -> list[str]:
    return [held.key for held in place.objects().list()]


def test_delayed_events_are_sent_when_their_time_has_come(place: EmbeddedPlace) -> None:
    catalogue, due, later = place.catalogue(), event(1), event(2)
    with catalogue.transaction() as tables:
        tables.work.delay("extract", due, now() - timedelta(seconds=1))
        tables.work.delay("extract", later, now() + timedelta(minutes=10))
    assert release_delayed(catalogue) == 1
    assert release_delayed(catalogue) == 0
    subscription = place.log().subscribe("extract")
    assert [one.envelope.id for one in subscription.poll(0, 10)] == [due.id]


def test_looking_for_delayed_events_waits_for_no_writer(place: EmbeddedPlace) -> None:
    with place.catalogue().transaction() as tables:
        tables.issues.add(issue(1))
        assert release_delayed(place.catalogue()) == 0


def test_stuck_issues_are_sent_on_from_where_they_are(place: EmbeddedPlace) -> None:
    statuses = list(IssueStatus)
    add(place, *(issue(serial, status=status, document_count=3) for serial, status in enumerate(statuses)))
    add(place, issue(20, deleted=True))
    assert send_on_stuck(place.catalogue(), now() - LATER) == 0
    assert told(place) == []
    assert send_on_stuck(place.catalogue(), now() + timedelta(seconds=1)) == 4
    ids = {status: issue(serial).id for serial, status in enumerate(statuses)}
    assert {unwrap(one) for one in told(place)} == {
        IssueStored(ids[IssueStatus.RECEIVED], 1, issue(0).sha256),
        IssueStored(ids[IssueStatus.EXTRACTING], 1, issue(1).sha256),
        IssueExtracted(ids[IssueStatus.CLASSIFYING], 1, 3),
        IssueClassified(ids[IssueStatus.INDEXING], 1),
    }
    with place.catalogue().reading() as tables:
        assert [step.event for step in tables.timeline.of(issue(0).id)] == ["stuck"]
        assert tables.timeline.of(ids[IssueStatus.READY]) == []


def test_a_stuck_issue_is_sent_on_once_in_a_while(place: EmbeddedPlace) -> None:
    add(place, issue(1))
    moment = now()
    assert send_on_stuck(place.catalogue(), moment) == 1
    assert send_on_stuck(place.catalogue(), moment) == 0
    with place.catalogue().reading() as tables:
        touched = tables.issues.get(issue(1).id)
    assert touched is not None
    assert touched.updated_at is not None
    assert touched == replace(issue(1), updated_at=touched.updated_at, revision=touched.revision)


def test_objects_without_an_issue_are_removed_when_old(place: EmbeddedPlace, tmp_path: Path) -> None:
    owned, orphan, young = (issue(serial).sha256 for serial in (1, 2, 3))
    add(place, issue(1, deleted=True))
    for sha256 in (owned, orphan, young):
        store(place, source_key(sha256))
    store(place, "derived/aa/0.1/text")
    old = (now() - LATER).timestamp()
    for path in (tmp_path / "objects").rglob("*"):
        if path.is_file() and path.name != young:
            os.utime(path, (old, old))
    assert remove_orphans(place.catalogue(), place.objects(), now() - LATER / 2) == 1
    assert keys(place) == sorted(["derived/aa/0.1/text", source_key(owned), source_key(young)])


def test_purge_drops_what_was_handled(place: EmbeddedPlace) -> None:
    catalogue, log = place.catalogue(), place.log()
    log.append([event(1)])
    subscription = log.subscribe("extract")
    subscription.commit(subscription.poll(0, 10))
    assert purge(catalogue, now() - LATER) == 0
    assert purge(catalogue, now() + LATER) == 1


def all_chores(place: EmbeddedPlace, patience: Patience) -> dict[str, Chore]:
    inbox = Inbox(place.catalogue(), place.objects(), place.folder / "spool", 1000, settle_seconds=0)
    return {chore.name: chore for chore in chores(inbox, patience)}


def test_every_chore_can_be_done_on_an_empty_house(place: EmbeddedPlace) -> None:
    every = all_chores(place, Patience(600, 24, 14, 5)).values()
    assert {chore.name for chore in every} == {"delayed", "stuck", "orphans", "old", "spool", "inbox"}
    assert [chore.do() for chore in every] == [0] * len(every)


def test_chores_are_as_patient_as_they_were_told(place: EmbeddedPlace) -> None:
    add(place, issue(1))
    store(place, source_key(issue(2).sha256))
    patient = all_chores(place, Patience(600, 24, 14, 5))
    hasty = all_chores(place, Patience(0, 0, 0, 0))
    assert [patient[name].do() for name in ("stuck", "orphans")] == [0, 0]
    assert [hasty[name].do() for name in ("stuck", "orphans")] == [1, 1]


def test_the_inbox_is_looked_through_as_often_as_told_or_never(place: EmbeddedPlace) -> None:
    store(place, "inbox/a.txt")
    patient = all_chores(place, Patience(600, 24, 14, 5))["inbox"]
    assert (patient.every, patient.do(), keys(place)) == (5, 1, [source_key(hashlib.sha256(b"bytes").hexdigest())])
    assert "inbox" not in all_chores(place, Patience(600, 24, 14, 0))


def test_what_uploads_of_ended_processes_left_behind_is_swept(place: EmbeddedPlace) -> None:
    with spooled(place.folder / "spool") as in_use:
        (place.folder / "spool/upload-left").write_bytes(b"half of it")
        assert all_chores(place, Patience(600, 24, 14, 5))["spool"].do() == 1
        assert list((place.folder / "spool").iterdir()) == [in_use.path]
