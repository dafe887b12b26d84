"""The worker: each event takes effect once, and long work keeps its place."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import structlog

from gazette.errors import RejectedError
from gazette.events import (
    Envelope,
    IssueExtracted,
    IssueReady,
    IssueStored,
    unwrap,
    wrap,
)
from gazette.model import IssueStatus
from gazette.ports import Delivery
from gazette.worker import Worker
from tests.at_once import at_once
from tests.contract.adapters import PATIENCE
from tests.made_up import issue
from tests.service.bench import (
    GROUP,
    POLICY,
    Bench,
    CrashError,
    Stage,
    Told,
    crashing_at,
)

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
