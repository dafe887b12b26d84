"""The worker: takes events of a group from the log, and makes each take effect once.

For each event: count the attempt (transaction 1), work outside any transaction, then in transaction 2 claim the event,
apply the result, write the timeline and what happened; then commit the offset. A crash anywhere in between replays.
"""

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import structlog

from gazette.errors import DeadLetterLimitError, RejectedError, UnavailableError, UndecodableError
from gazette.events import Event, now, unwrap, wrap
from gazette.model import Step
from gazette.ports import Catalogue, DeadLetter, Delivery, Landmark, Subscription, Tables, no_landmark
from gazette.progress import Failure

Report = Callable[[int, int], None]
"""Called with (done, of) while long work goes on."""

log = structlog.get_logger()


class Handler(Protocol):
    """One stage. `work` may take minutes and touches no transaction; `start`, `apply`, `refuse` are SQL only."""

    @property
    def group(self) -> str:
        """Consumer group, and the name of the stage in timelines."""

    @property
    def hears(self) -> tuple[type[Event], ...]:
        """The events that it handles; all others are passed over."""

    @property
    def batch(self) -> int:
        """How many events may be settled and applied together."""

    def start(self, tables: Tables, event: Any) -> bool:
        """Say that work begins; False where the event no longer fits."""

    def work(self, event: Any, report: Report) -> Any:
        """Do the work of one event."""

    def settle(self, results: Sequence[Any]) -> None:
        """Make the outside see the results of a batch, before they are applied."""

    def apply(self, tables: Tables, event: Any, result: Any) -> Iterable[Event]:
        """Write the result; returns what happened."""

    def refuse(self, tables: Tables, event: Any, failure: Failure) -> Iterable[Event]:
        """Write that there will be no result; returns what happened."""

    def describe(self, result: Any) -> str:
        """One line for the timeline."""

    def close(self) -> None:
        """Let go of what work needs."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Attempts in all; seconds before the first retry (doubled each time, with jitter); dead letters in a row."""

    attempts: int = 5
    retry_seconds: float = 0.5
    dead_letters: int = 20
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


class Observer(Protocol):
    """Where figures about the work go."""

    def handled(self, group: str, outcome: str, seconds: float) -> None:
        """An event ended as done, retried, rejected or dead after so many seconds."""


class Worker:
    """One member of a handler's group. `problem` says why it stands still, None while all is well."""

    def __init__(
        self,
        handler: Handler,
        catalogue: Catalogue,
        subscription: Subscription,
        observer: Observer,
        *,
        policy: Policy | None = None,
        landmark: Landmark = no_landmark,
    ) -> None:
        self.handler, self.catalogue, self.subscription, self.observer = handler, catalogue, subscription, observer
        self.policy, self.landmark = policy or Policy(), landmark
        self.pool = ThreadPoolExecutor(1, thread_name_prefix=handler.group)
        self.buried_in_a_row = 0
        self.problem: str | None = None

    def run(self, stop: threading.Event) -> None:
        """Turn after turn until told to stop; a missing backend is waited for."""
        try:
            while not stop.is_set():
                self._turn(stop)
        finally:
            self.pool.shutdown()
            self.handler.close()
            self.subscription.close()

    def _turn(self, stop: threading.Event) -> None:
        try:
            self.step(self.policy.keep_seconds)
            self.problem = None
        except UnavailableError as error:
            self.problem = str(error)
            log.warning("waiting", stage=self.handler.group, problem=self.problem)
            stop.wait(self.policy.pause_seconds)

    def step(self, timeout: float) -> int:
        """One turn: poll once and handle what came. Returns how many events were delivered."""
        deliveries = self.subscription.poll(timeout, self.policy.fetch)
        left = list(deliveries)
        try:
            for chunk in self._chunks(deliveries):
                self._handle([job for job in map(self._open, chunk) if job])
                self._commit(chunk)
                del left[: len(chunk)]
        except BaseException:
            for delivery in reversed(left):
                self.subscription.seek(delivery)
            raise
        return len(deliveries)

    def _chunks(self, deliveries: Sequence[Delivery]) -> Iterator[Sequence[Delivery]]:
        """Runs of deliveries that end after as many events as the handler takes together."""
        chunk: list[Delivery] = []
        heard = 0
        for delivery in deliveries:
            chunk.append(delivery)
            heard += self._hears(delivery)
            if heard >= self.handler.batch:
                yield chunk
                chunk, heard = [], 0
        if chunk:
            yield chunk

    def _hears(self, delivery: Delivery) -> bool:
        return delivery.envelope.group in (None, self.handler.group)

    def _open(self, delivery: Delivery) -> Job | None:
        if not self._hears(delivery):
            return None
        try:
            event = unwrap(delivery.envelope)
        except UndecodableError as error:
            self._bury(delivery, "undecodable", str(error), 1, event=None)
            return None
        return Job(delivery, event) if isinstance(event, self.handler.hears) else None

    def _commit(self, chunk: Sequence[Delivery]) -> None:
        for delivery in {delivery.partition: delivery for delivery in chunk}.values():
            self.subscription.commit(delivery)
        self.landmark(f"{self.handler.group}:committed")

    def _handle(self, jobs: Sequence[Job]) -> None:
        started = [job for job in map(self._start, jobs) if job]
        if not started:
            return
        began = time.monotonic()
        try:
            results = self._work(started)
            self.landmark(f"{self.handler.group}:worked")
            self._apply(started, results, began)
        except UnavailableError:
            self._release(started)
            raise
        except Exception as error:
            self._failed(started, error, time.monotonic() - began)
        else:
            self.buried_in_a_row = 0
            self.landmark(f"{self.handler.group}:applied")

    def _start(self, job: Job) -> Job | None:
        """Transaction 1. None where there is nothing to do."""
        group, envelope = self.handler.group, job.delivery.envelope
        with self.catalogue.transaction() as tables:
            attempt = tables.work.begin(group, envelope)
            if attempt.done:
                return None
            if attempt.number <= self.policy.attempts:
                if self.handler.start(tables, job.event):
                    tables.timeline.add(self._step(job, "started", attempt.number))
                    return Job(job.delivery, job.event, attempt.number)
                tables.work.finish(group, envelope.id)
                return None
        message = f"the process that worked on it died {self.policy.attempts} times"
        self._bury(job.delivery, "killed", message, attempt.number, job.event)
        return None

    def _work(self, jobs: Sequence[Job]) -> Sequence[Any]:
        """Work in a thread of its own while this one stays a member of the group."""
        future: Future[Sequence[Any]] = self.pool.submit(self._work_in_thread, jobs)
        while not wait([future], self.policy.keep_seconds).done:
            self.subscription.keep()
        return future.result()

    def _work_in_thread(self, jobs: Sequence[Job]) -> Sequence[Any]:
        results = []
        for job in jobs:
            envelope = job.delivery.envelope
            ids = {"issue_id": envelope.key, "event_id": envelope.id, "correlation_id": envelope.correlation_id}
            with structlog.contextvars.bound_contextvars(**ids):
                results.append(self.handler.work(job.event, self._reporter(job)))
        self.handler.settle(results)
        return results

    def _reporter(self, job: Job) -> Report:
        """Writes how far long work has come to the timeline, now and then."""
        last = time.monotonic()

        def report(done: int, of: int) -> None:
            nonlocal last
            if time.monotonic() - last >= self.policy.report_seconds:
                last = time.monotonic()
                with self.catalogue.transaction() as tables:
                    tables.timeline.add(self._step(job, "progress", job.attempt, message=f"{done} / {of}"))

        return report

    def _apply(self, jobs: Sequence[Job], results: Sequence[Any], began: float) -> None:
        """Transaction 2: the whole batch takes effect, or none of it."""
        seconds = (time.monotonic() - began) / len(jobs)
        with self.catalogue.transaction() as tables:
            for job, result in zip(jobs, results, strict=True):
                if tables.work.finish(self.handler.group, job.delivery.envelope.id):
                    self._emit(tables, job, self.handler.apply(tables, job.event, result))
                    message = self.handler.describe(result)
                    tables.timeline.add(self._step(job, "done", job.attempt, seconds, message))
            self.landmark(f"{self.handler.group}:applying")
        for _ in jobs:
            self.observer.handled(self.handler.group, "done", seconds)

    def _failed(self, jobs: Sequence[Job], error: Exception, seconds: float) -> None:
        if len(jobs) > 1:
            self._release(jobs)
            for job in jobs:
                self._handle([job])
        elif isinstance(error, RejectedError):
            self._reject(jobs[0], error, seconds)
        elif jobs[0].attempt < self.policy.attempts:
            self._retry(jobs[0], error, seconds)
        else:
            message = f"{type(error).__name__}: {error}"
            self._bury(jobs[0].delivery, type(error).__name__, message, jobs[0].attempt, jobs[0].event)

    def _release(self, jobs: Sequence[Job]) -> None:
        """A backend was away: that was no attempt. Where the catalogue is away too, the attempt stays counted."""
        try:
            with self.catalogue.transaction() as tables:
                for job in jobs:
                    tables.work.release(self.handler.group, job.delivery.envelope.id)
        except UnavailableError as error:
            log.warning("attempt_not_released", stage=self.handler.group, problem=str(error))

    def _reject(self, job: Job, error: RejectedError, seconds: float) -> None:
        failure = Failure(error.code, f"{error.chinese} {error}", retryable=False)
        with self.catalogue.transaction() as tables:
            if tables.work.finish(self.handler.group, job.delivery.envelope.id):
                self._emit(tables, job, self.handler.refuse(tables, job.event, failure))
                tables.timeline.add(self._step(job, "rejected", job.attempt, seconds, failure.reason))
        log.info("rejected", stage=self.handler.group, issue_id=job.event.issue_id, code=error.code)
        self.observer.handled(self.handler.group, "rejected", seconds)

    def _retry(self, job: Job, error: Exception, seconds: float) -> None:
        pause = self.policy.retry_seconds * 2 ** (job.attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311
        message = f"{type(error).__name__}: {error}; again in {pause:.1f} s"
        with self.catalogue.transaction() as tables:
            tables.work.delay(self.handler.group, job.delivery.envelope, now() + timedelta(seconds=pause))
            tables.timeline.add(self._step(job, "retry", job.attempt, seconds, message))
        log.warning("retry", stage=self.handler.group, issue_id=job.event.issue_id, problem=message, exc_info=error)
        self.observer.handled(self.handler.group, "retried", seconds)

    def _bury(self, delivery: Delivery, cause: str, message: str, attempts: int, event: Event | None) -> None:
        """Give up on an event: a dead letter, and its issue fails where it waits for this event."""
        group, envelope = self.handler.group, delivery.envelope
        failure = Failure(
            "gave_up", f"处理失败，已停止重试。 Gave up after {attempts} attempts: {message}", retryable=True
        )
        with self.catalogue.transaction() as tables:
            tables.work.finish(group, envelope.id)
            tables.work.bury(DeadLetter(group, envelope, cause, message, attempts, now()))
            if event is not None:
                job = Job(delivery, event, attempts)
                self._emit(tables, job, self.handler.refuse(tables, event, failure))
                tables.timeline.add(self._step(job, "dead", attempts, message=message))
        log.error("dead_letter", stage=group, issue_id=envelope.key, event_id=envelope.id, cause=cause, problem=message)
        self.observer.handled(group, "dead", 0.0)
        self._count_dead_letter()

    def _count_dead_letter(self) -> None:
        self.buried_in_a_row += 1
        if self.buried_in_a_row >= self.policy.dead_letters:
            self.problem = (
                f"{self.buried_in_a_row} events in a row ended as dead letters at stage {self.handler.group}: "
                "it stopped; look at `gazette status`, mend the cause and start it again"
            )
            raise DeadLetterLimitError(self.problem)

    def _emit(self, tables: Tables, job: Job, events: Iterable[Event]) -> None:
        correlation_id = job.delivery.envelope.correlation_id
        tables.work.emit([wrap(event, correlation_id) for event in events])

    def _step(
        self, job: Job, status: str, attempt: int, seconds: float | None = None, message: str | None = None
    ) -> Step:
        return Step(
            issue_id=job.event.issue_id,
            at=now(),
            stage=self.handler.group,
            event=job.delivery.envelope.type,
            status=status,
            attempt=attempt,
            duration_ms=None if seconds is None else round(seconds * 1000),
            message=message,
        )
