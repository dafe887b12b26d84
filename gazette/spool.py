"""Files for a while: uploads on their way in, and folders to work in. Ours while they are locked, then gone.

None of them need survive a crash: nobody was told that an upload arrived, and the object store makes its own copy safe.
What a killed process leaves is told by its lock, which ends with the process, however old it is; then it is swept.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from gazette.errors import NoRoomError, is_full

PREFIX = "upload-"
SCRATCH = "gazette-scratch-"
"""How our folders in the system's folder for temporary files begin; nobody who does not lock his uses this name."""


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


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder for temporary files that only this user may open; deleted at the end with all that is in it."""
    path, descriptor = _folder()
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(descriptor)


def sweep(folder: Path, prefix: str = PREFIX) -> int:
    """Remove what uploads of ended processes left behind; returns how many. Files in use are locked, and stay."""
    return sum(_removed(path) for path in folder.glob(f"{prefix}*"))


def sweep_scratch() -> int:
    """The same of folders that ended processes left among the system's temporary files."""
    return sweep(Path(tempfile.gettempdir()), SCRATCH)


def _create(folder: Path) -> tuple[Path, BinaryIO]:
    """A locked file; made anew where a sweep took it away before it was locked."""
    while True:
        descriptor, name = tempfile.mkstemp(prefix=PREFIX, dir=folder)
        file = os.fdopen(descriptor, "wb")
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return Path(name), file
        file.close()


def _folder() -> tuple[Path, int]:
    """A locked folder, as `_create`."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=SCRATCH))
        with suppress(FileNotFoundError):
            descriptor = os.open(path, os.O_RDONLY)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if path.exists():
                return path, descriptor
            os.close(descriptor)


def _removed(path: Path) -> bool:
    with suppress(OSError), _opened(path) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
        return True
    return False


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """A descriptor of the file or folder itself: no link is followed, no pipe waited for."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
