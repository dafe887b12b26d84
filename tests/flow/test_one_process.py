"""From upload to answer with `gazette serve`."""

from pathlib import Path

import pytest

from tests.flow.product import GAZETTES, Product

COUNTS = {"pinggu-2022-4": 8, "pinggu-2021-2": 12, "pinggu-work-report-2023": 1}


def source(name: str) -> Path:
    return GAZETTES / f"{name}.txt"


def test_an_upload_becomes_documents_that_are_found_and_a_second_one_changes_nothing(product: Product) -> None:
    product.start("serve")
    product.wait_for_gateway()
    ids = {}
    for name in COUNTS:
        answer = product.upload(f"{name}.txt", source(name).read_bytes())
        assert answer.status_code == 202, answer.text
        ids[name] = answer.json()["id"]
    for name, count in COUNTS.items():
        issue = product.ended(ids[name])
        assert (issue["status"], issue["document_count"]) == ("ready", count), issue
    assert product.get("/documents")["total"] == sum(COUNTS.values())
    before = product.get("/documents", limit=100)["items"]

    for name in COUNTS:
        again = product.upload(f"{name} (2).txt", source(name).read_bytes())
        assert (again.status_code, again.json()["id"], again.json()["duplicate"]) == (200, ids[name], True)
    assert product.get("/documents", limit=100)["items"] == before
    assert product.get("/issues")["total"] == len(COUNTS)


@pytest.mark.parametrize(
    "typed", ["京平政发[2022]19号", "京平政发（2022）19号", "京平政发２０２２年19号", "京平政发 〔2022〕 19 号"]
)
def test_a_number_is_resolved_however_it_is_typed(shared: Product, typed: str) -> None:
    answer = shared.get("/resolve", number=typed)
    assert answer["match"] == "exact", answer
    assert [found["doc_number"] for found in answer["documents"]] == ["京平政发〔2022〕19号"]
    hits = shared.get("/search", q=typed)["items"]
    assert hits[0]["document_id"] == answer["documents"][0]["id"]


def test_what_is_found_says_where_it_stands(shared: Product) -> None:
    found = shared.get("/search", q="任职", facets="doc_type,issuer")
    assert found["total"] >= 1
    snippet = found["items"][0]["snippets"][0]
    start, end = snippet["marks"][0]
    assert snippet["text"][start:end] == "任职"
    issue = found["items"][0]["issue_id"]
    text = shared.http.get(f"/api/v1/issues/{issue}/text", headers={"Accept": "text/plain"}).text
    lines = text.split("\n")
    assert "任职" in "".join(lines[snippet["line"] - 1 : snippet["line"] + 2])
    assert found["facets"]["doc_type"][0]["value"] == "通知"


def test_every_provenance_points_at_lines_of_its_document(shared: Product) -> None:
    for item in shared.get("/documents", limit=100)["items"]:
        one = shared.get(f"/documents/{item['id']}")
        for field, place in one["provenance"].items():
            assert one["start_line"] <= place["start_line"] <= place["end_line"] <= one["end_line"], (field, place)
