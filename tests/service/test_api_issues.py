"""Issues: lists, one of them, its timeline, its documents, its bytes and its text."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from tests.service.conftest import Gateway
from tests.service.library import (
    BEGAN,
    DELETED_ISSUE,
    FAILED_ISSUE,
    LETTER,
    RULES,
    TEXT_A,
    gazette,
    id_of,
    issue_of,
    store,
)

URL = "/api/v1/issues"
A, B = issue_of("a"), issue_of("b")


def test_issues_come_newest_first_without_the_deleted(library: Gateway) -> None:
    answer = library.client.get(URL).json()
    assert answer["items"][0]["id"] == B
    assert {item["id"] for item in answer["items"]} == {A, B, FAILED_ISSUE}
    assert (answer["total"], answer["next"]) == (3, None)


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"status": "failed"}, {FAILED_ISSUE}),
        ({"status": "ready"}, {A, B}),
        ({"year": 2021}, {A, B}),
        ({"year": 1999}, set()),
        ({"publisher": "临江市人民政府"}, {A, B}),
        ({"publisher": "临江"}, set()),
        ({"publisher": "", "status": "", "year": "", "cursor": ""}, {A, B, FAILED_ISSUE}),
    ],
)
def test_filters(library: Gateway, parameters: dict[str, str], found: set[str]) -> None:
    answer = library.client.get(URL, params=parameters).json()
    assert {item["id"] for item in answer["items"]} == found
    assert answer["total"] == len(found)


def test_pages_go_through_all_issues_once(library: Gateway) -> None:
    seen, cursor = [], ""
    while cursor is not None:
        answer = library.client.get(URL, params={"limit": 1, "cursor": cursor}).json()
        seen += [item["id"] for item in answer["items"]]
        assert answer["total"] == 3
        cursor = answer["next"]
    assert sorted(seen) == sorted({A, B, FAILED_ISSUE})


def test_one_issue(library: Gateway) -> None:
    answer = library.client.get(f"{URL}/{A}").json()
    assert answer["issue"] == {
        "name": "临江市人民政府公报",
        "year": 2021,
        "number": 2,
        "total_number": 40,
        "publication_date": "2021-06-30",
        "publisher": "临江市人民政府",
    }
    assert (answer["kind"], answer["status"], answer["document_count"], answer["children"]) == (
        "gazette_issue",
        "ready",
        3,
        [],
    )
    assert answer["uploaded_at"] == "2026-03-01T08:00:00.000Z"
    assert answer["toc"][0]["doc_number"] == RULES
    assert answer["balance"]["stretches"][1] == {"start_line": 9, "end_line": 9, "part": "remainder", "name": "no head"}
    assert answer["discrepancies"][0]["body"] == "关于河道管护的通知"
    for link in set(answer["links"]) - {"page"}:
        assert library.client.get(answer["links"][link]).status_code == 200


def test_a_failed_issue_says_why(library: Gateway) -> None:
    answer = library.client.get(f"{URL}/{FAILED_ISSUE}").json()
    assert (answer["status"], answer["reason"], answer["reason_code"]) == ("failed", "It is a picture.", "unsupported")
    assert (answer["issue"], answer["kind"]) == (None, None)


def test_an_issue_has_an_entity_tag(gateway: Gateway) -> None:
    store(gateway.backends, gazette("a", "x", BEGAN), [], "x")
    first = gateway.client.get(f"{URL}/{A}")
    tag = first.headers["etag"]
    assert tag == f'"{first.json()["revision"]}"'
    for header in (tag, f'"x", {tag}', f"W/{tag}", "*"):
        again = gateway.client.get(f"{URL}/{A}", headers={"If-None-Match": header})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    with gateway.backends.catalogue.transaction() as tables:
        issue = tables.issues.lock(A)
        assert issue is not None
        tables.issues.save(issue)
    changed = gateway.client.get(f"{URL}/{A}", headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["etag"]) == (200, f'"{first.json()["revision"] + 1}"')


def test_the_timeline(library: Gateway) -> None:
    items = library.client.get(f"{URL}/{B}/timeline").json()["items"]
    assert [item["stage"] for item in items] == ["ingest", "extract"]
    assert items[1] == {
        "at": "2026-03-02T08:00:00.000Z",
        "stage": "extract",
        "event": "extracted",
        "status": "done",
        "attempt": 2,
        "duration_ms": 12,
        "correlation_id": None,
        "message": "3 documents",
    }


def test_documents_of_an_issue_in_their_order_with_their_standing(library: Gateway) -> None:
    answer = library.client.get(f"{URL}/{A}/documents").json()
    assert [item["position"] for item in answer["items"]] == [0, 1, 2]
    assert answer["total"] == 3
    assert answer["items"][0]["legal_status"] == {
        "value": "repealed",
        "since": "2022-01-10",
        "by": id_of(LETTER, "b"),
        "clause": None,
        "line": 2,
        "doubtful": False,
    }
    assert answer["items"][1]["legal_status"]["value"] == "unknown"


def test_the_source_is_for_saving_only(library: Gateway) -> None:
    response = library.client.get(f"{URL}/{A}/source")
    assert response.content == TEXT_A.encode()
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"] == "default-src 'none'; sandbox"
    disposition = response.headers["content-disposition"]
    assert disposition.startswith("attachment; filename=")
    assert disposition.endswith("filename*=UTF-8''" + quote("公报 “a”.txt", safe=""))
    assert disposition.isascii()


@pytest.mark.parametrize("name", ['a"; x="b.html', "a\\b;c\t.txt", "é́.txt", "\U0001f600", "％00"])
def test_no_file_name_breaks_out_of_its_header(gateway: Gateway, name: str) -> None:
    issue = gateway.client.post(URL, files={"file": (name, b"x")}).json()
    disposition = gateway.client.get(issue["links"]["source"]).headers["content-disposition"]
    plain = disposition.split("; filename*=")[0]
    assert plain.count('"') == 2
    assert ";" not in plain.removeprefix("attachment;")


def test_the_text_of_record(library: Gateway) -> None:
    answer = library.client.get(f"{URL}/{A}/text")
    assert answer.json() == {"issue_id": A, "document_id": None, "start_line": 1, "end_line": 9, "text": TEXT_A}
    bare = library.client.get(f"{URL}/{A}/text", headers={"Accept": "text/plain"})
    assert bare.text == TEXT_A
    assert bare.headers["content-type"] == "text/plain; charset=utf-8"
    assert bare.headers["vary"] == "Accept"


def test_other_line_ends_do_not_count_as_lines(gateway: Gateway) -> None:
    text = "one\x0b\u2028still one\rand still\n\n三\n"
    store(gateway.backends, gazette("a", text, BEGAN + timedelta(1)), [], text)
    answer = gateway.client.get(f"{URL}/{A}/text").json()
    assert (answer["end_line"], answer["text"]) == (4, text)


def test_a_text_that_is_not_there(library: Gateway) -> None:
    problem = library.client.get(f"{URL}/{FAILED_ISSUE}/text").json()
    assert (problem["status"], problem["code"]) == (404, "no_text")
    assert "It is a picture." in problem["detail"]


@pytest.mark.parametrize("part", ["", "/timeline", "/documents", "/source", "/text"])
def test_deleted_and_unknown_issues(library: Gateway, part: str) -> None:
    gone = library.client.get(f"{URL}/{DELETED_ISSUE}{part}")
    assert (gone.status_code, gone.json()["code"]) == (410, "gone")
    for unknown in ("0" * 16, "short", A.upper(), "%00", "..%2f.."):
        missing = library.client.get(f"{URL}/{unknown}{part}")
        assert missing.status_code == 404
        assert missing.headers["content-type"] == "application/problem+json"
