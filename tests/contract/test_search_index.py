"""What every search index must do with what is written to it, whatever it is built on."""

import threading
from dataclasses import replace

import pytest

from gazette.model import order_key
from gazette.ports import SearchIndex
from gazette.query import parse
from gazette.search import FACETS, FacetValue, Filters, SearchRequest, Sort
from tests.contract.adapters import MakeIndex
from tests.contract.search_corpus import CORPUS, ids, made


def test_empty_index_answers(search_index: SearchIndex) -> None:
    page = search_index.search(SearchRequest(parse("水库"), facets=FACETS))

    assert (page.hits, page.total, page.more) == ((), 0, False)
    assert page.facets == dict.fromkeys(FACETS, ())
    search_index.check()


def test_a_document_comes_back_as_it_was_written(search_index: SearchIndex) -> None:
    search_index.write(CORPUS)

    for document in CORPUS:
        found = search_index.search(SearchRequest(filters=Filters(issue_id=document.issue_id), limit=100))
        assert document in [hit.document for hit in found.hits]


def test_nothing_written_changes_nothing(search_index: SearchIndex) -> None:
    search_index.write([])

    assert search_index.search(SearchRequest()).total == 0


def test_what_is_written_is_seen_by_an_index_that_was_open_before(make_index: MakeIndex) -> None:
    reader, writer = make_index(), make_index()
    assert ids(reader) == []

    for document in CORPUS[:3]:
        writer.write([document])
        assert document.id in ids(reader)
        assert document.id in ids(writer)


def test_what_is_written_is_there_after_reopening(make_index: MakeIndex) -> None:
    first = make_index()
    first.write(CORPUS)
    first.close()

    assert set(ids(make_index())) == {one.id for one in CORPUS}


def test_a_newer_revision_replaces(search_index: SearchIndex) -> None:
    old = made(1, "旧标题", issuers=("甲",))
    search_index.write([old])
    search_index.write([replace(old, title="新标题", revision=2, issuers=("乙",))])

    assert (ids(search_index, "旧标题"), ids(search_index, "新标题")) == ([], [old.id])
    assert search_index.search(SearchRequest(facets=("issuer",))).facets["issuer"] == (FacetValue("乙", 1),)


@pytest.mark.parametrize("reopened", [False, True], ids=["same process", "after a restart"])
def test_an_older_revision_changes_nothing(make_index: MakeIndex, reopened: bool) -> None:
    index = make_index()
    new = made(1, "新标题", revision=7)
    index.write([new])
    if reopened:
        index.close()
        index = make_index()

    index.write([replace(new, title="旧标题", revision=6)])

    assert (ids(index, "旧标题"), ids(index, "新标题")) == ([], [new.id])


def test_the_same_revision_again_is_one_document(search_index: SearchIndex) -> None:
    for _ in range(3):
        search_index.write(CORPUS)

    assert search_index.search(SearchRequest()).total == len(CORPUS)


def test_within_a_batch_the_highest_revision_counts(search_index: SearchIndex) -> None:
    one = made(1, "第一版")
    batch = [replace(one, revision=3, title="第三版"), one, replace(one, revision=2, title="第二版", deleted=True)]
    search_index.write(batch)

    assert [hit.document.title for hit in search_index.search(SearchRequest()).hits] == ["第三版"]


@pytest.mark.parametrize("reopened", [False, True], ids=["same process", "after a restart"])
def test_deleted_is_hidden_and_stays_so_when_a_late_write_comes(make_index: MakeIndex, reopened: bool) -> None:
    index = make_index()
    one, other = made(1, "水库一", issued_date="2020-01-01"), made(2, "水库二", issued_date="2020-01-01")
    index.write([one, other])
    index.write([replace(one, revision=3, deleted=True)])
    if reopened:
        index.close()
        index = make_index()
    index.write([replace(one, revision=2)])

    for query in ("水库", "", "-没有", "year:2020", "水库一 OR 水库二"):
        for sort in Sort:
            assert ids(index, query, sort=sort) == [other.id], (query, sort)
    page = index.search(SearchRequest(facets=("year",)))
    assert (page.total, page.facets["year"]) == (1, (FacetValue("2020", 1),))


def test_a_higher_revision_brings_a_deleted_document_back(search_index: SearchIndex) -> None:
    one = made(1, "水库")
    search_index.write([replace(one, revision=2, deleted=True)])
    search_index.write([replace(one, revision=3)])

    assert ids(search_index, "水库") == [one.id]


# -- many at once --------------------------------------------------------------------------------------------


def test_searches_go_on_while_documents_are_written(search_index: SearchIndex) -> None:
    done, failed = threading.Event(), []

    def search() -> None:
        seen = 0
        while not done.is_set():
            page = search_index.search(SearchRequest(parse("水库"), limit=100, facets=("year",)))
            if page.total < seen or len(page.hits) != min(page.total, 100):
                failed.append((seen, page.total))
            seen = page.total

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 41):
        search_index.write([made(number, "水库", issued_date="2020-01-01")])
        assert search_index.search(SearchRequest(parse("水库"))).total == number
    done.set()
    for thread in threads:
        thread.join()

    assert failed == []


def test_order_keys_are_the_models() -> None:
    assert all(one.order_key == order_key(one.issued_date, one.id) for one in CORPUS)
    assert len({one.order_key for one in CORPUS}) == len(CORPUS)
