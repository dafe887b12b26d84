"""A role is a watched thread: it stumbles and goes on, or stays down and says why."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from gazette.errors import DeadLetterLimitError
from gazette.events import now
from gazette.settings import Settings
from gazette.wiring import open_backends
from services.compose import metrics
from services.roles import Role, Roles
from tests.contract.adapters import PATIENCE
from tests.made_up import event
from tests.service.inbox_desk import Meddled, away


class PanicError(BaseException):
    """What a library written elsewhere may raise."""


def stumbling(error: BaseException, again: threading.Event) -> Callable[[threading.Event], str | None]:
    """A turn that raises the first time."""
    errors = [error]

    def turn(stop: threading.Event) -> str | None:
        if errors:
            raise errors.pop()
        again.set()
        stop.wait()
        return None

    return turn


@pytest.mark.parametrize("error", [ValueError("odd"), PanicError("odd")], ids=repr)
def test_a_role_that_stumbles_goes_on(error: BaseException) -> None:
    again = threading.Event()
    role = Role("index", stumbling(error, again))
    with structlog.testing.capture_logs() as logs:
        role.start()
        assert again.wait(PATIENCE)
        role.stop.set()
        role.join(PATIENCE)
    assert not role.is_down
    assert [line["event"] for line in logs] == ["role_stumbled"]


def test_a_role_that_buried_too_much_stays_down_and_says_why() -> None:
    role = Role("index", stumbling(DeadLetterLimitError("too many"), threading.Event()))
    with structlog.testing.capture_logs():
        role.start()
        role.join(PATIENCE)
    assert role.is_down
    assert role.beat().problem == "too many"
    assert role.beat().role == "index"


def test_a_chore_that_waits_for_its_backend_keeps_no_other_from_its_turn(
    tmp_path: Path, eventually: Callable[[Callable[[], Any]], Any]
) -> None:
    settings, due = Settings(data=tmp_path / "data"), event(1)
    with structlog.testing.capture_logs() as logs, open_backends(settings) as backends:
        store = Meddled(backends.objects, list=away)
        log = backends.log.subscribe("extract")
        with Roles(["ingest"], replace(backends, objects=store), settings, metrics(backends)) as roles:
            [ingest] = roles.roles
            eventually(lambda: ingest.problem == "it is away")
            with backends.catalogue.transaction() as tables:
                tables.work.delay("extract", due, now() - timedelta(seconds=1))
            assert [one.envelope.id for one in log.poll(PATIENCE, 1)] == [due.id]
            store.meddling.clear()
            eventually(lambda: ingest.problem is None)
        assert ingest.problem is None
    waits = [line["chore"] for line in logs if line["event"] == "chore_waits"]
    assert sorted(waits) == ["inbox", "orphans"], "said once each"
