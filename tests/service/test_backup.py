"""A backup is whole or refused; what is restored from it is the system that it was made of."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import pytest

from gazette.adapters.sql.archive import SqlArchive
from gazette.errors import BackupError
from gazette.model import IssueStatus, source_key
from gazette.ports import IssueFilter
from gazette.search import IndexedDocument
from services.backup.folder import Folder
from services.backup.making import back_up
from services.backup.restoring import Restored, restore
from tests.flow.issues import small
from tests.service.command_line import CommandLine, plainly
from tests.service.mill import CITATION, NOTICE, ONE, REPEAL, THREE, Mill, mill_on

Mills = Callable[[], Mill]
Damage = Callable[[Path], object]


def nobody(step: str, done: int, of: int) -> None:
    """Looks at how far it is."""


@pytest.fixture
def mills(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mills]:
    """As many systems as wanted, each empty."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(mill_on(tmp_path_factory.mktemp("mill"), template))


@pytest.fixture
def mill(mills: Mills) -> Mill:
    """A notice and its repeal, ready; a citation that waits to be classified; a file that waits for everything."""
    mill = mills()
    mill.upload(NOTICE)
    mill.upload(REPEAL)
    mill.run()
    mill.upload(CITATION)
    mill.run("extract")
    mill.upload(CITATION + "\n")
    mill.objects.put("inbox/某局/公报.txt", BytesIO("还没有收录".encode()))
    return mill


@pytest.fixture
def backup(mill: Mill, tmp_path: Path) -> Path:
    assert made(mill, tmp_path / "backup") == ()
    return tmp_path / "backup"


def made(mill: Mill, folder: Path) -> tuple[str, ...]:
    """Back a mill up; returns what the store has lost."""
    return back_up(SqlArchive(mill.place.catalogue()), mill.objects, folder, nobody).missing


def restored(mill: Mill, folder: Path) -> Restored:
    return restore(SqlArchive(mill.place.catalogue()), mill.objects, mill.search, folder, nobody)


def statuses(mill: Mill) -> list[tuple[str, IssueStatus]]:
    with mill.catalogue.reading() as tables:
        return [(one.id, one.status) for one in tables.issues.page(IssueFilter(), 100).items]


def keys(mill: Mill) -> set[str]:
    return {one.key for one in mill.objects.list()}


def test_what_is_restored_is_found_and_what_was_under_way_goes_on(mill: Mill, mills: Mills, backup: Path) -> None:
    there = mills()
    done = restored(there, backup)
    assert (done.to_index, done.to_process) == (2, 2)
    assert statuses(there) == statuses(mill)
    assert keys(there) == keys(mill)
    assert there.found("河道") == []
    there.run()
    mill.run()
    assert {status for _, status in statuses(there)} == {IssueStatus.READY}
    for query in ("河道", ONE, THREE, "通知"):
        assert {one.id: one.legal_status for one in there.found(query)} == {
            one.id: one.legal_status for one in mill.found(query)
        }
    for identifier, _ in statuses(mill):
        assert there.documents(identifier) == mill.documents(identifier)


def test_what_was_ready_is_not_touched_by_the_restore(mill: Mill, mills: Mills, backup: Path) -> None:
    there = mills()
    restored(there, backup)
    there.run("index")
    for identifier, status in statuses(mill):
        if status == IssueStatus.READY:
            assert there.issue(identifier) == mill.issue(identifier)
            assert there.stages(identifier)[: len(mill.stages(identifier))] == mill.stages(identifier)


def test_what_comes_after_the_backup_is_not_in_it(mill: Mill, mills: Mills, backup: Path) -> None:
    late = mill.upload(NOTICE + "又一行")
    there = mills()
    restored(there, backup)
    assert late not in dict(statuses(there))


def test_the_same_bytes_are_kept_once(mill: Mill, backup: Path) -> None:
    mill.objects.put("inbox/again.txt", BytesIO("还没有收录".encode()))
    again = backup.with_name("again")
    made(mill, again)
    named = list(Folder(again).copied())
    files = [path for path in (again / "objects").rglob("*") if path.is_file()]
    assert len(named) == len({one.key for one in named}) == len(files) + 1
    assert Folder(again).verify(nobody).objects.rows == len(named)


def flip(path: Path) -> None:
    """Change one byte in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def an_object(folder: Path) -> Path:
    return next(path for path in sorted((folder / "objects").rglob("*")) if path.is_file())


def resealed(**changed: object) -> Damage:
    """A list of contents that says something else and is sealed."""

    def damage(folder: Path) -> None:
        contents = Folder(folder).contents()
        Folder(folder).seal(type(contents)(**{name: getattr(contents, name) for name in contents.__slots__} | changed))

    return damage


DAMAGES: dict[str, tuple[Damage, str]] = {
    "not finished": (lambda folder: (folder / "backup.json").unlink(), "no complete backup"),
    "contents changed": (lambda folder: flip(folder / "backup.json"), "damaged|cannot be read"),
    "contents cut off": (lambda folder: (folder / "backup.json").write_text('{"backup'), "cannot be read"),
    "count changed": (
        lambda folder: (folder / "backup.json").write_text(
            re.sub(r'"rows": \d+', '"rows": 5', (folder / "backup.json").read_text(), count=1)
        ),
        "hash is another one",
    ),
    "rows changed": (lambda folder: flip(folder / "tables/issues.jsonl"), r"issues\.jsonl is damaged"),
    "rows missing": (lambda folder: (folder / "tables/timeline.jsonl").unlink(), r"timeline\.jsonl is missing"),
    "list changed": (lambda folder: flip(folder / "objects.jsonl"), r"objects\.jsonl is damaged"),
    "object changed": (lambda folder: flip(an_object(folder)), "is damaged"),
    "object cut off": (lambda folder: an_object(folder).write_bytes(b""), "is damaged: 0 bytes"),
    "object missing": (lambda folder: an_object(folder).unlink(), "is missing"),
    "newer format": (resealed(format=99), "format 99"),
    "newer schema": (resealed(schema="9999"), "9999.*newer"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_backup_is_refused_and_nothing_is_written(mills: Mills, backup: Path, name: str) -> None:
    damage, said = DAMAGES[name]
    damage(backup)
    there = mills()
    with pytest.raises(BackupError, match=said):
        restored(there, backup)
    assert (statuses(there), keys(there)) == ([], set())


@pytest.mark.parametrize("path", ["../../outside", "a/b", "", "x"])
def test_a_backup_cannot_reach_out_of_its_folder(backup: Path, path: str) -> None:
    row = {"key": "inbox/a", "size": 1, "sha256": path}
    (backup / "objects.jsonl").write_text(json.dumps(row) + "\n")
    with pytest.raises(BackupError, match="no hash"):
        Folder(backup).object(next(iter(Folder(backup).copied())).sha256)
    with pytest.raises(BackupError, match="cannot be"):
        Folder(backup).table("../issues")


@pytest.mark.parametrize("hidden", [False, True])
def test_a_system_that_holds_something_is_not_overwritten(mill: Mill, mills: Mills, backup: Path, hidden: bool) -> None:
    before = statuses(mill)
    with pytest.raises(BackupError, match="catalogue is not empty"):
        restored(mill, backup)
    assert statuses(mill) == before
    there = mills()
    there.search.write([IndexedDocument("0" * 16, "1" * 16, 1, 1, title="旧", deleted=hidden)])
    with pytest.raises(BackupError, match="index is not empty"):
        restored(there, backup)
    assert statuses(there) == []


def test_nothing_is_overwritten_by_a_backup(mill: Mill, backup: Path) -> None:
    before = sorted(path.stat().st_mtime_ns for path in backup.rglob("*"))
    with pytest.raises(BackupError, match="holds a backup"):
        made(mill, backup)
    (backup / "backup.json").unlink()
    with pytest.raises(BackupError, match="cut off"):
        made(mill, backup)
    (backup / "objects.jsonl").write_bytes(b"")
    with pytest.raises(BackupError, match="holds"):
        made(mill, backup / "objects.jsonl")
    assert len(before) == len(list(backup.rglob("*"))) + 1


def test_a_restore_that_was_cut_off_is_begun_again(mill: Mill, mills: Mills, backup: Path) -> None:
    there = mills()
    put, left = there.objects.put, [2]

    def failing(key: str, data: BytesIO) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        put(key, data)

    there.objects.put = failing  # type: ignore[method-assign,assignment]
    with pytest.raises(OSError, match="No space left"):
        restored(there, backup)
    assert statuses(there) == []
    there.objects.put = put  # type: ignore[method-assign]
    restored(there, backup)
    assert keys(there) == keys(mill)


@pytest.mark.parametrize("content", [None, b"other bytes"], ids=["lost", "damaged"])
def test_what_the_store_has_lost_is_named(mill: Mill, mills: Mills, tmp_path: Path, content: bytes | None) -> None:
    identifier = statuses(mill)[-1][0]
    key = source_key(mill.issue(identifier).sha256)
    mill.objects.delete(key)
    if content:
        mill.objects.put(key, BytesIO(content))
    missing = made(mill, tmp_path / "poor")
    assert missing == (key,)
    there = mills()
    restored(there, tmp_path / "poor")
    assert len(statuses(there)) == 4
    assert key not in keys(there)


def test_the_command_line_says_what_it_did(tmp_path: Path) -> None:
    here, there, folder = CommandLine(tmp_path / "here"), CommandLine(tmp_path / "there"), tmp_path / "backup"
    (tmp_path / "issue.txt").write_bytes(small())
    assert here.run("add", tmp_path / "issue.txt").exit_code == 0
    told = here.run("backup", folder)
    assert told.exit_code == 0
    assert re.search(r"issues +1\b", told.stdout)
    assert re.search(r"documents +3\b", told.stdout)
    assert "The backup is whole" in CommandLine(tmp_path / "nowhere").run("backup", "--verify", folder).stdout
    assert not (tmp_path / "nowhere").exists()
    told = there.run("restore", folder)
    assert told.exit_code == 0
    assert re.search(r"to index +1\b", told.stdout)
    assert "gazette serve" in told.stdout
    assert "not empty" in plainly(there.run("restore", folder))
    assert "holds a backup" in plainly(here.run("backup", folder))
    an_object(folder).unlink()
    assert "is missing" in plainly(here.run("backup", "--verify", folder))
    assert "no complete backup" in plainly(CommandLine(tmp_path / "new").run("restore", tmp_path / "none"))
    assert not (tmp_path / "new").exists()
    assert "There is no data" in plainly(CommandLine(tmp_path / "new").run("backup", tmp_path / "b"))


def test_the_command_line_names_what_the_store_has_lost(tmp_path: Path) -> None:
    here = CommandLine(tmp_path / "here")
    (tmp_path / "issue.txt").write_bytes(small())
    here.run("add", tmp_path / "issue.txt")
    lost = next(path for path in (tmp_path / "here/objects/sha256").rglob("*") if path.is_file())
    lost.unlink()
    assert lost.name in plainly(here.run("backup", tmp_path / "backup"))
    assert (tmp_path / "backup/backup.json").exists()
