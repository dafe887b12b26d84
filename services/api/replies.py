"""How an answer goes out: JSON with an entity tag, plain text, or the bytes of a file."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from gazette.model import Issue
from services.api.shapes import TextShape

CHUNK = 64 * 1024
UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9._-]")
JSON = JSONResponse
NOTHING_RUNS = "default-src 'none'; sandbox"


def tagged(request: Request, revision: int | str, answer: Any) -> Response:
    """The answer with its revision as ETag, or 304 where the client has that revision."""
    headers = {"ETag": f'"{revision}"'}
    if has(request.headers.get("if-none-match", ""), revision):
        return Response(status_code=304, headers=headers)
    return JSON(answer, headers=headers)


def has(if_none_match: str, revision: int | str) -> bool:
    """Whether an If-None-Match header names this revision, or other tag (weak comparison)."""
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in tags or f'"{revision}"' in tags


def text(request: Request, answer: TextShape) -> Response:
    """Lines as JSON, or bare where the client asks for text/plain."""
    accepted = request.headers.get("accept", "")
    vary = {"Vary": "Accept"}
    if "text/plain" in accepted and "application/json" not in accepted:
        return PlainTextResponse(answer["text"], headers=vary)
    return JSON(answer, headers=vary)


def lines(stream: BinaryIO, first: int, last: int | None) -> list[str]:
    """Lines `first` to `last` (1-based, both included; None: to the end) of a text in UTF-8; only newlines end one."""
    return stream.read().decode().split("\n")[first - 1 : last]


def download(issue: Issue, stream: BinaryIO) -> Response:
    """The original bytes as a file to save; no browser shows or runs it."""
    headers = {
        "Content-Length": str(issue.size),
        "Content-Disposition": disposition(issue.file_name),
        "Content-Security-Policy": NOTHING_RUNS,
        "ETag": f'"{issue.sha256}"',
    }
    return StreamingResponse(_chunks(stream), headers=headers, media_type="application/octet-stream")


def disposition(name: str) -> str:
    """An attachment's Content-Disposition: an ASCII name for old clients, the true one as RFC 5987 says."""
    plain = UNSAFE_IN_NAME.sub("_", unicodedata.normalize("NFKD", name)) or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK):
            yield chunk
