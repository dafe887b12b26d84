"""Where other programs write as they like: files that are not whole, hidden, oddly named or dated."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from gazette.events import now
from gazette.ports import StoredObject
from services.ingest.inbox import waiting
from services.ingest.refused import refusals
from tests.contract.adapters import EmbeddedPlace, embedded_place
from tests.service.inbox_desk import LIMIT, TEXT, Desk


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Iterator[Desk]:
    """On files, where other programs write as they like."""
    place = embedded_place(tmp_path, template)
    (tmp_path / "objects/inbox").mkdir(parents=True)
    with structlog.testing.capture_logs():
        yield Desk(place, tmp_path / "spool")
    place.close()


def inbox_of(desk: Desk) -> Path:
    assert isinstance(desk.place, EmbeddedPlace)
    return desk.place.folder / "objects/inbox"


class Listed:
    """An object store of which only the listing matters."""

    def __init__(self, key: str, size: int) -> None:
        self.held = StoredObject(key, size, now())

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        assert prefix == "inbox/"
        yield self.held


@pytest.mark.parametrize(
    ("key", "size", "is_meant"),
    [
        ("inbox/a.txt", 5, True),
        ("inbox/2024/a", 5, True),
        ("inbox/empty.txt", 0, True),
        ("inbox/a.b/c.txt", 1, True),
        ("inbox/", 0, False),
        ("inbox/2024/", 0, False),
        ("inbox/2024/", 5, False),
        ("inbox/2024", 0, False),
        ("inbox/.hidden.txt", 5, False),
        ("inbox/.folder/a.txt", 5, False),
        ("inbox/~$issue.docx", 5, False),
        ("inbox/a.txt.part", 5, False),
        ("inbox/a.TMP", 5, False),
        ("inbox/a.pdf.crdownload", 5, False),
        ("inbox/a.txt.reason.txt", 5, False),
    ],
)
def test_what_is_meant_to_be_taken(key: str, size: int, is_meant: bool) -> None:
    assert [held.key for held in waiting(Listed(key, size))] == [key] * is_meant


def dated(path: Path, ago: timedelta, data: bytes = TEXT) -> None:
    path.write_bytes(data)
    moment = (now() - ago).timestamp()
    os.utime(path, (moment, moment))


def test_a_file_rests_a_while_before_it_is_taken(desk: Desk) -> None:
    inbox = inbox_of(desk)
    dated(inbox / "still.txt", timedelta(seconds=25), b"1")
    dated(inbox / "done.txt", timedelta(seconds=35), b"2")
    dated(inbox / "begun.txt", timedelta(seconds=250), b"")
    dated(inbox / "empty.txt", timedelta(seconds=350), b"")
    dated(inbox / "clock goes ahead.txt", timedelta(seconds=-100), b"3")
    dated(inbox / "wrong date.txt", timedelta(days=-100), b"4")
    assert desk.inbox(settle_seconds=30).take_in() == 3
    assert desk.names() == ["done.txt", "wrong date.txt"]
    assert sorted(path.name for path in inbox.iterdir()) == ["begun.txt", "clock goes ahead.txt", "still.txt"]
    assert [one.path for one in desk.refused()[1]] == ["empty.txt"]


def test_a_name_in_an_older_encoding_is_read(desk: Desk) -> None:
    name = "政府公报.txt".encode("gb18030")
    for folder, data in (("一", TEXT), ("二", b"")):
        (inbox_of(desk) / folder).mkdir()
        (inbox_of(desk) / folder / os.fsdecode(name)).write_bytes(data)
    assert desk.inbox().take_in() == 2
    assert desk.names() == ["政府公报.txt"]
    assert [one.path for one in desk.refused()[1]] == ["二/政府公报.txt"]


def test_refused_files_are_listed_newest_first_with_their_reason(desk: Desk) -> None:
    for name, data in (("b.txt", b""), ("a.txt", bytes(LIMIT + 1)), ("c.txt", b"")):
        desk.put(f"inbox/{name}", data)
        desk.inbox().take_in()
    count, newest = refusals(desk.place.objects(), 2)
    assert (count, [one.path for one in newest]) == (3, ["c.txt", "a.txt"])
    assert ["the file is empty" in one.reason for one in newest] == [True, False]
    assert newest[1].size == LIMIT + 1
    assert now() - newest[0].at < timedelta(minutes=1)
    (inbox_of(desk).parent / "refused/c.txt.reason.txt").unlink()
    assert {one.path: one.reason for one in desk.refused()[1]}["c.txt"] == ""
