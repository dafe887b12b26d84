"""Search and resolve, as they answer over HTTP."""

import base64
import json
from typing import Any

import pytest

from gazette.model import Document
from gazette.search import RELEVANCE_LIMIT
from tests.service.conftest import Gateway
from tests.service.library import (
    ADVICE,
    BEGAN,
    ESSAY,
    LETTER,
    NOT_HELD,
    RULES,
    gazette,
    id_of,
    index,
    record,
    store,
)

URL = "/api/v1/search"
RULES_ID, ADVICE_ID, ESSAY_ID, LETTER_ID = id_of(RULES), id_of(ADVICE), id_of(ESSAY), id_of(LETTER, "b")


def search(gateway: Gateway, **parameters: Any) -> Any:
    response = gateway.client.get(URL, params=parameters)
    assert response.status_code == 200, response.text
    return response.json()


def found(answer: Any) -> set[str]:
    return {item["document_id"] for item in answer["items"]}


def word(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def test_words_find_documents_and_show_where(library: Gateway) -> None:
    answer = search(library, q="护岸")
    (hit,) = answer["items"]
    assert (answer["query"], answer["total"], hit["document_id"], hit["issuer"]) == (
        "护岸",
        1,
        ADVICE_ID,
        "临江市人民政府",
    )
    (snippet,) = hit["snippets"]
    assert [snippet["text"][start:end] for start, end in snippet["marks"]] == ["护岸"]
    assert (snippet["line"], snippet["page"], answer["suggestion"]) == (7, None, None)
    assert answer["took_ms"] >= 0


def test_marks_of_the_title(library: Gateway) -> None:
    (hit,) = search(library, q="title:绿化")["items"]
    assert [hit["title"][start:end] for start, end in hit["title_marks"]] == ["绿化"]


def test_filters_and_facets(library: Gateway) -> None:
    answer = search(library, q="河道", doc_type="通知")
    assert found(answer) == {RULES_ID}
    assert {one["value"]: one["count"] for one in answer["facets"]["doc_type"]} == {"通知": 1, "意见": 1, "函": 1}
    assert answer["facets"]["year"] == [{"value": "2021", "count": 1}]
    assert answer["facets"]["legal_status"] == [{"value": "repealed", "count": 1}]


@pytest.mark.parametrize(
    ("facets", "names"),
    [("year", {"year"}), ("year, issuer,year", {"year", "issuer"}), ("", set())],
)
def test_facets_that_are_asked_for(library: Gateway, facets: str, names: set[str]) -> None:
    assert set(search(library, q="河道", facets=facets)["facets"]) == names


def test_without_a_query_every_document_is_found_newest_first(library: Gateway) -> None:
    for nothing in ({}, {"q": "", "sort": "", "year": "", "from": ""}, {"q": "  "}):
        answer = search(library, **nothing)
        assert [item["document_id"] for item in answer["items"]] == [LETTER_ID, ADVICE_ID, RULES_ID, ESSAY_ID]
        assert answer["sort"] == "-date"


@pytest.mark.parametrize("sort", ["relevance", "date", "-date"])
def test_pages_go_through_all_hits_once(library: Gateway, sort: str) -> None:
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        answer = search(library, q="河道", sort=sort, limit=1, cursor=cursor)
        assert (answer["total"], len(answer["items"])) == (4, 1)
        seen += found(answer)
        cursor = answer["next"]
    assert sorted(seen) == sorted({RULES_ID, ADVICE_ID, LETTER_ID, ESSAY_ID})


def test_a_page_past_the_end_is_empty(library: Gateway) -> None:
    for cursor in (word("relevance", 500), word("-date", 0)):
        sort = json.loads(base64.urlsafe_b64decode(cursor + "=="))[0]
        answer = search(library, q="河道", sort=sort, cursor=cursor)
        assert (answer["items"], answer["total"], answer["next"]) == ([], 4, None)


def test_relevance_ends_at_its_limit_and_dates_go_on(gateway: Gateway) -> None:
    many = RELEVANCE_LIMIT + 5
    records = [record("a", n, Document(f"关于第{n}号桥的通知", n, n)) for n in range(1, many + 1)]
    store(gateway.backends, gazette("a", "x", BEGAN), records, "\n" * many)
    last = search(gateway, q="通知", limit=30, cursor=word("relevance", 990), facets="")
    assert (last["total"], len(last["items"]), last["next"]) == (many, 10, None)
    seen: set[str] = set()
    cursor = ""
    while cursor is not None:
        answer = search(gateway, q="通知", sort="-date", limit=100, cursor=cursor, facets="")
        seen |= found(answer)
        cursor = answer["next"]
    assert len(seen) == many


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "%%%",
        "A",
        "文",
        word(),
        word("-date"),
        word("-date", "1"),
        word("-date", -1),
        word("-date", 2**63),
        word("-date", True),
        word("-date", 1.5),
        word("date", 1),
        word("relevance", 0),
        word({}, 1),
        "W" * 400,
        "W1tb" * 100,
    ],
)
def test_cursors_that_are_none_of_ours(library: Gateway, cursor: str) -> None:
    response = library.client.get(URL, params={"q": "河道", "sort": "-date", "cursor": cursor})
    problem = response.json()
    assert (response.status_code, problem["code"], problem["errors"][0]["field"]) == (400, "bad_cursor", "cursor")


def test_a_relevance_cursor_beyond_the_limit(library: Gateway) -> None:
    response = library.client.get(URL, params={"q": "河道", "cursor": word("relevance", RELEVANCE_LIMIT)})
    assert (response.status_code, response.json()["code"]) == (400, "bad_cursor")


@pytest.mark.parametrize(
    ("q", "at"),
    [('河道 "管护', 3), ("(河道", 0), ("河道)", 2), ("OR", 0), ("title:", 0), ("year:abc", 5), ("！？", 0)],
)
def test_a_broken_query_names_the_place(library: Gateway, q: str, at: int) -> None:
    response = library.client.get(URL, params={"q": q})
    problem = response.json()
    assert (response.status_code, problem["code"]) == (400, "bad_query")
    (fault,) = problem["errors"]
    assert (fault["field"], fault["at"]) == ("q", at)
    assert fault["message"]


@pytest.mark.parametrize(
    "q", ["\x00", "河道\x00", "a" * 60_000, "((((" * 500, "河 " * 100, "\ud7ff\U0001f600", "*?~^\\/"]
)
def test_no_query_is_a_server_error(library: Gateway, q: str) -> None:
    response = library.client.get(URL, params={"q": q})
    assert response.status_code in {200, 400, 422}, response.text


def resolve(gateway: Gateway, number: str) -> Any:
    response = gateway.client.get("/api/v1/resolve", params={"number": number})
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize(
    "number",
    [
        RULES,
        "临政发[2021]3号",
        "临政发(2021)3号",
        "临政发 〔２０２１〕 ３ 号",
        "临政发2021年3号",
        "（临政发﹝2021﹞3号）",
    ],
)
def test_a_number_in_any_form_is_the_document(library: Gateway, number: str) -> None:
    answer = resolve(library, number)
    assert (answer["match"], answer["key"], answer["query"]) == ("exact", "临政发2021-3", number)
    (document,) = answer["documents"]
    assert (document["id"], document["legal_status"]["value"]) == (RULES_ID, "repealed")
    assert [one["document_id"] for one in answer["cited_by"]] == [LETTER_ID]


def test_a_piece_of_a_number_gives_candidates(library: Gateway) -> None:
    assert {one["id"] for one in resolve(library, "〔2021〕3号")["documents"]} == {RULES_ID}
    answer = resolve(library, "临政发〔2021〕")
    assert answer["match"] == "candidates"
    assert {one["id"] for one in answer["documents"]} == {RULES_ID, ADVICE_ID}


@pytest.mark.parametrize("number", [NOT_HELD, "〔2009〕18号"])
def test_a_number_that_is_only_cited(library: Gateway, number: str) -> None:
    answer = resolve(library, number)
    assert (answer["match"], answer["documents"]) == ("cited_only", [])
    assert [(one["document_id"], one["line"]) for one in answer["cited_by"]] == [(RULES_ID, 4)]


@pytest.mark.parametrize("number", ["临政发〔1999〕1号", "nothing", "〔〕", "-", "号", "%", "_", "a" * 200])
def test_a_number_that_nobody_knows(library: Gateway, number: str) -> None:
    answer = resolve(library, number)
    assert (answer["match"], answer["documents"], answer["cited_by"]) == ("none", [], [])


@pytest.mark.parametrize("parameters", [{}, {"number": ""}, {"number": "x" * 201}, {"number": "a\x00b"}])
def test_resolving_needs_a_number(library: Gateway, parameters: dict[str, str]) -> None:
    response = library.client.get("/api/v1/resolve", params=parameters)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "number")


def test_documents_written_later_are_found_at_once(gateway: Gateway) -> None:
    store(gateway.backends, gazette("a", "x", BEGAN), [], "x")
    records = [record("a", 0, Document("关于采石的通知", 1, 1))]
    with gateway.backends.catalogue.transaction() as tables:
        tables.documents.save(records)
    index(gateway.backends, records, "采石")
    assert found(search(gateway, q="采石")) == {records[0].id}
