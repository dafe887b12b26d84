"""What the object store in a folder does beside the contract: other programs put files into it, too."""

import errno
import io
import os
import shutil
import threading
from pathlib import Path

import pytest

from gazette.adapters.embedded.files import FileObjectStore
from gazette.errors import NotFoundError, UnavailableError


@pytest.fixture
def store(tmp_path: Path) -> FileObjectStore:
    return FileObjectStore(tmp_path / "objects")


def keys(store: FileObjectStore, prefix: str = "") -> list[str]:
    return [held.key for held in store.list(prefix)]


def make(store: FileObjectStore, key: str, data: bytes = b"x") -> Path:
    path = store.folder / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_files_of_other_programs_are_objects(store: FileObjectStore) -> None:
    make(store, "inbox/2024/公报.txt", b"text")
    assert keys(store, "inbox/") == ["inbox/2024/公报.txt"]
    assert store.stat("inbox/2024/公报.txt").size == 4


def test_what_is_no_file_of_its_own_is_no_object(store: FileObjectStore, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"secret")
    make(store, "inbox/a.txt")
    (store.folder / "inbox/link.txt").symlink_to(secret)
    os.mkfifo(store.folder / "inbox/pipe.txt")
    assert keys(store) == ["inbox/a.txt"]
    for key in ("inbox/link.txt", "inbox/pipe.txt", "inbox"):
        with pytest.raises(NotFoundError):
            store.stat(key)


def test_a_linked_folder_is_listed_by_its_own_name(store: FileObjectStore, tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "a.txt").write_bytes(b"x")
    store.folder.mkdir()
    (store.folder / "inbox").symlink_to(scans)
    assert keys(store, "inbox/") == ["inbox/a.txt"]
    store.move("inbox/a.txt", "refused/a.txt")
    assert keys(store, "refused/") == ["refused/a.txt"]
    assert list(scans.iterdir()) == []


@pytest.mark.parametrize("prefix", ["../", "../outside/", "/etc/", "inbox/../../"])
def test_a_listing_does_not_climb(store: FileObjectStore, tmp_path: Path, prefix: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/a.txt").write_bytes(b"x")
    make(store, "inbox/a.txt")
    assert keys(store, prefix) == []


def test_listing_goes_on_while_others_add_and_remove(store: FileObjectStore) -> None:
    make(store, "inbox/held.txt")
    over = threading.Event()

    def bustle() -> None:
        while not over.is_set():
            make(store, "inbox/deep/er/passing.txt")
            shutil.rmtree(store.folder / "inbox/deep")

    other = threading.Thread(target=bustle)
    other.start()
    try:
        for _ in range(200):
            assert "inbox/held.txt" in keys(store, "inbox/")
    finally:
        over.set()
        other.join()


def test_a_file_is_moved_to_another_disk(store: FileObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    make(store, "inbox/a.txt", b"text")
    replace = Path.replace

    def far(self: Path, target: Path) -> Path:
        if self.parent.name == "inbox":
            raise OSError(errno.EXDEV, "another disk")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", far)
    store.move("inbox/a.txt", "refused/b/a.txt")
    assert keys(store) == ["refused/b/a.txt"]
    with store.open("refused/b/a.txt") as data:
        assert data.read() == b"text"


def test_a_folder_that_cannot_be_read_is_told_of(store: FileObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = make(store, "inbox/closed/a.txt").parent
    scandir = os.scandir

    def guarded(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(errno.EACCES, "closed")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    with pytest.raises(UnavailableError, match="inbox"):
        keys(store, "inbox/")


def test_putting_beside_other_programs_files_keeps_them(store: FileObjectStore) -> None:
    make(store, "inbox/a.txt", b"theirs")
    store.put("inbox/b.txt", io.BytesIO(b"ours"))
    assert keys(store, "inbox/") == ["inbox/a.txt", "inbox/b.txt"]
