"""Alive, ready, figures; and that the description of the API is true."""

import shutil
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from gazette.events import now
from gazette.ports import Beat
from tests.service.conftest import Gateway, Serve
from tests.service.library import ADVICE, FAILED_ISSUE, LETTER, RULES, id_of, issue_of

BACKENDS = ["catalogue", "objects", "log", "search"]


def test_alive(library: Gateway) -> None:
    response = library.client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/api/v1/issues", "/nothing", f"/api/v1/issues/{issue_of('a')}/source"]
)
def test_head_answers_as_get_without_the_body(library: Gateway, path: str) -> None:
    head, get = library.client.head(path), library.client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


def test_ready_has_a_line_for_each_backend_and_role(serve: Serve) -> None:
    beat = Beat("m1", "extract", "host", 1, now(), now(), "It stands still.")
    with serve(roles=lambda: [beat]) as gateway:
        response = gateway.client.get("/readyz")
    answer = response.json()
    assert (response.status_code, answer["ready"]) == (200, True)
    assert [check["name"] for check in answer["checks"]] == BACKENDS
    assert all(check["ok"] for check in answer["checks"])
    assert [(role["role"], role["problem"]) for role in answer["roles"]] == [("extract", "It stands still.")]


def test_not_ready_says_which_backend_is_away(gateway: Gateway) -> None:
    folder = gateway.spool.parent / "objects"
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_bytes(b"a file where the folder was")
    response = gateway.client.get("/readyz")
    checks = {check["name"]: check for check in response.json()["checks"]}
    assert (response.status_code, response.json()["ready"]) == (503, False)
    assert [name for name, check in checks.items() if not check["ok"]] == ["objects"]
    assert checks["objects"]["message"]


def test_not_ready_on_another_schema(gateway: Gateway) -> None:
    with sqlite3.connect(gateway.spool.parent / "gazette.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'another'")
    response = gateway.client.get("/readyz")
    checks = {check["name"]: check["ok"] for check in response.json()["checks"]}
    assert (response.status_code, checks["catalogue"], checks["search"]) == (503, False, True)


def test_figures_for_prometheus(library: Gateway) -> None:
    response = library.client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    assert 'gazette_issues{status="ready"} 2.0' in response.text
    assert 'gazette_lag_events{group="extract",partition="0"} 0.0' in response.text


def described(library: Gateway) -> Any:
    return library.client.get("/api/v1/openapi.json").json()


def operations(schema: Any) -> Iterator[tuple[str, Any]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from [part["$ref"]] if "$ref" in part else []
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from references(one)


def test_every_route_and_its_errors_are_told_in_words(library: Gateway) -> None:
    for name, operation in operations(described(library)):
        assert operation.get("description", "").endswith("."), name
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), (name, parameter["name"])
        for status, response in operation["responses"].items():
            assert response["description"], (name, status)
            if status >= "400" and name != "GET /readyz":
                assert list(response["content"]) == ["application/problem+json"], (name, status)


def test_the_description_names_every_route_and_holds_together(library: Gateway) -> None:
    schema = described(library)
    assert {name for name, _ in operations(schema)} >= {
        "POST /api/v1/issues",
        "GET /api/v1/issues",
        "GET /api/v1/issues/{issue_id}",
        "GET /api/v1/issues/{issue_id}/timeline",
        "GET /api/v1/issues/{issue_id}/documents",
        "GET /api/v1/issues/{issue_id}/source",
        "GET /api/v1/issues/{issue_id}/text",
        "POST /api/v1/issues/{issue_id}/retry",
        "GET /api/v1/documents",
        "GET /api/v1/documents/{document_id}",
        "GET /api/v1/documents/{document_id}/text",
        "GET /api/v1/documents/{document_id}/citations",
        "GET /api/v1/search",
        "GET /api/v1/resolve",
        "GET /api/v1/agencies",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
    }
    names = {reference.removeprefix("#/components/schemas/") for reference in references(schema)}
    assert names <= set(schema["components"]["schemas"])
    ids = [operation["operationId"] for _, operation in operations(schema)]
    assert len(ids) == len(set(ids))
    assert {"upload_issue", "get_document", "search", "resolve_number"} <= set(ids)


def fits(value: Any, wanted: Any, schemas: Any) -> bool:
    """Whether a JSON value is as a schema says, and has no member that the schema does not name."""
    if "$ref" in wanted:
        return fits(value, schemas[wanted["$ref"].rsplit("/", 1)[1]], schemas)
    if "anyOf" in wanted:
        return any(fits(value, one, schemas) for one in wanted["anyOf"])
    kinds: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}
    if "prefixItems" in wanted:
        pairs = zip(value, wanted["prefixItems"], strict=True)
        return all(fits(one, item, schemas) for one, item in pairs)
    if wanted.get("type") == "array":
        items = wanted.get("items", {})
        return isinstance(value, list) and all(fits(one, items, schemas) for one in value)
    if wanted.get("type") != "object":
        return isinstance(value, kinds[wanted["type"]]) and value in wanted.get("enum", [value])
    named, rest = wanted.get("properties", {}), wanted.get("additionalProperties")
    return (
        isinstance(value, dict)
        and set(wanted.get("required", ())) <= set(value)
        and all(fits(one, named.get(key, rest), schemas) for key, one in value.items() if key in named or rest)
        and all(key in named or rest for key in value)
    )


A = f"/api/v1/issues/{issue_of('a')}"
D = f"/api/v1/documents/{id_of(RULES)}"


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("/api/v1/issues", "/api/v1/issues"),
        ("/api/v1/issues/{issue_id}", A),
        ("/api/v1/issues/{issue_id}", f"/api/v1/issues/{FAILED_ISSUE}"),
        ("/api/v1/issues/{issue_id}/timeline", f"{A}/timeline"),
        ("/api/v1/issues/{issue_id}/documents", f"{A}/documents"),
        ("/api/v1/issues/{issue_id}/text", f"{A}/text"),
        ("/api/v1/documents", "/api/v1/documents"),
        ("/api/v1/documents/{document_id}", D),
        ("/api/v1/documents/{document_id}", f"/api/v1/documents/{id_of(LETTER, 'b')}"),
        ("/api/v1/documents/{document_id}/text", f"{D}/text"),
        ("/api/v1/documents/{document_id}/citations", f"{D}/citations"),
        ("/api/v1/documents/{document_id}/citations", f"/api/v1/documents/{id_of(ADVICE)}/citations"),
        ("/api/v1/search", "/api/v1/search?q=河道"),
        ("/api/v1/resolve", f"/api/v1/resolve?number={RULES}"),
        ("/api/v1/agencies", "/api/v1/agencies?code=临政发"),
        ("/api/v1/agencies", "/api/v1/agencies?code=国令"),
        ("/readyz", "/readyz"),
        ("/api/v1/search", "/api/v1/search?q=%22"),
        ("/api/v1/issues/{issue_id}", "/api/v1/issues/unknown"),
    ],
)
def test_answers_are_as_described(library: Gateway, template: str, path: str) -> None:
    schema = described(library)
    response = library.client.get(path)
    told = schema["paths"][template]["get"]["responses"][str(response.status_code)]
    wanted = told["content"][response.headers["content-type"]]["schema"]
    assert fits(response.json(), wanted, schema["components"]["schemas"]), response.text
    assert not fits(response.json() | {"undeclared": 1}, wanted, schema["components"]["schemas"])
