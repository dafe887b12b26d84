"""The search adapter against OpenSearch called directly: same index, same queries, same limits, in one run.

The bare call sends a query compiled beforehand and takes one page with its exact total. Snippets and facets, which it
does not make, are told in rows of their own. `python -m benchmarks.search_server 5000` measures on so many documents
in an index of its own on the OpenSearch of `make servers`, and removes it.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from benchmarks.running import urls
from benchmarks.search import DOCUMENTS, PAGES, Corpus, fill, row
from benchmarks.table import Row, show
from gazette.adapters.servers.opensearch_client import connect
from gazette.adapters.servers.opensearch_index import OpenSearchIndex
from gazette.adapters.servers.opensearch_query import LIVE, scored
from gazette.adapters.servers.urls import parse as parse_url
from gazette.query import parse
from gazette.search import SearchRequest, Sort
from tests.contract.servers import renamed

NAME = "gazette-benchmark"
GOAL = "p95 ≤ 1.3"


def bare(client: Any, body: dict[str, Any], limit: int) -> None:
    """What anyone would write without an adapter."""
    answer = client.search(index=NAME, body=body)
    assert answer["hits"]["total"]["value"] >= len([hit["_source"] for hit in answer["hits"]["hits"]][:limit])


def body_of(request: SearchRequest) -> dict[str, Any]:
    """A request as OpenSearch's own documentation would have it."""
    query = {"bool": {"must": [scored(request.query)], "filter": [LIVE]}}
    sort = {} if request.sort is Sort.RELEVANCE else {"sort": [{"order_key": "desc"}]}
    return {"query": query, "size": request.limit, "track_total_hits": True, **sort}


def rows(url: str, index: OpenSearchIndex, count: int) -> Iterator[Row]:
    """Fill an index of `count` documents and measure each kind of page on it."""
    corpus = Corpus()
    fill(index, corpus, count)
    client = connect(parse_url(url))
    requests = [SearchRequest(query=parse(text), snippets=False) for text in corpus.queries()]
    for name, (goal, changes) in PAGES.items():
        asked = [replace(request, **changes) for request in requests]
        plain = [partial(bare, client, body_of(request), request.limit) for request in asked]
        yield row(name, plain, [partial(index.search, request) for request in asked], GOAL if goal else "")


def measure(count: int = DOCUMENTS) -> list[Row]:
    """Search adapter / OpenSearch called directly, for each kind of page."""
    url = renamed(urls()["GAZETTE_SEARCH"], NAME)
    index = OpenSearchIndex(url)
    index.remove()
    index.initialise()
    try:
        return list(rows(url, index, count))
    finally:
        index.remove()
        index.close()


if __name__ == "__main__":
    show("search on OpenSearch", measure(*map(int, sys.argv[1:])))
