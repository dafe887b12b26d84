"""What every search index must do, whatever it is built on."""

import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from gazette.errors import QueryError
from gazette.model import order_key
from gazette.ports import SearchIndex
from gazette.query import MOST_TERMS, parse
from gazette.search import FACETS, RELEVANCE_LIMIT, FacetValue, Filters, IndexedDocument, SearchRequest, Sort
from tests.contract.adapters import PLACES, Place
from tests.contract.search_cases import BROKEN, CASES, CORPUS, NORTH, OFFICE, SOUTH, Case, made

MakeIndex = Callable[[], SearchIndex]


@pytest.fixture
def make_index(place: Place) -> Iterator[MakeIndex]:
    """Opens the same index anew at each call; of several open ones the first to write is the writer."""
    with ExitStack() as opened:

        def make() -> SearchIndex:
            index = place.search()
            opened.callback(index.close)
            return index

        yield make


@pytest.fixture
def search_index(make_index: MakeIndex) -> SearchIndex:
    return make_index()


@pytest.fixture(scope="session")
def corpus_index(adapter: str, template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    """An index over the whole corpus, with a deleted copy of each document beside it; only read."""
    place = PLACES[adapter][1](tmp_path_factory.mktemp("corpus"), template)
    index = place.search()
    index.write(CORPUS)
    index.write([replace(one, id=f"{number + 1:016x}", deleted=True) for number, one in enumerate(CORPUS)])
    yield index
    index.close()
    place.close()


def ids(index: SearchIndex, query: str = "", **changes: object) -> list[str]:
    request = replace(SearchRequest(parse(query), limit=100), **changes)  # type: ignore[arg-type]
    return [hit.document.id for hit in index.search(request).hits]


# -- writing ---------------------------------------------------------------------------------------------------


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


# -- queries ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.query)
def test_a_query_finds_exactly_what_the_matcher_says(corpus_index: SearchIndex, case: Case) -> None:
    page = corpus_index.search(SearchRequest(parse(case.query), limit=100))

    assert {hit.document.title for hit in page.hits} == {one.title for one in CORPUS if one.id in case.expected(CORPUS)}
    assert page.total == len(page.hits) == len(case.expected(CORPUS))


def test_the_cases_say_something() -> None:
    sizes = [len(case.expected(CORPUS)) for case in CASES]

    assert len(CASES) >= 60
    assert sum(1 for size in sizes if 0 < size < len(CORPUS)) > len(CASES) * 3 / 4


@pytest.mark.parametrize(("query", "place"), BROKEN.items(), ids=list(BROKEN))
def test_a_broken_query_names_the_place(query: str, place: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)

    assert caught.value.at == place


def test_sixty_four_terms_and_no_more(corpus_index: SearchIndex) -> None:
    most = ["水库", *(f"词{number}" for number in range(MOST_TERMS - 1))]

    assert len(ids(corpus_index, " OR ".join(most))) == len(ids(corpus_index, "水库")) > 0
    assert ids(corpus_index, " ".join(most)) == []
    with pytest.raises(QueryError):
        parse(" OR ".join([*most, "多"]))


def test_every_single_character_of_the_corpus_can_be_searched(corpus_index: SearchIndex) -> None:
    for letter in sorted({letter for one in CORPUS for letter in one.title if unicodedata.category(letter) == "Lo"}):
        assert ids(corpus_index, letter), letter


def test_relevance_prefers_the_title_and_the_number(corpus_index: SearchIndex) -> None:
    ranked = [hit.document for hit in corpus_index.search(SearchRequest(parse("水库"), limit=100)).hits]
    in_title = ["水库" in one.title.replace(" ", "") for one in ranked]
    assert in_title == sorted(in_title, reverse=True)

    first = corpus_index.search(SearchRequest(parse("岭政发(2011)8号"))).hits[0].document
    assert first.doc_number_key == "岭政发2011-8"


def test_one_mention_in_a_title_counts_more_than_several_in_a_text(search_index: SearchIndex) -> None:
    other = [made(number, f"第{number}号无关的标题", "无关的内容" * 40) for number in range(10, 40)]
    first, second = made(1, "关于本市水库有关事项", "无关" * 100), made(2, "无关的标题", "水库。" * 5 + "无关" * 90)
    search_index.write([*other, second, first])

    assert ids(search_index, "水库") == [first.id, second.id]


def test_filters_do_not_change_the_score(corpus_index: SearchIndex) -> None:
    def scores(filters: Filters) -> dict[str, float | None]:
        hits = corpus_index.search(SearchRequest(parse("水库"), filters, limit=100)).hits
        return {hit.document.id: hit.score for hit in hits}

    free, kept = scores(Filters()), scores(Filters(doc_type=("通知",), year=(2021, 2011, 2020)))
    assert kept
    assert {identifier: pytest.approx(free[identifier]) for identifier in kept} == kept


# -- filters and facets ----------------------------------------------------------------------------------------

FILTERS: list[tuple[Filters, Callable[[IndexedDocument], bool]]] = [
    (Filters(doc_type=("通知",)), lambda one: one.doc_type == "通知"),
    (Filters(doc_type=("通知", "函")), lambda one: one.doc_type in {"通知", "函"}),
    (Filters(issuer=(OFFICE,)), lambda one: OFFICE in one.issuers),
    (Filters(issuer=("人民政府",)), lambda _: False),
    (Filters(topic=("水利",), doc_type=("意见",)), lambda one: "水利" in one.topics and one.doc_type == "意见"),
    (Filters(legal_status=("unknown",)), lambda one: one.legal_status == "unknown"),
    (Filters(year=(2020, 2023)), lambda one: (one.issued_date or "")[:4] in {"2020", "2023"}),
    (Filters(issued_from="2020-12-31"), lambda one: (one.issued_date or "") >= "2020-12-31"),
    (Filters(issued_to="2020-01-01"), lambda one: "" < (one.issued_date or "") <= "2020-01-01"),
    (Filters(issued_from="2020-01-01", issued_to="2020-12-31"), lambda one: (one.issued_date or "")[:4] == "2020"),
    (Filters(issued_from="2021-03-05", issued_to="2021-03-05"), lambda one: one.issued_date == "2021-03-05"),
    (Filters(issued_from="2021-03-06", issued_to="2021-03-05"), lambda _: False),
    (Filters(year=(10**30, -1, 0)), lambda _: False),
    (Filters(issue_id=f"{2:016x}"), lambda one: one.issue_id == f"{2:016x}"),
]


@pytest.mark.parametrize("query", ["", "水库", "-水库", "year:2020.."])
@pytest.mark.parametrize(("filters", "keeps"), FILTERS, ids=[str(number) for number in range(len(FILTERS))])
def test_filters_keep_exact_values(
    corpus_index: SearchIndex, filters: Filters, keeps: Callable[[IndexedDocument], bool], query: str
) -> None:
    free = ids(corpus_index, query)

    assert set(ids(corpus_index, query, filters=filters)) == {one.id for one in CORPUS if keeps(one) and one.id in free}


def values_of(one: IndexedDocument, name: str) -> tuple[str, ...]:
    match name:
        case "issuer":
            return one.issuers
        case "topic":
            return one.topics
        case "year":
            return (one.issued_date[:4],) if one.issued_date else ()
    value = getattr(one, name)
    return (value,) if value else ()


@pytest.mark.parametrize("query", ["", "水库", "通知 OR 函"])
@pytest.mark.parametrize(
    "chosen", [{}, {"doc_type": ("通知",)}, {"issuer": (NORTH, SOUTH), "year": (2020, 2021, 2022)}], ids=str
)
def test_facets_count_without_their_own_filter(
    corpus_index: SearchIndex, query: str, chosen: dict[str, tuple[str | int, ...]]
) -> None:
    page = corpus_index.search(SearchRequest(parse(query), Filters(**chosen), facets=FACETS))  # type: ignore[arg-type]

    assert list(page.facets) == list(FACETS)
    for name in FACETS:
        others = Filters(**{key: value for key, value in chosen.items() if key != name})  # type: ignore[arg-type]
        found = set(ids(corpus_index, query, filters=others))
        values = [value for one in CORPUS if one.id in found for value in values_of(one, name)]
        expected = sorted(((value, values.count(value)) for value in set(values)), key=lambda pair: (-pair[1], pair[0]))
        assert [(facet.value, facet.count) for facet in page.facets[name]] == expected


def test_a_facet_has_at_most_a_hundred_values_and_the_right_ones(search_index: SearchIndex) -> None:
    for start in (100, 1, 50):
        numbers = reversed(range(start, start + 50 - (start == 1)))
        search_index.write([made(number, "文", issuers=(f"机关{number % 130:03}",)) for number in numbers])

    values = search_index.search(SearchRequest(facets=("issuer",))).facets["issuer"]

    names = [f"机关{number:03}" for number in range(1, 20)], [f"机关{number:03}" for number in (0, *range(20, 101))]
    assert [facet.value for facet in values] == (names[0] + names[1])[:100]
    assert [facet.count for facet in values] == [2] * 19 + [1] * 81


# -- order and pages -------------------------------------------------------------------------------------------


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


# -- highlights ------------------------------------------------------------------------------------------------


def test_a_hit_shows_what_matched_and_where(search_index: SearchIndex) -> None:
    text = "第一行没有。\n第二行：**水**库的运行单位\n应当检修，\tＡＢＣ项目除外。"
    search_index.write([made(1, "水库管理办法", text, start_line=40)])

    hit = search_index.search(SearchRequest(parse("水库 OR abc"))).hits[0]

    assert [hit.document.title[a:b] for a, b in hit.title_marks] == ["水库"]
    assert [[shown.text[a:b] for a, b in shown.marks] for shown in hit.snippets] == [["水库", "ＡＢＣ"]]
    assert hit.snippets[0].text == "第二行：水库的运行单位 应当检修， ＡＢＣ项目除外。"
    assert hit.snippets[0].line == 41


def test_what_is_denied_or_asked_of_another_field_is_not_marked(search_index: SearchIndex) -> None:
    search_index.write([made(1, "水库管理", "水库与河湖，集市。")])

    hit = search_index.search(SearchRequest(parse("title:水库 集市 -没有"))).hits[0]

    assert [hit.snippets[0].text[a:b] for a, b in hit.snippets[0].marks] == ["集市"]
    assert [hit.document.title[a:b] for a, b in hit.title_marks] == ["水库"]


def test_snippets_can_be_left_out(corpus_index: SearchIndex) -> None:
    hits = corpus_index.search(SearchRequest(parse("水库"), snippets=False)).hits

    assert hits
    assert all((hit.snippets, hit.title_marks) == ((), ()) for hit in hits)


# -- hostile text ----------------------------------------------------------------------------------------------

HOSTILE = {
    "letters without a break": "x" * 100_000,
    "bytes without a break": "ж" * 20_000 + "é" * 20_000,
    "one character again and again": "甲" * 100_000,
    "controls": "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\ufffd\ufeff",
    "beyond the first plane": "𠮷𡃁😀🇨🇳" * 2_000,
    "marks of query and markup": "\\ \" ' ( ) [ ] { } : * ? ~ ^ + - && || ! / <b> </script> # | --- OR NOT " * 500,
    "turned around": "\u202e\u200b\u0301" * 5_000,
    "digits of the world": "١٢٣४५६①②③ⅣⅤ㈠" * 1_000,
    "İ and its kin": "İıßŒﬁǅ" * 3_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_text_does_not_lose_the_document(search_index: SearchIndex, text: str) -> None:
    one = made(1, f"标题{text[:900]}", f"开头\n{text}\n结尾水库", issuers=(text[:300] or "无",), persons=(text[:100],))
    search_index.write([one, made(2, "另一份")])

    assert ids(search_index, "开头") == ids(search_index, "结尾水库") == ids(search_index, "标题") == [one.id]
    hit = search_index.search(SearchRequest(parse("结尾水库"), facets=FACETS)).hits[0]
    assert hit.document == one
    assert [shown.text[a:b] for shown in hit.snippets for a, b in shown.marks] == ["结尾水库"]


def test_a_long_run_is_found_by_itself_and_by_its_beginning(search_index: SearchIndex) -> None:
    search_index.write([made(1, "长", "x" * 1_000), made(2, "短", "x" * 64), made(3, "别", "x" * 63)])

    assert ids(search_index, "x" * 1_000) == [made(1, "").id]
    assert set(ids(search_index, "x" * 64)) == {made(1, "").id, made(2, "").id}
    assert ids(search_index, "x" * 63) == [made(3, "").id]


def place_of_fault(index: SearchIndex, query: str) -> int:
    try:
        index.search(SearchRequest(parse(query), facets=FACETS))
    except QueryError as error:
        return error.at
    return 0


def test_hostile_queries_are_answered_or_refused(corpus_index: SearchIndex) -> None:
    for text in HOSTILE.values():
        for query in (text[:1_500], f"水库 -{text[:50]}", f'title:"{text[:70]}"', text):
            assert 0 <= place_of_fault(corpus_index, query) <= len(query)


# -- many at once ----------------------------------------------------------------------------------------------


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
