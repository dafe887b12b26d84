"""What all processes share: issues, events that wait, dead letters, the index. Read at most every few seconds."""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from gazette.errors import UnavailableError
from gazette.events import now
from gazette.metrics import declared
from gazette.metrics.declared import Figure
from gazette.metrics.families import Row, family
from gazette.model import IssueStatus, Kind
from gazette.ports import Catalogue, EventLog, Lag, ObjectStore, SearchIndex, Tables
from gazette.ports.census import Census, Tally

FRESH_SECONDS = 5.0
ALIVE = timedelta(seconds=10)
CAUSES = 50
"""Causes of dead letters, and reasons of failures, that are told one by one; the rest are `other`."""
Reading = tuple[Figure, tuple[str, ...], float]


class State(Collector):
    """Asks the backends. `relays` says whether the outbox is sent on, or read by the log itself."""

    def __init__(
        self,
        catalogue: Catalogue,
        log: EventLog,
        search: SearchIndex,
        objects: ObjectStore,
        groups: Sequence[str],
        *,
        relays: bool = False,
        fresh_seconds: float = FRESH_SECONDS,
    ) -> None:
        self.catalogue, self.log, self.search, self.objects = catalogue, log, search, objects
        self.groups, self.relays, self.fresh_seconds = groups, relays, fresh_seconds
        self.turn = threading.Lock()
        self.read_at = float("-inf")
        self.held: Sequence[Metric] = ()

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        """One reader at a time; those who come meanwhile get what it read."""
        with self.turn:
            if time.monotonic() - self.read_at >= self.fresh_seconds:
                self.held, self.read_at = self._read(), time.monotonic()
            return self.held

    def _read(self) -> Sequence[Metric]:
        parts: dict[str, Callable[[], Iterator[Reading]]] = {
            "catalogue": self._catalogue,
            "log": self._log,
            "search": self._search,
            "objects": self._objects,
        }
        rows: dict[Figure, list[Row]] = defaultdict(list)
        for backend, part in parts.items():
            found: list[Reading] = []
            with suppress(UnavailableError):
                found = [*part(), (declared.BACKEND_UP, (backend,), 1.0)]
            for figure, labels, value in found or [(declared.BACKEND_UP, (backend,), 0.0)]:
                rows[figure].append((labels, value))
        return [family(figure, rows[figure]) for figure in declared.OF_ALL]

    def _catalogue(self) -> Iterator[Reading]:
        with self.catalogue.reading() as tables:
            yield from _issues(tables.census.issues())
            yield from _roles(tables)
            yield from self._waiting(tables.census)
            yield declared.CATALOGUE_BYTES, (), tables.census.size()

    def _waiting(self, census: Census) -> Iterator[Reading]:
        waiting = census.backlog()
        if self.relays:
            yield declared.OUTBOX, (), waiting.unsent
            yield declared.OUTBOX_AGE, (), _age(waiting.oldest_unsent)
        yield declared.DELAYED, (), waiting.delayed
        for (group, cause), count in _common(Counter(census.dead_letters())).items():
            yield declared.DEAD_LETTERS, (group, cause), count

    def _log(self) -> Iterator[Reading]:
        for group in self.groups:
            lags = self.log.lag(group)
            for lag in lags:
                yield declared.LAG, (group, str(lag.partition)), lag.waiting
            yield declared.OLDEST, (group,), _age(_oldest(lags))

    def _search(self) -> Iterator[Reading]:
        yield declared.DOCUMENTS, ("index",), self.search.count()

    def _objects(self) -> Iterator[Reading]:
        self.objects.check()
        yield from ()


def _issues(tallies: Sequence[Tally]) -> Iterator[Reading]:
    statuses, kinds, reasons = dict.fromkeys(IssueStatus, 0), dict.fromkeys(Kind, 0), Counter[tuple[str, str]]()
    for one in tallies:
        statuses[one.status] += one.issues
        if one.status == IssueStatus.READY and one.kind is not None:
            kinds[one.kind] += one.issues
        if one.status == IssueStatus.FAILED:
            reasons["", one.reason_code or "unknown"] += one.issues
    yield from ((declared.ISSUES, (str(status),), count) for status, count in statuses.items())
    yield from ((declared.ISSUE_KINDS, (str(kind),), count) for kind, count in kinds.items())
    yield from ((declared.ISSUE_REASONS, (reason,), count) for (_, reason), count in _common(reasons).items())
    yield declared.SOURCE_BYTES, (), sum(one.bytes for one in tallies)
    ready = sum(one.documents for one in tallies if one.status == IssueStatus.READY)
    yield declared.DOCUMENTS, ("catalogue",), ready


def _roles(tables: Tables) -> Iterator[Reading]:
    beats = tables.work.beats(now() - ALIVE)
    found = Counter((beat.role, "standing" if beat.problem else "well") for beat in beats)
    for key in sorted(found):
        yield declared.ROLES, key, found[key]


def _common(counts: "Counter[tuple[str, str]]") -> "Counter[tuple[str, str]]":
    """The most frequent of each, and what all others come to: a label must not have values without end."""
    most = Counter(dict(counts.most_common(CAUSES)))
    for key, count in counts.items():
        if key not in most:
            most[key[0], "other"] += count
    return most


def _oldest(lags: Sequence[Lag]) -> datetime | None:
    return min((lag.oldest for lag in lags if lag.oldest is not None), default=None)


def _age(moment: datetime | None) -> float:
    return 0.0 if moment is None else max(0.0, (now() - moment).total_seconds())
