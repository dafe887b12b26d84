"""Changes that get in each other's way, and schemas that do not fit: told as what they are, on real databases."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from gazette.adapters.sql.catalogue import SqlCatalogue
from gazette.errors import ConflictError, UnavailableError
from gazette.events import IssueStored, now, wrap
from gazette.ledger import Job, Ledger, Policy
from gazette.model import Step
from gazette.ports import Catalogue, Delivery, Tables, no_landmark
from tests.at_once import at_once
from tests.contract.adapters import PATIENCE, Place
from tests.contract.servers import ServerPlace, server_place, server_template
from tests.made_up import issue
from tests.service.bench import Stage, Told

STEP = Step(issue(1).id, now(), "extract", "stored", "done")


@pytest.fixture(scope="module")
def server_name(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return server_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def servers(server_name: Path, tmp_path: Path) -> Iterator[ServerPlace]:
    place = server_place(tmp_path, server_name)
    yield place
    place.close()


def run(catalogue: Catalogue, *statements: str) -> None:
    assert isinstance(catalogue, SqlCatalogue)
    with catalogue.writing() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


class Crossing(Stage):
    """Locks one key before and another one while applying; the first time it waits until somebody did the reverse."""

    def __init__(self, first: str, second: str, met: threading.Barrier) -> None:
        super().__init__()
        self.keys, self.met, self.tries = (first, second), met, 0

    def lock(self, tables: Tables, events: Any) -> None:  # noqa: ARG002
        self.tries += 1
        tables.relations.lock(self.keys[:1])
        if self.tries == 1:
            self.met.wait(PATIENCE)

    def apply(self, tables: Tables, event: IssueStored, result: str) -> Any:
        tables.relations.lock(self.keys[1:])
        return super().apply(tables, event, result)


@pytest.mark.servers
def test_work_that_runs_into_a_deadlock_takes_effect_once(servers: ServerPlace) -> None:
    met = threading.Barrier(2)
    stages = [Crossing("甲", "乙", met), Crossing("乙", "甲", met)]
    with servers.catalogue().transaction() as tables:
        for serial in (0, 1):
            tables.issues.add(issue(serial))

    def apply(serial: int) -> None:
        ledger = Ledger(stages[serial], servers.catalogue(), Told([]), Policy())
        event = IssueStored(issue(serial).id, 1, issue(serial).sha256)
        jobs = ledger.begin([Job(Delivery(0, serial, wrap(event)), event)])
        ledger.apply(jobs, [event.issue_id], 0.0, no_landmark)

    at_once(2, apply)
    assert sorted(stage.tries for stage in stages) == [1, 2]
    with servers.catalogue().reading() as tables:
        for serial in (0, 1):
            held = tables.issues.get(issue(serial).id)
            assert held is not None
            assert held.document_count == 1
            assert [step.status for step in tables.timeline.of(held.id)] == ["started", "done"]


@pytest.mark.servers
def test_a_deadlock_is_no_silence_of_the_catalogue(servers: ServerPlace) -> None:
    met = threading.Barrier(2)

    def cross(number: int) -> str:
        keys = ["甲", "乙"] if number else ["乙", "甲"]
        try:
            with servers.catalogue().transaction() as tables:
                tables.relations.lock(keys[:1])
                met.wait(PATIENCE)
                tables.relations.lock(keys[1:])
        except ConflictError as error:
            return str(error)
        return ""

    [nothing, told] = sorted(at_once(2, cross))
    assert nothing == ""
    assert "try again" in told
    assert "does not answer" not in told


@pytest.mark.servers
def test_a_serialization_failure_is_a_conflict(servers: ServerPlace) -> None:
    with pytest.raises(ConflictError, match="try again"):
        run(servers.catalogue(), "DO $$ BEGIN RAISE EXCEPTION 'odd' USING ERRCODE = '40001'; END $$")


@pytest.mark.servers
def test_a_lock_that_is_held_too_long_is_told_as_that(servers: ServerPlace) -> None:
    with servers.catalogue().transaction() as tables:
        tables.relations.lock(["甲"])
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(
                run,
                servers.catalogue(),
                "SET LOCAL lock_timeout = '50ms'",
                "INSERT INTO number_keys VALUES ('甲', 1) ON CONFLICT (key) DO UPDATE SET taken = 1",
            )
            with pytest.raises(UnavailableError, match="locked by another change"):
                waiting.result(PATIENCE)


@pytest.mark.servers
def test_conflicts_without_end_are_waited_for_and_cost_no_attempt(servers: ServerPlace) -> None:
    class Unlucky(Stage):
        tries = 0

        def lock(self, tables: Tables, events: Any) -> None:  # noqa: ARG002
            self.tries += 1
            raise ConflictError("in each other's way")

    with servers.catalogue().transaction() as tables:
        tables.issues.add(issue(1))
    stage, event = Unlucky(), IssueStored(issue(1).id, 1, issue(1).sha256)
    ledger = Ledger(stage, servers.catalogue(), Told([]), Policy())
    jobs = ledger.begin([Job(Delivery(0, 0, wrap(event)), event)])
    with pytest.raises(UnavailableError):
        ledger.apply(jobs, [event.issue_id], 0.0, no_landmark)
    assert stage.tries == 5
    ledger.release(jobs)
    assert [job.attempt for job in ledger.begin(jobs)] == [1]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (("DROP TABLE timeline", "DROP TABLE alembic_version"), "gazette init"),
        (("DROP TABLE timeline", "UPDATE alembic_version SET version_num = '9999'"), "newer than this version"),
        (("ALTER TABLE timeline RENAME COLUMN stage TO step", "DROP TABLE alembic_version"), "gazette init"),
    ],
)
def test_a_schema_that_does_not_fit_is_told_as_that(place: Place, spoil: tuple[str, ...], told: str) -> None:
    catalogue = place.catalogue()
    run(catalogue, *spoil)
    with pytest.raises(UnavailableError, match=told), catalogue.transaction() as tables:
        tables.timeline.add(STEP)
    with pytest.raises(UnavailableError, match=told), catalogue.reading() as tables:
        tables.timeline.of(issue(1).id)


@pytest.mark.servers
def test_a_connection_that_died_while_it_rested_is_made_anew(
    servers: ServerPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = servers.catalogue()
    catalogue.check()
    monkeypatch.setattr("gazette.adapters.sql.engine.IDLE_SECONDS", -1.0)
    run(
        servers.catalogue(),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    catalogue.check()


@pytest.mark.servers
def test_a_transaction_for_reading_sees_one_moment_and_cannot_write(servers: ServerPlace) -> None:
    catalogue = servers.catalogue()
    with catalogue.reading() as tables:
        assert tables.timeline.of(STEP.issue_id) == []
        with catalogue.transaction() as others:
            others.timeline.add(STEP)
        assert tables.timeline.of(STEP.issue_id) == []
    with catalogue.reading() as tables:
        assert len(tables.timeline.of(STEP.issue_id)) == 1
    with pytest.raises(sa.exc.InternalError, match="read-only"), catalogue.reading() as tables:
        tables.timeline.add(STEP)
