"""Uploads on their way in: one file each, ours while it is open, gone when it is done with.

A spooled file need not survive a crash: nobody was told that it arrived. The object store makes its own copy safe.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from gazette.errors import NoRoomError, is_full

PREFIX = "upload-"


class SpoolFile:
    """Bytes that come in piece by piece, counted and hashed."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path, self.size = path, 0
        self._file, self._hash = file, hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Append."""
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def finish(self) -> str:
        """Make all bytes readable at `path`; returns their sha256 in hexadecimal."""
        self._file.flush()
        return self._hash.hexdigest()


@contextmanager
def spooled(folder: Path) -> Iterator[SpoolFile]:
    """A new file in `folder` that only this user may read; deleted at the end. NoRoomError where the disk is full."""
    with _told_of_room(folder):
        folder.mkdir(parents=True, exist_ok=True)
        path, file = _create(folder)
        try:
            with file:
                yield SpoolFile(path, file)
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def _told_of_room(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise NoRoomError(f"the disk that uploads are kept on, {folder}, is full: make room on it") from error
        raise


def sweep(folder: Path) -> int:
    """Remove what uploads of ended processes left behind; returns how many. Files in use are locked, and stay."""
    return sum(_removed(path) for path in folder.glob(f"{PREFIX}*"))


def _create(folder: Path) -> tuple[Path, BinaryIO]:
    """A locked file; made anew where a sweep took it away before it was locked."""
    while True:
        descriptor, name = tempfile.mkstemp(prefix=PREFIX, dir=folder)
        file = os.fdopen(descriptor, "wb")
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return Path(name), file
        file.close()


def _removed(path: Path) -> bool:
    with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
        return True
    return False
