"""The operators' page over a data folder, without a socket: who asks, and from where, is the test's to say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from gazette.events import Envelope, IssueStored, now, wrap
from gazette.model import Issue, IssueStatus
from gazette.ports import Command, DeadLetter
from gazette.settings import Settings
from gazette.wiring import Backends, open_backends
from services.api.app import create_app
from services.api.backends import ApiLimits
from services.api.figures import Figures
from services.api.pages import open_site
from services.api.routes.status import status_router
from services.compose import operating
from services.pipeline import GROUPS
from services.situation import situation
from tests.made_up import issue

HTML = {"Accept": "text/html"}
ELSEWHERE = ("10.1.2.3", 5000)


@dataclass(frozen=True)
class Room:
    """The app, what stands behind it, and a client on this machine."""

    app: FastAPI
    backends: Backends
    figures: Figures
    client: TestClient

    def elsewhere(self) -> TestClient:
        """A client on another machine."""
        return TestClient(self.app, "http://localhost", client=ELSEWHERE, follow_redirects=False)

    def hold(self, serial: int, **fields: Any) -> Issue:
        """An issue as it is after its upload, or otherwise."""
        with self.backends.catalogue.transaction() as tables:
            tables.issues.add(issue(serial, **fields))
        return issue(serial, **fields)

    def failed(self, serial: int, **fields: Any) -> Issue:
        told = {"reason": "处理失败。 Gave up: boom", "reason_code": "gave_up", "retryable": True}
        return self.hold(serial, status=IssueStatus.FAILED, **told | fields)

    def bury(self, serial: int, cause: str = "OSError", group: str = "extract", **fields: Any) -> Envelope:
        """A dead letter of an issue's first event."""
        held = issue(serial)
        envelope = replace(wrap(IssueStored(held.id, 1, held.sha256)), **fields)
        with self.backends.catalogue.transaction() as tables:
            tables.work.bury(DeadLetter(group, envelope, cause, f"{cause}: boom", 5, now()))
        return envelope

    def letters(self) -> list[DeadLetter]:
        """Open ones, oldest first."""
        with self.backends.catalogue.reading() as tables:
            return sorted(tables.work.dead_letters(100), key=lambda one: one.id or 0)

    def commands(self) -> list[Command]:
        with self.backends.catalogue.reading() as tables:
            return sorted(tables.commands.recent(100), key=lambda one: one.id)

    def status(self, serial: int) -> IssueStatus:
        with self.backends.catalogue.reading() as tables:
            found = tables.issues.get(issue(serial).id)
        assert found is not None
        return found.status

    def page(self, path: str = "/operations", status: int = 200) -> str:
        reply = self.client.get(path, headers=HTML)
        assert reply.status_code == status, reply.text
        return str(reply.text)

    def act(self, name: str, **form: object) -> str:
        """Press a button; returns where it leads."""
        reply = self.client.post(f"/operations/{name}", data=form, headers=HTML)
        assert reply.status_code == 303, reply.text
        return str(reply.headers["location"])


@contextmanager
def room_on(
    folder: Path, *, look: Callable[[], Any] | None = None, limits: ApiLimits | None = None, **settings: Any
) -> Iterator[Room]:
    """Everything is looked at anew for each request; `look` takes the place of looking."""
    given = Settings(data=folder, **settings)
    with open_backends(given) as backends:
        operators = replace(operating(backends, given), look=look or partial(situation, backends, given))
        figures = Figures(operators.look, relays=False, seconds=0.01, kept=5)
        pages = open_site(1_000, operators)
        app = create_app(
            catalogue=backends.catalogue,
            objects=backends.objects,
            search=backends.search,
            log=backends.log,
            groups=GROUPS,
            limits=limits or ApiLimits(),
            routers=(status_router(operators, figures), *pages.routers),
            error_page=pages.error_page,
        )
        client = TestClient(app, "http://localhost", client=("127.0.0.1", 5000), follow_redirects=False)
        yield Room(app, backends, figures, client)
