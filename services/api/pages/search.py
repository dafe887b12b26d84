"""The search page, which is the front page. It works as a plain form; htmx only swaps the results in place."""

from dataclasses import dataclass
from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator

from gazette import numbers, query
from gazette.errors import QueryError
from gazette.ports import IssueFilter
from gazette.search import FACETS, RELEVANCE_LIMIT, Filters, SearchPage, SearchRequest, Sort
from services.api import answers, cursors
from services.api.backends import ApiBackends, Backends
from services.api.cursors import Cursor
from services.api.pages.rendering import Pages
from services.api.pages.searching import Searching, chips, facet_values
from services.api.pages.wording import tongues
from services.api.parameters import NextCursor, filters
from services.api.shapes import ResolveShape
from services.api.views import resolve

PAGE = 20
RECENT = 6
BLANKS = {0: " ", **dict.fromkeys(range(0x09, 0x0E), " ")}
Q = Annotated[str, BeforeValidator(lambda typed: str(typed).translate(BLANKS)), Query()]
Order = Annotated[Sort | None, BeforeValidator(lambda value: value or None), Query()]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a query breaks, and why in both languages."""

    before: str
    broken: str
    after: str
    chinese: str
    english: str


def search_router(pages: Pages) -> APIRouter:
    """GET /."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def search(
        *,
        request: Request,
        backends: Backends,
        wanted: Annotated[Filters, Depends(filters)],
        q: Q = "",
        sort: Order = None,
        cursor: NextCursor = None,
    ) -> Response:
        state = Searching(q.strip(), wanted, sort, cursor or None)
        headers = {"HX-Push-Url": state.url} if "hx-request" in request.headers else {}
        try:
            parsed = query.parse(state.q)
        except QueryError as error:
            fault = _fault(state.q, error)
            return pages.show(request, "search.html", {"state": state, "fault": fault, "page": None}, 400, headers)
        return pages.show(request, "search.html", _found(backends, state, parsed), headers=headers)

    return router


def _found(backends: ApiBackends, state: Searching, parsed: query.Query | None) -> dict[str, object]:
    began = perf_counter()
    place = cursors.decode(state.cursor, state.order)
    page = backends.search.search(_request(state, parsed, place))
    counted = {name: [(one.value, one.count) for one in values] for name, values in page.facets.items()}
    return {
        "state": state,
        "fault": None,
        "page": page,
        "hits": [answers.hit_answer(hit) for hit in page.hits],
        "facets": facet_values(state, counted),
        "chips": chips(state),
        "first": place.offset + 1 if place.sort is Sort.RELEVANCE else None,
        "pager": _pager(state, page, place),
        "resolved": _resolved(backends, state),
        "recent": _recent(backends) if state.is_blank else [],
        "took_ms": round((perf_counter() - began) * 1000),
    }


def _request(state: Searching, parsed: query.Query | None, place: Cursor) -> SearchRequest:
    return SearchRequest(
        query=parsed,
        filters=state.filters,
        sort=place.sort,
        limit=1 if state.is_blank else min(PAGE, RELEVANCE_LIMIT - place.offset),
        offset=place.offset,
        after=place.after,
        facets=FACETS,
    )


def _pager(state: Searching, page: SearchPage, place: Cursor) -> dict[str, str | None]:
    """Addresses of the first, the previous and the next page; there is no way back in an order by date."""
    onward, back = cursors.following(page, place), None
    if place.offset:
        back = cursors.encode(Cursor(place.sort, offset=place.offset - PAGE)) if place.offset > PAGE else ""
    return {
        "first": state.at(None) if state.cursor else None,
        "back": None if back is None else state.at(back or None),
        "next": state.at(onward) if onward else None,
        "end": "relevance" if page.more and not onward else None,
    }


def _resolved(backends: ApiBackends, state: Searching) -> ResolveShape | None:
    """What a typed document number stands for; None where no whole number was typed, or nothing knows it."""
    if state.cursor or numbers.key(state.q) is None:
        return None
    with backends.catalogue.reading() as tables:
        found = resolve(tables, state.q)
    if found.match not in {"exact", "cited_only"}:
        return None
    return ResolveShape(
        query=state.q,
        key=found.key,
        match=found.match,
        documents=[answers.document_summary(one, found.standings[one.id]) for one in found.documents],
        cited_by=[answers.naming(one) for one in found.cited_by],
    )


def _recent(backends: ApiBackends) -> list[object]:
    with backends.catalogue.reading() as tables:
        page = tables.issues.page(IssueFilter(), RECENT)
    return [answers.issue_summary(issue) for issue in page.items]


def _fault(typed: str, error: QueryError) -> Fault:
    at = min(error.at, len(typed))
    chinese, english = tongues(str(error))
    return Fault(typed[:at], typed[at : at + 1], typed[at + 1 :], chinese, english)
