"""The worker when work fails: again later, rejected, given up, waited for; alone and in batches."""

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from gazette.errors import DeadLetterLimitError, RejectedError, TransientError, UnavailableError
from gazette.events import (
    UNDECODABLE,
    Envelope,
    IssueFailed,
    IssueStored,
    now,
    unwrap,
)
from gazette.model import IssueStatus
from tests.contract.adapters import PATIENCE
from tests.made_up import issue
from tests.service.bench import (
    GROUP,
    POLICY,
    Bench,
    Stage,
    failing,
    failing_for,
    failing_in_turn,
)

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


@pytest.mark.parametrize(("buries", "letters"), [(False, []), (True, [("undecodable", b"\xff stray")])])
def test_what_is_no_event_is_buried_by_one_stage_alone(
    bench: Bench, buries: bool, letters: list[tuple[str, bytes]]
) -> None:
    bench.log.append([Envelope(UNDECODABLE, "", b"\xff stray", id="topic-0-7")])
    bench.store(1)
    bench.work_off(bench.worker(Stage(), replace(POLICY, buries_unreadable=buries)))
    assert [(letter.cause, letter.envelope.data) for letter in bench.dead_letters()] == letters
    assert bench.issue(1).status == IssueStatus.CLASSIFYING


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
        stage = Stage(
            lambda _event, call: failing(*[UnavailableError("the store is away")] * (call > 3))(_event, call), 10
        )
        stage.spoil_settle = [ValueError("the batch is spoilt")]
        worker = bench.worker(stage)
        with pytest.raises(UnavailableError):
            worker.step(0)
        bench.end(worker)
    bench.work_off(bench.worker(Stage(batch=10)))
    assert [bench.story(serial)[-1] for serial in (1, 2, 3)] == [("done", 1)] * 3
    assert not bench.dead_letters()


def test_a_failure_repeats_no_work_that_succeeded(bench: Bench) -> None:
    bench.store(1, 2, 3)
    stage = Stage(failing_for([2], ValueError("odd")), batch=10)
    bench.worker(stage, replace(POLICY, attempts=1)).step(0)
    assert {serial: stage.worked.count(issue(serial).id) for serial in (1, 3)} == {1: 1, 3: 1}
    assert stage.worked.count(issue(2).id) <= 2


def test_what_is_done_takes_effect_before_long_work_goes_on(bench: Bench) -> None:
    bench.store(1, 2, 3)
    stage = Stage(batch=10)
    assert bench.worker(stage, replace(POLICY, together_seconds=0)).step(0) == 3
    assert stage.settled == [1, 1, 1]
    assert [bench.issue(serial).status for serial in (1, 2, 3)] == [IssueStatus.CLASSIFYING] * 3
