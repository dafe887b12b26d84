"""An index of several shards answers as one of one."""

import uuid
from collections.abc import Iterator

import pytest

from gazette.adapters.servers.opensearch_index import OpenSearchIndex
from gazette.adapters.servers.opensearch_mapping import index, spread
from gazette.errors import SettingsError
from gazette.query import parse
from gazette.search import FACETS, SearchPage, SearchRequest, Sort
from tests.contract.search_corpus import CORPUS, made
from tests.contract.servers import renamed, urls

WHERE = "opensearch://user:password@localhost:9200/name"


@pytest.fixture
def both() -> Iterator[tuple[OpenSearchIndex, OpenSearchIndex]]:
    url = urls()["GAZETTE_SEARCH"]
    joint = "&" if "?" in url else "?"
    opened = [
        OpenSearchIndex(renamed(url, f"test{uuid.uuid4().hex[:12]}") + options)
        for options in ("", f"{joint}shards=3&replicas=0")
    ]
    for one in opened:
        assert one.initialise()
        one.write(CORPUS)
    yield opened[0], opened[1]
    for one in opened:
        one.remove()
        one.close()


def plain(page: SearchPage) -> object:
    return [hit.document.id for hit in page.hits], page.total, page.more, page.facets


@pytest.mark.servers
def test_three_shards_count_and_sort_as_one(both: tuple[OpenSearchIndex, OpenSearchIndex]) -> None:
    for sort in (Sort.NEWEST, Sort.OLDEST):
        for query in ("", "通知", "OR".join(("标题:通知 ", " 标题:意见"))):
            request = SearchRequest(parse(query), sort=sort, limit=3, facets=FACETS)
            pages = [one.search(request) for one in both]
            assert plain(pages[0]) == plain(pages[1])
    assert both[1].count() == both[0].count() > 0
    assert [one.id for one in both[1].entries()] == [one.id for one in both[0].entries()]


@pytest.mark.servers
def test_what_is_built_anew_is_spread_in_the_same_way(both: tuple[OpenSearchIndex, OpenSearchIndex]) -> None:
    rebuild = both[1].rebuild()
    assert rebuild is not None
    rebuild.write([made(99, "又一份通知")])
    rebuild.finish()
    held = both[1]._client.indices.get_settings(index=both[1]._alias)
    [settings] = [one["settings"]["index"] for one in held.values()]
    assert (settings["number_of_shards"], settings["number_of_replicas"]) == ("3", "0")


def test_one_shard_and_as_many_copies_as_there_are_nodes_for_unless_told_otherwise() -> None:
    settings = index("name", spread(None, None))["settings"]
    assert (settings["number_of_shards"], settings["auto_expand_replicas"]) == (1, "0-1")
    settings = index("name", spread(6, 2))["settings"]
    assert (settings["number_of_shards"], settings["number_of_replicas"]) == (6, 2)
    assert settings["auto_expand_replicas"] == "false"


@pytest.mark.parametrize("option", ["shards=0", "shards=x", "replicas=-1", "replicas=1.5", "shards=", "shards=٣"])
def test_a_number_that_makes_no_sense_is_refused(option: str) -> None:
    with pytest.raises(SettingsError, match=option.partition("=")[0]):
        OpenSearchIndex(f"{WHERE}?{option}")
