"""Uploads become issues: object first, row second, each file once."""

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from gazette.errors import NotFoundError, RejectedError
from gazette.events import Event, IssueStored, now, unwrap
from gazette.file_names import clean_name
from gazette.model import Issue, IssueStatus, Step, issue_id, source_key
from gazette.ports import Landmark, no_landmark
from services.ingest.housekeeping import remove_orphans
from services.ingest.receive import Received, Upload, receive
from services.ingest.retry import retry
from tests.at_once import at_once
from tests.contract.adapters import EmbeddedPlace, embedded_place

TEXT = "某市人民政府公报\n第1期\n".encode()


@dataclass(frozen=True)
class Desk:
    """Where uploads are taken in."""

    place: EmbeddedPlace
    folder: Path

    def take_in(
        self, data: bytes = TEXT, landmark: Landmark = no_landmark, name: str = "一.txt", **more: str
    ) -> Received:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.folder / uuid.uuid4().hex
        path.write_bytes(data)
        ports = {"catalogue": self.place.catalogue(), "objects": self.place.objects()}
        return receive(path, sha256, len(data), Upload(name, **more), landmark=landmark, **ports)

    def bytes_of(self, issue: Issue) -> bytes:
        with self.place.objects().open(source_key(issue.sha256)) as data:
            return data.read()

    def issue(self, identifier: str) -> Issue | None:
        with self.place.catalogue().reading() as tables:
            return tables.issues.get(identifier)

    def change(self, issue: Issue) -> None:
        with self.place.catalogue().transaction() as tables:
            tables.issues.save(issue)

    def timeline(self, issue: Issue) -> Sequence[Step]:
        with self.place.catalogue().reading() as tables:
            return tables.timeline.of(issue.id)

    def told(self) -> list[Event | None]:
        subscription = self.place.log().subscribe(f"onlooker {now()}")
        return [unwrap(one.envelope) for one in subscription.poll(0, 100)]


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Iterator[Desk]:
    place = embedded_place(tmp_path, template)
    yield Desk(place, tmp_path)
    place.close()


def test_a_new_file_becomes_an_issue_with_its_bytes(desk: Desk) -> None:
    received = desk.take_in(note="备注", media_type="text/plain", correlation_id="c-1")
    issue = received.issue
    assert not received.duplicate
    assert issue.sha256 == hashlib.sha256(TEXT).hexdigest()
    assert issue.id == issue_id(issue.sha256)
    assert (issue.status, issue.generation, issue.size) == (IssueStatus.RECEIVED, 1, len(TEXT))
    assert (issue.file_name, issue.media_type, issue.note) == ("一.txt", "text/plain", "备注")
    assert desk.issue(issue.id) == issue
    assert desk.bytes_of(issue) == TEXT
    assert desk.told() == [IssueStored(issue.id, 1, issue.sha256)]
    assert [step.stage for step in desk.timeline(issue)] == ["ingest"]


def test_the_event_carries_the_correlation_id(desk: Desk) -> None:
    desk.take_in(correlation_id="上传-1")
    [delivery] = desk.place.log().subscribe("onlooker").poll(0, 10)
    assert delivery.envelope.correlation_id == "上传-1"


def test_the_same_bytes_again_change_nothing(desk: Desk) -> None:
    first = desk.take_in()
    again = desk.take_in(name="another name.txt", note="another note")
    assert again.duplicate
    assert again.issue == first.issue
    assert len(desk.told()) == len(desk.timeline(first.issue)) == 1


def test_the_same_bytes_from_many_at_once_are_one_issue(desk: Desk) -> None:
    received = at_once(4, lambda number: desk.take_in(name=f"{number}.txt"))
    assert len({one.issue.id for one in received}) == 1
    assert sorted(one.duplicate for one in received) == [False, True, True, True]
    assert len(desk.told()) == len(desk.timeline(received[0].issue)) == 1
    assert desk.bytes_of(received[0].issue) == TEXT


def test_the_same_bytes_of_a_failed_issue_try_it_again(desk: Desk) -> None:
    first = desk.take_in().issue
    failed = replace(first, status=IssueStatus.FAILED, reason_code="odd", reason="原因", retryable=False)
    desk.change(failed)
    again = desk.take_in()
    assert again.duplicate
    assert (again.issue.status, again.issue.generation) == (IssueStatus.RECEIVED, 2)
    assert (again.issue.reason_code, again.issue.reason) == (None, None)
    assert again.issue.revision > first.revision
    assert desk.told() == [IssueStored(first.id, 1, first.sha256), IssueStored(first.id, 2, first.sha256)]


def test_the_same_bytes_of_a_deleted_issue_revive_it(desk: Desk) -> None:
    first = desk.take_in().issue
    desk.change(replace(first, status=IssueStatus.READY, deleted=True))
    again = desk.take_in()
    assert not again.duplicate
    assert not again.issue.deleted
    assert (again.issue.status, again.issue.generation) == (IssueStatus.RECEIVED, 2)
    assert again.issue.revision > first.revision


def test_an_empty_file_is_rejected_and_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(RejectedError) as refused:
        desk.take_in(b"")
    assert refused.value.code == "empty"
    assert refused.value.chinese
    assert list(desk.place.objects().list()) == []
    assert desk.told() == []


def test_an_idempotency_key_stands_for_one_file(desk: Desk) -> None:
    first = desk.take_in(idempotency_key="k1")
    assert desk.take_in(idempotency_key="k1").issue.id == first.issue.id
    with pytest.raises(RejectedError) as refused:
        desk.take_in(b"another file", idempotency_key="k1")
    assert refused.value.code == "idempotency_key"
    assert desk.issue(issue_id(hashlib.sha256(b"another file").hexdigest())) is None
    assert len(desk.told()) == 1
    assert not desk.take_in(b"another file", idempotency_key="k2").duplicate


def test_a_crash_after_the_object_leaves_no_row_and_the_upload_can_be_repeated(desk: Desk) -> None:
    def crash(name: str) -> None:
        if name == "ingest:object-stored":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.take_in(landmark=crash)
    assert [held.key for held in desk.place.objects().list()] == [source_key(hashlib.sha256(TEXT).hexdigest())]
    assert desk.told() == []
    assert not desk.take_in().duplicate


def test_bytes_are_there_though_the_sweep_took_them_for_an_orphan(desk: Desk) -> None:
    """The object of an upload that was cut off lies about; the same file comes again while it is swept."""

    def sweep(name: str) -> None:
        if name == "ingest:object-stored":
            later = now() + timedelta(hours=1)
            assert remove_orphans(desk.place.catalogue(), desk.place.objects(), later) == 1

    received = desk.take_in(landmark=sweep)
    assert desk.bytes_of(received.issue) == TEXT


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("公报.txt", "公报.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\公报.txt", "公报.txt"),
        ("a/b/", "unnamed"),
        ("", "unnamed"),
        ("..", "unnamed"),
        (" \t\n.", "unnamed"),
        ("a\x00b\r\nc\u202ed.txt", "abcd.txt"),
        ("\ud800x.txt", "x.txt"),
        (".hidden", "hidden"),
        ("名" * 300 + ".txt", "名" * 196 + ".txt"),
        ("x" * 10 + "." + "y" * 300, None),
    ],
)
def test_a_file_name_is_made_safe(name: str, clean: str | None) -> None:
    found = clean_name(name)
    assert found == (clean or found)
    assert 0 < len(found) <= 200
    assert clean_name(found) == found
    found.encode()


def test_a_failed_issue_can_be_retried(desk: Desk) -> None:
    first = desk.take_in().issue
    desk.change(replace(first, status=IssueStatus.FAILED, reason_code="odd", reason="原因", retryable=True))
    begun = retry(desk.place.catalogue(), first.id, "c-2")
    assert (begun.status, begun.generation, begun.reason) == (IssueStatus.RECEIVED, 2, None)
    assert desk.told()[-1] == IssueStored(first.id, 2, first.sha256)
    assert desk.timeline(first)[-1].message == "原因"


def test_only_a_failed_issue_can_be_retried(desk: Desk) -> None:
    first = desk.take_in().issue
    for status in set(IssueStatus) - {IssueStatus.FAILED}:
        desk.change(replace(first, status=status))
        with pytest.raises(RejectedError) as refused:
            retry(desk.place.catalogue(), first.id)
        assert refused.value.code == "not_failed"
    desk.change(replace(first, status=IssueStatus.FAILED, deleted=True))
    for identifier in (first.id, "no such id", "x" * 5000):
        with pytest.raises(NotFoundError):
            retry(desk.place.catalogue(), identifier)
    assert len(desk.told()) == 1
