"""One page of a search on a tantivy searcher: hits, exact total, facets."""

from dataclasses import replace
from typing import Any

from tantivy import Order

from gazette.adapters.embedded.tantivy_query import beyond, both, compiled
from gazette.adapters.embedded.tantivy_schema import unpacked
from gazette.adapters.search_page import facet, hits, is_scored
from gazette.search import RELEVANCE_LIMIT, FacetValue, Filters, Hit, SearchPage, SearchRequest, Sort

MOST_BUCKETS = 50_000

Found = tuple[tuple[float | None, Any], ...]


def page(searcher: Any, request: SearchRequest) -> SearchPage:
    """What a request finds. Facets ignore the filter on their own field."""
    asked = compiled(request.query, request.filters)
    found, total, more = _found(searcher, request, asked)
    return SearchPage(_hits(searcher, request, found), total, more, _facets(searcher, request, asked))


def _found(searcher: Any, request: SearchRequest, asked: Any) -> tuple[Found, int, bool]:
    if request.sort is Sort.RELEVANCE:
        return _by_relevance(searcher, request, asked)
    order = Order.Desc if request.sort is Sort.NEWEST else Order.Asc
    rest = asked if request.after is None else both(asked, beyond(request))
    result = searcher.search(rest, request.limit, order_by_field="order_key", order=order)
    total = result.count if request.after is None else searcher.search(asked, 1).count
    return tuple((None, address) for _, address in result.hits), total, result.count > len(result.hits)


def _by_relevance(searcher: Any, request: SearchRequest, asked: Any) -> tuple[Found, int, bool]:
    """By score; where nothing gives a score, newest first."""
    limit = min(request.limit, RELEVANCE_LIMIT - request.offset)
    if limit <= 0:
        return (), searcher.search(asked, 1).count, False
    end = request.offset + limit
    if not is_scored(request):
        result = searcher.search(asked, limit, offset=request.offset, order_by_field="order_key")
        return (
            tuple((None, address) for _, address in result.hits),
            result.count,
            min(result.count, RELEVANCE_LIMIT) > end,
        )
    result = searcher.search(asked, limit, offset=request.offset)
    return _ties_by_order(searcher, result.hits), result.count, min(result.count, RELEVANCE_LIMIT) > end


def _ties_by_order(searcher: Any, hits: list[tuple[float, Any]]) -> Found:
    if len({score for score, _ in hits}) == len(hits):
        return tuple(hits)
    keys = searcher.fast_field_values("order_key", [address for _, address in hits])
    ranked = sorted(zip(hits, keys, strict=True), key=lambda ranked: (-ranked[0][0], -ranked[1]))
    return tuple(hit for hit, _ in ranked)


def _hits(searcher: Any, request: SearchRequest, found: Found) -> tuple[Hit, ...]:
    return hits(request, [(unpacked(searcher.doc(address)), score) for score, address in found])


def _facets(searcher: Any, request: SearchRequest, asked: Any) -> dict[str, tuple[FacetValue, ...]]:
    """Facets without a filter of their own share one pass over the hits."""
    shared = [name for name in request.facets if not getattr(request.filters, name)]
    counted = _counted(searcher, asked, shared) if shared else {}
    for name in set(request.facets) - set(shared):
        counted |= _counted(searcher, compiled(request.query, _without(request.filters, name)), [name])
    return {name: counted[name] for name in request.facets}


def _without(filters: Filters, name: str) -> Filters:
    return replace(filters, **{name: ()})  # type: ignore[arg-type]


def _counted(searcher: Any, asked: Any, names: list[str]) -> dict[str, tuple[FacetValue, ...]]:
    wanted = {name: {"terms": {"field": name, "size": MOST_BUCKETS}} for name in names}
    return {name: _facet(answer["buckets"]) for name, answer in searcher.aggregate(asked, wanted).items()}


def _facet(buckets: list[dict[str, Any]]) -> tuple[FacetValue, ...]:
    return facet((bucket["key"], int(bucket["doc_count"])) for bucket in buckets)
