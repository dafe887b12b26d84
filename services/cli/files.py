"""Files on this machine: which ones are meant, and what they hold."""

import hashlib
import mimetypes
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gazette.errors import NotFoundError, RejectedError
from services.ingest.form import too_large

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file to add, with its size in bytes when it was found."""

    path: Path
    size: int


def collect(paths: Sequence[Path]) -> list[LocalFile]:
    """The files that are meant, each once, without the hidden ones in folders; NotFoundError where there is none."""
    for path in paths:
        if not path.is_file() and not path.is_dir():
            raise NotFoundError(f"没有这个文件或文件夹 No such file or folder: {path}")
    found = {file.resolve(): file for path in paths for file in _below(path)}
    if not found:
        listed = ", ".join(map(str, paths))
        raise NotFoundError(f"{listed} 里没有文件（隐藏文件不算）。 There is no file in {listed}, hidden ones aside.")
    return [LocalFile(file, file.stat().st_size) for file in found.values()]


def digest(file: LocalFile, limit: int, progress: Callable[[int], None]) -> tuple[str, int]:
    """Sha256 and size of the content; `progress` hears the bytes read.

    TooLargeError above `limit` bytes, RejectedError `changing` where the file is written to meanwhile.
    """
    found, size = hashlib.sha256(), 0
    with file.path.open("rb") as data:
        before = _stamp(os.fstat(data.fileno()))
        while piece := data.read(PIECE):
            size += len(piece)
            if size > limit:
                raise too_large(limit)
            found.update(piece)
            progress(len(piece))
    if _stamp(file.path.stat()) != before:
        raise RejectedError(
            "changing", "the file changed while it was read; add it again", "文件在读取时被改动；请再次收录。"
        )
    return found.hexdigest(), size


def media_type(path: Path) -> str:
    """What the name says of the content; nobody trusts it."""
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _below(path: Path) -> Iterator[Path]:
    """The file itself, or the regular files in a folder, in order of their names."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path, onerror=_tell):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if not name.startswith(".") and file.is_file():
                yield file


def _tell(error: OSError) -> None:
    """A folder that cannot be read is not passed over in silence."""
    raise error


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return stat.S_IFMT(status.st_mode), status.st_size, status.st_mtime_ns
