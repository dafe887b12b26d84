"""Search with facets, and documents by their number."""

from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from gazette import query
from gazette.search import FACETS, RELEVANCE_LIMIT, Filters, SearchPage, SearchRequest, Sort
from services.api import answers, cursors, replies, shapes
from services.api.backends import Backends
from services.api.cursors import Cursor
from services.api.openapi import problems
from services.api.parameters import NO_NUL, Limit, NextCursor, OrBlank, filters
from services.api.problems import Fault, Problem
from services.api.views import Resolution, resolve

router = APIRouter(prefix=answers.PREFIX, tags=["search"])
Q = Annotated[
    str,
    Query(
        max_length=2_000,
        description='Words (all must match), "phrase", -word, OR, ( ), and fields such as title: number: issuer: '
        "type: topic: year:2021..2023 cites: person: (标题: 文号: 机关: 文种: 主题: 年份: 引用: 人员:). "
        "Without it every document is found.",
    ),
]


@router.get("/search", response_model=shapes.SearchShape, responses=problems(400, 422))
def search(
    *,
    backends: Backends,
    wanted: Annotated[Filters, Depends(filters)],
    q: Q = "",
    sort: Annotated[Sort | None, OrBlank, Query(description="`relevance` (default with q), `date` or `-date`.")] = None,
    facets: Annotated[str | None, Query(description=f"Some of {', '.join(FACETS)}, by commas. Default: all.")] = None,
    limit: Limit = 20,
    cursor: NextCursor = None,
) -> Response:
    """Documents that match, with the places of the match and counts by value. Relevance pages to 1,000 hits."""
    began = perf_counter()
    order = sort or (Sort.RELEVANCE if q.strip() else Sort.NEWEST)
    place = cursors.decode(cursor, order)
    page = backends.search.search(_request(q, wanted, place, limit, _facets(facets)))
    return replies.JSON(_answer(q, page, place, began))


@router.get("/resolve", response_model=shapes.ResolveShape, responses=problems(422))
def resolve_number(
    backends: Backends,
    number: Annotated[
        str,
        Query(
            min_length=1,
            max_length=200,
            pattern=NO_NUL,
            description="A document number (发文字号) in any bracket, width or spacing, or a piece of one.",
        ),
    ],
) -> Response:
    """Which held document has this number; else what comes near; else who cites it."""
    with backends.catalogue.reading() as tables:
        found = resolve(tables, number)
    return replies.JSON(_resolved(number, found))


def _request(q: str, wanted: Filters, place: Cursor, limit: int, facets: tuple[str, ...]) -> SearchRequest:
    return SearchRequest(
        query=query.parse(q) if q.strip() else None,
        filters=wanted,
        sort=place.sort,
        limit=min(limit, RELEVANCE_LIMIT - place.offset),
        offset=place.offset,
        after=place.after,
        facets=facets,
    )


def _facets(listed: str | None) -> tuple[str, ...]:
    if listed is None:
        return FACETS
    names = tuple(dict.fromkeys(name.strip() for name in listed.split(",") if name.strip()))
    unknown = [name for name in names if name not in FACETS]
    if unknown:
        message = f"there is no facet {unknown[0][:40]!r}; there are {', '.join(FACETS)}"
        raise Problem("bad_value", f"Correct `facets`: {message}.", errors=[Fault("facets", message)])
    return names


def _answer(q: str, page: SearchPage, place: Cursor, began: float) -> shapes.SearchShape:
    return shapes.SearchShape(
        query=q,
        sort=place.sort,
        total=page.total,
        items=[answers.hit_answer(hit) for hit in page.hits],
        facets={
            name: [{"value": one.value, "count": one.count} for one in values] for name, values in page.facets.items()
        },
        next=cursors.following(page, place),
        took_ms=round((perf_counter() - began) * 1000, 1),
        suggestion=None,
    )


def _resolved(number: str, found: Resolution) -> shapes.ResolveShape:
    return shapes.ResolveShape(
        query=number,
        key=found.key,
        match=found.match,
        documents=[answers.document_summary(one, found.standings[one.id]) for one in found.documents],
        cited_by=[answers.naming(one) for one in found.cited_by],
    )
