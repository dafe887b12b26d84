"""The list of issues."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator

from gazette.errors import QueryError
from gazette.model import IssueStatus
from gazette.ports import IssueFilter
from services.api import answers, cursors
from services.api.backends import Backends
from services.api.pages.rendering import Pages
from services.api.parameters import NextCursor

PAGE = 20
Status = Annotated[IssueStatus | None, BeforeValidator(lambda value: value or None), Query()]


def issues_router(pages: Pages) -> APIRouter:
    """GET /issues."""
    router = APIRouter(include_in_schema=False)

    @router.get("/issues")
    def issues(request: Request, backends: Backends, status: Status = None, cursor: NextCursor = None) -> Response:
        with backends.catalogue.reading() as tables:
            counts = tables.issues.counts()
            try:
                page = tables.issues.page(IssueFilter(status), PAGE, cursor or None)
            except QueryError as error:
                raise cursors.broken() from error
        return pages.show(
            request,
            "issues.html",
            {
                "items": [answers.issue_summary(one) for one in page.items],
                "wanted": status,
                "counts": {one.value: counts.get(one, 0) for one in IssueStatus},
                "first": _url(status, None) if cursor else None,
                "next": _url(status, page.next) if page.next else None,
            },
        )

    return router


def _url(status: IssueStatus | None, cursor: str | None) -> str:
    state = {"status": status, "cursor": cursor}
    query = urlencode({name: value for name, value in state.items() if value})
    return f"/issues?{query}" if query else "/issues"
