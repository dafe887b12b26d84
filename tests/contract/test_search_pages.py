"""The order of every search index, and its pages."""

from collections.abc import Iterator
from itertools import count

import pytest

from gazette.ports import SearchIndex
from gazette.query import parse
from gazette.search import RELEVANCE_LIMIT, IndexedDocument, SearchRequest, Sort
from tests.contract.search_corpus import CORPUS, ids, made


@pytest.mark.parametrize("query", ["", "通知", "-通知"])
@pytest.mark.parametrize("limit", [1, 3, 100])
@pytest.mark.parametrize(("sort", "backwards"), [(Sort.OLDEST, False), (Sort.NEWEST, True)], ids=["date", "-date"])
def test_cursors_walk_the_whole_order(
    corpus_index: SearchIndex, sort: Sort, backwards: bool, limit: int, query: str
) -> None:
    wanted = set(ids(corpus_index, query))
    expected = sorted((one for one in CORPUS if one.id in wanted), key=lambda one: one.order_key, reverse=backwards)

    walked: list[IndexedDocument] = []
    for _ in range(len(CORPUS) + 1):
        after = walked[-1].order_key if walked else None
        page = corpus_index.search(SearchRequest(parse(query), sort=sort, limit=limit, after=after))
        walked += [hit.document for hit in page.hits]
        assert page.total == len(expected)
        assert page.more == (len(walked) < len(expected))
        if not page.more:
            break
    assert walked == expected


def test_undated_documents_come_last_in_newest_first(corpus_index: SearchIndex) -> None:
    dates = [one.issued_date for one in CORPUS if one.id in ids(corpus_index)]
    ordered = [hit.document.issued_date for hit in corpus_index.search(SearchRequest(sort=Sort.NEWEST, limit=100)).hits]

    assert None in dates
    assert [date is None for date in ordered] == sorted(date is None for date in dates)


@pytest.mark.parametrize("after", [-(10**30), -1, 0, 2**63 - 1, 10**30])
def test_a_cursor_from_nowhere_is_at_an_end(corpus_index: SearchIndex, after: int) -> None:
    for sort, rest in ((Sort.OLDEST, after <= 0), (Sort.NEWEST, after > 0)):
        page = corpus_index.search(SearchRequest(sort=sort, after=after, limit=100))
        assert (len(page.hits), page.total) == (len(CORPUS) if rest else 0, len(CORPUS))


@pytest.mark.parametrize("sort", [Sort.OLDEST, Sort.NEWEST])
def test_a_cursor_stays_right_while_documents_arrive(search_index: SearchIndex, sort: Sort) -> None:
    first = [made(number, "水库", issued_date=f"2020-01-{number:02}") for number in range(2, 29, 2)]
    late = (made(number, "水库", issued_date=f"2020-01-{number:02}") for number in range(1, 29, 2))
    search_index.write(first)

    walked: list[IndexedDocument] = []
    more = True
    while more:
        after = walked[-1].order_key if walked else None
        page = search_index.search(SearchRequest(parse("水库"), sort=sort, limit=2, after=after))
        walked += [hit.document for hit in page.hits]
        more = page.more
        search_index.write([one for one in [next(late, None)] if one])

    keys = [one.order_key for one in walked]
    assert keys == sorted(set(keys), reverse=sort is Sort.NEWEST)
    assert {one.id for one in first} <= {one.id for one in walked}


def test_relevance_pages_by_offset_up_to_its_limit(search_index: SearchIndex) -> None:
    search_index.write([made(number, "水库") for number in range(1, RELEVANCE_LIMIT + 11)])

    def pages(query: str) -> Iterator[list[str]]:
        for offset in count(0, 300):
            page = search_index.search(SearchRequest(parse(query), limit=300, offset=offset))
            yield [hit.document.id for hit in page.hits]
            assert page.total == RELEVANCE_LIMIT + 10
            if not page.more:
                return

    for query in ("水库", ""):
        shown = list(pages(query))
        assert [len(page) for page in shown] == [300, 300, 300, 100]
        assert len({identifier for page in shown for identifier in page}) == RELEVANCE_LIMIT
        beyond = search_index.search(SearchRequest(parse(query), offset=RELEVANCE_LIMIT))
        assert (beyond.hits, beyond.total, beyond.more) == ((), RELEVANCE_LIMIT + 10, False)


def test_equal_scores_come_newest_first(search_index: SearchIndex) -> None:
    search_index.write([made(number, "水库", issued_date=f"20{number * 7 % 20:02}-01-01") for number in range(1, 20)])

    hits = search_index.search(SearchRequest(parse("水库"))).hits

    assert len({hit.score for hit in hits}) == 1
    assert [hit.document.order_key for hit in hits] == sorted((hit.document.order_key for hit in hits), reverse=True)


def test_without_words_relevance_is_newest_first(corpus_index: SearchIndex) -> None:
    for query in ("", "year:2020..", "type:通知"):
        assert ids(corpus_index, query) == ids(corpus_index, query, sort=Sort.NEWEST)
