"""What OpenAPI says: every route's errors in words, as problem documents."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from gazette import __version__
from services.api.problems import MEDIA_TYPE, ProblemShape

MEANINGS: Mapping[int, str] = {
    304: "Not changed since the revision that If-None-Match names.",
    400: "The query or the cursor is broken; `errors` names the place.",
    403: "Only an editor sees personal data as printed.",
    404: "No such thing is held, or its text is not there yet.",
    410: "It was held once and no longer is.",
    422: "A parameter is not accepted; `errors` names each.",
    503: "A backend does not answer: ask again after Retry-After seconds.",
}
DESCRIPTION = """Official documents (公文) found in government gazettes (政府公报): upload, follow, search, cite.

Dates are ISO 8601; lines are 1-based, columns 0-based code points; `null` means unknown. Errors are problem documents
(RFC 9457) with a stable `code`, and `detail` says what to do next. Within v1 fields are only ever added."""
REFERENCE = "#/components/schemas/{model}"
PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model="Problem")}}}
FRAMEWORK_SCHEMAS = ("HTTPValidationError", "ValidationError")


def problems(*statuses: int, tagged: bool = False) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: these errors, 503, and 304 where its answer carries an ETag."""
    found: dict[int | str, dict[str, Any]] = {304: {"description": MEANINGS[304]}} if tagged else {}
    return found | {status: {"description": MEANINGS[status]} for status in (*statuses, 503)}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of these routes; made once."""
    if app.openapi_schema is None:
        schema = get_openapi(title="Gazette", version=__version__, description=DESCRIPTION, routes=app.routes)
        for path in schema["paths"].values():
            for operation in path.values():
                _say_problems(operation["responses"])
        _define_problem(schema["components"]["schemas"])
        app.openapi_schema = schema
    return app.openapi_schema


def _say_problems(responses: dict[str, dict[str, Any]]) -> None:
    """Errors are problem documents, save where a route says otherwise; the framework's own 422 never happens here."""
    if any(name in str(responses.get("422")) for name in FRAMEWORK_SCHEMAS):
        del responses["422"]
    for status, response in responses.items():
        if status >= "400":
            response.setdefault("content", PROBLEM)


def _define_problem(schemas: dict[str, Any]) -> None:
    for name in FRAMEWORK_SCHEMAS:
        schemas.pop(name, None)
    problem = TypeAdapter(ProblemShape).json_schema(ref_template=REFERENCE)
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
