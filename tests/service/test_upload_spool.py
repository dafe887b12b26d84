"""Spooled files and scratch folders are private, and leave nothing behind."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from gazette.spool import SCRATCH, scratch_folder, spooled, sweep, sweep_scratch

HOLDS = """
import os, sys, time
from gazette.spool import scratch_folder
with scratch_folder() as folder:
    (folder / "sub").mkdir()
    (folder / "sub" / "file").touch()
    print(folder, flush=True)
    time.sleep(600)
"""


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


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(tmp_path))
    return tmp_path


def test_a_scratch_folder_is_private_and_gone_at_the_end(temporary: Path) -> None:
    with scratch_folder() as folder:
        (folder / "file").touch()
        assert (folder.parent, stat.S_IMODE(folder.stat().st_mode)) == (temporary, 0o700)
    assert not folder.exists()
    with pytest.raises(ZeroDivisionError), scratch_folder():
        raise ZeroDivisionError
    assert list(temporary.iterdir()) == []


def test_scratch_of_a_killed_process_is_swept_and_that_of_a_living_one_stays(temporary: Path) -> None:
    environment = os.environ | {"TMPDIR": os.fspath(temporary)}
    with subprocess.Popen([sys.executable, "-c", HOLDS], env=environment, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        held = Path(other.stdout.readline().strip())
        with scratch_folder() as own:
            assert sweep_scratch() == 0
            assert (held / "sub" / "file").exists()
            other.send_signal(signal.SIGKILL)
            other.wait()
            assert sweep_scratch() == 1
            assert (held.exists(), own.exists()) == (False, True)


def test_sweeping_follows_no_link_and_waits_for_no_pipe(temporary: Path) -> None:
    (temporary / "precious").mkdir()
    (temporary / f"{SCRATCH}link").symlink_to(temporary / "precious")
    os.mkfifo(temporary / f"{SCRATCH}pipe")
    sweep_scratch()
    assert (temporary / "precious").exists()
