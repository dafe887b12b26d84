"""The worker on real embedded adapters, with a made-up stage: each event takes effect once, whatever happens."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from gazette.errors import DeadLetterLimitError, RejectedError, TransientError, UnavailableError
from gazette.events import (
    NAMES,
    Envelope,
    Event,
    IssueExtracted,
    IssueFailed,
    IssueReady,
    IssueStored,
    now,
    unwrap,
    wrap,
)
from gazette.ledger import Policy
from gazette.model import Issue, IssueStatus, Step
from gazette.ports import DeadLetter, Delivery, Landmark, Subscription, Tables, no_landmark
from gazette.progress import Failure, current, fail
from gazette.worker import Worker
from tests.at_once import at_once
from tests.contract.adapters import PATIENCE, EmbeddedPlace, embedded_place, embedded_template
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

    def handled(self, group: str, outcome: str, seconds: float) -> None:
        assert seconds >= 0
        self.outcomes.append((group, outcome))


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


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return embedded_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def bench(template: Path, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(embedded_place(tmp_path, template))
    with structlog.testing.capture_logs():
        yield bench
        for worker in tuple(bench.workers):
            bench.end(worker)
    bench.place.close()


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


# -- once ------------------------------------------------------------------------------------------------------


def test_an_event_is_handled_and_what_happened_is_told(bench: Bench) -> None:
    bench.store(1, correlation_id="上传-1")
    bench.work_off(bench.worker(Stage()))
    assert bench.issue(1).status == IssueStatus.CLASSIFYING
    [told] = bench.emitted()
    assert unwrap(told) == IssueExtracted(issue(1).id, 1, 1)
    assert told.correlation_id == "上传-1"
    assert bench.told.outcomes == [(GROUP, "done")]
    started, done = bench.steps(1)
    assert (started.stage, started.status, started.event) == (GROUP, "started", "gazette.issue.stored.v1")
    assert (done.status, done.message) == ("done", f"looked at {issue(1).id}")
    assert done.duration_ms is not None
    assert bench.waiting() == 0


@pytest.mark.parametrize("batch", [1, 10])
def test_an_event_delivered_again_and_again_is_done_once(bench: Bench, batch: int) -> None:
    [sent] = bench.store(1)
    bench.log.append([sent] * 2 * POLICY.attempts)
    stage = Stage(batch=batch)
    bench.work_off(bench.worker(stage))
    assert bench.issue(1).status == IssueStatus.CLASSIFYING
    assert stage.worked == [issue(1).id]
    assert bench.issue(1).document_count == 1
    assert len(bench.emitted()) == 1


@pytest.mark.parametrize("point", ["extract:worked", "extract:applying", "extract:applied", "extract:committed"])
@pytest.mark.parametrize("batch", [1, 8])
def test_a_crash_anywhere_is_mended_by_the_next_worker(bench: Bench, point: str, batch: int) -> None:
    bench.store(1, 2, 3)
    crashed = bench.worker(Stage(batch=batch), landmark=crashing_at(point))
    with pytest.raises(CrashError):
        crashed.step(0)
    bench.end(crashed)
    bench.work_off(bench.worker(Stage(batch=batch)))
    for serial in (1, 2, 3):
        assert bench.issue(serial).document_count == 1
        assert [status for status, _ in bench.story(serial)].count("done") == 1
    assert len(bench.emitted()) == 3
    assert bench.waiting() == 0
    assert not bench.dead_letters()


def test_two_workers_do_each_event_once(bench: Bench) -> None:
    bench.store(*range(1, 25))
    stages = [Stage(), Stage(batch=4)]
    stop = threading.Event()

    def work(number: int) -> None:
        Worker(stages[number], bench.place.catalogue(), bench.place.log().subscribe(GROUP), Told([])).run(stop)

    with ThreadPoolExecutor(1) as pool:
        both = pool.submit(at_once, 2, work)
        deadline = time.monotonic() + PATIENCE
        while bench.waiting() and time.monotonic() < deadline:
            time.sleep(0.02)
        stop.set()
        both.result()
    assert all(bench.issue(serial).document_count == 1 for serial in range(1, 25))
    assert len(bench.emitted()) == 24


def test_events_that_are_not_heard_are_passed_over_and_committed(bench: Bench) -> None:
    [stored] = bench.store(1)
    unheard = [
        wrap(IssueReady(issue(2).id, 1, 5)),
        Envelope("gazette.unknown.v9", issue(2).id, b"\x00"),
        Envelope("gazette.issue.ready.v1", issue(2).id, b"odd, but not ours to judge"),
        replace(stored, id="another", group="index"),
    ]
    bench.log.append(unheard)
    stage = Stage()
    bench.work_off(bench.worker(stage))
    assert stage.worked == [issue(1).id]
    assert bench.waiting() == 0
    assert not bench.dead_letters()
    assert bench.story(2) == []


def test_an_event_that_no_longer_fits_leaves_no_trace(bench: Bench) -> None:
    bench.log.append([wrap(IssueStored(issue(1).id, 7, issue(1).sha256)), wrap(IssueStored("none", 1, "0"))])
    bench.store(1, correlation_id="this one")
    stage = Stage()
    bench.work_off(bench.worker(stage))
    assert stage.worked == [issue(1).id]
    assert [one.correlation_id for one in bench.emitted()] == ["this one"]
    assert bench.story(1) == [("started", 1), ("done", 1)]
    assert bench.waiting() == 0


def test_work_that_somebody_else_finished_meanwhile_takes_no_effect(bench: Bench) -> None:
    [sent] = bench.store(1)

    def script(_event: IssueStored, _call: int) -> None:
        with bench.catalogue.transaction() as tables:
            assert tables.work.finish(GROUP, sent.id)

    bench.work_off(bench.worker(Stage(script)))
    assert bench.issue(1).document_count == 0
    assert not bench.emitted()


@pytest.mark.parametrize("error", [RejectedError("bad", "Bad.", "坏。"), ValueError("odd")], ids=repr)
def test_failure_at_what_somebody_else_finished_takes_no_effect(bench: Bench, error: Exception) -> None:
    [sent] = bench.store(1)

    def script(_event: IssueStored, _call: int) -> None:
        with bench.catalogue.transaction() as tables:
            tables.work.finish(GROUP, sent.id)
        raise error

    bench.work_off(bench.worker(Stage(script), replace(POLICY, attempts=1)))
    assert bench.issue(1).status == IssueStatus.RECEIVED
    assert not bench.emitted()
    assert not bench.dead_letters()


# -- failures --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [TransientError("again"), ValueError("odd")], ids=repr)
def test_a_failure_is_tried_again_later(bench: Bench, error: Exception) -> None:
    bench.store(1)
    worker = bench.worker(Stage(failing(error, error)))
    assert worker.step(0) == 1
    assert worker.step(0) == 0, "only when it is due"
    assert bench.issue(1).status == IssueStatus.RECEIVED
    bench.work_off(worker)
    assert bench.story(1) == [
        ("started", 1),
        ("retry", 1),
        ("started", 2),
        ("retry", 2),
        ("started", 3),
        ("done", 3),
    ]
    assert str(error) in (bench.steps(1)[1].message or "")
    assert bench.issue(1).document_count == 1
    assert bench.told.outcomes == [(GROUP, "retried"), (GROUP, "retried"), (GROUP, "done")]
    assert not bench.dead_letters()


def test_a_delayed_event_is_for_its_group_alone(bench: Bench) -> None:
    bench.store(1)
    other = bench.place.log().subscribe("index")
    assert len(other.poll(0, 100)) == 1
    bench.worker(Stage(failing(TransientError("again")))).step(0)
    with bench.catalogue.transaction() as tables:
        assert tables.work.release_due(now() + timedelta(days=1), 100) == 1
    assert list(other.poll(0, 100)) == []


def test_after_the_last_attempt_comes_a_dead_letter(bench: Bench) -> None:
    [sent] = bench.store(1)
    bench.work_off(bench.worker(Stage(failing(*[TransientError("网络中断")] * 9))))
    failed = bench.issue(1)
    assert (failed.status, failed.reason_code, failed.retryable) == (IssueStatus.FAILED, "gave_up", True)
    assert failed.reason is not None
    assert "网络中断" in failed.reason
    [letter] = bench.dead_letters()
    assert (letter.envelope.id, letter.group, letter.cause, letter.attempts) == (sent.id, GROUP, "TransientError", 3)
    assert bench.story(1)[-1] == ("dead", 3)
    assert [unwrap(one) for one in bench.emitted()] == [IssueFailed(issue(1).id, 1, "gave_up")]
    assert bench.told.outcomes[-1] == (GROUP, "dead")
    with bench.catalogue.reading() as tables:
        assert not tables.work.is_due(now() + timedelta(days=1))


def test_a_rejected_file_fails_at_once_with_its_reason(bench: Bench) -> None:
    bench.store(1)
    bench.work_off(bench.worker(Stage(failing(RejectedError("encrypted", "It is encrypted.", "文件已加密。")))))
    failed = bench.issue(1)
    assert (failed.status, failed.reason_code, failed.retryable) == (IssueStatus.FAILED, "encrypted", False)
    assert failed.reason == "文件已加密。 It is encrypted."
    assert bench.story(1) == [("started", 1), ("rejected", 1)]
    assert [unwrap(one) for one in bench.emitted()] == [IssueFailed(issue(1).id, 1, "encrypted")]
    assert bench.told.outcomes == [(GROUP, "rejected")]
    assert not bench.dead_letters()


def test_a_missing_backend_costs_no_attempt(bench: Bench) -> None:
    bench.store(1, 2)
    outages = 2 * POLICY.attempts
    worker = bench.worker(Stage(failing(*[UnavailableError("the store is away")] * outages)))
    for _ in range(outages):
        with pytest.raises(UnavailableError):
            worker.step(0)
        assert bench.waiting() == 2
    bench.work_off(worker)
    for serial in (1, 2):
        assert bench.issue(serial).status == IssueStatus.CLASSIFYING
        assert bench.story(serial)[-1] == ("done", 1)
    assert not bench.dead_letters()


def test_a_missing_backend_is_said_and_waited_for(bench: Bench) -> None:
    bench.store(1)
    problems: list[str | None] = []
    stop = threading.Event()

    def script(_event: IssueStored, call: int) -> None:
        problems.append(worker.problem)
        if call <= 2:
            raise UnavailableError("the store is away")

    worker = bench.worker(Stage(script))
    bench.workers.remove(worker)
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while (len(problems) < 3 or worker.problem) and time.monotonic() < deadline:
        time.sleep(0.01)
    stop.set()
    thread.join(PATIENCE)
    assert problems == [None, "the store is away", "the store is away"]
    assert worker.problem is None
    assert bench.issue(1).status == IssueStatus.CLASSIFYING


def test_an_event_that_cannot_be_read_is_buried_once_and_the_rest_flows(bench: Bench) -> None:
    odd = Envelope("gazette.issue.stored.v1", issue(1).id, b'{"issue_id": "\xff"}')
    bench.log.append([odd])
    bench.store(1, 2)
    bench.log.append([odd])
    bench.work_off(bench.worker(Stage()))
    [letter] = bench.dead_letters()
    assert (letter.envelope, letter.cause) == (odd, "undecodable")
    assert bench.issue(1).status == bench.issue(2).status == IssueStatus.CLASSIFYING
    assert bench.waiting() == 0


def test_an_event_that_killed_its_workers_is_given_up(bench: Bench) -> None:
    [sent] = bench.store(1)
    for _ in range(POLICY.attempts):
        with bench.catalogue.transaction() as tables:
            tables.work.begin(GROUP, sent)
    stage = Stage()
    bench.work_off(bench.worker(stage))
    assert stage.worked == []
    [letter] = bench.dead_letters()
    assert (letter.cause, letter.attempts) == ("killed", POLICY.attempts)
    failed = bench.issue(1)
    assert (failed.status, failed.retryable) == (IssueStatus.FAILED, True)
    assert bench.waiting() == 0


def test_a_run_of_dead_letters_stops_the_worker(bench: Bench) -> None:
    bench.store(1, 2, 3, 4)
    policy = replace(POLICY, attempts=1)
    worker = bench.worker(Stage(failing_for([1, 2, 3, 4], ValueError("a bad release"))), policy)
    with pytest.raises(DeadLetterLimitError, match="gazette status"):
        bench.work_off(worker)
    assert len(bench.dead_letters()) == POLICY.dead_letters
    bench.end(worker)
    bench.work_off(bench.worker(Stage()))
    statuses = [bench.issue(serial).status for serial in (1, 2, 3, 4)]
    assert sorted(statuses) == [IssueStatus.CLASSIFYING, *[IssueStatus.FAILED] * 3]


def test_a_success_ends_a_run_of_dead_letters(bench: Bench) -> None:
    bench.store(1, 2, 3, 4, 5)
    policy = replace(POLICY, attempts=1)
    bench.work_off(bench.worker(failing_stage := Stage(failing_in_turn(2)), policy))
    assert len(failing_stage.worked) == 5
    assert len(bench.dead_letters()) == 4


def failing_in_turn(success: int) -> Script:
    """Work that fails but for one call, counted from 0."""

    def script(_event: IssueStored, call: int) -> None:
        if call != success + 1:
            raise ValueError("odd")

    return script


# -- batches ---------------------------------------------------------------------------------------------------


def test_a_batch_is_settled_together(bench: Bench) -> None:
    bench.store(1, 2, 3, 4, 5)
    stage = Stage(batch=3)
    bench.work_off(bench.worker(stage))
    assert stage.settled == [3, 2]
    assert all(bench.story(serial) == [("started", 1), ("done", 1)] for serial in range(1, 6))


@pytest.mark.parametrize("error", [RejectedError("bad", "Bad.", "坏。"), ValueError("odd")], ids=repr)
def test_one_bad_event_does_not_spoil_a_batch(bench: Bench, error: Exception) -> None:
    bench.store(1, 2, 3)
    bench.work_off(bench.worker(Stage(failing_for([2], error), batch=10)))
    assert [bench.issue(serial).status for serial in (1, 2, 3)] == [
        IssueStatus.CLASSIFYING,
        IssueStatus.FAILED,
        IssueStatus.CLASSIFYING,
    ]
    assert [bench.issue(serial).document_count for serial in (1, 3)] == [1, 1]
    assert bench.story(1)[-1] == ("done", 1)


def test_a_batch_is_applied_whole_or_not_at_all(bench: Bench) -> None:
    bench.store(1, 2, 3)
    stage = Stage(batch=10)
    stage.spoil_apply = {issue(2).id: ValueError("odd")}
    bench.work_off(bench.worker(stage))
    assert [bench.issue(serial).document_count for serial in (1, 2, 3)] == [1, 0, 1]
    assert bench.issue(2).status == IssueStatus.FAILED
    assert len(bench.emitted()) == 3


def test_a_batch_that_could_not_be_settled_is_no_attempt(bench: Bench) -> None:
    bench.store(1, 2)
    stage = Stage(batch=10)
    stage.spoil_settle = [UnavailableError("the index is away")]
    worker = bench.worker(stage)
    with pytest.raises(UnavailableError):
        worker.step(0)
    assert bench.issue(1).document_count == 0
    bench.work_off(worker)
    assert stage.settled == [2]
    assert bench.story(1)[-1] == bench.story(2)[-1] == ("done", 1)


def test_an_outage_costs_the_rest_of_a_batch_no_attempt(bench: Bench) -> None:
    bench.store(1, 2, 3)
    for _ in range(POLICY.attempts + 1):
        errors = [ValueError("the batch is spoilt"), UnavailableError("the store is away")]
        worker = bench.worker(Stage(failing(*errors), batch=10))
        with pytest.raises(UnavailableError):
            worker.step(0)
        bench.end(worker)
    bench.work_off(bench.worker(Stage(batch=10)))
    assert [bench.story(serial)[-1] for serial in (1, 2, 3)] == [("done", 1)] * 3
    assert not bench.dead_letters()


# -- long work and the end -------------------------------------------------------------------------------------


def test_long_work_keeps_its_membership(bench: Bench) -> None:
    bench.store(1)
    subscription = bench.place.log(silence=1.0).subscribe(GROUP)
    other = bench.place.log(silence=1.0).subscribe(GROUP)
    stolen: list[Delivery] = []

    def script(_event: IssueStored, _call: int) -> None:
        end = time.monotonic() + 2
        while time.monotonic() < end:
            stolen.extend(other.poll(0.05, 100))

    bench.worker(Stage(script), replace(POLICY, keep_seconds=0.05), subscription=subscription).step(0)
    assert not stolen
    assert bench.issue(1).status == IssueStatus.CLASSIFYING


def test_many_short_jobs_keep_their_membership(bench: Bench) -> None:
    bench.store(*range(1, 15))
    subscription = bench.place.log(silence=1.0).subscribe(GROUP)
    other = bench.place.log(silence=1.0).subscribe(GROUP)
    stolen: list[Delivery] = []
    stage = Stage(lambda _event, _call: stolen.extend(other.poll(0.15, 100)))
    bench.worker(stage, replace(POLICY, keep_seconds=60), subscription=subscription).step(0)
    assert not stolen
    assert len(stage.worked) == 14


def test_long_work_tells_how_far_it_is(bench: Bench) -> None:
    bench.store(1)
    bench.worker(Stage(), replace(POLICY, report_seconds=0)).step(0)
    assert [(step.status, step.message) for step in bench.steps(1)][1] == ("progress", "3 / 10")


def test_work_logs_which_issue_it_is_about(bench: Bench) -> None:
    [sent] = bench.store(1, correlation_id="上传-1")
    seen: dict[str, Any] = {}
    bench.worker(Stage(lambda _event, _call: seen.update(structlog.contextvars.get_contextvars()))).step(0)
    assert seen == {"issue_id": issue(1).id, "event_id": sent.id, "correlation_id": "上传-1"}
    assert structlog.contextvars.get_contextvars() == {}


def test_a_stopped_worker_finishes_what_it_does_and_leaves(bench: Bench) -> None:
    bench.store(1)
    stop = threading.Event()
    stage = Stage(lambda _event, _call: stop.set())
    worker = bench.worker(stage)
    bench.workers.remove(worker)
    worker.run(stop)
    assert stage.closed
    assert bench.issue(1).status == IssueStatus.CLASSIFYING
    bench.store(2)
    bench.worker(Stage()).step(0)
    assert bench.issue(2).status == IssueStatus.CLASSIFYING, "its partitions are free at once"
