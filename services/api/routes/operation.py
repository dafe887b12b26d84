"""For operators: alive, ready, and figures for Prometheus. Outside /api/v1."""

from collections.abc import Callable

import structlog
from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from typing_extensions import TypedDict

from gazette import metrics
from gazette.errors import UnavailableError
from gazette.ports import Beat
from services.api import replies
from services.api.answers import instant
from services.api.backends import ApiBackends, Backends


class CheckShape(TypedDict):
    """A backend and whether it answers."""

    name: str
    ok: bool
    message: str | None


class RoleShape(TypedDict):
    """A running role; `problem` says why it is not working."""

    role: str
    member: str
    at: str
    problem: str | None


class ReadinessShape(TypedDict):
    """Ready means that every backend answers and, where a role is asked for itself, that it works."""

    ready: bool
    checks: list[CheckShape]
    roles: list[RoleShape]


router = APIRouter(tags=["operation"])
log = structlog.get_logger()
PLAIN = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}
NOT_READY = {503: {"description": "A backend does not answer; `checks` says which.", "model": ReadinessShape}}


@router.get("/healthz", response_class=PlainTextResponse)
async def is_alive() -> str:
    """Alive: this process answers."""
    return "ok\n"


@router.get("/readyz", response_model=ReadinessShape, responses=NOT_READY)  # type: ignore[arg-type]
def is_ready(backends: Backends) -> Response:
    """Ready: each backend answers. The running roles are shown too; at the gateway they do not decide."""
    checks = [_check(name, check) for name, check in _checks(backends).items()]
    well = all(check["ok"] for check in checks) and not any(beat.problem for beat in backends.own())
    answer = ReadinessShape(ready=well, checks=checks, roles=_roles(backends))
    return replies.JSON(answer, status_code=200 if well else 503, headers={"Cache-Control": "no-store"})


@router.get("/metrics", response_class=PlainTextResponse, responses=PLAIN)  # type: ignore[arg-type]
def get_metrics(backends: Backends) -> Response:
    """Figures in Prometheus' text format."""
    return Response(backends.metrics.text(), media_type=metrics.CONTENT_TYPE)


def _checks(backends: ApiBackends) -> dict[str, Callable[[], None]]:
    ports = ("catalogue", "objects", "log", "search")
    return {name: getattr(backends, name).check for name in ports}


def _check(name: str, check: Callable[[], None]) -> CheckShape:
    try:
        check()
    except Exception as error:
        if not isinstance(error, UnavailableError):
            log.exception("readiness check failed", backend=name)
        return {"name": name, "ok": False, "message": str(error) or type(error).__name__}
    return {"name": name, "ok": True, "message": None}


def _roles(backends: ApiBackends) -> list[RoleShape]:
    try:
        return [_role(beat) for beat in backends.roles()]
    except UnavailableError:
        return []


def _role(beat: Beat) -> RoleShape:
    return {"role": beat.role, "member": beat.member, "at": instant(beat.at), "problem": beat.problem}
