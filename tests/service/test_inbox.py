"""Files below inbox/ become issues, each once, whatever happens; on every object store and catalogue."""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from gazette.errors import NotFoundError, UnavailableError
from gazette.events import now
from gazette.model import IssueStatus, source_key
from gazette.ports import StoredObject, Tables
from services.ingest.inbox import BATCH, waiting
from services.situation import InboxState, inbox_state
from tests.at_once import at_once
from tests.contract.adapters import PLACES
from tests.service.inbox_desk import LIMIT, TEXT, Desk, Meddled, away, crash_at

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(50)
HOUR = 3600.0


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=[pytest.mark.servers] * (name == "servers")) for name in sorted(PLACES)],
)
def adapter(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def template(adapter: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return PLACES[adapter][0](tmp_path_factory.mktemp("template"))


@pytest.fixture
def desk(adapter: str, template: Path, tmp_path: Path) -> Iterator[Desk]:
    place = PLACES[adapter][1](tmp_path, template)
    with structlog.testing.capture_logs():
        yield Desk(place, tmp_path / "spool")
    place.close()


def test_files_become_issues_and_go_from_the_inbox(desk: Desk) -> None:
    files = {"inbox/公报.txt": TEXT, "inbox/2024/某区/第1期.pdf": b"%PDF-1.4 something", "inbox/裸名": b"text"}
    for key, data in files.items():
        desk.put(key, data)
    assert desk.inbox().take_in() == 3
    assert desk.names() == ["公报.txt", "第1期.pdf", "裸名"]
    assert {issue.media_type for issue in desk.issues()} == {
        "text/plain",
        "application/pdf",
        "application/octet-stream",
    }
    sources = [source_key(hashlib.sha256(data).hexdigest()) for data in files.values()]
    assert desk.keys() == sorted(sources)
    assert {desk.bytes_of(key) for key in sources} == set(files.values())
    assert desk.outcomes == ["taken"] * 3
    assert list(desk.spool.iterdir()) == []
    assert desk.inbox().take_in() == 0


def test_an_empty_store_has_nothing_to_take(desk: Desk) -> None:
    assert desk.inbox().take_in() == 0
    assert desk.keys() == []


def test_what_was_changed_just_now_waits(desk: Desk) -> None:
    desk.put("inbox/a.txt")
    assert desk.inbox(settle_seconds=HOUR).take_in() == 0
    assert desk.keys() == ["inbox/a.txt"]
    assert [held.key for held in waiting(desk.place.objects())] == ["inbox/a.txt"]
    assert desk.inbox().take_in() == 1


def test_the_same_bytes_are_one_issue_under_whatever_name(desk: Desk) -> None:
    for key in ("inbox/a.txt", "inbox/b/c.txt"):
        desk.put(key)
    assert desk.inbox().take_in() == 2
    desk.put("inbox/a.txt")
    assert desk.inbox().take_in() == 1
    assert (len(desk.issues()), desk.times_stored(), desk.keys("inbox/")) == (1, 1, [])
    assert desk.outcomes == ["taken", "duplicate", "duplicate"]


def test_the_same_name_with_other_bytes_is_another_issue(desk: Desk) -> None:
    for data in (TEXT, TEXT + b"more"):
        desk.put("inbox/a.txt", data)
        assert desk.inbox().take_in() == 1
    assert desk.names() == ["a.txt", "a.txt"]


def test_a_file_that_was_not_asked_for_is_an_issue_like_an_upload(desk: Desk) -> None:
    desk.put("inbox/scan.png", PICTURE)
    assert desk.inbox().take_in() == 1
    assert [issue.status for issue in desk.issues()] == [IssueStatus.RECEIVED]


def test_many_files_are_taken_in_turns(desk: Desk) -> None:
    for serial in range(BATCH + 1):
        desk.put(f"inbox/{serial:03}.txt", TEXT + str(serial % 3).encode())
    assert [desk.inbox().take_in() for _ in range(3)] == [BATCH, 1, 0]
    assert (len(desk.issues()), desk.keys("inbox/")) == (3, [])


@pytest.mark.parametrize("point", ["ingest:object-stored", "ingest:issue-written", "inbox:received"])
def test_a_crash_anywhere_loses_nothing_and_takes_nothing_twice(desk: Desk, point: str) -> None:
    desk.put("inbox/a.txt")
    with pytest.raises(KeyboardInterrupt):
        desk.inbox(crash_at(point)).take_in()
    assert desk.keys("inbox/") == ["inbox/a.txt"]
    assert desk.inbox().take_in() == 1
    assert (len(desk.issues()), desk.times_stored(), desk.keys("inbox/")) == (1, 1, [])
    assert desk.bytes_of(source_key(hashlib.sha256(TEXT).hexdigest())) == TEXT


def test_what_failed_before_its_file_was_removed_is_not_begun_anew(desk: Desk) -> None:
    desk.put("inbox/scan.png", PICTURE)
    with pytest.raises(KeyboardInterrupt):
        desk.inbox(crash_at("inbox:received")).take_in()
    [issue] = desk.issues()
    with desk.place.catalogue().transaction() as tables:
        tables.issues.save(replace(issue, status=IssueStatus.FAILED, reason_code="picture", reason="图片"))
    assert desk.inbox().take_in() == 1
    [after] = desk.issues()
    assert (after.status, after.generation, desk.outcomes) == (IssueStatus.FAILED, 1, ["removed"])
    desk.put("inbox/scan.png", PICTURE)
    assert desk.inbox().take_in() == 1
    [again] = desk.issues()
    assert (again.status, again.generation) == (IssueStatus.RECEIVED, 2), "put there again, it is tried again"


def test_several_at_once_take_each_file_once(desk: Desk) -> None:
    texts = [TEXT + bytes([65 + serial]) for serial in range(6)]
    for serial, text in enumerate(texts):
        desk.put(f"inbox/{serial}.txt", text)
    desk.put("inbox/empty.txt", b"")
    inboxes = [desk.inbox() for _ in range(3)]
    at_once(3, lambda serial: inboxes[serial].take_in())
    assert desk.names() == [f"{serial}.txt" for serial in range(6)]
    assert [desk.times_stored(text) for text in texts] == [1] * 6
    assert desk.keys("inbox/") == []
    assert desk.outcomes.count("taken") == 6
    assert "refused/empty.txt" in desk.keys("refused/")


@pytest.mark.parametrize("point", ["ingest:object-stored", "ingest:issue-written", "inbox:received"])
def test_what_replaces_a_file_meanwhile_is_taken_too(desk: Desk, point: str) -> None:
    other = TEXT[::-1]

    def replaced(name: str) -> None:
        if name == point:
            desk.put("inbox/a.txt", other)

    desk.put("inbox/a.txt")
    assert desk.inbox(replaced).take_in() == 1
    assert desk.bytes_of("inbox/a.txt") == other
    assert desk.inbox().take_in() == 1
    assert {issue.sha256 for issue in desk.issues()} == {hashlib.sha256(data).hexdigest() for data in (TEXT, other)}


@pytest.mark.parametrize("other", [TEXT[::-1], TEXT + b"longer", b"x"], ids=["as long", "longer", "shorter"])
def test_what_changes_while_it_is_read_is_taken_the_next_time(desk: Desk, other: bytes) -> None:
    desk.put("inbox/a.txt")
    changing = Meddled(desk.place.objects(), open=lambda key: desk.put(key, other))
    assert desk.inbox(objects=changing).take_in() == 0
    assert (desk.issues(), desk.outcomes, desk.keys()) == ((), [], ["inbox/a.txt"])
    assert desk.inbox().take_in() == 1
    assert desk.bytes_of(source_key(desk.issues()[0].sha256)) == other


def test_what_another_took_first_is_passed_over(desk: Desk) -> None:
    for key in ("inbox/a.txt", "inbox/b.txt"):
        desk.put(key, key.encode())
    quicker = Meddled(desk.place.objects(), open=lambda _: desk.place.objects().delete("inbox/a.txt"))
    assert desk.inbox(objects=quicker).take_in() == 1
    assert desk.names() == ["b.txt"]


@pytest.mark.parametrize(
    ("key", "data", "said"),
    [
        ("2024/空.txt", b"", ("文件为空", "the file is empty")),
        ("大.pdf", bytes(LIMIT + 1), ("文件超过 0.001 MB", "above the limit of 0.001 MB")),
    ],
)
def test_what_cannot_be_an_issue_is_moved_aside_with_the_reason(
    desk: Desk, key: str, data: bytes, said: tuple[str, str]
) -> None:
    desk.put(f"inbox/{key}", data)
    with structlog.testing.capture_logs() as logs:
        assert desk.inbox().take_in() == 1
    assert desk.keys() == [f"refused/{key}", f"refused/{key}.reason.txt"]
    assert desk.bytes_of(f"refused/{key}") == data
    chinese, english = desk.bytes_of(f"refused/{key}.reason.txt").decode().splitlines()
    assert said[0] in chinese
    assert said[1] in english
    assert [(line["event"], line["moved_to"]) for line in logs] == [("inbox_file_refused", f"refused/{key}")]
    assert (desk.outcomes, desk.issues()) == (["refused"], ())


def test_the_limit_itself_is_allowed(desk: Desk) -> None:
    desk.put("inbox/a.txt", bytes(LIMIT))
    assert desk.inbox().take_in() == 1
    assert desk.outcomes == ["taken"]


def test_a_refused_file_replaces_no_other(desk: Desk) -> None:
    large = [bytes([serial]) * (LIMIT + 1) for serial in range(3)]
    for data in large:
        desk.put("inbox/a/b.pdf", data)
        assert desk.inbox().take_in() == 1
    count, newest = desk.refused()
    assert (count, {one.path for one in newest}) == (3, {"a/b.pdf", "a/b (2).pdf", "a/b (3).pdf"})
    assert [desk.bytes_of(f"refused/a/b{number}.pdf") for number in ("", " (2)", " (3)")] == large


def test_a_refused_file_that_was_mended_is_taken(desk: Desk) -> None:
    desk.put("inbox/a.txt", bytes(LIMIT + 1))
    assert desk.inbox().take_in() == 1
    for key in desk.keys("refused/"):
        desk.place.objects().move(key, key.replace("refused/", "inbox/"))
    assert desk.inbox(max_bytes=2 * LIMIT).take_in() == 1
    assert desk.names() == ["a.txt"]
    assert desk.keys("inbox/") == ["inbox/a.txt.reason.txt"], "a reason is no issue"
    assert desk.refused() == (0, [])


def test_a_refusal_that_was_cut_off_is_finished(desk: Desk) -> None:
    desk.put("inbox/a.txt", b"")
    with pytest.raises(KeyboardInterrupt):
        desk.inbox(objects=Meddled(desk.place.objects(), move=lambda *_: crash_at("move")("move"))).take_in()
    assert desk.refused()[0] == 0
    assert desk.inbox().take_in() == 1
    assert desk.keys() == ["refused/a.txt", "refused/a.txt.reason.txt"]


def test_one_file_that_cannot_be_read_keeps_no_other_from_its_turn(desk: Desk) -> None:
    def closed(key: str) -> None:
        if key == "inbox/a.txt":
            raise UnavailableError("permission denied")

    for key in ("inbox/a.txt", "inbox/b.txt"):
        desk.put(key, key.encode())
    for _ in range(2):
        with pytest.raises(UnavailableError, match=r"1 files .*inbox/a\.txt: permission denied"):
            desk.inbox(objects=Meddled(desk.place.objects(), open=closed)).take_in()
    assert (desk.names(), desk.keys("inbox/")) == (["b.txt"], ["inbox/a.txt"])
    assert desk.inbox().take_in() == 1


def test_a_file_that_cannot_be_removed_is_taken_once(desk: Desk) -> None:
    desk.put("inbox/a.txt")
    for _ in range(3):
        with pytest.raises(UnavailableError, match="it is away"):
            desk.inbox(objects=Meddled(desk.place.objects(), delete=away)).take_in()
    assert (len(desk.issues()), desk.times_stored()) == (1, 1)
    assert desk.inbox().take_in() == 1
    assert desk.keys("inbox/") == []


@pytest.mark.parametrize("answer", ["list", "open", "put", "stat", "delete", "move"])
def test_nothing_is_lost_while_the_store_is_away(desk: Desk, answer: str) -> None:
    for key, data in (("inbox/a.txt", TEXT), ("inbox/b.txt", b"")):
        desk.put(key, data)
    store = Meddled(desk.place.objects(), check=away, **{answer: away})
    with pytest.raises(UnavailableError, match=r"^it is away$"):
        desk.inbox(objects=store).take_in()
    desk.inbox().take_in()
    assert (desk.names(), desk.keys("inbox/"), desk.refused()[0]) == (["a.txt"], [], 1)
    assert desk.times_stored() == 1


def test_status_tells_what_lies_there_or_that_nobody_can_tell(desk: Desk) -> None:
    for key, data in (("inbox/a.txt", b""), ("inbox/b.txt", TEXT), ("inbox/c.part", TEXT)):
        desk.put(key, data)
    assert inbox_state(desk.place.objects()) == InboxState(2, 0, [])
    desk.inbox().take_in()
    count, newest = desk.refused()
    assert inbox_state(desk.place.objects()) == InboxState(0, count, newest)
    assert inbox_state(Meddled(desk.place.objects(), list=away)) == InboxState(problem="it is away")


class Asleep:
    """A catalogue that does not answer."""

    def reading(self) -> AbstractContextManager[Tables]:
        raise UnavailableError("the catalogue is away")

    transaction = check = reading


def test_nothing_is_lost_while_the_catalogue_is_away(desk: Desk) -> None:
    desk.put("inbox/a.txt")
    with pytest.raises(UnavailableError, match=r"^the catalogue is away$"):
        desk.inbox(catalogue=Asleep()).take_in()
    assert desk.keys() == ["inbox/a.txt"]
    assert desk.inbox().take_in() == 1


def test_a_key_that_cannot_be_opened_keeps_nothing_from_its_turn(desk: Desk) -> None:
    class Odd(Meddled):
        def list(self, prefix: str = "") -> Iterator[StoredObject]:
            yield StoredObject("inbox//../a.txt", 5, now() - timedelta(days=1))
            yield from self.store.list(prefix)

    desk.put("inbox/b.txt")
    with pytest.raises(NotFoundError):
        desk.place.objects().open("inbox//../a.txt")
    assert desk.inbox(objects=Odd(desk.place.objects())).take_in() == 1
    assert desk.names() == ["b.txt"]
