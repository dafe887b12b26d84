"""What every search index tells of what it holds, what it forgets, and how it is built anew while it is used."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from gazette.ports import IndexEntry, Rebuild, SearchIndex
from gazette.query import parse
from gazette.search import IndexedDocument, SearchRequest
from tests.contract.adapters import MakeIndex
from tests.contract.search_corpus import made

MANY = 2_500
"""More than either engine looks through at a time."""


@pytest.fixture
def index(make_index: MakeIndex) -> SearchIndex:
    return make_index()


def found(index: SearchIndex, word: str = "水库") -> list[str]:
    hits = index.search(SearchRequest(parse(word), limit=100)).hits
    return sorted(hit.document.id for hit in hits)


def ids(documents: Sequence[IndexedDocument]) -> list[str]:
    return sorted(one.id for one in documents)


def begun(index: SearchIndex, token: str | None = None) -> Rebuild:
    rebuild = index.rebuild(token)
    assert rebuild is not None
    return rebuild


one, two, three = made(1, "水库"), made(2, "水库"), made(3, "水库")


# -- what it holds ---------------------------------------------------------------------------------------------


def test_entries_are_what_was_written_last_in_order_of_the_ids(index: SearchIndex) -> None:
    assert list(index.entries()) == []
    index.write([one, two, three])
    index.write([replace(one, revision=5), replace(two, revision=6, deleted=True)])
    wanted = [IndexEntry(one.id, 5, False), IndexEntry(two.id, 6, True), IndexEntry(three.id, 1, False)]
    assert list(index.entries()) == sorted(wanted, key=lambda entry: entry.id)


def test_entries_from_an_id_on(index: SearchIndex) -> None:
    index.write([one, two, three])
    wanted = ids([one, two, three])
    assert [entry.id for entry in index.entries(wanted[1])] == wanted[1:]
    assert [entry.id for entry in index.entries(wanted[1] + "0")] == wanted[2:]
    assert list(index.entries("g")) == []


def test_many_entries_come_in_parts_and_none_twice(index: SearchIndex) -> None:
    documents = [made(number, "水库") for number in range(1, MANY + 1)]
    index.write(documents)
    index.write([replace(document, revision=2) for document in documents[::7]])
    assert [entry.id for entry in index.entries()] == ids(documents)
    half = ids(documents)[MANY // 2]
    assert [entry.id for entry in index.entries(half)] == ids(documents)[MANY // 2 :]


def test_single_entries_are_looked_up_in_any_number(index: SearchIndex) -> None:
    documents = [made(number, "水库") for number in range(1, 1_202)]
    index.write([replace(documents[0], deleted=True), *documents[1:]])
    assert index.lookup([]) == index.lookup(["f" * 16]) == []
    assert index.lookup([documents[0].id, "f" * 16]) == [IndexEntry(documents[0].id, 1, True)]
    assert {entry.id for entry in index.lookup(ids(documents))} == set(ids(documents))


def test_what_is_forgotten_is_gone_unless_it_is_newer_by_now(index: SearchIndex) -> None:
    index.write([one, replace(two, deleted=True), three])
    seen = list(index.entries())
    index.write([replace(three, revision=2)])
    index.forget(seen)
    assert list(index.entries()) == [IndexEntry(three.id, 2, False)]
    assert found(index) == [three.id]
    index.forget([IndexEntry(one.id, 1, False)])
    index.write([replace(one, revision=2)])
    assert found(index) == ids([one, three])


# -- built anew ------------------------------------------------------------------------------------------------


def test_writes_go_to_both_and_searches_to_the_old_until_the_swap(make_index: MakeIndex) -> None:
    writer, reader = make_index(), make_index()
    writer.write([one, two])
    rebuild = begun(writer)
    writer.write([three])
    rebuild.write([one])
    assert found(writer) == found(reader) == ids([one, two, three])
    assert [entry.id for entry in rebuild.entries()] == ids([one, three])
    assert [entry.id for entry in rebuild.lookup([two.id, three.id])] == [three.id]

    rebuild.finish()
    assert found(writer) == found(reader) == ids([one, three]), "every process has swapped"
    writer.write([two])
    assert found(writer) == found(reader) == ids([one, two, three])


def test_what_grows_takes_no_older_revision(index: SearchIndex) -> None:
    rebuild = begun(index)
    index.write([replace(one, revision=5), replace(two, revision=5, deleted=True)])
    rebuild.write([replace(one, title="旧", revision=4), replace(two, revision=4)])
    assert list(rebuild.entries()) == sorted(index.entries(), key=lambda entry: entry.id)
    rebuild.finish()
    assert found(index) == [one.id]


def test_forgetting_reaches_both_or_what_grows_alone(index: SearchIndex) -> None:
    rebuild = begun(index)
    index.write([one, two])
    rebuild.forget([IndexEntry(one.id, 1, False)])
    assert [entry.id for entry in rebuild.entries()] == [two.id]
    assert [entry.id for entry in index.entries()] == ids([one, two])
    index.forget([IndexEntry(two.id, 1, False)])
    assert [list(rebuild.entries()), [entry.id for entry in index.entries()]] == [[], [one.id]]


def test_another_process_goes_on_with_it(make_index: MakeIndex) -> None:
    first = make_index()
    first.write([one])
    rebuild = begun(first)
    rebuild.write([two])
    first.close()

    second = make_index()
    again = begun(second, rebuild.token)
    assert again.token == rebuild.token
    assert [entry.id for entry in again.entries()] == [two.id]
    second.write([three])
    again.finish()
    assert found(second) == ids([two, three])
    assert second.rebuild(again.token) is None, "it is in use already"
    assert found(second) == ids([two, three])


def test_one_that_is_left_is_gone_on_with_by_a_process_beside(make_index: MakeIndex) -> None:
    first, second = make_index(), make_index()
    rebuild = begun(first)
    rebuild.write([one])
    rebuild.leave()
    again = begun(second, rebuild.token)
    again.write([two])
    assert [entry.id for entry in again.entries()] == ids([one, two])
    again.finish()
    assert found(first) == found(second) == ids([one, two])


def test_one_that_is_given_up_leaves_nothing(index: SearchIndex) -> None:
    index.write([one])
    rebuild = begun(index)
    rebuild.write([two])
    rebuild.abandon()
    index.write([three])
    assert found(index) == ids([one, three])
    again = begun(index, rebuild.token)
    assert list(again.entries()) == []
    again.abandon()


def test_a_new_one_after_each_swap(make_index: MakeIndex) -> None:
    index = make_index()
    tokens = set()
    for number in range(3):
        rebuild = begun(index)
        tokens.add(rebuild.token)
        rebuild.write([replace(one, revision=number + 1)])
        rebuild.finish()
        assert found(make_index()) == [one.id]
    assert len(tokens) == 3


def test_searches_go_on_through_the_swap(make_index: MakeIndex) -> None:
    """A reader that is never told finds everything before, at and after each of several swaps."""
    writer, reader = make_index(), make_index()
    writer.write([one, two])
    for _ in range(5):
        rebuild = begun(writer)
        rebuild.write([one, two])
        assert found(reader) == ids([one, two])
        rebuild.finish()
        assert found(reader) == ids([one, two])
