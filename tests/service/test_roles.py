"""A role is a watched thread: it stumbles and goes on, or stays down and says why."""

import threading
from collections.abc import Callable

import pytest
import structlog

from gazette.errors import DeadLetterLimitError
from services.roles import Role
from tests.contract.adapters import PATIENCE


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
