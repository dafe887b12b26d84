"""What every request passes, whatever its route. Plain ASGI, so that bodies stream."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.problems import Problem, answer, from_error

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SAME_SITE = frozenset({"same-origin", "none"})
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
LINGER_SECONDS = 3.0
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}
log = structlog.get_logger()
Check = Callable[[Request], Problem | None]


class Stamped:
    """Gives each request an id, and each answer that id and the headers that protect the reader.

    A route's own header stands where it sets one. The id is the correlation id of what the request brings about.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(Headers(scope=scope))
        scope.setdefault("state", {})["request_id"] = request_id

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                _stamp(MutableHeaders(scope=message), request_id, scope["path"])
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self.app(scope, receive, stamped)


class HeadAsGet:
    """Answers HEAD as GET; the server sends no body then."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self.app({**scope, "method": "GET"} if is_head else scope, receive, send)


class Lingering:
    """Where an answer comes before the whole body did: send it, take in what is on its way, then close.

    Closing at once would reset the connection, and the client might never see why it was refused.
    """

    def __init__(self, app: ASGIApp, seconds: float = LINGER_SECONDS) -> None:
        self.app, self.seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _has_body(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        body = _Body(receive)

        async def lingering(message: Message) -> None:
            last = message["type"] == "http.response.body" and not message.get("more_body", False)
            if not body.complete and message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Connection"] = "close"
            if last and not body.complete:
                await send({**message, "more_body": True})
                await body.drain(self.seconds)
                message = {"type": "http.response.body", "body": b""}
            await send(message)

        await self.app(scope, body.receive, lingering)


class _Body:
    """A request's body as it is received."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self.complete = receive, False

    async def receive(self) -> Message:
        message = await self._receive()
        self.complete = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def drain(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.complete:
                    await self.receive()


class Guarded:
    """Refuses what `check` objects to, and answers what nobody else caught without its trace, which is logged."""

    def __init__(self, app: ASGIApp, checks: tuple[Check, ...]) -> None:
        self.app, self.checks = app, checks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            refusal = next(filter(None, (check(request) for check in self.checks)), None)
            await (answer(request, refusal) if refusal else self.app)(scope, receive, watched)
        except Exception as error:
            log.exception("request failed", method=scope["method"], path=scope["path"])
            if begun:
                raise
            await answer(request, from_error(error))(scope, receive, send)


def only_hosts(allowed: tuple[str, ...]) -> Check:
    """Serve requests that name this machine or an allowed host: a foreign name may be rebound DNS."""
    names = THIS_MACHINE | {name.lower() for name in allowed}

    def check(request: Request) -> Problem | None:
        host = _host_name(request.headers.get("host", ""))
        if "*" in names or host in names:
            return None
        detail = f"The host {host[:100]!r} is not served here. Use localhost, or add the name to GAZETTE_ALLOWED_HOSTS."
        return Problem("bad_host", detail)

    return check


def same_site(request: Request) -> Problem | None:
    """Refuse a write that a page of another site sends; programs that are no browsers send neither header."""
    if request.method in SAFE_METHODS or _from_here(request.headers):
        return None
    return Problem("cross_site", "A page of another site sent this. Writing is possible from this site's own pages.")


def _from_here(headers: Headers) -> bool:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in SAME_SITE
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


def _host_name(host: str) -> str:
    """`localhost` of `localhost:8000`, `[::1]` of `[::1]:8000`."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdecimal() else host.lower()


def _request_id(headers: Headers) -> str:
    given = headers.get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else uuid4().hex


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def _stamp(headers: MutableHeaders, request_id: str, path: str) -> None:
    headers["X-Request-ID"] = request_id
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    if path.startswith("/api/"):
        headers.setdefault("Cache-Control", "no-cache")
