"""Spooled files are private, and leave nothing behind."""

import hashlib
import stat
import threading
from pathlib import Path

import pytest

from gazette.spool import spooled, sweep


def test_bytes_are_counted_and_hashed_as_they_come(tmp_path: Path) -> None:
    with spooled(tmp_path / "new") as file:
        file.write(b"one ")
        file.write(b"two")
        assert file.finish() == hashlib.sha256(b"one two").hexdigest()
        assert (file.size, file.path.read_bytes()) == (7, b"one two")


def test_only_this_user_may_read_it(tmp_path: Path) -> None:
    with spooled(tmp_path) as file:
        assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_it_is_gone_at_the_end_and_after_an_error(tmp_path: Path) -> None:
    with spooled(tmp_path) as file:
        file.write(b"x")
    with pytest.raises(ZeroDivisionError), spooled(tmp_path):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_sweeping_removes_what_an_ended_process_left(tmp_path: Path) -> None:
    left, other = tmp_path / "upload-abc", tmp_path / "notes.txt"
    for path in (left, other):
        path.write_bytes(b"x")
    with spooled(tmp_path) as file:
        assert sweep(tmp_path) == 1
        assert file.path.exists()
    assert not left.exists()
    assert other.exists()


def test_sweeping_never_takes_a_file_that_is_being_made(tmp_path: Path) -> None:
    done = threading.Event()

    def keep_sweeping() -> None:
        while not done.is_set():
            sweep(tmp_path)

    sweeper = threading.Thread(target=keep_sweeping)
    sweeper.start()
    try:
        for _ in range(500):
            with spooled(tmp_path) as file:
                assert file.path.exists()
    finally:
        done.set()
        sweeper.join()


def test_sweeping_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert sweep(tmp_path / "none") == 0
