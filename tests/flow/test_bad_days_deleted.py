"""A deletion in the index, then a late write of an older revision: it stays deleted."""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gazette.ports import SearchIndex
from gazette.query import parse
from gazette.search import SearchRequest
from tests.contract.adapters import PLACES
from tests.contract.search_corpus import made
from tests.flow.sizes import SERVERS

FORGETS_AFTER = 1
"""Seconds after which OpenSearch forgets a removed document's version here; 60 if nobody says otherwise."""


@pytest.fixture
def index(size: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    make_template, make_place = PLACES[size]
    place = make_place(tmp_path, make_template(tmp_path_factory.mktemp("template")))
    with closing(place), closing(place.search()) as opened:
        yield opened


def test_deleted_stays_deleted_long_after(index: SearchIndex, size: str) -> None:
    forget_soon(index, size)
    one, other = made(1, "水库"), made(2, "水库")
    index.write([one, other])
    index.write([replace(one, revision=one.revision + 2, deleted=True)])
    let_time_pass(index, size)
    index.write([replace(one, revision=one.revision + 1)])
    assert found(index) == [other.id]
    index.write([replace(one, revision=one.revision + 3)])
    assert found(index) == sorted([one.id, other.id]), "a newer one brings it back"


@pytest.mark.servers
@pytest.mark.parametrize("size", [SERVERS])
def test_a_removed_one_would_come_back(index: Any, size: str) -> None:
    """The time that passes in the test above is long enough to forget: else it would prove nothing."""
    forget_soon(index, size)
    one = made(1, "水库")
    index.write([one])
    index._client.delete(
        index=index._alias, id=one.id, params={"version": str(one.revision + 2), "version_type": "external_gte"}
    )
    index._client.indices.refresh(index=index._alias)
    let_time_pass(index, size)
    index.write([replace(one, revision=one.revision + 1)])
    assert found(index) == [one.id]


def found(index: SearchIndex) -> list[str]:
    return sorted(hit.document.id for hit in index.search(SearchRequest(parse("水库"), limit=10)).hits)


def forget_soon(index: Any, size: str) -> None:
    if size == SERVERS:
        index._client.indices.put_settings(index=index._alias, body={"index.gc_deletes": f"{FORGETS_AFTER}s"})


def let_time_pass(index: SearchIndex, size: str) -> None:
    """Longer than versions are remembered; tantivy never forgets, and knows no time."""
    if size == SERVERS:
        time.sleep(3 * FORGETS_AFTER)
        index.write([made(9, "公路")])
