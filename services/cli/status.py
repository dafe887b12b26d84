"""`gazette status`: what is where, how fast, who works, what stands still, what failed and why."""

import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Group
from rich.live import Live
from rich.text import Text

from gazette.errors import UnavailableError
from gazette.events import now
from gazette.overview import Overview
from gazette.settings import Settings
from gazette.wiring import Backends
from services.api.status import status_answer
from services.cli.console import give_json, line, out
from services.cli.inbox import inbox_parts
from services.cli.start import held, load_settings
from services.cli.status_view import parts
from services.situation import InboxState, inbox_answer, inbox_state, situation

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
        found = _situation(backends, settings)
    if as_json:
        give_json(dict(status_answer(found.overview, inbox_answer(found.inbox))))
    else:
        for part in (*parts(found.overview), *inbox_parts(found.inbox)):
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
    return Situation(situation(backends, settings), inbox_state(backends.objects))
