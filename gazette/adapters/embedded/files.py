"""Objects as files.

objects/sha256/ab/cd/<hash>            the bytes of an upload
objects/derived/<hash>/<version>/text  what extraction made of them
objects/.writing/…                     files that are not whole yet; never listed, swept when old
"""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from gazette.adapters.object_keys import WRITING, parts
from gazette.errors import NoRoomError, NotFoundError, UnavailableError, is_full
from gazette.ports import StoredObject

ABSENT = (FileNotFoundError, IsADirectoryError, NotADirectoryError)


class FileObjectStore:
    """gazette.ports.ObjectStore in a folder: write to a temporary file, fsync, rename."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.writing = self.folder / WRITING

    def put(self, key: str, data: BinaryIO) -> None:
        target = self._path(key)
        with _translated(key):
            self.writing.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.writing, delete=False) as file:
                try:
                    data.seek(0)
                    shutil.copyfileobj(data, file, 1 << 20)
                    file.flush()
                    os.fsync(file.fileno())
                    _make_folders(target.parent)
                    Path(file.name).replace(target)
                except BaseException:
                    Path(file.name).unlink(missing_ok=True)
                    raise
            _sync_folder(target.parent)

    def open(self, key: str) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except ABSENT as error:
            raise NotFoundError(f"no object {key} is held") from error
        except OSError as error:
            raise _unavailable(key, error) from error

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        with _translated(prefix):
            found = [path.relative_to(self.folder).as_posix() for path in self._files(prefix.rpartition("/")[0])]
        for key in sorted(found):
            if key.startswith(prefix) and not key.startswith(f"{WRITING}/"):
                with suppress(NotFoundError):
                    yield self.stat(key)

    def stat(self, key: str) -> StoredObject:
        with _translated(key):
            try:
                found = self._path(key).lstat()
            except ABSENT as error:
                raise NotFoundError(f"no object {key} is held") from error
        if not stat.S_ISREG(found.st_mode):
            raise NotFoundError(f"{key} is no file")
        modified = datetime.fromtimestamp(found.st_mtime, UTC)
        return StoredObject(key, found.st_size, modified, f"{found.st_ino}-{found.st_ctime_ns}")

    def move(self, key: str, target: str) -> None:
        source, to = self._path(key), self._path(target)
        self.stat(key)
        with _translated(key):
            _make_folders(to.parent)
            try:
                source.replace(to)
            except ABSENT as error:
                raise NotFoundError(f"no object {key} is held") from error
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                self._move_far(key, target)
            _sync_folder(to.parent)

    def delete(self, key: str) -> None:
        with _translated(key), suppress(*ABSENT):
            self._path(key).unlink()

    def check(self) -> None:
        with _translated("(check)"):
            self.writing.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.writing) as file:
                file.write(b"check")

    def _path(self, key: str) -> Path:
        return self.folder.joinpath(*parts(key))

    def _move_far(self, key: str, target: str) -> None:
        """To another disk, where a folder was mounted or linked."""
        held = self.stat(key)
        with self.open(key) as data:
            self.put(target, data)
        if self.stat(key).tag == held.tag:
            self.delete(key)

    def _files(self, below: str) -> Iterator[Path]:
        """What lies in a folder and those below it; other programs may add and remove meanwhile."""
        try:
            top = self._path(below) if below else self.folder
        except NotFoundError:
            return
        for folder, _, names in os.walk(top, onerror=_tell):
            yield from (Path(folder, name) for name in names)


@contextmanager
def _translated(key: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _unavailable(key, error) from error


def _unavailable(key: str, error: OSError) -> UnavailableError:
    if is_full(error):
        return NoRoomError(f"object {key} was not stored: the disk of the object store is full; make room on it")
    return UnavailableError(f"object {key} cannot be read or written ({error}); see that the disk is well")


def _tell(error: OSError) -> None:
    """A folder that cannot be read is not passed over in silence; one that went is."""
    if not isinstance(error, ABSENT):
        raise error


def _make_folders(folder: Path) -> None:
    """Make a folder and those above it; a new one is safe when the one above it is."""
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in new:
        _sync_folder(one.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
