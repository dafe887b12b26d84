"""How the whole system stands, for operators: one look at catalogue and log, cheap enough for every other second."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gazette.events import now
from gazette.model import Issue, IssueStatus
from gazette.ports import Beat, Catalogue, Command, DeadCause, EventLog, IssueFilter, Lag, Tables
from gazette.ports.census import Backlog
from gazette.progress import waited

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SHOWN = 50
COMMANDS = 10
ENDED = (IssueStatus.READY, IssueStatus.FAILED)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything at one moment.

    `counts` are live issues by status; `last_minute` and `last_hour` how many issues became ready or failed in them;
    `oldest_seconds` how long the unfinished issue that was touched longest ago has waited, None where there is none;
    `lag` how many events each group has yet to hear; `stuck` and `failed` are at most 50 issues; `dead` counts open
    dead letters by cause; `commands` are the latest ones, those at work first; `roles` gave a sign of life lately;
    `oldest_events` are the times of the first events that groups have yet to hear, `handled` how many they finished in
    the last minute (each group that is watched is there); `backlog` is what waits beside the log.
    """

    at: datetime
    counts: Mapping[IssueStatus, int]
    last_minute: int
    last_hour: int
    oldest_seconds: float | None
    lag: Mapping[str, int]
    stuck: Sequence[Issue]
    failed: Sequence[Issue]
    dead: Sequence[DeadCause]
    commands: Sequence[Command]
    roles: Sequence[Beat]
    oldest_events: Mapping[str, datetime | None]
    handled: Mapping[str, int]
    backlog: Backlog

    @property
    def unfinished(self) -> int:
        """How many issues are on their way."""
        return sum(count for status, count in self.counts.items() if status not in ENDED)

    @property
    def per_minute(self) -> float:
        """Issues that end in a minute: of the last one, else of the last hour."""
        return float(self.last_minute) or self.last_hour / 60

    @property
    def seconds_left(self) -> float | None:
        """Until nothing is on its way, at this rate; None where nothing is or nothing moves."""
        if not self.unfinished or not self.per_minute:
            return None
        return 60 * self.unfinished / self.per_minute


@dataclass(frozen=True, slots=True)
class Watch:
    """What is looked at: consumer groups; seconds after which an issue counts as stuck, a role as gone."""

    groups: Sequence[str]
    stuck_seconds: float
    alive_seconds: float


def overview(catalogue: Catalogue, log: EventLog, watch: Watch) -> Overview:
    """Look once. UnavailableError where catalogue or log do not answer."""
    lags = {group: log.lag(group) for group in watch.groups}
    with catalogue.reading() as tables:
        return _looked(tables, lags, watch)


def _looked(tables: Tables, lags: Mapping[str, Sequence[Lag]], watch: Watch) -> Overview:
    at = now()
    handled = tables.census.handled(at - MINUTE)
    oldest = tables.issues.unfinished(at + HOUR, 1)
    return Overview(
        at=at,
        counts=tables.issues.counts(),
        last_minute=tables.issues.ended(at - MINUTE),
        last_hour=tables.issues.ended(at - HOUR),
        oldest_seconds=waited(oldest[0]) if oldest else None,
        lag={group: sum(one.waiting for one in parts) for group, parts in lags.items()},
        stuck=tables.issues.unfinished(at - timedelta(seconds=watch.stuck_seconds), SHOWN),
        failed=tables.issues.page(IssueFilter(IssueStatus.FAILED), SHOWN).items,
        dead=tables.dead_letters.causes(),
        commands=tables.commands.recent(COMMANDS),
        roles=tables.work.beats(at - timedelta(seconds=watch.alive_seconds)),
        oldest_events={group: min(_times(parts), default=None) for group, parts in lags.items()},
        handled={group: handled.get(group, 0) for group in lags},
        backlog=tables.census.backlog(),
    )


def _times(parts: Sequence[Lag]) -> Iterator[datetime]:
    return (one.oldest for one in parts if one.oldest is not None)
