"""Documents: lists over all issues, one document, its text and its citations."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from gazette.search import Filters, SearchRequest, Sort
from services.api import answers, cursors, replies, shapes
from services.api.access import Readable
from services.api.backends import Backends
from services.api.leaves import held_leaves
from services.api.openapi import problems
from services.api.parameters import Identifier, Limit, NextCursor, filters
from services.api.routes.issues import FREE_TEXT, text_answer
from services.api.texts import text_lines
from services.api.views import find_document, find_issue, view_document

router = APIRouter(prefix=answers.PREFIX, tags=["documents"])
ByDate = Annotated[
    Literal["date", "-date"],
    Query(description="`date`: oldest first, `-date`: newest first with the undated last."),
]


@router.get("/documents", response_model=shapes.DocumentList, responses=problems(400, 422))
def list_documents(
    *,
    backends: Backends,
    wanted: Annotated[Filters, Depends(filters)],
    sort: ByDate = "-date",
    limit: Limit = 20,
    cursor: NextCursor = None,
) -> Response:
    """Documents of all issues that have these values. Pages stay right while documents arrive."""
    place = cursors.decode(cursor, Sort(sort))
    page = backends.search.search(SearchRequest(None, wanted, place.sort, limit, after=place.after, snippets=False))
    items = [answers.listed(hit.document) for hit in page.hits]
    return replies.JSON(shapes.DocumentList(items=items, total=page.total, next=cursors.following(page, place)))


@router.get(
    "/documents/{document_id}",
    response_model=shapes.DocumentShape,
    responses=problems(403, 404, 410, tagged=True),
)
def get_document(document_id: Identifier, request: Request, backends: Readable) -> Response:
    """One document: its fields, each with its place in the text, and its relations to others."""
    with backends.catalogue.reading() as tables:
        view = view_document(tables, document_id)
    answer = answers.document_answer(view, held_leaves(backends, view.issue))
    return replies.tagged(request, view.record.revision, answer)


@router.get(
    "/documents/{document_id}/text",
    response_model=shapes.TextShape,
    responses={200: FREE_TEXT, **problems(403, 404, 410)},
)
def get_document_text(document_id: Identifier, request: Request, backends: Readable) -> Response:
    """The lines of a document, as they stand in its issue. Bare with Accept: text/plain."""
    with backends.catalogue.reading() as tables:
        record = find_document(tables, document_id)
        issue = find_issue(tables, record.issue_id)
    first = record.document.start_line
    found = text_lines(backends, issue, first, record.document.end_line)
    return replies.text(request, text_answer(issue, record.id, first, found))


@router.get(
    "/documents/{document_id}/citations",
    response_model=shapes.CitationsShape,
    responses=problems(404, 410),
)
def get_document_citations(document_id: Identifier, backends: Backends) -> Response:
    """What a document cites and repeals, and which held documents cite, repeal or amend it."""
    with backends.catalogue.reading() as tables:
        view = view_document(tables, document_id)
    return replies.JSON(answers.citations_answer(view))
