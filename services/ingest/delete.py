"""Deleting an issue: it and its documents stay as tombstones, what others say of them is open again."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as PathParameter
from fastapi.responses import Response

from gazette import titles
from gazette.consequences import relate
from gazette.errors import NotFoundError, RejectedError, UnavailableError
from gazette.events import DocumentsChanged, now, wrap
from gazette.model import DocumentRecord, Issue, Step
from gazette.ports import Catalogue, Tables
from services.ingest.receive import STAGE

ID = re.compile(r"[0-9a-f]{16}")
PATH = "/api/v1/issues/{issue_id}"
ATTEMPTS = 5
ERRORS: dict[int | str, dict[str, Any]] = {
    403: {"description": "Another site's page may not write here."},
    404: {"description": "No such issue is held."},
    410: {"description": "The issue was deleted before."},
    503: {"description": "A backend is away: again after Retry-After seconds."},
}
Delete = Callable[[str, str | None], None]


def delete(catalogue: Catalogue, issue_id: str, correlation_id: str | None = None) -> None:
    """Delete a held issue. Its bytes stay in the object store, and uploaded again they bring it back.

    NotFoundError where no such issue is held; RejectedError `gone` where it was deleted before; UnavailableError where
    its documents are being written over and over.
    """
    for _ in range(ATTEMPTS):
        with catalogue.transaction() as tables:
            locked = _keys(tables, issue_id)
            tables.relations.lock(locked)
            issue = _held(tables, issue_id)
            if _keys(tables, issue_id) <= locked:
                _entomb(tables, issue, correlation_id)
                return
    raise UnavailableError(f"issue {issue_id} is being processed; delete it again in a moment")


def delete_router(delete: Delete) -> APIRouter:
    """DELETE /issues/{id}; `delete` gets issue id and correlation id."""
    router = APIRouter(tags=["issues"])

    @router.delete(PATH, status_code=204, responses=ERRORS, response_class=Response)
    def delete_issue(
        issue_id: Annotated[str, PathParameter(description="The id: 16 hexadecimal digits.")], request: Request
    ) -> Response:
        """Delete an issue with its documents; the same file uploaded again brings them back under their ids."""
        delete(issue_id, getattr(request.state, "request_id", None))
        return Response(status_code=204)

    return router


def _held(tables: Tables, issue_id: str) -> Issue:
    """The live issue, locked."""
    issue = tables.issues.lock(issue_id) if ID.fullmatch(issue_id) else None
    if issue is None:
        raise NotFoundError(f"no issue with the id {issue_id[:80]!r} is held; check the id")
    if issue.deleted:
        raise RejectedError(
            "gone",
            f"issue {issue.id} was deleted before; upload its file again to bring it back",
            f"公报 {issue.id} 此前已删除；重新上传原文件即可恢复。",
        )
    return issue


def _keys(tables: Tables, issue_id: str) -> frozenset[str]:
    """Number and title keys that the issue's documents define or name."""
    records = tables.documents.of_issue(issue_id, deleted=True) if ID.fullmatch(issue_id) else ()
    return _defined(records) | tables.relations.named([issue_id])


def _defined(records: Sequence[DocumentRecord]) -> frozenset[str]:
    numbered = frozenset(one.number_key for one in records if one.number_key)
    return numbered.union(*(titles.keys(one.document) for one in records))


def _entomb(tables: Tables, issue: Issue, correlation_id: str | None) -> None:
    """Tombstones for the issue and its documents, and the events that take them out of the index."""
    records = tables.documents.of_issue(issue.id, deleted=True, lock=True)
    living = [one for one in records if not one.deleted]
    tables.documents.save([replace(one, deleted=True, revision=one.revision + 1) for one in living])
    changed = relate(tables, issue.id, _defined(records), ())
    tables.issues.save(replace(issue, deleted=True))
    tables.timeline.add(Step(issue.id, now(), STAGE, "deleted", "done", message=f"{len(living)} documents"))
    events = (*_gone(issue, living), *changed)
    tables.work.emit([wrap(event, correlation_id) for event in events])


def _gone(issue: Issue, records: list[DocumentRecord]) -> tuple[DocumentsChanged, ...]:
    return (DocumentsChanged(issue.id, tuple(one.id for one in records), issue.id),) if records else ()
