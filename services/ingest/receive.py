"""Object first, row second: a crash in between leaves an orphan object, never a row without bytes."""

from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from gazette.errors import NotFoundError, RejectedError
from gazette.events import new_id, now, wrap
from gazette.file_names import clean_name
from gazette.model import Issue, issue_id, source_key
from gazette.ports import Catalogue, Landmark, ObjectStore, Tables, no_landmark
from gazette.ports.traces import NoTracer, Tracer
from gazette.progress import INGEST, enter

STAGE = INGEST
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Upload:
    """What came with a file."""

    file_name: str
    media_type: str = "application/octet-stream"
    note: str | None = None
    correlation_id: str | None = None
    idempotency_key: str | None = None
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """The issue that a file became; `duplicate` where its bytes were held already.

    `correlation_id` is in every log line about what came of it.
    """

    issue: Issue
    duplicate: bool
    correlation_id: str


def receive(
    path: Path,
    sha256: str,
    size: int,
    upload: Upload,
    *,
    catalogue: Catalogue,
    objects: ObjectStore,
    landmark: Landmark = no_landmark,
    tracer: Tracer | None = None,
) -> Received:
    """Take in a finished file. The same bytes again change nothing, save that a failed or deleted issue begins anew.

    The object is looked for once more at the end: the sweep may have taken it for an orphan just before its row came.
    Raises RejectedError for an empty file and for an idempotency key that stands for another file.
    """
    if size == 0:
        raise RejectedError(
            "empty", "the file is empty; upload the one with the text", "文件为空；请上传含正文的文件。"
        )
    ids = {"issue_id": issue_id(sha256), "correlation_id": upload.correlation_id or new_id()}
    with (tracer or NoTracer()).span("upload", upload.traceparent, ids) as trace:
        _store(path, source_key(sha256), objects)
        landmark("ingest:object-stored")
        known = replace(upload, correlation_id=ids["correlation_id"], traceparent=trace)
        with catalogue.transaction() as tables:
            received = _enter(tables, _issue(sha256, size, upload), known)
        _store(path, source_key(sha256), objects)
    log.info("received", name=received.issue.file_name, bytes=size, duplicate=received.duplicate, **ids)
    landmark("ingest:issue-written")
    return received


def _issue(sha256: str, size: int, upload: Upload) -> Issue:
    name = clean_name(upload.file_name)
    return Issue(issue_id(sha256), sha256, name, upload.media_type, size, now(), note=upload.note)


def _store(path: Path, key: str, objects: ObjectStore) -> None:
    try:
        objects.open(key).close()
    except NotFoundError:
        with path.open("rb") as data:
            objects.put(key, data)


def _check_key(tables: Tables, upload: Upload, issue: str) -> None:
    if upload.idempotency_key and tables.submissions.remember(upload.idempotency_key, issue) != issue:
        raise RejectedError(
            "idempotency_key",
            "this Idempotency-Key was used for another file; use a new key for each file",
            "此 Idempotency-Key 已用于另一文件；每个文件请使用新的键。",
        )


def _enter(tables: Tables, issue: Issue, upload: Upload) -> Received:
    """New, failed or deleted: its processing begins. Anything else is held already."""
    _check_key(tables, upload, issue.id)
    event, held = enter(tables, issue, upload.correlation_id)
    if event:
        tables.work.emit([wrap(event, upload.correlation_id, traceparent=upload.traceparent)])
    entered = tables.issues.get(issue.id)
    return Received(entered or issue, held is not None and not held.deleted, upload.correlation_id or "")
