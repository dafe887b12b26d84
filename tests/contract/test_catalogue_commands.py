"""What every catalogue does with commands: asked for once, taken by who holds the lease, told about, remembered."""

from datetime import timedelta

from gazette.events import now
from gazette.ports import Catalogue, Command, CommandState, Progress


def ask(catalogue: Catalogue, name: str = "reindex", **arguments: object) -> Command:
    with catalogue.transaction() as tables:
        return tables.commands.ask(name, arguments, "李@host")


def take(catalogue: Catalogue, holder: str = "one", *names: str) -> Command | None:
    with catalogue.transaction() as tables:
        return tables.commands.take(names or ("reindex",), holder)


def test_the_same_command_is_asked_for_once_until_it_has_ended(catalogue: Catalogue) -> None:
    first = ask(catalogue, part="甲")
    assert (first.state, first.asked_by, first.arguments) == (CommandState.ASKED, "李@host", {"part": "甲"})
    assert ask(catalogue, part="甲").id == first.id
    assert ask(catalogue, part="乙").id != first.id
    take(catalogue)
    assert ask(catalogue, part="甲").id == first.id
    with catalogue.transaction() as tables:
        assert tables.commands.end(first.id, "one", CommandState.DONE, "well", {"count": 3})
    assert ask(catalogue, part="甲").id not in (first.id, None)


def test_the_oldest_is_taken_first_and_only_of_the_names_wanted(catalogue: Catalogue) -> None:
    assert take(catalogue) is None
    first, second = ask(catalogue), ask(catalogue, "replay")
    found = take(catalogue, "one", "replay")
    assert found is not None
    assert (found.id, found.state) == (second.id, CommandState.RUNNING)
    assert found.started_at is not None
    found = take(catalogue, "one", "replay", "reindex")
    assert found is not None
    assert found.id == first.id


def test_progress_is_told_by_its_holder_alone_and_kept_for_the_next(catalogue: Catalogue) -> None:
    asked = ask(catalogue)
    take(catalogue, "one")
    with catalogue.transaction() as tables:
        assert tables.commands.report(asked.id, "one", Progress(3, 10, "filling", {"after": "abc"}))
    taken = take(catalogue, "two")
    assert taken is not None
    assert (taken.id, taken.done, taken.total, taken.message) == (asked.id, 3, 10, "filling")
    assert taken.checkpoint == {"after": "abc"}
    with catalogue.transaction() as tables:
        assert not tables.commands.report(asked.id, "one", Progress(4, 10, "late"))
        assert not tables.commands.end(asked.id, "one", CommandState.DONE, "late", {})
        assert tables.commands.end(asked.id, "two", CommandState.FAILED, "坏了", {})
        assert not tables.commands.report(asked.id, "two", Progress(5, 10, "after the end"))
        ended = tables.commands.get(asked.id)
    assert ended is not None
    assert (ended.state, ended.message, ended.has_ended) == (CommandState.FAILED, "坏了", True)
    assert take(catalogue) is None


def test_one_that_ends_its_process_each_time_is_given_up(catalogue: Catalogue) -> None:
    asked = ask(catalogue)
    taken = [take(catalogue) is not None for _ in range(12)]
    assert taken == [True] * 10 + [False] * 2
    with catalogue.reading() as tables:
        ended = tables.commands.get(asked.id)
    assert ended is not None
    assert ended.state == CommandState.FAILED
    assert "10 times" in ended.message


def test_recent_ones_are_shown_those_at_work_first_and_old_ones_forgotten(catalogue: Catalogue) -> None:
    running, ended = ask(catalogue), ask(catalogue, "reconcile")
    take(catalogue)
    take(catalogue, "one", "reconcile")
    with catalogue.transaction() as tables:
        tables.commands.end(ended.id, "one", CommandState.DONE, "", {"missing": 0})
        newest = tables.commands.ask("replay", {}, "李")
        assert [found.id for found in tables.commands.recent(9)] == [newest.id, running.id, ended.id]
        assert [found.id for found in tables.commands.recent(1)] == [newest.id]
        tables.work.purge(now() + timedelta(hours=1))
        assert [found.id for found in tables.commands.recent(9)] == [newest.id, running.id]
        assert tables.commands.get(ended.id) is None
