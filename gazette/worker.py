"""The worker: takes events of a group from the log, and makes each take effect once.

For each event: count the attempt (transaction 1), work outside any transaction, then in transaction 2 claim the event,
apply the result, write the timeline and what happened; then commit the offset. A crash anywhere in between replays.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Protocol

import structlog

from gazette.errors import DeadLetterLimitError, UnavailableError, UndecodableError
from gazette.events import TYPES, UNDECODABLE, Event, unwrap
from gazette.ledger import Job, Ledger, Observer, Policy, Stage
from gazette.ports import Catalogue, Delivery, Landmark, Subscription, no_landmark

Report = Callable[[int, int], None]
"""Called with (done, of) while long work goes on."""

log = structlog.get_logger()


class Handler(Stage, Protocol):
    """One stage. `work` may take minutes and touches no transaction; `start`, `apply`, `refuse` are SQL only."""

    @property
    def hears(self) -> tuple[type[Event], ...]:
        """The events that it handles; all others are passed over."""

    @property
    def batch(self) -> int:
        """How many events may be worked on and applied together."""

    def work(self, event: Any, report: Report) -> Any:
        """Do the work of one event."""

    def settle(self, results: Sequence[Any]) -> None:
        """Make the outside see the results of a batch, before they are applied."""

    def close(self) -> None:
        """Let go of what work needs."""


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
        self.handler, self.subscription, self.landmark = handler, subscription, landmark
        self.policy = policy or Policy()
        self.ledger = Ledger(handler, catalogue, observer, self.policy)
        self.pool = ThreadPoolExecutor(1, thread_name_prefix=handler.group)
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
        except BaseException as error:
            for delivery in reversed(left):
                self.subscription.seek(delivery)
            self.problem = str(error) if isinstance(error, DeadLetterLimitError) else None
            raise
        return len(deliveries)

    def _chunks(self, deliveries: Sequence[Delivery]) -> Iterator[Sequence[Delivery]]:
        """Runs of deliveries that end after as many events as the handler takes together."""
        chunk: list[Delivery] = []
        heard = 0
        for delivery in deliveries:
            chunk.append(delivery)
            heard += self._is_heard(delivery)
            if heard >= self.handler.batch:
                yield chunk
                chunk, heard = [], 0
        if chunk:
            yield chunk

    def _is_heard(self, delivery: Delivery) -> bool:
        envelope = delivery.envelope
        if envelope.type == UNDECODABLE:
            return self.policy.buries_unreadable
        return envelope.group in (None, self.handler.group) and TYPES.get(envelope.type) in self.handler.hears

    def _open(self, delivery: Delivery) -> Job | None:
        if not self._is_heard(delivery):
            return None
        try:
            event = unwrap(delivery.envelope)
        except UndecodableError as error:
            self.ledger.undecodable(delivery, error)
            return None
        return Job(delivery, event) if event else None

    def _commit(self, chunk: Sequence[Delivery]) -> None:
        self.subscription.commit(chunk)
        self.landmark(f"{self.handler.group}:committed")

    def _handle(self, jobs: Sequence[Job]) -> None:
        """All together, but what has failed before is worked on alone, so that it harms no other."""
        started = self.ledger.begin(jobs) if jobs else ()
        if any(job.attempt > 1 for job in started):
            self._handle_one_by_one(started)
        elif started:
            self._do(started)

    def _handle_one_by_one(self, jobs: Sequence[Job]) -> None:
        for number, job in enumerate(jobs, 1):
            try:
                self._do([job])
            except Exception:
                self.ledger.release(jobs[number:])
                raise

    def _do(self, jobs: Sequence[Job]) -> None:
        began = time.monotonic()
        try:
            results = self._work(jobs)
            self.landmark(f"{self.handler.group}:worked")
            self.ledger.apply(jobs, results, (time.monotonic() - began) / len(jobs), self.landmark)
        except UnavailableError:
            self.ledger.release(jobs)
            raise
        except Exception as error:
            if len(jobs) > 1:
                self._handle_one_by_one(jobs)
            else:
                self.ledger.failed(jobs[0], error, time.monotonic() - began)
        else:
            self.landmark(f"{self.handler.group}:applied")

    def _work(self, jobs: Sequence[Job]) -> Sequence[Any]:
        """Work in a thread of its own while this one stays a member of the group."""
        self.subscription.keep()
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
        """Tells now and then how far long work has come."""
        last = time.monotonic()

        def report(done: int, of: int) -> None:
            nonlocal last
            if time.monotonic() - last >= self.policy.report_seconds:
                last = time.monotonic()
                self.ledger.report(job, done, of)

        return report
