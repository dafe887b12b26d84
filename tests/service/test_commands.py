"""Commands beside the index role: waited for, stopped, taken over, failed in a sentence; replays on real workers."""

import threading
from collections.abc import Mapping
from typing import Any

import pytest
import structlog

from gazette.errors import GazetteError, UnavailableError
from gazette.events import IssueStored, now, unwrap, wrap
from gazette.model import IssueStatus
from gazette.ports import Command, CommandState, DeadLetter
from services.index import commands
from services.index.commands import Perform, Runner, Task
from services.index.replay import Replay
from tests.made_up import issue
from tests.service.bench import Bench, Stage, failing


def ask(bench: Bench, name: str = "work", **arguments: Any) -> Command:
    with bench.catalogue.transaction() as tables:
        return tables.commands.ask(name, arguments, "李@host")


def turn(bench: Bench, perform: Perform, holder: str = "one", stop: threading.Event | None = None) -> Command:
    """Carry out what was asked for; returns how it stands then."""
    number = ask(bench).id
    with structlog.testing.capture_logs():
        Runner(bench.catalogue, holder, {"work": perform}).turn(stop or threading.Event())
    return now_of(bench, number)


def now_of(bench: Bench, number: int) -> Command:
    with bench.catalogue.reading() as tables:
        found = tables.commands.get(number)
    assert found is not None
    return found


# -- the runner ------------------------------------------------------------------------------------------------


def test_done_with_its_result(bench: Bench) -> None:
    def perform(task: Task) -> Mapping[str, Any]:
        task.tell(3, 4, "甲", {"at": 3}, now=True)
        return {"by": task.by}

    done = turn(bench, perform)
    assert (done.state, done.result, done.done, done.total) == (CommandState.DONE, {"by": "李@host"}, 3, 4)


@pytest.mark.parametrize(
    ("error", "said"), [(GazetteError("no room"), "no room"), (KeyError("x"), "KeyError: 'x'")], ids=["ours", "odd"]
)
def test_failed_in_a_sentence(bench: Bench, error: Exception, said: str) -> None:
    def perform(_task: Task) -> Mapping[str, Any]:
        raise error

    failed = turn(bench, perform)
    assert (failed.state, failed.message) == (CommandState.FAILED, said)


def test_a_backend_that_is_away_is_waited_for(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "AGAIN_SECONDS", 0)
    seen: list[object] = []

    def perform(task: Task) -> Mapping[str, Any]:
        seen.append(task.checkpoint.get("at"))
        if len(seen) < 3:
            task.tell(len(seen), 9, "甲", {"at": len(seen)}, now=True)
            raise UnavailableError("the index is away")
        return {}

    assert turn(bench, perform).state is CommandState.DONE
    assert seen == [None, 1, 2], "it goes on from its checkpoint"


def test_stopped_with_its_role_and_taken_over_by_the_next(bench: Bench) -> None:
    stop = threading.Event()

    def stopped(task: Task) -> Mapping[str, Any]:
        task.tell(5, 9, "甲", {"at": 5}, now=True)
        stop.set()
        task.tell(6, 9, "甲", {"at": 6}, now=True)
        return {"never": True}

    left = turn(bench, stopped, stop=stop)
    assert (left.state, left.done) == (CommandState.RUNNING, 5)
    done = turn(bench, lambda task: dict(task.checkpoint), "two")
    assert (done.id, done.state, done.result) == (left.id, CommandState.DONE, {"at": 5})


def test_one_that_lost_its_command_to_another_stops(bench: Bench) -> None:
    def overtaken(task: Task) -> Mapping[str, Any]:
        with bench.catalogue.transaction() as tables:
            assert tables.commands.take(("work",), "two")
        task.tell(1, 2, "甲", now=True)
        return {"never": True}

    left = turn(bench, overtaken)
    assert (left.state, left.result) == (CommandState.RUNNING, {})


# -- replays ---------------------------------------------------------------------------------------------------


def replay(bench: Bench, **arguments: Any) -> Mapping[str, Any]:
    number = ask(bench, "replay", **arguments).id
    with structlog.testing.capture_logs():
        Runner(bench.catalogue, "one", {"replay": Replay(bench.catalogue)}).turn(threading.Event())
    return now_of(bench, number).result


def test_a_replay_that_succeeds(bench: Bench) -> None:
    bench.store(1, 2)
    trouble = [ValueError("odd")] * 6
    worker = bench.worker(Stage(failing(*trouble)))
    bench.work_off(worker)
    assert [bench.issue(serial).status for serial in (1, 2)] == [IssueStatus.FAILED] * 2
    assert replay(bench, cause="KeyError") == {}
    assert replay(bench, cause="ValueError") == {"replayed": 2}
    assert bench.issue(1).status is IssueStatus.RECEIVED
    bench.work_off(worker)
    assert [bench.issue(serial).status for serial in (1, 2)] == [IssueStatus.CLASSIFYING] * 2
    assert bench.dead_letters() == []
    assert [status for status, _ in bench.story(1)][-3:] == ["replayed", "started", "done"]
    assert len([one for one in bench.emitted() if unwrap(one)]) == 4, "two failures, two successes"


def test_a_replay_that_fails_again_has_all_its_attempts_and_its_history(bench: Bench) -> None:
    bench.store(1)
    worker = bench.worker(Stage(failing(*[ValueError("odd")] * 3, *[KeyError("other")] * 3)))
    bench.work_off(worker)
    assert replay(bench) == {"replayed": 1}
    bench.work_off(worker)
    [again] = bench.dead_letters()
    with bench.catalogue.reading() as tables:
        history = tables.dead_letters.history(again)
    assert [(past.cause, past.attempts, past.settled_by) for past in history] == [
        ("ValueError", 3, "李@host"),
        ("KeyError", 3, None),
    ]
    assert bench.issue(1).status is IssueStatus.FAILED


def test_an_issue_that_went_on_since_is_left_alone(bench: Bench) -> None:
    made = issue(1, status=IssueStatus.READY, generation=2)
    with bench.catalogue.transaction() as tables:
        tables.issues.add(made)
        tables.work.bury(DeadLetter("extract", wrap(IssueStored(made.id, 1, made.sha256)), "odd", "odd", 5, now()))
    assert replay(bench) == {"late": 1}
    bench.work_off(bench.worker(Stage()))
    assert (bench.issue(1).status, bench.dead_letters()) == (IssueStatus.READY, [])
