"""A made-up stage, and workers for it on real embedded adapters."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import structlog

from gazette.events import (
    NAMES,
    Envelope,
    Event,
    IssueExtracted,
    IssueFailed,
    IssueStored,
    now,
    wrap,
)
from gazette.ledger import Policy
from gazette.model import Issue, IssueStatus, Step
from gazette.ports import DeadLetter, Landmark, Subscription, Tables, no_landmark
from gazette.ports.figures import Ended
from gazette.progress import Failure, current, fail
from gazette.worker import Worker
from tests.contract.adapters import EmbeddedPlace, embedded_place
from tests.made_up import issue

GROUP = "extract"
POLICY = Policy(attempts=3, retry_seconds=0.001, dead_letters=3, pause_seconds=0.001)
Script = Callable[[IssueStored, int], None]


class CrashError(BaseException):
    """Stands for the end of the process: nothing catches it."""


def no_trouble(_event: IssueStored, _call: int) -> None:
    """Work that succeeds."""


class Stage:
    """A stage that moves an issue on. `script` is called in `work` with the event and the how-manieth call it is."""

    group = GROUP
    hears = (IssueStored,)

    def __init__(self, script: Script = no_trouble, batch: int = 1) -> None:
        self.script, self.batch = script, batch
        self.worked: list[str] = []
        self.settled: list[int] = []
        self.spoil_settle: list[Exception] = []
        self.spoil_apply: dict[str, Exception] = {}
        self.closed = False

    def start(self, tables: Tables, event: IssueStored) -> bool:
        return current(tables, event) is not None

    def work(self, event: IssueStored, report: Callable[[int, int], None]) -> str:
        self.worked.append(event.issue_id)
        self.script(event, len(self.worked))
        report(3, 10)
        return event.issue_id

    def settle(self, results: Sequence[str]) -> None:
        if self.spoil_settle:
            raise self.spoil_settle.pop()
        self.settled.append(len(results))

    def lock(self, tables: Tables, events: Sequence[IssueStored]) -> None:
        """Nothing is shared between issues."""

    def apply(self, tables: Tables, event: IssueStored, result: str) -> Sequence[Event]:
        held = current(tables, event)
        if held is None:
            return ()
        tables.issues.save(replace(held, status=IssueStatus.CLASSIFYING, document_count=held.document_count + 1))
        if result in self.spoil_apply:
            raise self.spoil_apply[result]
        return (IssueExtracted(held.id, held.generation, 1),)

    def refuse(self, tables: Tables, event: IssueStored, failure: Failure) -> Sequence[Event]:
        return fail(tables, event, failure)

    def describe(self, result: str) -> str:
        return f"looked at {result}"

    def close(self) -> None:
        self.closed = True


@dataclass(frozen=True)
class Told:
    """What an observer heard."""

    outcomes: list[tuple[str, str]]

    def took(self, group: str, envelopes: Sequence[Envelope]) -> None:
        assert group == GROUP or not envelopes

    def ended(self, one: Ended) -> None:
        assert one.seconds >= 0
        self.outcomes.append((one.group, one.outcome))


class Bench:
    """A data folder, and workers on it."""

    def __init__(self, place: EmbeddedPlace) -> None:
        self.place, self.catalogue, self.log = place, place.catalogue(), place.log()
        self.workers: list[Worker] = []
        self.told = Told([])

    def store(self, *serials: int, correlation_id: str | None = None) -> list[Envelope]:
        """Issues as an upload leaves them, with their events."""
        sent = []
        with self.catalogue.transaction() as tables:
            for serial in serials:
                tables.issues.add(issue(serial))
                sent.append(wrap(IssueStored(issue(serial).id, 1, issue(serial).sha256), correlation_id))
            tables.work.emit(sent)
        return sent

    def worker(
        self,
        stage: Stage,
        policy: Policy = POLICY,
        landmark: Landmark = no_landmark,
        subscription: Subscription | None = None,
    ) -> Worker:
        heard = subscription or self.place.log().subscribe(GROUP)
        worker = Worker(stage, self.catalogue, heard, self.told, policy=policy, landmark=landmark)
        self.workers.append(worker)
        return worker

    def work_off(self, worker: Worker) -> None:
        """Turns until nothing comes any more, delayed events included."""
        delivered = 1
        while delivered:
            with self.catalogue.transaction() as tables:
                tables.work.release_due(now() + timedelta(days=1), 100)
            delivered = worker.step(0)

    def end(self, worker: Worker) -> None:
        """The worker goes away in good order."""
        self.workers.remove(worker)
        stop = threading.Event()
        stop.set()
        worker.run(stop)

    def issue(self, serial: int) -> Issue:
        with self.catalogue.reading() as tables:
            found = tables.issues.get(issue(serial).id)
        assert found is not None
        return found

    def steps(self, serial: int) -> Sequence[Step]:
        with self.catalogue.reading() as tables:
            return tables.timeline.of(issue(serial).id)

    def story(self, serial: int) -> list[tuple[str, int]]:
        return [(step.status, step.attempt) for step in self.steps(serial)]

    def dead_letters(self) -> Sequence[DeadLetter]:
        with self.catalogue.reading() as tables:
            return tables.work.dead_letters(100)

    def emitted(self) -> list[Envelope]:
        """All that a stage ever told."""
        subscription = self.place.log().subscribe(f"onlooker {now()}")
        found = [one.envelope for one in subscription.poll(0, 1000)]
        return [one for one in found if one.type in (NAMES[IssueExtracted], NAMES[IssueFailed])]

    def waiting(self) -> int:
        return sum(lag.waiting for lag in self.log.lag(GROUP))


def failing(*errors: Exception) -> Script:
    """Work that fails so often, then succeeds."""
    left = list(errors)

    def script(_event: IssueStored, _call: int) -> None:
        if left:
            raise left.pop(0)

    return script


def failing_for(serials: Sequence[int], error: Exception) -> Script:
    """Work that always fails for some issues."""
    spoilt = {issue(serial).id for serial in serials}

    def script(event: IssueStored, _call: int) -> None:
        if event.issue_id in spoilt:
            raise error

    return script


def crashing_at(name: str) -> Landmark:
    """The process ends when it first passes this point."""
    left = [name]

    def landmark(passed: str) -> None:
        if passed in left:
            left.remove(passed)
            raise CrashError

    return landmark


def failing_in_turn(success: int) -> Script:
    """Work that fails but for one call, counted from 0."""

    def script(_event: IssueStored, call: int) -> None:
        if call != success + 1:
            raise ValueError("odd")

    return script


@contextmanager
def bench_on(folder: Path, template: Path) -> Iterator[Bench]:
    """A bench on a new data folder; its workers leave in good order."""
    bench = Bench(embedded_place(folder, template))
    with structlog.testing.capture_logs():
        yield bench
        for worker in tuple(bench.workers):
            bench.end(worker)
    bench.place.close()
