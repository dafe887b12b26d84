"""Fills an empty system from a backup; what the log and the index held is derived from the states of the issues."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gazette.errors import BackupError, NotFoundError
from gazette.events import DocumentsChanged, Event, wrap
from gazette.model import Issue, IssueStatus
from gazette.ports import Archive, Load, ObjectStore, SearchIndex
from gazette.progress import resume
from services.backup.folder import Contents, Copied, Folder, Report, lines

INDEX = "index"
"""The consumer group that makes documents findable; others need not hear of what is ready."""
CAUSE = "restored"
EVENTS = 500


@dataclass(frozen=True, slots=True)
class Restored:
    """What is there now: the backup's contents, ready issues to be indexed, and issues whose processing goes on."""

    contents: Contents
    to_index: int
    to_process: int


def restore(archive: Archive, objects: ObjectStore, search: SearchIndex, path: Path, report: Report) -> Restored:
    """Verify a backup, then restore all of it; again after an interruption resumes.

    BackupError, with nothing written, where the backup is damaged, incomplete or of a newer schema, or where
    catalogue or index hold something.
    """
    folder = Folder(path)
    archive.check_schema(folder.contents().schema)
    archive.check_empty()
    _check_index(search)
    contents = folder.verify(report)
    for number, one in enumerate(folder.copied(), 1):
        _put(folder, objects, one)
        report(number, contents.objects.rows, "文件 objects")
    with archive.load() as load:
        for table, listing in contents.tables.items():
            if load.insert(table, _told(folder, table, listing.rows, report)) != listing.rows:
                raise BackupError(f"{table} of the backup has not as many rows as were written: it is damaged")
        return _derive(load, contents, report)


def _check_index(search: SearchIndex) -> None:
    """Hidden documents too: their revisions may be newer than those of the backup, which would then never be found."""
    if next(search.entries(), None) is not None:
        raise BackupError(
            "the search index is not empty: it would show what the backup does not hold; name another one "
            "(GAZETTE_SEARCH, or GAZETTE_DATA in the embedded size) and run `gazette init`"
        )


def _put(folder: Folder, objects: ObjectStore, one: Copied) -> None:
    """What an interrupted restore has put there already is whole."""
    try:
        if objects.stat(one.key).size == one.size:
            return
    except NotFoundError:
        pass
    with folder.object(one.sha256).open("rb") as data:
        objects.put(one.key, data)


def _derive(load: Load, contents: Contents, report: Report) -> Restored:
    """Emit for every issue what it waits for, and for every ready one that it is to be indexed."""
    counts = {True: 0, False: 0}
    waiting: list[tuple[Event, str | None]] = []
    for number, (issue, documents) in enumerate(load.held(), 1):
        event = _event(issue, documents)
        if event is not None:
            is_ready = isinstance(event, DocumentsChanged)
            counts[is_ready] += 1
            waiting.append((event, INDEX if is_ready else None))
        if len(waiting) >= EVENTS:
            _emit(load, waiting)
            report(number, contents.rows("issues"), "待处理 pending work")
    _emit(load, waiting)
    return Restored(contents, counts[True], counts[False])


def _event(issue: Issue, documents: tuple[str, ...]) -> Event | None:
    if issue.status == IssueStatus.READY:
        return DocumentsChanged(issue.id, documents, CAUSE) if documents else None
    return resume(issue)


def _emit(load: Load, waiting: list[tuple[Event, str | None]]) -> None:
    load.tables.work.emit([wrap(event, group=group) for event, group in waiting])
    waiting.clear()


def _told(folder: Folder, table: str, of: int, report: Report) -> Iterable[bytes]:
    def rows() -> Iterator[bytes]:
        for number, row in enumerate(lines(folder.table(table)), 1):
            yield row
            report(number, of, f"目录库 rows of {table}")

    return rows()
