"""Objects as files.

objects/sha256/ab/cd/<hash>            the bytes of an upload
objects/derived/<hash>/<version>/text  what extraction made of them
objects/.writing/…                     files that are not whole yet; never listed, swept when old
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from gazette.adapters.object_keys import WRITING, parts
from gazette.errors import NotFoundError, UnavailableError
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
        if not self.folder.exists():
            return
        files = {path.relative_to(self.folder).as_posix(): path for path in self.folder.rglob("*") if path.is_file()}
        for key in sorted(files):
            if key.startswith(prefix) and not key.startswith(f"{WRITING}/"):
                with suppress(FileNotFoundError):
                    stat = files[key].stat()
                    yield StoredObject(key, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC))

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


@contextmanager
def _translated(key: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _unavailable(key, error) from error


def _unavailable(key: str, error: OSError) -> UnavailableError:
    return UnavailableError(f"object {key} cannot be read or written ({error}); see that the disk has room")


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
