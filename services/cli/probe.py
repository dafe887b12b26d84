"""`gazette probe`: one question to a running process, one sentence as the answer. It imports little: it runs often."""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import typer
from pydantic import ValidationError

from gazette.errors import SettingsError
from gazette.settings import Settings
from services.addresses import address_of
from services.cli.console import complain, say

SECONDS = 8.0
LONGEST = 100_000


def probe_process(port: int | None, *, ready: bool) -> None:
    """Say whether it is alive, or ready; exit code 1 where it is not."""
    base = _base(port)
    try:
        said = _ask(f"{base}{'/readyz' if ready else '/healthz'}")
    except urllib.error.HTTPError as refusal:
        complain(f"{base} 未就绪 is not ready: {_problems(refusal.read(LONGEST)) or refusal.reason}")
        raise typer.Exit(1) from refusal
    except (OSError, ValueError, http.client.HTTPException) as error:
        complain(f"{base} 没有回应 does not answer ({error})")
        raise typer.Exit(1) from error
    if ready and not said.startswith(b"{"):
        complain(f"{base} 不是 Gazette，它的回应无法理解 is no Gazette: its answer makes no sense")
        raise typer.Exit(1)
    say(f"{base} 已就绪 is ready." if ready else f"{base} 正在运行 is alive.")


def _base(port: int | None) -> str:
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError(f"the settings cannot be read, see `gazette doctor`: {error}") from error
    wanted = port or settings.probe_port or settings.port
    host = settings.probe_host if wanted == settings.probe_port else settings.host
    if not wanted:
        raise SettingsError("no port to ask: name one with --port, or set GAZETTE_PROBE_PORT")
    return address_of(host, wanted)


def _ask(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=SECONDS) as reply:  # noqa: S310 - our own http URL
        answer: bytes = reply.read(LONGEST)
        return answer


def _problems(answer: bytes) -> str:
    """Every backend and role that is not well, with why."""
    try:
        return "; ".join(_unwell(json.loads(answer)))
    except (ValueError, TypeError, KeyError, AttributeError):
        return ""


def _unwell(answer: Any) -> Iterator[str]:
    yield from (f"{check['name']}: {check['message']}" for check in answer["checks"] if not check["ok"])
    yield from (f"{role['role']}: {role['problem']}" for role in answer["roles"] if role["problem"])
