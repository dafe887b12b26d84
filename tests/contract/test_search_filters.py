"""What every search index keeps and counts."""

from collections.abc import Callable

import pytest

from gazette.ports import SearchIndex
from gazette.query import parse
from gazette.search import FACETS, Filters, IndexedDocument, SearchRequest
from tests.contract.search_corpus import CORPUS, NORTH, OFFICE, SOUTH, ids, made

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
