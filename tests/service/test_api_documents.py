"""Documents: lists over all issues, one of them, its lines, what it names and what names it."""

import pytest

from gazette.model import Document
from services.api.answers import addressees
from tests.service.conftest import Gateway
from tests.service.library import (
    ADVICE,
    BEGAN,
    ESSAY,
    LETTER,
    NOT_HELD,
    RULES,
    VANISHED,
    gazette,
    id_of,
    index,
    issue_of,
    record,
    store,
)

URL = "/api/v1/documents"
RULES_ID, ADVICE_ID, ESSAY_ID, LETTER_ID = id_of(RULES), id_of(ADVICE), id_of(ESSAY), id_of(LETTER, "b")


def test_newest_first_and_the_undated_last(library: Gateway) -> None:
    answer = library.client.get(URL).json()
    assert [item["id"] for item in answer["items"]] == [LETTER_ID, ADVICE_ID, RULES_ID, ESSAY_ID]
    assert (answer["total"], answer["next"]) == (4, None)
    oldest = library.client.get(URL, params={"sort": "date"}).json()
    assert [item["id"] for item in oldest["items"]] == [ESSAY_ID, RULES_ID, ADVICE_ID, LETTER_ID]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("doc_type=通知", {RULES_ID}),
        ("doc_type=通知&doc_type=函", {RULES_ID, LETTER_ID}),
        ("doc_type=&year=", {RULES_ID, ADVICE_ID, LETTER_ID, ESSAY_ID}),
        ("issuer=临江市人民政府", {RULES_ID, ADVICE_ID}),
        ("topic=农业、林业、水利", {RULES_ID}),
        ("legal_status=repealed", {RULES_ID}),
        ("year=2021", {RULES_ID, ADVICE_ID}),
        ("year=2021&year=2022&doc_type=函", {LETTER_ID}),
        ("from=2021-06-01", {ADVICE_ID, LETTER_ID}),
        ("from=2021-03-05&to=2021-06-01", {RULES_ID, ADVICE_ID}),
        ("to=2021-03-04", set()),
        (f"issue_id={issue_of('b')}", {LETTER_ID}),
        ("issue_id=unknown", set()),
    ],
)
def test_filters(library: Gateway, query: str, found: set[str]) -> None:
    answer = library.client.get(f"{URL}?{query}").json()
    assert {item["id"] for item in answer["items"]} == found
    assert answer["total"] == len(found)


@pytest.mark.parametrize("sort", ["date", "-date"])
def test_pages_go_through_all_documents_once(library: Gateway, sort: str) -> None:
    whole = [item["id"] for item in library.client.get(URL, params={"sort": sort}).json()["items"]]
    seen, cursor = [], ""
    while cursor is not None:
        answer = library.client.get(URL, params={"sort": sort, "limit": 1, "cursor": cursor}).json()
        seen += [item["id"] for item in answer["items"]]
        assert answer["total"] == 4
        cursor = answer["next"]
    assert seen == whole


def test_pages_stay_right_while_documents_arrive(gateway: Gateway) -> None:
    def arrive(*days: int) -> None:
        records = [record("a", day, Document(f"第{day}件", day, day, issued_date=f"2021-05-{day:02}")) for day in days]
        with gateway.backends.catalogue.transaction() as tables:
            tables.documents.save(records)
        index(gateway.backends, records, "\n" * 40)

    store(gateway.backends, gazette("a", "x", BEGAN), [], "x")
    arrive(10, 20, 30)
    first = gateway.client.get(URL, params={"limit": 2}).json()
    assert [item["issued_date"] for item in first["items"]] == ["2021-05-30", "2021-05-20"]
    arrive(15, 25, 31)
    second = gateway.client.get(URL, params={"limit": 2, "cursor": first["next"]}).json()
    assert [item["issued_date"] for item in second["items"]] == ["2021-05-15", "2021-05-10"]
    assert (second["total"], second["next"]) == (6, None)


def test_one_document(library: Gateway) -> None:
    answer = library.client.get(f"{URL}/{RULES_ID}").json()
    assert (answer["issue_id"], answer["position"], answer["doc_number"]) == (issue_of("a"), 0, RULES)
    assert answer["doc_number_key"] == "临政发2021-3"
    assert answer["addressees"] == ["各区县", "各委", "办", "局", "有关企业"]
    assert answer["topics"] == [{"class": "农业、林业、水利", "subclass": None, "score": 0.8, "words": ["河道"]}]
    by = {"by": LETTER_ID, "clause": None, "line": 2, "doubtful": False}
    assert answer["legal_status"] == {"value": "repealed", "since": "2022-01-10", **by}
    assert answer["personnel"][0]["action"] == "appoint"
    assert answer["enclosures"] == [{"title": "管护名录", "label": "附件1", "start_line": 4}]
    assert answer["outline"] == [{"level": 1, "label": "一、", "text": "总体要求", "line": 4}]
    assert answer["provenance"]["title"] == {
        "start_line": 1,
        "start": 0,
        "end_line": 1,
        "end": 9,
        "page": None,
        "box": None,
        "confidence": 0.9,
        "source": "title line",
    }
    assert (answer["cited_by_count"], answer["doubtful"], answer["signatory"]) == (1, ["addressees"], None)
    for link in set(answer["links"]) - {"page"}:
        assert library.client.get(answer["links"][link]).status_code == 200


def test_what_it_names_is_tied_to_what_is_held(library: Gateway) -> None:
    cites = library.client.get(f"{URL}/{RULES_ID}").json()["cites"]
    assert [(one["doc_number"], one["document_id"]) for one in cites] == [
        (NOT_HELD, None),
        (ADVICE, ADVICE_ID),
        (None, None),
    ]


def test_a_document_has_an_entity_tag(library: Gateway) -> None:
    first = library.client.get(f"{URL}/{RULES_ID}")
    tag = first.headers["etag"]
    assert tag == f'"{first.json()["revision"]}"'
    assert library.client.get(f"{URL}/{RULES_ID}", headers={"If-None-Match": tag}).status_code == 304
    assert library.client.get(f"{URL}/{RULES_ID}", headers={"If-None-Match": '"0"'}).status_code == 200


def test_the_lines_of_a_document(library: Gateway) -> None:
    answer = library.client.get(f"{URL}/{ADVICE_ID}/text").json()
    assert answer == {
        "issue_id": issue_of("a"),
        "document_id": ADVICE_ID,
        "start_line": 6,
        "end_line": 7,
        "text": "关于河道绿化的意见\n沿河种树，护岸固堤。",
    }
    bare = library.client.get(f"{URL}/{ADVICE_ID}/text", headers={"Accept": "text/plain"})
    assert bare.text == answer["text"]


def test_citations_in_both_directions(library: Gateway) -> None:
    ended = library.client.get(f"{URL}/{RULES_ID}/citations").json()
    assert [one["document_id"] for one in ended["repealed_by"]] == [LETTER_ID]
    assert [(one["document_id"], one["line"]) for one in ended["cited_by"]] == [(LETTER_ID, 2)]
    assert (ended["repeals"], ended["amended_by"]) == ([], [])
    ending = library.client.get(f"{URL}/{LETTER_ID}/citations").json()
    assert [(one["document_id"], one["lapses"]) for one in ending["repeals"]] == [(RULES_ID, False)]
    assert ending["cited_by"] == []


@pytest.mark.parametrize("part", ["", "/text", "/citations"])
def test_vanished_and_unknown_documents(library: Gateway, part: str) -> None:
    gone = library.client.get(f"{URL}/{VANISHED}{part}")
    assert (gone.status_code, gone.json()["code"]) == (410, "gone")
    assert f"issue {issue_of('a')}, lines 8 to 9" in gone.json()["detail"]
    for unknown in ("0" * 16, "short", RULES_ID.upper(), "%00"):
        missing = library.client.get(f"{URL}/{unknown}{part}")
        assert (missing.status_code, missing.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        (None, []),
        ("", []),
        ("：", []),
        ("各区县人民政府：", ["各区县人民政府"]),
        ("各区县，各委、办、局；有关企业:", ["各区县", "各委", "办", "局", "有关企业"]),
        ("甲，, 、乙", ["甲", "乙"]),
    ],
)
def test_addressees_are_split(printed: str | None, parts: list[str]) -> None:
    assert addressees(printed) == parts
