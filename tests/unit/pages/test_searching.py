from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from gazette.search import Filters, Sort
from services.api.pages.searching import Searching, chips, facet_values


def asked(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


FULL = Searching(
    "种树 -河", Filters(doc_type=("通知", "函"), year=(2021,), issued_from="2021-01-01"), Sort.NEWEST, "abc"
)


def test_the_address_holds_the_whole_state() -> None:
    assert asked(FULL.url) == {
        "q": ["种树 -河"],
        "doc_type": ["通知", "函"],
        "year": ["2021"],
        "from": ["2021-01-01"],
        "sort": ["-date"],
        "cursor": ["abc"],
    }


def test_a_value_is_taken_in_and_left_out_again_from_the_first_page() -> None:
    with_it = asked(FULL.toggled("year", "2022"))
    assert with_it["year"] == ["2021", "2022"]
    assert "cursor" not in with_it
    assert "year" not in asked(FULL.toggled("year", "2021"))
    assert asked(FULL.toggled("doc_type", "通知"))["doc_type"] == ["函"]


def test_another_order_begins_at_the_first_page() -> None:
    ordered = asked(FULL.ordered("date"))
    assert ordered["sort"] == ["date"]
    assert "cursor" not in ordered


def test_chosen_values_come_first_and_stay_without_hits() -> None:
    values = facet_values(FULL, {"doc_type": [("意见", 5), ("函", 2)]})["doc_type"]
    assert [(one.name, one.count, one.chosen) for one in values] == [
        ("通知", 0, True),
        ("函", 2, True),
        ("意见", 5, False),
    ]


def test_each_chip_lifts_its_filter() -> None:
    lifted = [asked(chip.url) for chip in chips(FULL)]
    assert [one.name for one in chips(FULL)] == ["通知", "函", "2021年", "2021-01-01 至 …"]
    assert lifted[0]["doc_type"] == ["函"]
    assert "year" not in lifted[2]
    assert "from" not in lifted[3]


def test_lifting_all_filters_keeps_the_query() -> None:
    assert asked(FULL.unfiltered()) == {"q": ["种树 -河"], "sort": ["-date"]}


def test_without_a_query_lifting_all_filters_shows_every_document() -> None:
    state = Searching("", Filters(doc_type=("函",)))
    assert state.unfiltered() == "/?sort=-date"
    assert not replace(state, filters=Filters(), sort=Sort.NEWEST).is_blank
    assert Searching("", Filters()).is_blank
