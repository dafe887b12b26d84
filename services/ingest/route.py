"""Uploads over HTTP. A body is parsed, counted, hashed and spooled as it comes, beside the event loop."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Header, Request
from fastapi import Path as PathParameter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.requests import ClientDisconnect
from typing_extensions import TypedDict

from gazette.errors import RejectedError
from gazette.events import new_id
from gazette.model import Issue
from gazette.spool import spooled
from services.ingest.form import FORM_BYTES, Form, Slots, too_large
from services.ingest.receive import Received, Upload

PREFIX = "/api/v1/issues"
BATCH = 1 << 20
IDLE_SECONDS = 60.0
WAY = "http"
FORM: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "The issue: one file a request."},
        "note": {"type": "string", "maxLength": 2000, "description": "A remark that is kept with the issue."},
    },
}
UPLOAD_BODY = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": FORM}}}}
UPLOAD_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"description": "The form is broken or was cut off; nothing was kept."},
    403: {"description": "Another site's page may not write here."},
    408: {"description": "Nothing came for a minute; nothing was kept."},
    413: {"description": "The file is above the limit; nothing was kept."},
    415: {"description": "The body is not multipart/form-data."},
    422: {"description": "No file, an empty one, several, too long a note, or an Idempotency-Key of another file."},
    503: {"description": "Too many uploads at once, or a backend is away: again after Retry-After seconds."},
    507: {"description": "A disk is full; nothing was kept."},
}
RETRY_ERRORS: dict[int | str, dict[str, Any]] = {
    403: {"description": "Another site's page may not write here."},
    404: {"description": "No such issue is held."},
    409: {"description": "The issue did not fail, so there is nothing to retry."},
    503: {"description": "A backend is away: again after Retry-After seconds."},
}
Receive = Callable[[Path, str, int, Upload], Received]
Retry = Callable[[str, str | None], Issue]
log = structlog.get_logger()


Tell = Callable[[str, str, int], None]
"""Called with the way in, outcome and bytes of each upload."""


class Accepted(TypedDict):
    """An issue whose processing has begun; every log line about it carries the `correlation_id`."""

    id: str
    status: str
    correlation_id: str
    links: dict[str, str]


class Uploaded(Accepted):
    """The issue that a file became; `duplicate` where its bytes were held already."""

    duplicate: bool


def upload_router(
    receive: Receive,
    retry: Retry,
    spool: Path,
    max_bytes: int,
    at_once: int,
    *,
    idle_seconds: float = IDLE_SECONDS,
    tell: Tell = lambda way, outcome, size: None,  # noqa: ARG005 - a default that does nothing
) -> APIRouter:
    """What ingest answers over HTTP: uploads of at most `max_bytes`, `at_once` of them together, and retries.

    `receive` gets the spooled file, its sha256, its size and what came with it; `retry` issue id and correlation id.
    """
    router = APIRouter(tags=["issues"])
    _add_upload(router, receive, spool, max_bytes, at_once, idle_seconds, tell)
    _add_retry(router, retry)
    return router


def _add_upload(
    router: APIRouter, receive: Receive, spool: Path, max_bytes: int, at_once: int, idle_seconds: float, tell: Tell
) -> None:
    slots = Slots(at_once)

    @router.post(
        PREFIX,
        status_code=202,
        response_model=Uploaded,
        responses={200: {"model": Uploaded, "description": "These bytes were held already."}, **UPLOAD_ERRORS},
        openapi_extra=UPLOAD_BODY,
    )
    async def upload_issue(
        request: Request,
        idempotency_key: Annotated[
            str | None,
            Header(max_length=200, pattern=r"^[ -~]*$", description="Ties a request to one file, if sent twice."),
        ] = None,
    ) -> Response:
        """Upload an issue as form data; at once answered, processed afterwards: follow `links.timeline`."""
        with refusals(tell), slots.one(_client(request)), spooled(spool) as file:
            _check_length(request, max_bytes)
            form = Form(request.headers.get("content-type", ""), file, max_bytes)
            await _take_in(request, form, idle_seconds)
            came_with = form.end(_correlation_id(request), idempotency_key or None)
            came_with = replace(came_with, traceparent=request.headers.get("traceparent"))
            received = await run_in_threadpool(receive, file.path, file.finish(), file.size, came_with)
        tell(WAY, "duplicate" if received.duplicate else "taken", received.issue.size)
        return _uploaded(request, received)


def _add_retry(router: APIRouter, retry: Retry) -> None:
    @router.post(PREFIX + "/{issue_id}/retry", status_code=202, response_model=Accepted, responses=RETRY_ERRORS)
    def retry_issue(
        issue_id: Annotated[str, PathParameter(description="The id: 16 hexadecimal digits.")], request: Request
    ) -> Response:
        """Process a failed issue once more."""
        correlation_id = _correlation_id(request)
        issue = retry(issue_id, correlation_id)
        return _to_page(request, issue) or JSONResponse(_accepted(issue, correlation_id), 202, _location(issue))


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


@contextmanager
def refusals(tell: Tell) -> Iterator[None]:
    """Tell of uploads that come to nothing, and why."""
    try:
        yield
    except RejectedError as error:
        tell(WAY, error.code, 0)
        raise
    except Exception as error:
        tell(WAY, type(error).__name__, 0)
        raise


async def _take_in(request: Request, form: Form, idle_seconds: float) -> None:
    """The whole body. RejectedError where it stands still or is cut off."""
    try:
        async with asyncio.timeout(idle_seconds) as patience:
            await _feed(request, form, lambda: patience.reschedule(asyncio.get_running_loop().time() + idle_seconds))
    except TimeoutError as error:
        raise _stopped("too_slow", "the upload stood still", "上传长时间没有进展") from error
    except ClientDisconnect as error:
        log.info("upload cut off", path=request.url.path)
        raise _stopped("cut_off", "the upload was cut off", "上传中断") from error


async def _feed(request: Request, form: Form, moved: Callable[[], None]) -> None:
    """Pass the body on in pieces of about BATCH bytes, beside the event loop; `moved` is called as it comes."""
    waiting = bytearray()
    async for chunk in request.stream():
        waiting += chunk
        if len(waiting) >= BATCH:
            await run_in_threadpool(form.feed, bytes(waiting))
            waiting.clear()
        moved()
    await run_in_threadpool(form.feed, bytes(waiting))


def _stopped(code: str, english: str, chinese: str) -> RejectedError:
    return RejectedError(
        code, f"{english}, and nothing was kept; send it again", f"{chinese}，没有保存任何内容；请重新上传。"
    )


def _check_length(request: Request, max_bytes: int) -> None:
    """Refuse at once what says of itself that it is too large."""
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > max_bytes + FORM_BYTES:
        raise too_large(max_bytes)


def _correlation_id(request: Request) -> str:
    """The id of the request, where it has one."""
    return getattr(request.state, "request_id", None) or new_id()


def _uploaded(request: Request, received: Received) -> Response:
    answer = Uploaded(**_accepted(received.issue, received.correlation_id), duplicate=received.duplicate)
    status = 200 if received.duplicate else 202
    headers = _location(received.issue) | {"X-Correlation-ID": received.correlation_id}
    return _to_page(request, received.issue) or JSONResponse(answer, status, headers)


def _accepted(issue: Issue, correlation_id: str) -> Accepted:
    here = f"{PREFIX}/{issue.id}"
    links = {part: f"{here}/{part}" for part in ("timeline", "documents", "source", "text")}
    links |= {"self": here, "page": f"/issues/{issue.id}"}
    return Accepted(id=issue.id, status=issue.status, correlation_id=correlation_id, links=links)


def _location(issue: Issue) -> dict[str, str]:
    return {"Location": f"{PREFIX}/{issue.id}"}


def _to_page(request: Request, issue: Issue) -> Response | None:
    """A browser without scripts goes on to the issue's page."""
    if "text/html" not in request.headers.get("accept", ""):
        return None
    return RedirectResponse(f"/issues/{issue.id}", status_code=303)
