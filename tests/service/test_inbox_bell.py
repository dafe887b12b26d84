"""A bell that rings has the inbox looked through at once, however seldom the listing is due."""

import io
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog

from gazette.errors import SettingsError
from gazette.ports import INBOX
from gazette.settings import Settings
from gazette.wiring import Backends, open_backends
from services.compose import metrics
from services.ingest import inbox
from services.roles import Roles
from tests.service.inbox_desk import Meddled, away

Eventually = Callable[[Callable[[], Any]], Any]
SELDOM = 36_000


class HandBell:
    """Rung by the test."""

    def __init__(self) -> None:
        self.rung = threading.Event()

    def wait(self, seconds: float) -> bool:
        rang = self.rung.wait(min(seconds, 0.05))
        self.rung.clear()
        return rang

    def close(self) -> None:
        pass


def put(backends: Backends, count: int) -> None:
    for number in range(count):
        backends.objects.put(f"{INBOX}{number}.txt", io.BytesIO(f"第{number}期".encode()))


def lying(backends: Backends) -> list[str]:
    return [held.key for held in backends.objects.list(INBOX)]


def wanted(tmp_path: Path, every: float = SELDOM) -> Settings:
    return Settings(data=tmp_path / "data", inbox_seconds=every, inbox_settle_seconds=0.2)


def test_all_that_came_is_taken_when_it_rings(
    tmp_path: Path, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "BATCH", 2)
    settings, bell = wanted(tmp_path), HandBell()
    with open_backends(settings) as backends:
        held = replace(backends, inbox_bell=bell)
        with Roles(["ingest"], held, settings, metrics(held)) as roles:
            assert [role.name for role in roles.roles] == ["ingest", "inbox"]
            put(held, 5)
            bell.rung.set()
            eventually(lambda: lying(held) == [])


def test_what_failed_is_tried_again_without_another_ring(tmp_path: Path, eventually: Eventually) -> None:
    settings, bell = wanted(tmp_path), HandBell()
    with structlog.testing.capture_logs(), open_backends(settings) as backends:
        store = Meddled(backends.objects, list=away)
        held = replace(backends, objects=store, inbox_bell=bell)
        put(backends, 1)
        with Roles(["ingest"], held, settings, metrics(held)) as roles:
            [_, role] = roles.roles
            bell.rung.set()
            eventually(lambda: role.problem == "it is away")
            store.meddling.clear()
            eventually(lambda: lying(backends) == [] and role.problem is None)


@pytest.mark.parametrize(("names", "every"), [(["ingest"], 0), (["extract"], SELDOM)])
def test_nobody_listens_where_the_inbox_is_left_alone(tmp_path: Path, names: list[str], every: float) -> None:
    settings = wanted(tmp_path, every)
    with open_backends(settings) as backends:
        held = replace(backends, inbox_bell=HandBell())
        roles = Roles(names, held, settings, metrics(held))
    assert [role.name for role in roles.roles] == names


def test_hints_without_a_broker_are_refused_at_start(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", inbox_topic="hints")
    with pytest.raises(SettingsError, match=r"GAZETTE_INBOX_TOPIC .* GAZETTE_EVENT_LOG"), open_backends(settings):
        pass
