"""Makes a backup: one state of the catalogue first, then the objects that it names; these never change."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from gazette import __version__
from gazette.errors import NotFoundError
from gazette.events import now
from gazette.model import source_key
from gazette.ports import INBOX, Archive, Dump, ObjectStore
from services.backup.folder import FORMAT, Contents, Copied, Folder, Listing, Report, lines, write_lines

ISSUES = "issues"
DERIVED = "derived/{sha256}/"
"""How the keys begin of what was made of a file; `text_key` is one of them."""
STEP = 1000


class _Named(msgspec.Struct):
    """What a row of the issues says of objects."""

    sha256: str
    text_key: str | None
    deleted: bool


def back_up(
    archive: Archive, objects: ObjectStore, path: Path, report: Report, waiting: Sequence[str] = (INBOX,)
) -> Contents:
    """Write a backup into a new folder, with the files of no issue whose keys begin with one of `waiting`.

    BackupError where there is something already. What is uploaded meanwhile is not in it. An object that the store
    has lost, or damaged, is named in `missing`.
    """
    folder = Folder(path)
    folder.create()
    with archive.dump() as dump:
        tables = {name: write_lines(folder.table(name), _told(dump, name, report)) for name in dump.tables()}
        schema = dump.schema
    copying = _Copying(folder, objects)
    listing = write_lines(folder.objects, _encoded(copying, tables[ISSUES], report, waiting))
    contents = Contents(
        FORMAT, __version__, schema, now(), tables, listing, copying.size, tuple(sorted(copying.missing))
    )
    folder.seal(contents)
    return contents


class _Copying:
    """The objects of one backup, on their way into it."""

    def __init__(self, folder: Folder, objects: ObjectStore) -> None:
        self.folder, self.objects = folder, objects
        self.missing: list[str] = []
        self.size = 0

    def issue(self, row: bytes) -> Iterator[Copied]:
        """The file of an issue and what was derived from it. A deleted issue may have lost everything."""
        named = msgspec.json.decode(row, type=_Named)
        source = source_key(named.sha256)
        derived = {held.key for held in self.objects.list(DERIVED.format(sha256=named.sha256))}
        for key in (source, *sorted((derived | {named.text_key or source}) - {source})):
            copied = self._copy(key)
            if copied is not None and (key != source or copied.sha256 == named.sha256):
                yield copied
            elif not named.deleted:
                self.missing.append(key)

    def below(self, prefix: str) -> Iterator[Copied]:
        """Objects of no issue; one that is taken in meanwhile is passed over."""
        return filter(None, (self._copy(held.key) for held in self.objects.list(prefix)))

    def count(self, one: Copied) -> bytes:
        """Its line in the list."""
        self.size += one.size
        return msgspec.json.encode(one)

    def _copy(self, key: str) -> Copied | None:
        try:
            with self.objects.open(key) as data:
                return self.folder.keep(key, data)
        except NotFoundError:
            return None


def _encoded(copying: _Copying, issues: Listing, report: Report, waiting: Sequence[str]) -> Iterator[bytes]:
    for number, row in enumerate(lines(copying.folder.table(ISSUES)), 1):
        yield from map(copying.count, copying.issue(row))
        report(number, issues.rows, "文件 objects of issues")
    for prefix in waiting:
        yield from map(copying.count, copying.below(prefix))


def _told(dump: Dump, table: str, report: Report) -> Iterator[bytes]:
    for number, row in enumerate(dump.rows(table), 1):
        yield row
        if number % STEP == 0:
            report(number, 0, f"目录库 rows of {table}")
