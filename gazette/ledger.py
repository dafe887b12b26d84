"""What the catalogue is told about the work on events: begun, done, rejected, to be tried again, given up."""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain
from typing import Any, Protocol, TypeVar

import structlog

from gazette.errors import ConflictError, DeadLetterLimitError, RejectedError, UnavailableError, UndecodableError
from gazette.events import Envelope, Event, now, wrap
from gazette.model import Step
from gazette.ports import Catalogue, DeadLetter, Delivery, Landmark, Tables
from gazette.ports.figures import Ended, Observer
from gazette.ports.traces import NoTracer, Tracer
from gazette.progress import Failure

CONFLICTS = 5
CONFLICT_SECONDS = 0.1
"""How often a change is made that conflicts with another one, and the longest pause between two of these."""

Change = TypeVar("Change")

log = structlog.get_logger()


class Stage(Protocol):
    """The SQL half of a handler."""

    @property
    def group(self) -> str:
        """Consumer group, and the name of the stage in timelines."""

    def start(self, tables: Tables, event: Any) -> bool:
        """Say that work begins; False where the event no longer fits."""

    def lock(self, tables: Tables, events: Sequence[Any]) -> None:
        """Keep from others what several events need that are applied together, in an order that all keep to."""

    def apply(self, tables: Tables, event: Any, result: Any) -> Iterable[Event]:
        """Write the result; returns what happened."""

    def refuse(self, tables: Tables, event: Any, failure: Failure) -> Iterable[Event]:
        """Write that there will be no result; returns what happened."""

    def describe(self, result: Any) -> str:
        """One line for the timeline."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Attempts in all; seconds before the first retry (doubled each time, with jitter); dead letters in a row.

    One stage alone buries what is no event at all. After `together_seconds` of work what is done takes effect.
    """

    attempts: int = 5
    retry_seconds: float = 0.5
    dead_letters: int = 20
    buries_unreadable: bool = False
    pause_seconds: float = 1.0
    together_seconds: float = 1.0
    keep_seconds: float = 1.0
    report_seconds: float = 2.0
    fetch: int = 64


@dataclass(frozen=True, slots=True)
class Job:
    """A delivery that this handler hears, with the event inside."""

    delivery: Delivery
    event: Event
    attempt: int = 1


class Ledger:
    """The transactions around the work of one handler. None of them need survive a loss of power: the log repeats."""

    def __init__(
        self, stage: Stage, catalogue: Catalogue, observer: Observer, policy: Policy, tracer: Tracer | None = None
    ) -> None:
        self.stage, self.catalogue, self.observer, self.policy = stage, catalogue, observer, policy
        self.tracer = tracer or NoTracer()
        self.buried_in_a_row = 0

    def begin(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Count an attempt at each; returns those that there is work for. One that kills its workers is given up."""
        jobs = _in_order({job.delivery.envelope.id: job for job in jobs}.values())
        started, hopeless = self._transact(lambda tables: self._begin(tables, jobs))
        for job in hopeless:
            message = f"the process that worked on it died {self.policy.attempts} times"
            self.bury(job.delivery, "killed", message, self.policy.attempts, job.event)
        self.observer.took(self.stage.group, [job.delivery.envelope for job in started])
        return started

    def apply(self, jobs: Sequence[Job], results: Sequence[Any], seconds: float, landmark: Landmark) -> None:
        """Everything takes effect, or nothing."""

        def change(tables: Tables) -> dict[str, list[Envelope]]:
            self.stage.lock(tables, [job.event for job in jobs])
            mine = tables.work.finish_all(self.stage.group, [job.delivery.envelope.id for job in jobs])
            told, steps = {}, []
            for job, result in zip(jobs, results, strict=True):
                if job.delivery.envelope.id in mine:
                    told[job.delivery.envelope.id] = self._take_effect(tables, job, result)
                    steps.append(self._step(job, "done", seconds, self.stage.describe(result)))
            tables.work.emit(chain.from_iterable(told.values()))
            tables.timeline.add(*steps)
            landmark(f"{self.stage.group}:applying")
            return told

        told = self._transact(change)
        self.buried_in_a_row = 0
        for envelope in (job.delivery.envelope for job in jobs if job.delivery.envelope.id in told):
            log.info("done", stage=self.stage.group, type=envelope.type, seconds=round(seconds, 4), **envelope.ids)
            self.observer.ended(Ended(self.stage.group, envelope, "done", seconds, told=told[envelope.id]))

    def release(self, jobs: Sequence[Job]) -> None:
        """A backend was away, or another member has them now: that was no attempt.

        Where the catalogue is away too, it stays counted.
        """

        def change(tables: Tables) -> None:
            for event_id in sorted(job.delivery.envelope.id for job in jobs):
                tables.work.release(self.stage.group, event_id)

        try:
            self._transact(change)
        except UnavailableError as error:
            log.warning("attempt_not_released", stage=self.stage.group, problem=str(error))

    def report(self, job: Job, done: int, of: int) -> None:
        """How far long work has come."""
        with self.catalogue.transaction(durable=False) as tables:
            tables.timeline.add(self._step(job, "progress", message=f"{done} / {of}"))

    def failed(self, job: Job, error: Exception, seconds: float) -> None:
        """Rejected, to be tried again, or given up."""
        if isinstance(error, RejectedError):
            self._reject(job, error, seconds)
        elif job.attempt < self.policy.attempts:
            self._retry(job, error, seconds)
        else:
            cause = type(error).__name__
            self.bury(job.delivery, cause, f"{cause}: {error}", job.attempt, job.event)

    def undecodable(self, delivery: Delivery, error: UndecodableError) -> None:
        """A dead letter, once, that belongs to no issue that we could name."""
        with self.catalogue.transaction(durable=False) as tables:
            done = tables.work.begin(self.stage.group, delivery.envelope).done
        if not done:
            self.bury(delivery, "undecodable", str(error), 1)

    def bury(self, delivery: Delivery, cause: str, message: str, attempts: int, event: Event | None = None) -> None:
        """Give up on an event: a dead letter, and its issue fails where it waits for this event."""
        group, envelope = self.stage.group, delivery.envelope
        failure = Failure(
            "gave_up", f"处理失败，已停止重试。 Gave up after {attempts} attempts: {message}", retryable=True
        )

        def change(tables: Tables) -> list[Envelope] | None:
            if not tables.work.finish(group, envelope.id):
                return None
            tables.work.bury(DeadLetter(group, envelope, cause, message, attempts, now()))
            if event is None:
                return []
            job = Job(delivery, event, attempts)
            tables.timeline.add(self._step(job, "dead", message=message))
            return self._refuse(tables, job, failure)

        told = self._transact(change)
        if told is None:
            return
        log.error("dead_letter", stage=group, type=envelope.type, cause=cause, problem=message, **envelope.ids)
        self.observer.ended(Ended(group, envelope, "dead", 0.0, cause, told))
        self._count_dead_letter()

    def _transact(self, change: Callable[[Tables], Change]) -> Change:
        """One transaction; the same again, a few times, where it was undone for the sake of another one."""
        for left in reversed(range(CONFLICTS)):
            try:
                with self.catalogue.transaction(durable=False) as tables:
                    return change(tables)
            except ConflictError as error:
                if not left:
                    raise
                log.info("conflict", stage=self.stage.group, problem=str(error))
                time.sleep(random.uniform(0, CONFLICT_SECONDS))  # noqa: S311
        raise AssertionError

    def _begin(self, tables: Tables, jobs: Sequence[Job]) -> tuple[list[Job], list[Job]]:
        """Those that there is work for, and those that are hopeless."""
        begun = tables.work.begin_all(self.stage.group, [job.delivery.envelope for job in jobs])
        counted = [replace(job, attempt=begun[job.delivery.envelope.id].number) for job in jobs]
        undone = [job for job in counted if not begun[job.delivery.envelope.id].done]
        hopeless = [job for job in undone if job.attempt > self.policy.attempts]
        hopeful = [job for job in undone if job.attempt <= self.policy.attempts]
        started = [job for job in hopeful if self.stage.start(tables, job.event)]
        tables.timeline.add(*(self._step(job, "started") for job in started))
        late = [job.delivery.envelope.id for job in hopeful if job not in started]
        if late:
            tables.work.finish_all(self.stage.group, late)
        return started, hopeless

    def _take_effect(self, tables: Tables, job: Job, result: Any) -> list[Envelope]:
        """What is to be told of it, in the trace of what it came from."""
        envelope = job.delivery.envelope
        with self.tracer.span(f"{self.stage.group}.apply", envelope.traceparent, envelope.ids) as trace:
            return _wrapped(job, self.stage.apply(tables, job.event, result), trace)

    def _refuse(self, tables: Tables, job: Job, failure: Failure) -> list[Envelope]:
        told = _wrapped(job, self.stage.refuse(tables, job.event, failure), job.delivery.envelope.traceparent)
        tables.work.emit(told)
        return told

    def _reject(self, job: Job, error: RejectedError, seconds: float) -> None:
        failure = Failure(error.code, f"{error.chinese} {error}", retryable=error.is_for_want)
        envelope = job.delivery.envelope

        def change(tables: Tables) -> list[Envelope]:
            if not tables.work.finish(self.stage.group, envelope.id):
                return []
            tables.timeline.add(self._step(job, "rejected", seconds, failure.reason))
            return self._refuse(tables, job, failure)

        told = self._transact(change)
        log.info("rejected", stage=self.stage.group, type=envelope.type, code=error.code, **envelope.ids)
        self.observer.ended(Ended(self.stage.group, envelope, "rejected", seconds, error.code, told))

    def _retry(self, job: Job, error: Exception, seconds: float) -> None:
        pause = self.policy.retry_seconds * 2 ** (job.attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311
        kind, envelope = type(error).__name__, job.delivery.envelope
        message = f"{kind}: {error}; again in {pause:.1f} s"
        with self.catalogue.transaction(durable=False) as tables:
            tables.work.delay(self.stage.group, envelope, now() + timedelta(seconds=pause))
            tables.timeline.add(self._step(job, "retry", seconds, message))
        told = {"stage": self.stage.group, "type": envelope.type, "problem": message} | envelope.ids
        log.warning("retry", **told, exc_info=error)
        self.observer.ended(Ended(self.stage.group, envelope, "retried", seconds, kind))

    def _count_dead_letter(self) -> None:
        self.buried_in_a_row += 1
        if self.buried_in_a_row >= self.policy.dead_letters:
            raise DeadLetterLimitError(
                f"{self.buried_in_a_row} events in a row ended as dead letters at stage {self.stage.group}: "
                "it stopped; look at `gazette status`, mend the cause and start it again"
            )

    def _step(self, job: Job, status: str, seconds: float | None = None, message: str | None = None) -> Step:
        return Step(
            issue_id=job.event.issue_id,
            at=now(),
            stage=self.stage.group,
            event=job.delivery.envelope.type,
            status=status,
            attempt=job.attempt,
            duration_ms=None if seconds is None else round(seconds * 1000),
            message=message,
            correlation_id=job.delivery.envelope.correlation_id,
        )


def _wrapped(job: Job, events: Iterable[Event], traceparent: str | None) -> list[Envelope]:
    return [wrap(event, job.delivery.envelope.correlation_id, traceparent=traceparent) for event in events]


def _in_order(jobs: Iterable[Job]) -> list[Job]:
    """By issue: two workers that lock several issues never wait for each other in a circle."""
    return sorted(jobs, key=lambda job: job.delivery.envelope.key)
