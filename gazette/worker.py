"""The worker: takes events of a group from the log, and makes each take effect once.

For each event: count the attempt (transaction 1), work outside any transaction, then in transaction 2 claim the event,
apply the result, write the timeline and what happened; then commit the offset. A crash anywhere in between replays.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, Protocol, TypeVar

import structlog

from gazette.errors import DeadLetterLimitError, UnavailableError, UndecodableError
from gazette.events import TYPES, UNDECODABLE, Event, unwrap
from gazette.ledger import Job, Ledger, Policy, Stage
from gazette.ports import Catalogue, Delivery, Landmark, Subscription, no_landmark
from gazette.ports.figures import Observer
from gazette.ports.traces import NoTracer, Tracer

Report = Callable[[int, int], None]
"""Called with (done, of) while long work goes on."""

Done = TypeVar("Done")

log = structlog.get_logger()


class Handler(Stage, Protocol):
    """One stage. `work` may take minutes and touches no transaction; `start`, `apply`, `refuse` are SQL only."""

    @property
    def hears(self) -> tuple[type[Event], ...]:
        """The events that it handles; all others are passed over."""

    @property
    def batch(self) -> int:
        """How many events may be worked on and applied together, where that does not take long."""

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
        tracer: Tracer | None = None,
    ) -> None:
        self.handler, self.subscription, self.landmark = handler, subscription, landmark
        self.policy = policy or Policy()
        self.tracer = tracer or NoTracer()
        self.ledger = Ledger(handler, catalogue, observer, self.policy, self.tracer)
        self.pool = ThreadPoolExecutor(1, thread_name_prefix=handler.group)
        self.problem: str | None = None
        self.begun: Sequence[Job] = ()

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
        if not self._is_heard(delivery) or not self.subscription.holds(delivery):
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
        self.begun = self.ledger.begin(jobs) if jobs else ()
        together = all(job.attempt == 1 for job in self.begun)
        try:
            while self.begun:
                done = self._do(self.begun if together else self.begun[:1])
                together = together and bool(done)
                self.begun = [job for job in self.begun if job not in done]
        except Exception:
            self.ledger.release(self.begun)
            raise

    def _do(self, jobs: Sequence[Job]) -> Sequence[Job]:
        """Returns those of the first that are dealt with; none where several failed together."""
        began, some = time.monotonic(), jobs[:1]
        try:
            results = self._aside(self._work, jobs)
            some = jobs[: len(results)]
            self._aside(self.handler.settle, results)
            self.landmark(f"{self.handler.group}:worked")
            self.ledger.apply(some, results, (time.monotonic() - began) / len(some), self.landmark)
        except UnavailableError:
            raise
        except Exception as error:
            if len(some) > 1:
                return ()
            if some[0] in self.begun:
                self.ledger.failed(some[0], error, time.monotonic() - began)
        else:
            self.landmark(f"{self.handler.group}:applied")
        return some

    def _aside(self, task: Callable[[Sequence[Any]], Done], things: Sequence[Any]) -> Done:
        """Do it in a thread of its own while this one stays a member of the group."""
        self._keep()
        future = self.pool.submit(task, things)
        while not wait([future], self.policy.keep_seconds).done:
            self._keep()
        return future.result()

    def _keep(self) -> None:
        """Stay a member. Whoever has been given an event that is begun here counts the attempt, and tells its failure.

        The work on it goes on: the first to apply it wins.
        """
        self.subscription.keep()
        lost = [job for job in self.begun if not self.subscription.holds(job.delivery)]
        if lost:
            log.info("handed_over", stage=self.handler.group, events=[job.delivery.envelope.id for job in lost])
            self.begun = [job for job in self.begun if job not in lost]
            self.ledger.release(lost)

    def _work(self, jobs: Sequence[Job]) -> Sequence[Any]:
        """Results of the first, as many as there was time for; an error is the first one's."""
        results: list[Any] = []
        deadline = time.monotonic() + self.policy.together_seconds
        for job in jobs:
            try:
                results.append(self._work_on(job))
            except Exception:
                if not results:
                    raise
                break
            if time.monotonic() > deadline:
                break
        return results

    def _work_on(self, job: Job) -> Any:
        envelope = job.delivery.envelope
        span = self.tracer.span(f"{self.handler.group}.work", envelope.traceparent, envelope.ids)
        with structlog.contextvars.bound_contextvars(**envelope.ids), span:
            return self.handler.work(job.event, self._reporter(job))

    def _reporter(self, job: Job) -> Report:
        """Tells now and then how far long work has come."""
        last = time.monotonic()

        def report(done: int, of: int) -> None:
            nonlocal last
            if time.monotonic() - last >= self.policy.report_seconds:
                last = time.monotonic()
                self.ledger.report(job, done, of)

        return report
