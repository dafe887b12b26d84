"""`gazette status`: what is where, how fast, who works, what stands still, what failed and why."""

import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Group
from rich.live import Live
from rich.text import Text

from gazette.errors import UnavailableError
from gazette.events import now
from gazette.model import IssueStatus
from gazette.overview import Overview, Watch, overview
from gazette.ports import Command
from gazette.progress import waited
from gazette.settings import Settings
from gazette.wiring import Backends
from services.api.answers import instant
from services.cli.console import give_json, line, out
from services.cli.dead_letters import cause_json
from services.cli.hands import is_alive
from services.cli.inbox import InboxState, inbox_json, inbox_parts, inbox_state
from services.cli.start import held, load_settings
from services.cli.status_view import parts
from services.pipeline import GROUPS
from services.roles import ALIVE_SECONDS

REDRAW_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that the page shows."""

    overview: Overview
    inbox: InboxState


def show_status(data: Path | None, *, as_json: bool) -> None:
    """Print the situation once."""
    settings = load_settings(data)
    with held(data) as backends:
        situation = _situation(backends, settings)
    if as_json:
        give_json(_json(situation))
    else:
        for part in (*parts(situation.overview), *inbox_parts(situation.inbox)):
            out().print(part, soft_wrap=isinstance(part, Text))


def watch_status(data: Path | None) -> None:
    """Draw it anew every two seconds until interrupted; where that is no terminal, print it each time."""
    settings = load_settings(data)
    with held(data) as backends, Live(console=out(), screen=out().is_terminal, auto_refresh=False) as live:
        while True:
            drawn = _drawn(backends, settings)
            if out().is_terminal:
                live.update(drawn, refresh=True)
            else:
                out().print(drawn)
            time.sleep(REDRAW_SECONDS)


def _drawn(backends: Backends, settings: Settings) -> Group:
    head = line(f"{now():%Y-%m-%d %H:%M:%S} UTC   Ctrl-C 结束 ends", "dim")
    try:
        found = _situation(backends, settings)
    except UnavailableError as error:
        return Group(head, line(str(error), "yellow"))
    return Group(head, *parts(found.overview), *inbox_parts(found.inbox))


def _situation(backends: Backends, settings: Settings) -> Situation:
    watch = Watch(GROUPS, settings.stuck_seconds, ALIVE_SECONDS)
    return Situation(overview(backends.catalogue, backends.log, watch), inbox_state(backends.objects))


def _json(found: Situation) -> dict[str, object]:
    seen = found.overview
    return {
        "at": instant(seen.at),
        "issues": {status.value: seen.counts.get(status, 0) for status in IssueStatus},
        "last_minute": seen.last_minute,
        "last_hour": seen.last_hour,
        "oldest_seconds": seen.oldest_seconds,
        "seconds_left": seen.seconds_left,
        "lag": dict(seen.lag),
        "roles": [
            {
                "role": one.role,
                "host": one.host,
                "pid": one.pid,
                "at": instant(one.at),
                "problem": one.problem,
                "version": one.version,
            }
            for one in seen.roles
            if is_alive(one)
        ],
        "stuck": [
            {"id": one.id, "file_name": one.file_name, "status": one.status, "seconds": round(waited(one))}
            for one in seen.stuck
        ],
        "failed": [
            {
                "id": one.id,
                "file_name": one.file_name,
                "reason_code": one.reason_code,
                "reason": one.reason,
                "retryable": one.retryable,
            }
            for one in seen.failed
        ],
        "dead_letters": [cause_json(one) for one in seen.dead],
        "commands": [_command_json(one) for one in seen.commands],
        "inbox": inbox_json(found.inbox),
    }


def _command_json(one: Command) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "arguments": dict(one.arguments),
        "state": one.state,
        "done": one.done,
        "total": one.total,
        "message": one.message,
        "asked_at": instant(one.asked_at),
        "asked_by": one.asked_by,
        "seconds_left": one.seconds_left,
        "result": dict(one.result),
    }
