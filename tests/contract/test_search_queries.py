"""What every search index finds, refuses and shows."""

import unicodedata

import pytest

from gazette.errors import QueryError
from gazette.ports import SearchIndex
from gazette.query import MOST_TERMS, parse
from gazette.search import FACETS, Filters, SearchRequest
from tests.contract.search_cases import BROKEN, CASES, Case
from tests.contract.search_corpus import CORPUS, ids, made


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


# -- highlights ----------------------------------------------------------------------------------------------


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


# -- hostile text --------------------------------------------------------------------------------------------

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
