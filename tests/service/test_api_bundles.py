"""A bundle over the API: its files with their states, live; a file names its bundles."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any

import pytest

from gazette.model import Issue, IssueStatus, Kind
from gazette.ports import BundleEntry
from services.api.pages import open_site
from services.ingest.retry import retry
from tests.made_up import issue
from tests.service.conftest import Gateway, Serve

BUNDLE = issue(1, kind=Kind.BUNDLE, status=IssueStatus.READY, file_name="合集.zip")
FIRST, SECOND = issue(2, status=IssueStatus.INDEXING), issue(3, status=IssueStatus.READY, document_count=4)
ENTRIES = (
    BundleEntry(0, "甲.txt", FIRST.id),
    BundleEntry(1, "乙.txt", SECOND.id, held=True),
    BundleEntry(2, "密.pdf", reason_code="encrypted", reason="文件已加密。 It is encrypted."),
)


@pytest.fixture
def gateway(serve: Serve) -> Iterator[Gateway]:
    pages = open_site(300_000)
    with serve(routers=pages.routers, error_page=pages.error_page) as gateway:
        with gateway.backends.catalogue.transaction() as tables:
            for one in (BUNDLE, FIRST, SECOND, issue(4)):
                tables.issues.add(one)
            tables.bundles.fill(BUNDLE.id, ENTRIES)
        yield gateway


def asked(gateway: Gateway, path: str) -> Any:
    answer = gateway.client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def save(gateway: Gateway, one: Issue) -> None:
    with gateway.backends.catalogue.transaction() as tables:
        tables.issues.save(one)


def test_children_in_their_order_with_their_states(gateway: Gateway) -> None:
    first, second, third = asked(gateway, f"/issues/{BUNDLE.id}")["children"]
    assert (first["id"], first["file_name"], first["status"], first["held"]) == (FIRST.id, "甲.txt", "indexing", False)
    assert (second["id"], second["status"], second["document_count"], second["held"]) == (SECOND.id, "ready", 4, True)
    assert asked(gateway, first["links"]["self"].removeprefix("/api/v1"))["id"] == FIRST.id
    assert third == {
        "position": 2,
        "id": None,
        "file_name": "密.pdf",
        "held": False,
        "status": "failed",
        "reason_code": "encrypted",
        "reason": "文件已加密。 It is encrypted.",
        "retryable": False,
        "document_count": 0,
        "doubtful_count": 0,
        "links": {},
    }


def test_a_file_names_its_bundles(gateway: Gateway) -> None:
    [found] = asked(gateway, f"/issues/{FIRST.id}")["bundles"]
    assert (found["id"], found["file_name"]) == (BUNDLE.id, "合集.zip")
    assert asked(gateway, f"/issues/{BUNDLE.id}")["bundles"] == []
    save(gateway, replace(BUNDLE, deleted=True))
    assert asked(gateway, f"/issues/{FIRST.id}")["bundles"] == []


def test_the_tag_changes_with_the_files(gateway: Gateway) -> None:
    path = f"/api/v1/issues/{BUNDLE.id}"
    tag = gateway.client.get(path).headers["etag"]
    assert gateway.client.get(path, headers={"If-None-Match": tag}).status_code == 304
    save(gateway, replace(FIRST, status=IssueStatus.READY))
    answer = gateway.client.get(path, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.json()["children"][0]["status"]) == (200, "ready")
    save(gateway, replace(SECOND, deleted=True))
    assert asked(gateway, f"/issues/{BUNDLE.id}")["children"][1]["status"] == "deleted"


def test_a_listing_of_one_bundle(gateway: Gateway) -> None:
    page = asked(gateway, f"/issues?bundle={BUNDLE.id}")
    assert (page["total"], {one["id"] for one in page["items"]}) == (2, {FIRST.id, SECOND.id})
    assert asked(gateway, "/issues?bundle=")["total"] == 4
    assert asked(gateway, "/issues?bundle=0")["total"] == 0


def test_a_bundle_has_no_text(gateway: Gateway) -> None:
    answer = gateway.client.get(f"/api/v1/issues/{BUNDLE.id}/text")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_text")
    assert "children" in answer.json()["detail"]


def test_the_page_is_live_until_the_last_file_is_done(gateway: Gateway) -> None:
    path = f"/issues/{BUNDLE.id}/progress"
    headers = {"HX-Request": "true"}
    answer = gateway.client.get(path, headers=headers)
    assert "hx-trigger" in answer.text
    assert "hx-refresh" not in answer.headers
    assert "处理中 1" in answer.text
    save(gateway, replace(FIRST, status=IssueStatus.FAILED, reason="坏。 Bad."))
    assert gateway.client.get(path, headers=headers).headers["hx-refresh"] == "true"
    page = gateway.client.get(f"/issues/{BUNDLE.id}").text
    assert f'action="/api/v1/issues/{BUNDLE.id}/retry"' in page
    assert retry(gateway.backends.catalogue, BUNDLE.id).generation == 2


def test_names_are_shown_and_never_run(gateway: Gateway) -> None:
    evil = "<img src=x onerror=alert(1)>.txt"
    with gateway.backends.catalogue.transaction() as tables:
        tables.bundles.fill(BUNDLE.id, [BundleEntry(0, evil, FIRST.id), BundleEntry(1, evil, reason=evil)])
    page = gateway.client.get(f"/issues/{BUNDLE.id}").text
    assert "<img" not in page
    assert page.count(escape(evil)) == 3
