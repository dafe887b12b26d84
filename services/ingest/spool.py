"""Uploads on their way in: one file each, ours while it is open, gone when it is done with.

A spooled file need not survive a crash: nobody was told that it arrived. The object store makes its own copy safe.
"""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

PREFIX = "upload-"
YOUNG_SECONDS = 60.0


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
    """A new file in `folder` that only this user may read; deleted at the end, whatever happens."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=PREFIX, dir=folder)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield SpoolFile(path, file)
    finally:
        path.unlink(missing_ok=True)


def sweep(folder: Path, young_seconds: float = YOUNG_SECONDS) -> int:
    """Remove what uploads of ended processes left behind; returns how many. Files in use are locked, and stay."""
    left = [path for path in folder.glob(f"{PREFIX}*") if _is_abandoned(path, young_seconds)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _is_abandoned(path: Path, young_seconds: float) -> bool:
    """A file is not locked yet in the moment after it was made, so a young one is left alone."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        if time.time() - path.stat().st_mtime < young_seconds:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
    return False
