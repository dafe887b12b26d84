"""Every error as application/problem+json (RFC 9457): what happened, to what, what to do next; never a trace."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from typing_extensions import TypedDict

from gazette.errors import (
    BusyError,
    NoRoomError,
    NotFoundError,
    QueryError,
    RejectedError,
    TransientError,
    UnavailableError,
)

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:gazette:problem:"
RETRY_SECONDS = "5"
LONGEST_ECHO = 80

KINDS: Mapping[str, tuple[int, str, str]] = {
    "bad_query": (400, "The query is broken", "检索式有误，请改正后再试。"),
    "bad_cursor": (400, "The cursor is none of ours", "翻页标记无效，请去掉 cursor 参数，从第一页重新开始。"),
    "malformed": (400, "The form data is broken", "上传的数据格式有误，请重新上传。"),
    "cut_off": (400, "The upload was cut off", "上传中断，没有保存任何内容，请重新上传。"),
    "bad_host": (400, "The host is not served here", "此主机名不在允许之列，请用 localhost，或在设置中加入该主机名。"),
    "cross_site": (403, "Another site may not do this", "拒绝来自其他网站的写入请求，请在本站页面上操作。"),
    "forbidden": (
        403,
        "For editors only",
        "只有编辑可以查看未遮盖的个人信息，请在运行本服务的机器上访问。",
    ),
    "not_found": (404, "Not held", "没有找到，请核对编号。"),
    "no_text": (404, "No text yet", "文本尚未提取完成，请稍后再试。"),
    "no_pages": (404, "No pages", "此文件的格式没有页面，请查看文字。"),
    "no_image": (404, "No picture of this page", "此页没有图像，请查看文字。"),
    "no_route": (404, "No such address", "没有此地址，请查看 /api/v1/openapi.json。"),
    "method": (405, "Not possible at this address", "此地址不支持该操作，可用的操作见 Allow 响应头。"),
    "too_slow": (408, "The upload stood still", "上传长时间没有进展，已中止，没有保存任何内容，请重新上传。"),
    "not_failed": (409, "Nothing to retry", "只有处理失败的文件才能重试。"),
    "gone": (410, "No longer held", "该内容已不再保存。"),
    "too_large": (413, "The file is too large", "文件超过大小上限。"),
    "not_multipart": (415, "Not a form upload", "请用 multipart/form-data 上传，文件放在 file 一项。"),
    "bad_value": (422, "A parameter is not accepted", "参数有误，见 errors 所列各项。"),
    "empty": (422, "The file is empty", "文件是空的，没有保存。请选择有内容的文件。"),
    "internal": (500, "Something went wrong here", "服务器内部出错，已记入日志。请稍后再试，并告知管理员请求编号。"),
    "unavailable": (503, "A backend does not answer", "后端服务暂时不可用，请稍后再试。"),
    "no_room": (507, "No room", "磁盘空间不足，没有保存任何内容，请联系管理员清理后再试。"),
    "busy": (503, "Too much at once", "目前请求过多，请稍后再试。"),
}
REFUSED = (422, "Not accepted", "不能接受，请改正后再试。")


class FaultShape(TypedDict):
    """An input that was refused; `at` is the character (0-based) where a query breaks."""

    field: str
    message: str
    at: int | None


class ProblemShape(TypedDict):
    """RFC 9457 problem document. `code` is a stable word for programs; `detail` says what to do next."""

    type: str
    title: str
    status: int
    detail: str
    detail_zh: str
    instance: str
    code: str
    request_id: str | None
    errors: list[FaultShape]


@dataclass(frozen=True, slots=True)
class Fault:
    """An input that was refused; `at` is a 0-based character in it."""

    field: str
    message: str
    at: int | None = None


class Problem(Exception):  # noqa: N818 - the standard's own word
    """An answer that is an error. `code` is one of KINDS, or a rejection's own (answered with 422)."""

    def __init__(
        self,
        code: str,
        detail: str,
        detail_zh: str | None = None,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.title, chinese = KINDS.get(code, REFUSED)
        self.code, self.detail, self.detail_zh = code, detail, detail_zh or chinese
        self.errors, self.headers = tuple(errors), dict(headers or {})


ErrorPage = Callable[[Request, Problem], Response]
"""Shows a problem to a person; used where the client asks for HTML."""


def not_held(kind: str, kind_zh: str, identifier: str) -> Problem:
    """The problem for an id that is not held."""
    shown = identifier[:LONGEST_ECHO]
    return Problem(
        "not_found",
        f"No {kind} with the id {shown!r} is held. Check the id, or search for it with GET /api/v1/search.",
        f"没有编号为“{shown}”的{kind_zh}，请核对编号，或用检索查找。",
    )


def sentence(error: Exception) -> str:
    """The message of an error, from capital letter to full stop."""
    text = str(error)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "。", "?")) else ".")


def body(problem: Problem, request: Request) -> ProblemShape:
    """The problem document."""
    return ProblemShape(
        type=TYPE + problem.code,
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        detail_zh=problem.detail_zh,
        instance=request.url.path,
        code=problem.code,
        request_id=request.scope.get("state", {}).get("request_id"),
        errors=[asdict(fault) for fault in problem.errors],  # type: ignore[misc]
    )


def answer(request: Request, problem: Problem) -> Response:
    """The problem as a page where the client asks for one and there is one, else as JSON."""
    page: ErrorPage | None = getattr(request.app.state, "error_page", None)
    if page is not None and "text/html" in request.headers.get("accept", ""):
        return page(request, problem)
    headers = {"Cache-Control": "no-store"} | problem.headers
    return JSONResponse(body(problem, request), problem.status, headers, media_type=MEDIA_TYPE)


def from_error(error: Exception) -> Problem:
    """The problem that an exception stands for; `internal` where nothing else fits."""
    for kind, translate in TRANSLATIONS.items():
        if isinstance(error, kind):
            return translate(error)
    return Problem(
        "internal", "Something went wrong here and was logged. Try again, and tell the operators the request id."
    )


def install(app: FastAPI) -> None:
    """Answer every error of these routes as a problem."""
    for kind in TRANSLATIONS:
        app.add_exception_handler(kind, _handle)


async def _handle(request: Request, error: Exception) -> Response:
    return answer(request, from_error(error))


def _from_http(error: HTTPException) -> Problem:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return Problem("no_route", "There is nothing at this address. See /api/v1/openapi.json for what there is.")
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return Problem("method", "This cannot be done here; the Allow header names what can.", headers=error.headers)
    problem = Problem("http", str(error.detail), headers=error.headers)
    problem.status, problem.title = error.status_code, HTTPStatus(error.status_code).phrase
    return problem


def _from_validation(error: RequestValidationError) -> Problem:
    faults = [Fault(_field(one["loc"]), one["msg"]) for one in error.errors()]
    listed = "; ".join(f"{fault.field}: {fault.message}" for fault in faults)
    return Problem("bad_value", f"Correct these and ask again: {listed}.", errors=faults)


def _field(place: Sequence[Any]) -> str:
    """`limit` of ("query", "limit"), `year` of ("query", "year", 0)."""
    return str(place[1]) if len(place) > 1 else str(place[0])


def _from_rejection(error: RejectedError) -> Problem:
    return Problem(error.code, sentence(error), error.chinese)


def _from_query(error: QueryError) -> Problem:
    place = error.at + 1
    return Problem(
        "bad_query",
        f"The query is broken at character {place}. {sentence(error)}",
        f"检索式在第 {place} 个字符处有误，请改正后再试。",
        [Fault("q", str(error), error.at)],
    )


def _later(code: str) -> Callable[[Exception], Problem]:
    return lambda error: Problem(code, sentence(error), headers={"Retry-After": RETRY_SECONDS})


TRANSLATIONS: Mapping[type[Exception], Callable[[Any], Problem]] = {
    Problem: lambda error: error,
    RequestValidationError: _from_validation,
    HTTPException: _from_http,
    RejectedError: _from_rejection,
    QueryError: _from_query,
    NotFoundError: lambda error: Problem("not_found", sentence(error)),
    BusyError: _later("busy"),
    NoRoomError: _later("no_room"),
    UnavailableError: _later("unavailable"),
    TransientError: _later("unavailable"),
}
