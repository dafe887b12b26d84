"""What the catalogue is told about the work on events: begun, done, rejected, to be tried again, given up."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Protocol

import structlog

from gazette.errors import DeadLetterLimitError, RejectedError, UnavailableError, UndecodableError
from gazette.events import Event, now, wrap
from gazette.model import Step
from gazette.ports import Catalogue, DeadLetter, Delivery, Landmark, Tables
from gazette.progress import Failure

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


class Observer(Protocol):
    """Where figures about the work go."""

    def handled(self, group: str, outcome: str, seconds: float) -> None:
        """An event ended as done, retried, rejected or dead after so many seconds."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Attempts in all; seconds before the first retry (doubled each time, with jitter); dead letters in a row.

    One stage alone buries what is no event at all.
    """

    attempts: int = 5
    retry_seconds: float = 0.5
    dead_letters: int = 20
    buries_unreadable: bool = False
    pause_seconds: float = 1.0
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

    def __init__(self, stage: Stage, catalogue: Catalogue, observer: Observer, policy: Policy) -> None:
        self.stage, self.catalogue, self.observer, self.policy = stage, catalogue, observer, policy
        self.buried_in_a_row = 0

    def begin(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Count an attempt at each; returns those that there is work for. One that kills its workers is given up."""
        started, hopeless = [], []
        jobs = _in_order({job.delivery.envelope.id: job for job in jobs}.values())
        with self.catalogue.transaction(durable=False) as tables:
            for job in jobs:
                attempt = tables.work.begin(self.stage.group, job.delivery.envelope)
                counted = replace(job, attempt=attempt.number)
                if attempt.number > self.policy.attempts and not attempt.done:
                    hopeless.append(job)
                elif not attempt.done and self._starts(tables, counted):
                    started.append(counted)
        for job in hopeless:
            message = f"the process that worked on it died {self.policy.attempts} times"
            self.bury(job.delivery, "killed", message, self.policy.attempts, job.event)
        return started

    def apply(self, jobs: Sequence[Job], results: Sequence[Any], seconds: float, landmark: Landmark) -> None:
        """Everything takes effect, or nothing."""
        with self.catalogue.transaction(durable=False) as tables:
            self.stage.lock(tables, [job.event for job in jobs])
            for job, result in zip(jobs, results, strict=True):
                if tables.work.finish(self.stage.group, job.delivery.envelope.id):
                    self._emit(tables, job, self.stage.apply(tables, job.event, result))
                    tables.timeline.add(self._step(job, "done", seconds, self.stage.describe(result)))
            landmark(f"{self.stage.group}:applying")
        self.buried_in_a_row = 0
        for _ in jobs:
            self.observer.handled(self.stage.group, "done", seconds)

    def release(self, jobs: Sequence[Job]) -> None:
        """A backend was away: that was no attempt. Where the catalogue is away too, the attempt stays counted."""
        try:
            with self.catalogue.transaction(durable=False) as tables:
                for job in jobs:
                    tables.work.release(self.stage.group, job.delivery.envelope.id)
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
        with self.catalogue.transaction(durable=False) as tables:
            if not tables.work.finish(group, envelope.id):
                return
            tables.work.bury(DeadLetter(group, envelope, cause, message, attempts, now()))
            if event is not None:
                job = Job(delivery, event, attempts)
                self._emit(tables, job, self.stage.refuse(tables, event, failure))
                tables.timeline.add(self._step(job, "dead", message=message))
        log.error("dead_letter", stage=group, issue_id=envelope.key, event_id=envelope.id, cause=cause, problem=message)
        self.observer.handled(group, "dead", 0.0)
        self._count_dead_letter()

    def _starts(self, tables: Tables, job: Job) -> bool:
        fits = self.stage.start(tables, job.event)
        if fits:
            tables.timeline.add(self._step(job, "started"))
        else:
            tables.work.finish(self.stage.group, job.delivery.envelope.id)
        return fits

    def _reject(self, job: Job, error: RejectedError, seconds: float) -> None:
        failure = Failure(error.code, f"{error.chinese} {error}", retryable=False)
        with self.catalogue.transaction(durable=False) as tables:
            if tables.work.finish(self.stage.group, job.delivery.envelope.id):
                self._emit(tables, job, self.stage.refuse(tables, job.event, failure))
                tables.timeline.add(self._step(job, "rejected", seconds, failure.reason))
        log.info("rejected", stage=self.stage.group, issue_id=job.event.issue_id, code=error.code)
        self.observer.handled(self.stage.group, "rejected", seconds)

    def _retry(self, job: Job, error: Exception, seconds: float) -> None:
        pause = self.policy.retry_seconds * 2 ** (job.attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311
        message = f"{type(error).__name__}: {error}; again in {pause:.1f} s"
        with self.catalogue.transaction(durable=False) as tables:
            tables.work.delay(self.stage.group, job.delivery.envelope, now() + timedelta(seconds=pause))
            tables.timeline.add(self._step(job, "retry", seconds, message))
        log.warning("retry", stage=self.stage.group, issue_id=job.event.issue_id, problem=message, exc_info=error)
        self.observer.handled(self.stage.group, "retried", seconds)

    def _count_dead_letter(self) -> None:
        self.buried_in_a_row += 1
        if self.buried_in_a_row >= self.policy.dead_letters:
            raise DeadLetterLimitError(
                f"{self.buried_in_a_row} events in a row ended as dead letters at stage {self.stage.group}: "
                "it stopped; look at `gazette status`, mend the cause and start it again"
            )

    def _emit(self, tables: Tables, job: Job, events: Iterable[Event]) -> None:
        correlation_id = job.delivery.envelope.correlation_id
        tables.work.emit([wrap(event, correlation_id) for event in events])

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
        )


def _in_order(jobs: Iterable[Job]) -> list[Job]:
    """By issue: two workers that lock several issues never wait for each other in a circle."""
    return sorted(jobs, key=lambda job: job.delivery.envelope.key)
