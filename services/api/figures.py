"""The last hour in figures: samples that the gateway takes while it runs and keeps in memory alone."""

import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog
from typing_extensions import TypedDict

from gazette.errors import UnavailableError
from gazette.events import now
from gazette.model import IssueStatus
from gazette.overview import Overview

EVERY_SECONDS = 5.0
KEPT = 720
Column = list[int | None]
log = structlog.get_logger()


class FiguresShape(TypedDict):
    """Columns of equal length, a value for each moment in `at` (Unix time in seconds); null where nobody could tell.

    `handled` is how many events a group finished in the minute before, `lag` how many it had yet to hear; `outbox` how
    many the log had not got, null where it reads the outbox itself; `delayed` how many waited for another attempt.
    """

    every_seconds: float
    kept: int
    since: float
    at: list[float]
    issues: dict[str, Column]
    handled: dict[str, Column]
    lag: dict[str, Column]
    outbox: Column
    delayed: Column


@dataclass(frozen=True, slots=True)
class Sample:
    """The figures of one moment; all empty where catalogue or log did not answer."""

    at: float
    issues: Mapping[str, int] = field(default_factory=dict)
    handled: Mapping[str, int] = field(default_factory=dict)
    lag: Mapping[str, int] = field(default_factory=dict)
    outbox: int | None = None
    delayed: int | None = None


class Figures:
    """At most `kept` samples, one every `seconds` while `running`; none of them outlives the process."""

    def __init__(
        self, look: Callable[[], Overview], *, relays: bool, seconds: float = EVERY_SECONDS, kept: int = KEPT
    ) -> None:
        self.look, self.relays, self.seconds = look, relays, seconds
        self.samples: deque[Sample] = deque(maxlen=kept)
        self.since = now().timestamp()

    @asynccontextmanager
    async def running(self, _app: Any = None) -> AsyncIterator[None]:
        """Within, samples are taken, in a thread of its own."""
        stop = threading.Event()
        thread = threading.Thread(target=self._run, args=(stop,), name="figures", daemon=True)
        thread.start()
        yield
        stop.set()

    def take(self) -> None:
        """Take one sample."""
        try:
            self.samples.append(self._sample(self.look()))
        except UnavailableError:
            self.samples.append(Sample(now().timestamp()))

    def answer(self, after: float = 0.0) -> FiguresShape:
        """What was seen after that moment."""
        held = tuple(self.samples)
        told = [one for one in held if one.at > after]
        return {
            "every_seconds": self.seconds,
            "kept": self.samples.maxlen or 0,
            "since": self.since,
            "at": [one.at for one in told],
            "issues": _columns(map(str, IssueStatus), [one.issues for one in told]),
            "handled": _columns(_names(one.handled for one in held), [one.handled for one in told]),
            "lag": _columns(_names(one.lag for one in held), [one.lag for one in told]),
            "outbox": [one.outbox for one in told],
            "delayed": [one.delayed for one in told],
        }

    def _run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self.take()
            except Exception:
                log.exception("sample_failed")
            stop.wait(self.seconds)

    def _sample(self, seen: Overview) -> Sample:
        return Sample(
            seen.at.timestamp(),
            {status.value: seen.counts.get(status, 0) for status in IssueStatus},
            seen.handled,
            seen.lag,
            seen.backlog.unsent if self.relays else None,
            seen.backlog.delayed,
        )


def _names(samples: Iterable[Mapping[str, int]]) -> Iterable[str]:
    """Every name that a sample has, in the order of their coming."""
    return dict.fromkeys(name for one in samples for name in one)


def _columns(names: Iterable[str], samples: Sequence[Mapping[str, int]]) -> dict[str, Column]:
    return {name: [one.get(name) for one in samples] for name in names}
