"""Spooled files are private, and leave nothing behind."""

import hashlib
import os
import stat
import time
from pathlib import Path

import pytest

from services.ingest.spool import spooled, sweep


def age(path: Path) -> None:
    """As if it had been written an hour ago."""
    os.utime(path, (time.time() - 3_600,) * 2)


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
        age(path)
    with spooled(tmp_path) as file:
        age(file.path)
        assert sweep(tmp_path) == 1
        assert file.path.exists()
    assert not left.exists()
    assert other.exists()


def test_sweeping_leaves_a_file_that_was_just_made(tmp_path: Path) -> None:
    young = tmp_path / "upload-abc"
    young.write_bytes(b"x")
    assert sweep(tmp_path) == 0
    assert sweep(tmp_path, young_seconds=-1) == 1


def test_sweeping_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert sweep(tmp_path / "none") == 0
