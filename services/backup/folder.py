"""A backup as a folder: lines of JSON, objects under their hash, and a sealed list of contents that is written last.

backup.json              what is there, with hashes; sealed by a hash of its own. Without it a backup is incomplete
tables/<name>.jsonl      the rows of a table, one a line
objects.jsonl            key, size and sha256 of each object, one a line
objects/ab/<sha256>      the bytes of the objects
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from gazette.errors import BackupError

FORMAT = 1
CONTENTS, OBJECTS = "backup.json", "objects.jsonl"
CHUNK = 1 << 20
TABLE = re.compile(r"[a-z_]+")
T = TypeVar("T")
SHA256 = re.compile(r"[0-9a-f]{64}")
Report = Callable[[int, int, str], None]
"""Called with (done, of, step) while something goes on; `of` is 0 where nobody knows."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A file of lines: how many, its size in bytes, its hash."""

    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Copied:
    """An object of the store in a backup: its key, its size in bytes, its hash."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds. `missing` are keys that the catalogue names and the store does not hold whole."""

    format: int
    version: str
    schema: str
    made_at: datetime
    tables: Mapping[str, Listing]
    objects: Listing
    object_bytes: int
    missing: tuple[str, ...] = ()

    def rows(self, table: str) -> int:
        """How many rows of a table there are."""
        return self.tables[table].rows if table in self.tables else 0


@dataclass(frozen=True, slots=True)
class _Sealed:
    backup: msgspec.Raw
    sha256: str


class Folder:
    """The files of one backup."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self) -> None:
        """Make the folder; BackupError where there is something in it already."""
        if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            found = "a backup" if (self.path / CONTENTS).exists() else "something else, or a backup that was cut off"
            raise BackupError(f"{self.path} holds {found}; nothing is overwritten: name a new folder")
        (self.path / "tables").mkdir(parents=True, mode=0o700)
        (self.path / "objects").mkdir(mode=0o700)

    def table(self, name: str) -> Path:
        """Where the rows of a table are. BackupError where that cannot be the name of one."""
        if not TABLE.fullmatch(name):
            raise BackupError(f"the backup names a table {name!r}, which cannot be: it is damaged")
        return self.path / "tables" / f"{name}.jsonl"

    @property
    def objects(self) -> Path:
        """Where the list of the objects is."""
        return self.path / OBJECTS

    def object(self, sha256: str) -> Path:
        """Where the bytes with this hash are."""
        if not SHA256.fullmatch(sha256):
            raise BackupError(f"the backup names an object by {sha256[:80]!r}, which is no hash: it is damaged")
        return self.path / "objects" / sha256[:2] / sha256

    def copied(self) -> Iterator[Copied]:
        """The objects, one by one."""
        return (_decoded(line, Copied, OBJECTS) for line in lines(self.objects))

    def keep(self, key: str, data: BinaryIO) -> Copied:
        """Copy an object here; the same bytes are kept once."""
        part = self.path / "objects" / "part"
        hashing, size = hashlib.sha256(), 0
        with part.open("wb") as file:
            while chunk := data.read(CHUNK):
                hashing.update(chunk)
                size += file.write(chunk)
        target = self.object(hashing.hexdigest())
        target.parent.mkdir(exist_ok=True)
        part.replace(target)
        return Copied(key, size, hashing.hexdigest())

    def seal(self, contents: Contents) -> None:
        """Write the list of contents when everything else is safe on its disk; the backup is complete then."""
        backup = msgspec.json.format(msgspec.json.encode(contents), indent=2)
        sealed = _Sealed(msgspec.Raw(backup), hashlib.sha256(backup).hexdigest())
        part = self.path / f"{CONTENTS}.part"
        os.sync()
        with part.open("wb") as file:
            file.write(msgspec.json.encode(sealed) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path / CONTENTS)
        os.sync()

    def contents(self) -> Contents:
        """What the backup holds. BackupError where it is none, is not complete, is damaged or of a newer format."""
        try:
            sealed = _decoded((self.path / CONTENTS).read_bytes(), _Sealed, CONTENTS)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise BackupError(
                f"{self.path} is no complete backup: {CONTENTS}, which is written last, is not there; make another one"
            ) from error
        if hashlib.sha256(sealed.backup).hexdigest() != sealed.sha256:
            raise BackupError(f"{CONTENTS} of {self.path} is damaged: its hash is another one; use another backup")
        contents = _decoded(bytes(sealed.backup), Contents, CONTENTS)
        if contents.format > FORMAT:
            raise BackupError(f"{self.path} has format {contents.format}, this version reads up to {FORMAT}")
        return contents

    def verify(self, report: Report) -> Contents:
        """Read every byte and compare; BackupError names the first file that is not as it was written."""
        contents = self.contents()
        listings = {self.table(name): listing for name, listing in contents.tables.items()}
        for path, listing in (listings | {self.objects: contents.objects}).items():
            _compare(path, listing.size, listing.sha256)
        for number, one in enumerate(self.copied(), 1):
            _compare(self.object(one.sha256), one.size, one.sha256)
            report(number, contents.objects.rows, "核对 verifying")
        return contents


def write_lines(path: Path, rows: Iterable[bytes]) -> Listing:
    """Write lines to a new file."""
    hashing, count, size = hashlib.sha256(), 0, 0
    with path.open("xb") as file:
        for row in rows:
            line = row + b"\n"
            hashing.update(line)
            size += file.write(line)
            count += 1
    return Listing(count, size, hashing.hexdigest())


def lines(path: Path) -> Iterator[bytes]:
    """The lines of a file without their ends."""
    with path.open("rb") as file:
        for line in file:
            yield line.removesuffix(b"\n")


def _compare(path: Path, size: int, sha256: str) -> None:
    try:
        with path.open("rb") as file:
            held, found = os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise BackupError(f"{path} is missing: the backup is damaged, use another one") from error
    if (held, found) != (size, sha256):
        raise BackupError(f"{path} is damaged: {held} bytes, {size} were written, or other ones; use another backup")


def _decoded(data: bytes, kind: type[T], name: str) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BackupError(f"{name} of the backup cannot be read ({error}): it is damaged, use another one") from error
