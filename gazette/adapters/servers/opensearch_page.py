"""One page of a search on OpenSearch, in one request: hits, exact total, facets."""

from collections.abc import Mapping
from typing import Any

from gazette.adapters.search_page import MOST_FACET_VALUES, facet, hits, is_scored
from gazette.adapters.servers.opensearch_mapping import document
from gazette.adapters.servers.opensearch_query import LIVE, Clause, kept, scored
from gazette.search import RELEVANCE_LIMIT, SearchPage, SearchRequest, Sort

COUNTED_EACH = 10_000
LAST_KEY = 2**63 - 1
COMPLETE = {"allow_partial_search_results": "false"}
"""Rather no answer than one that lacks documents."""


def asked(request: SearchRequest) -> dict[str, Any]:
    """The body of the one request. A filter on a field whose facet is wanted keeps hits, not what is counted."""
    filters = dict(kept(request.filters))
    apart = {name: clause for name, clause in filters.items() if name in request.facets}
    shared = [clause for name, clause in filters.items() if name not in apart]
    return {
        "query": {"bool": {"must": [scored(request.query)], "filter": [LIVE, *shared]}},
        "track_total_hits": True,
        **_part(request),
        **({"post_filter": _all(apart)} if apart else {}),
        **({"aggs": {name: _counted(name, apart) for name in request.facets}} if request.facets else {}),
    }


def page(request: SearchRequest, answer: Mapping[str, Any]) -> SearchPage:
    """What came back."""
    total, found = answer["hits"]["total"]["value"], answer["hits"]["hits"]
    shown = found[: _limit(request)]
    rows = [(document(hit), hit["_score"] if is_scored(request) else None) for hit in shown]
    counted = answer.get("aggregations", {})
    facets = {name: _facet(counted[name]) for name in request.facets}
    return SearchPage(hits(request, rows), total, _more(request, total, len(found)), facets)


def _part(request: SearchRequest) -> dict[str, Any]:
    """Which of the hits. An explicit sort asks for one more than it shows, to know whether there is more."""
    if request.sort is Sort.RELEVANCE:
        limit = _limit(request)
        ranking = ({"_score": "desc"},) if is_scored(request) else ()
        return {"sort": [*ranking, {"order_key": "desc"}], "size": limit, "from": request.offset if limit else 0}
    order = "desc" if request.sort is Sort.NEWEST else "asc"
    after = {} if request.after is None else {"search_after": [min(max(request.after, 0), LAST_KEY)]}
    return {"sort": [{"order_key": order}], "size": request.limit + 1, **after}


def _limit(request: SearchRequest) -> int:
    if request.sort is Sort.RELEVANCE:
        return max(0, min(request.limit, RELEVANCE_LIMIT - request.offset))
    return request.limit


def _more(request: SearchRequest, total: int, found: int) -> bool:
    if request.sort is Sort.RELEVANCE:
        return min(total, RELEVANCE_LIMIT) > request.offset + _limit(request)
    return found > request.limit


def _counted(name: str, apart: Mapping[str, Clause]) -> dict[str, Any]:
    terms = {"field": name, "size": MOST_FACET_VALUES, "shard_size": COUNTED_EACH}
    others = {other: clause for other, clause in apart.items() if other != name}
    return {"filter": _all(others), "aggs": {"values": {"terms": terms}}}


def _all(clauses: Mapping[str, Clause]) -> Clause:
    return {"bool": {"filter": list(clauses.values())}}


def _facet(counted: Mapping[str, Any]) -> Any:
    return facet((bucket["key"], bucket["doc_count"]) for bucket in counted["values"]["buckets"])
