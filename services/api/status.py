"""The situation as JSON: what `gazette status --json` prints and `GET /api/v1/status` answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from typing_extensions import TypedDict

from gazette.model import Issue, IssueStatus
from gazette.overview import Overview
from gazette.ports import Beat, Command, DeadCause
from gazette.progress import waited
from services.api.answers import instant


class WorkingShape(TypedDict):
    """A role that gave a sign of life lately; `problem` says why it stands still."""

    role: str
    host: str
    pid: int
    since: str
    at: str
    problem: str | None
    version: str | None


class StuckShape(TypedDict):
    """An unfinished issue that nobody touched for long: `seconds`."""

    id: str
    file_name: str
    status: str
    seconds: int


class FailedShape(TypedDict):
    """A failed issue; `retryable` says whether another try may help."""

    id: str
    file_name: str
    reason_code: str | None
    reason: str | None
    retryable: bool


class CauseShape(TypedDict):
    """Open dead letters of one group, type of event and cause, with the newest message."""

    group: str
    type: str
    cause: str
    count: int
    first: str
    last: str
    message: str


class CommandShape(TypedDict):
    """Long work that somebody asked for: reindex, reconcile, replay."""

    id: int
    name: str
    arguments: dict[str, Any]
    state: str
    done: int
    total: int
    message: str
    asked_at: str
    asked_by: str
    seconds_left: float | None
    result: dict[str, Any]


class RefusedShape(TypedDict):
    """A file of the inbox that cannot become an issue."""

    path: str
    size: int
    at: str
    reason: str


class InboxShape(TypedDict):
    """Files that wait in the inbox and those that were refused; `problem` where nobody can tell."""

    waiting: int
    refused: int
    newest: list[RefusedShape]
    problem: str | None


class StatusShape(TypedDict):
    """How the whole system stands.

    By group of consumers: `lag` events yet to hear, `oldest_event` when the first of them was told, `handled` how many
    were finished in the last minute. `delayed` counts events that wait for another attempt.
    """

    at: str
    issues: dict[str, int]
    last_minute: int
    last_hour: int
    oldest_seconds: float | None
    seconds_left: float | None
    lag: dict[str, int]
    oldest_event: dict[str, str | None]
    handled: dict[str, int]
    delayed: int
    roles: list[WorkingShape]
    stuck: list[StuckShape]
    failed: list[FailedShape]
    dead_letters: list[CauseShape]
    commands: list[CommandShape]
    inbox: InboxShape


@dataclass(frozen=True, slots=True)
class Operating:
    """What operators see and can do, given by whoever puts the gateway together.

    `look` raises UnavailableError where catalogue or log do not answer; `warn` says what is amiss in sentences; `retry`
    gets issue id and correlation id; `relays` says whether there is an outbox beside the log.
    """

    look: Callable[[], Overview]
    inbox: Callable[[], InboxShape]
    warn: Callable[[Overview], Sequence[str]]
    retry: Callable[[str, str | None], Issue]
    relays: bool = False


def status_answer(seen: Overview, inbox: InboxShape) -> StatusShape:
    """Everything at one moment."""
    return {
        "at": instant(seen.at),
        "issues": {status.value: seen.counts.get(status, 0) for status in IssueStatus},
        "last_minute": seen.last_minute,
        "last_hour": seen.last_hour,
        "oldest_seconds": seen.oldest_seconds,
        "seconds_left": seen.seconds_left,
        "lag": dict(seen.lag),
        "oldest_event": {group: _instant(at) for group, at in seen.oldest_events.items()},
        "handled": dict(seen.handled),
        "delayed": seen.backlog.delayed,
        "roles": [_role(one) for one in seen.roles],
        "stuck": [_stuck(one) for one in seen.stuck],
        "failed": [_failed(one) for one in seen.failed],
        "dead_letters": [cause_answer(one) for one in seen.dead],
        "commands": [_command(one) for one in seen.commands],
        "inbox": inbox,
    }


def cause_answer(one: DeadCause) -> CauseShape:
    """A cause of dead letters."""
    return {
        "group": one.group,
        "type": one.type,
        "cause": one.cause,
        "count": one.count,
        "first": instant(one.first),
        "last": instant(one.last),
        "message": one.message,
    }


def _role(one: Beat) -> WorkingShape:
    return {
        "role": one.role,
        "host": one.host,
        "pid": one.pid,
        "since": instant(one.started_at),
        "at": instant(one.at),
        "problem": one.problem,
        "version": one.version,
    }


def _stuck(one: Issue) -> StuckShape:
    return {"id": one.id, "file_name": one.file_name, "status": one.status, "seconds": round(waited(one))}


def _failed(one: Issue) -> FailedShape:
    return {
        "id": one.id,
        "file_name": one.file_name,
        "reason_code": one.reason_code,
        "reason": one.reason,
        "retryable": one.retryable,
    }


def _command(one: Command) -> CommandShape:
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


def _instant(at: datetime | None) -> str | None:
    return None if at is None else instant(at)
