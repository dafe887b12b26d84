"""What the log on SQLite does beside the contract."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from gazette.adapters.embedded.sqlite_log import SqliteLog, Timing
from gazette.adapters.embedded.wake import Wake
from gazette.adapters.sql.catalogue import SqlCatalogue
from gazette.adapters.sql.engine import sqlite_engine
from gazette.events import now
from gazette.ports import Delivery
from tests.contract.adapters import DATABASE, PATIENCE, embedded_place
from tests.contract.test_catalogue_work import heard
from tests.made_up import event

pytestmark = [pytest.mark.usefixtures("adapter"), pytest.mark.parametrize("adapter", ["embedded"], indirect=True)]

NEVER = 24 * 3600.0
EVENT_ONE, EVENT_TWO = event(1), event(1)


@pytest.fixture
def catalogue_and_log(template: Path, tmp_path: Path) -> tuple[SqlCatalogue, SqliteLog]:
    """A log that never looks by itself: only what happens in this process wakes it."""
    embedded_place(tmp_path, template)
    wake = Wake()
    catalogue = SqlCatalogue(sqlite_engine(tmp_path / DATABASE), wake.ring)
    return catalogue, SqliteLog(catalogue, wake, Timing(look=NEVER, keep=NEVER, lease=NEVER))


def test_a_waiting_poll_is_woken_by_a_commit_with_events(catalogue_and_log: tuple[SqlCatalogue, SqliteLog]) -> None:
    catalogue, log = catalogue_and_log
    subscription = log.subscribe("extract")
    assert subscription.poll(0) == []
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(subscription.poll, PATIENCE * 2)
        with catalogue.transaction() as tables:
            tables.work.emit([event(1)])
        found: Sequence[Delivery] = waiting.result(PATIENCE)
    assert [one.envelope.key for one in found] == [event(1).key]


def test_a_waiting_member_is_woken_by_one_that_leaves(catalogue_and_log: tuple[SqlCatalogue, SqliteLog]) -> None:
    catalogue, log = catalogue_and_log
    keen = SqliteLog(catalogue, log.wake, Timing(look=NEVER, keep=0, lease=NEVER))
    log.append([event(1)])
    leaver, stayer = keen.subscribe("extract"), keen.subscribe("extract")
    assert len(leaver.poll(0)) == 1
    assert stayer.poll(0) == []
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(stayer.poll, PATIENCE * 2)
        leaver.close()
        assert len(waiting.result(PATIENCE)) == 1


def test_what_happens_between_looking_and_waiting_is_not_missed() -> None:
    wake = Wake()
    seen = wake.count
    wake.ring()
    wake.wait(seen, NEVER)
    assert wake.count == seen + 1


def test_a_number_is_not_used_again_after_a_purge(catalogue_and_log: tuple[SqlCatalogue, SqliteLog]) -> None:
    catalogue, log = catalogue_and_log
    log.append([event(1)])
    subscription = log.subscribe("extract")
    [first] = subscription.poll(0)
    subscription.commit([first])
    with catalogue.transaction() as tables:
        assert tables.work.purge(event(1).time) == 1
    log.append([event(1)])
    [second] = subscription.poll(0)
    assert second.offset > first.offset


def test_purge_keeps_what_a_group_has_not_handled(template: Path, tmp_path: Path) -> None:
    place = embedded_place(tmp_path, template)
    catalogue, log, later = place.catalogue(), place.log(), now() + timedelta(hours=1)
    index = log.subscribe("index")
    assert index.poll(0) == []
    index.close()
    log.append([EVENT_ONE])
    heard(place, log, "extract")
    with catalogue.transaction() as tables:
        tables.work.purge(later)
    assert [one.id for one in heard(place, log, "index")] == [EVENT_ONE.id]
    with catalogue.transaction() as tables:
        assert tables.work.purge(later) == 1
    assert heard(place, log, "new group") == []
    log.append([EVENT_TWO])
    assert [one.id for one in heard(place, log, "extract")] == [EVENT_TWO.id]
