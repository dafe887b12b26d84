"""Partitions of Kafka that go from member to member while their events are worked on."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import structlog

from gazette.events import IssueStored, wrap
from gazette.ledger import Policy
from gazette.model import IssueStatus
from gazette.worker import Worker
from tests.contract.adapters import PATIENCE
from tests.contract.servers import ServerPlace, server_place, server_template
from tests.made_up import issue
from tests.service.bench import GROUP, Stage, Told

MEMBERS = 4
SERIALS = range(24)
POLICY = Policy(attempts=2, keep_seconds=0.05, retry_seconds=0.001)

pytestmark = pytest.mark.servers


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[ServerPlace]:
    place = server_place(tmp_path, server_template(tmp_path))
    with structlog.testing.capture_logs():
        yield place
    place.close()


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def store(servers: ServerPlace) -> None:
    with servers.catalogue().transaction() as tables:
        for serial in SERIALS:
            tables.issues.add(issue(serial))
            tables.work.emit([wrap(IssueStored(issue(serial).id, 1, issue(serial).sha256))])
    servers.pass_on()


def all_ended(servers: ServerPlace) -> bool:
    with servers.catalogue().reading() as tables:
        counts = tables.issues.counts()
    return counts[IssueStatus.CLASSIFYING] + counts[IssueStatus.FAILED] == len(SERIALS)


def test_an_event_that_goes_from_member_to_member_is_not_given_up(servers: ServerPlace) -> None:
    """Each member begins what it is given and is still at it when a newcomer is given a part of that."""
    store(servers)
    go, stop = threading.Event(), threading.Event()

    def work(_event: IssueStored, _call: int) -> None:
        go.wait(PATIENCE)

    stages = [Stage(work, batch=64) for _ in range(MEMBERS)]
    catalogue = servers.catalogue()
    with ThreadPoolExecutor(MEMBERS) as pool:
        for stage in stages:
            log = servers.log()
            pool.submit(Worker(stage, catalogue, log.subscribe(GROUP), Told([]), policy=POLICY).run, stop)
            until(lambda stage=stage: stage.worked)  # type: ignore[misc]
        go.set()
        until(lambda: all_ended(servers))
        stop.set()
    with catalogue.reading() as tables:
        assert not tables.work.dead_letters(99)
        for serial in SERIALS:
            held = tables.issues.get(issue(serial).id)
            assert held is not None
            assert (held.status, held.document_count) == (IssueStatus.CLASSIFYING, 1)
            starts = [step for step in tables.timeline.of(held.id) if step.status == "started"]
            assert max(step.attempt for step in starts) <= POLICY.attempts
