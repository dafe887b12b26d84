"""The clock is set back an hour: nothing that was reckoned by it before waits so long."""

from datetime import datetime, timedelta

import pytest

from gazette.adapters.sql import leases
from gazette.events import now
from gazette.ports import Catalogue
from tests.made_up import event

SECONDS = 10.0
DEAD, ALIVE, NEXT = "elsewhere:1:a", "elsewhere:2:b", "elsewhere:3:c"


class Clock:
    """Shows what it is told to."""

    def __init__(self) -> None:
        self.shown = now()

    def now(self) -> datetime:
        return self.shown

    def move(self, **by: float) -> None:
        self.shown += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(leases, "now", clock.now)
    return clock


def lease(catalogue: Catalogue, holder: str) -> bool:
    with catalogue.transaction() as tables:
        return tables.work.lease("role/index", holder, SECONDS)


def test_a_lease_of_the_dead_lapses_after_its_own_length(catalogue: Catalogue, clock: Clock) -> None:
    assert lease(catalogue, DEAD)
    clock.move(hours=-1)
    assert not lease(catalogue, NEXT)
    clock.move(seconds=SECONDS / 2)
    assert not lease(catalogue, NEXT)
    clock.move(seconds=SECONDS / 2 + 1)
    assert lease(catalogue, NEXT)


def test_a_lease_of_the_living_is_kept(catalogue: Catalogue, clock: Clock) -> None:
    assert lease(catalogue, ALIVE)
    clock.move(hours=-1)
    for _ in range(5):
        assert not lease(catalogue, NEXT)
        assert lease(catalogue, ALIVE)
        clock.move(seconds=SECONDS / 2)


def test_a_lease_is_not_cut_short_by_clocks_that_differ_a_little(catalogue: Catalogue, clock: Clock) -> None:
    assert lease(catalogue, ALIVE)
    clock.move(seconds=-SECONDS / 2)
    assert not lease(catalogue, NEXT)
    clock.move(seconds=SECONDS + 1)
    assert not lease(catalogue, NEXT), "it still ends when its holder said"


def test_an_event_that_waits_for_its_next_attempt_does_not_wait_for_an_hour(catalogue: Catalogue) -> None:
    before = now()
    with catalogue.transaction() as tables:
        tables.work.delay("extract", event(1), before + timedelta(seconds=12))
        assert not tables.work.is_due(before)
        assert tables.work.release_due(before, 10) == 0
    set_back = before - timedelta(hours=1)
    with catalogue.transaction() as tables:
        assert tables.work.is_due(set_back)
        assert tables.work.release_due(set_back, 10) == 1
        assert not tables.work.is_due(set_back)
