"""Errors are problem documents, and every answer carries what protects the reader."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from gazette.errors import NotFoundError, UnavailableError
from services.api.backends import ApiLimits
from services.api.problems import KINDS, Problem
from tests.service.conftest import Gateway, Serve

FIELDS = {"type", "title", "status", "detail", "detail_zh", "instance", "code", "request_id", "errors"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing/here", 404, "no_route"),
        ("GET", "/api/v1/suggest", 404, "no_route"),
        ("GET", "/api/v1/events", 404, "no_route"),
        ("GET", "/api/v1/search.csv", 404, "no_route"),
        ("GET", "/api/v1/issues/", 404, "no_route"),
        ("POST", f"/api/v1/issues/{'0' * 16}/reprocess", 404, "no_route"),
        ("DELETE", f"/api/v1/issues/{'0' * 16}", 405, "method"),
        ("PATCH", f"/api/v1/documents/{'0' * 16}", 405, "method"),
        ("PUT", "/api/v1/search", 405, "method"),
        ("GET", "/api/v1/issues?limit=0", 422, "bad_value"),
        ("GET", "/api/v1/issues?limit=101", 422, "bad_value"),
        ("GET", "/api/v1/issues?limit=ten", 422, "bad_value"),
        ("GET", "/api/v1/issues?status=lost", 422, "bad_value"),
        ("GET", "/api/v1/issues?year=99999999999999999999999", 422, "bad_value"),
        ("GET", "/api/v1/issues?publisher=%00", 422, "bad_value"),
        ("GET", "/api/v1/issues?cursor=nonsense", 400, "bad_cursor"),
        ("GET", "/api/v1/documents?sort=relevance", 422, "bad_value"),
        ("GET", "/api/v1/documents?from=yesterday", 422, "bad_value"),
        ("GET", "/api/v1/documents?legal_status=old", 422, "bad_value"),
        ("GET", "/api/v1/documents?year=0", 422, "bad_value"),
        ("GET", "/api/v1/documents?" + "&".join(["issuer=x"] * 30), 422, "bad_value"),
        ("GET", "/api/v1/search?facets=colour", 422, "bad_value"),
    ],
)
def test_problems(library: Gateway, method: str, path: str, status: int, code: str) -> None:
    response = library.client.request(method, path)
    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert set(problem) == FIELDS
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["type"] == f"urn:gazette:problem:{code}"
    assert problem["instance"] == path.split("?", maxsplit=1)[0]
    assert re.match(r"[A-Z].*\.$", problem["detail"])
    assert re.search(r"[\u4e00-\u9fff].*。$", problem["detail_zh"])
    if status == 422:
        assert problem["errors"][0]["field"] == path.partition("?")[2].partition("=")[0]
    if status == 405:
        assert response.headers["allow"]


ANYTHING = st.text(max_size=60) | st.text('"()-: ORyear.〔〕[]号年令发0123456789文标题关于', max_size=40)
PLACES = [
    ("/api/v1/search", "q"),
    ("/api/v1/search", "cursor"),
    ("/api/v1/search", "facets"),
    ("/api/v1/documents", "issuer"),
    ("/api/v1/documents", "from"),
    ("/api/v1/documents", "year"),
    ("/api/v1/issues", "cursor"),
    ("/api/v1/issues", "publisher"),
    ("/api/v1/resolve", "number"),
]


@pytest.mark.parametrize(("path", "name"), PLACES)
@settings(max_examples=60, deadline=None)
@given(value=ANYTHING)
def test_nothing_that_is_typed_is_a_server_error(library: Gateway, path: str, name: str, value: str) -> None:
    response = library.client.get(path, params={name: value})
    assert response.status_code in {200, 400, 422}, response.text


@settings(max_examples=60, deadline=None)
@given(value=st.text(min_size=1, max_size=30))
def test_no_id_is_a_server_error(library: Gateway, value: str) -> None:
    for path in ("issues/{}", "issues/{}/text", "documents/{}", "documents/{}/citations"):
        response = library.client.get("/api/v1/" + path.format(quote(value, safe="")))
        assert response.status_code == 404 or value in {".", ".."}, response.text


def test_every_kind_of_problem_is_told_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    assert [code for code, (status, *_) in KINDS.items() if f"| `{code}` | {status} |" not in page] == []


def test_request_ids_go_out_as_they_came_in(library: Gateway) -> None:
    assert library.client.get("/healthz", headers={"X-Request-ID": "order-7.a"}).headers["x-request-id"] == "order-7.a"
    for odd in ("a b", "x" * 65, "é".encode()):
        given = library.client.get("/nothing", headers={"X-Request-ID": odd})
        assert re.fullmatch(r"[0-9a-f]{32}", given.headers["x-request-id"])
        assert given.json()["request_id"] == given.headers["x-request-id"]


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/api/v1/issues", "/api/v1/search?q=%22"])
def test_headers_that_protect_the_reader(library: Gateway, path: str) -> None:
    headers = library.client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:81", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000", "LocalHost"]
)
def test_this_machine_is_served(library: Gateway, host: str) -> None:
    assert library.client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io:8000", "", "[::2]:8000"])
def test_foreign_host_names_are_not_served(library: Gateway, host: str) -> None:
    response = library.client.get("/api/v1/issues", headers={"Host": host})
    assert (response.status_code, response.json()["code"]) == (400, "bad_host")


def test_host_names_can_be_allowed(serve: Serve) -> None:
    with serve(limits=ApiLimits(("gazette.example",))) as gateway:
        assert gateway.client.get("/healthz", headers={"Host": "Gazette.example:443"}).status_code == 200
        assert gateway.client.get("/healthz", headers={"Host": "other.example"}).status_code == 400


def failing() -> APIRouter:
    router = APIRouter()
    errors = {
        "bug": ZeroDivisionError("a secret"),
        "away": UnavailableError("the index does not answer; start it"),
        "missing": NotFoundError("no such thing"),
        "problem": Problem("gone", "It went."),
    }

    @router.get("/fail/{how}")
    def fail(how: str) -> None:
        raise errors[how]

    return router


def test_an_error_nobody_expected_is_logged_and_tells_no_secret(serve: Serve) -> None:
    with serve(routers=(failing(),)) as gateway:
        with capture_logs() as logged:
            response = gateway.client.get("/fail/bug")
        assert (response.status_code, response.json()["code"]) == (500, "internal")
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.json()["request_id"] == response.headers["x-request-id"]
        assert "secret" not in response.text
        assert "Traceback" not in response.text
        assert gateway.client.get("/healthz").status_code == 200
    assert [(one["event"], one["path"], one["exc_info"]) for one in logged] == [("request failed", "/fail/bug", True)]


def test_a_missing_backend_asks_to_come_back(serve: Serve) -> None:
    with serve(routers=(failing(),)) as gateway:
        response = gateway.client.get("/fail/away")
        assert (response.status_code, response.json()["code"]) == (503, "unavailable")
        assert response.json()["detail"] == "The index does not answer; start it."
        assert int(response.headers["retry-after"]) > 0
        assert gateway.client.get("/fail/missing").status_code == 404
        assert gateway.client.get("/fail/problem").json()["detail"] == "It went."


def test_people_get_a_page_and_programs_get_json(serve: Serve) -> None:
    def page(request: Request, problem: Problem) -> Response:
        return HTMLResponse(f"<p>{problem.title} {request.url.path}</p>", problem.status)

    with serve(error_page=page, routers=(failing(),)) as gateway:
        browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
        for path, status in (("/nothing", 404), ("/fail/bug", 500), ("/fail/problem", 410)):
            with capture_logs():
                shown = gateway.client.get(path, headers=browser)
            assert (shown.status_code, shown.headers["content-type"]) == (status, "text/html; charset=utf-8")
            assert path in shown.text
            with capture_logs():
                assert gateway.client.get(path).headers["content-type"] == "application/problem+json"
