"""Issues: what was uploaded, how far it has come, and what was found in it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from gazette.errors import QueryError
from gazette.model import Issue, IssueStatus, source_key
from gazette.ports import IssueFilter
from services.api import answers, cursors, replies, shapes
from services.api.access import Readable, demand_editor
from services.api.backends import Backends
from services.api.openapi import problems
from services.api.parameters import Identifier, Limit, NextCursor, OrBlank, Word, Year
from services.api.texts import text_lines
from services.api.views import find_issue, find_kin

router = APIRouter(prefix=answers.PREFIX, tags=["issues"])
FREE_TEXT = {"content": {"text/plain": {"schema": {"type": "string"}}}}
BYTES = {"description": "The bytes.", "content": {"application/octet-stream": {"schema": {"type": "string"}}}}


@router.get("/issues", response_model=shapes.IssueList, responses=problems(400, 422))
def list_issues(
    *,
    backends: Backends,
    status: Annotated[IssueStatus | None, OrBlank, Query(description="Only issues with this status.")] = None,
    year: Annotated[Year | None, OrBlank, Query(description="Year on the cover.")] = None,
    publisher: Annotated[Word | None, Query(description="Publisher on the cover, whole name.")] = None,
    bundle: Annotated[Word | None, Query(description="Only files of this bundle (its id).")] = None,
    limit: Limit = 20,
    cursor: NextCursor = None,
) -> Response:
    """Issues, newest first."""
    wanted = IssueFilter(status, year, publisher or None, bundle or None)
    with backends.catalogue.reading() as tables:
        try:
            page = tables.issues.page(wanted, limit, cursor or None)
        except QueryError as error:
            raise cursors.broken() from error
    items = [answers.issue_summary(issue) for issue in page.items]
    return replies.JSON(shapes.IssueList(items=items, total=page.total, next=page.next))


@router.get("/issues/{issue_id}", response_model=shapes.IssueShape, responses=problems(403, 404, 410, tagged=True))
def get_issue(issue_id: Identifier, request: Request, backends: Readable) -> Response:
    """One issue: how far it has come, its cover, its contents page, its balance of lines; of a ZIP, its files."""
    with backends.catalogue.reading() as tables:
        issue = find_issue(tables, issue_id)
        kin = find_kin(tables, issue)
    return replies.tagged(request, f"{issue.revision}{kin.tag}", answers.issue_answer(issue, kin))


@router.get("/issues/{issue_id}/timeline", response_model=shapes.TimelineShape, responses=problems(404, 410))
def get_issue_timeline(issue_id: Identifier, backends: Backends) -> Response:
    """What happened to an issue, step by step."""
    with backends.catalogue.reading() as tables:
        find_issue(tables, issue_id)
        steps = tables.timeline.of(issue_id)
    return replies.JSON(shapes.TimelineShape(items=[answers.step_answer(step) for step in steps]))


@router.get("/issues/{issue_id}/documents", response_model=shapes.IssueDocuments, responses=problems(404, 410))
def get_issue_documents(issue_id: Identifier, backends: Backends) -> Response:
    """The documents of an issue, in their order; all of them, without pages."""
    with backends.catalogue.reading() as tables:
        find_issue(tables, issue_id)
        records = tables.documents.of_issue(issue_id)
        standings = tables.relations.standings(records)
    items = [answers.document_summary(record, standings[record.id]) for record in records]
    return replies.JSON(shapes.IssueDocuments(items=items, total=len(items)))


@router.get("/issues/{issue_id}/source", response_class=Response, responses={200: BYTES, **problems(403, 404, 410)})
def get_issue_source(issue_id: Identifier, request: Request, backends: Backends) -> Response:
    """The file as it was uploaded, to save: no browser shows or runs it. For editors where texts are masked."""
    if backends.masking:
        demand_editor(request)
    with backends.catalogue.reading() as tables:
        issue = find_issue(tables, issue_id)
    return replies.download(issue, backends.objects.open(source_key(issue.sha256)))


@router.get(
    "/issues/{issue_id}/text",
    response_model=shapes.TextShape,
    responses={200: FREE_TEXT, **problems(403, 404, 410)},
)
def get_issue_text(issue_id: Identifier, request: Request, backends: Readable) -> Response:
    """The text of record: the decoded file, which line and column numbers refer to. Bare with Accept: text/plain."""
    with backends.catalogue.reading() as tables:
        issue = find_issue(tables, issue_id)
    found = text_lines(backends, issue, 1, None)
    return replies.text(request, text_answer(issue, None, 1, found))


def text_answer(issue: Issue, document_id: str | None, first: int, found: list[str]) -> shapes.TextShape:
    """Lines with their numbers."""
    return shapes.TextShape(
        issue_id=issue.id,
        document_id=document_id,
        start_line=first,
        end_line=first + len(found) - 1,
        text="\n".join(found),
    )
