"""A parse that takes longer than the time after which a silent member is replaced: it stays, and does it once."""

import hashlib
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import structlog

from gazette.events import Envelope
from gazette.ports.figures import Ended
from gazette.worker import Worker
from services.extract.handler import Extract
from services.extract.limits import Limits
from services.extract.runner import ParserProcess
from services.ingest.receive import Upload, receive
from tests.contract.adapters import PATIENCE, PLACES, EmbeddedPlace, Place
from tests.contract.servers import ServerPlace, renamed, urls
from tests.flow.backdoor import sharers_on_kafka, sharers_on_sqlite
from tests.flow.issues import small

SILENCE = 1.5
SECONDS = 5.0
GROUP = "extract"
SLOW = f"""
import sys, time
from services.extract import child
from services.extract.parse import parse

def slowly(data, name, report, limits, desk):
    time.sleep({SECONDS})
    return parse(data, name, report, limits)

child.end_with_parent()
child.serve(sys.stdin.buffer, child.claim_stdout(), slowly, False)
"""


class Heard:
    """What became of the events, in order of their ends."""

    def __init__(self) -> None:
        self.outcomes: list[str] = []

    def took(self, group: str, envelopes: Sequence[Envelope]) -> None:
        """gazette.ledger.Observer."""

    def ended(self, one: Ended) -> None:
        self.outcomes.append(one.outcome)


@pytest.fixture
def place(size: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    make_template, make_place = PLACES[size]
    with closing(make_place(tmp_path, make_template(tmp_path_factory.mktemp("template")))) as made:
        yield made


def test_long_work_is_done_once_and_by_one(place: Place, tmp_path: Path) -> None:
    heard, log, catalogue = Heard(), place.log(), place.catalogue()
    with structlog.testing.capture_logs() as logs, working(place, heard), working(place, heard):
        wait(lambda: sharers(place) == 2)
        issue = stored(place, tmp_path)
        wait(lambda: not sum(lag.waiting for lag in log.lag(GROUP)))
    with catalogue.reading() as tables:
        steps = [(step.status, step.attempt) for step in tables.timeline.of(issue) if step.stage == GROUP]
        held = tables.documents.of_issue(issue)
    assert [step for step in steps if step[0] != "progress"] == [("started", 1), ("done", 1)]
    assert (heard.outcomes, len(held)) == (["done"], 3)
    assert "commit_dropped" not in [line["event"] for line in logs]
    assert "waiting" not in [line["event"] for line in logs]


def stored(place: Place, folder: Path) -> str:
    """An issue whose event the log has."""
    path = folder / "upload"
    path.write_bytes(small())
    sha256 = hashlib.sha256(small()).hexdigest()
    found = receive(
        path, sha256, len(small()), Upload("slow.txt"), catalogue=place.catalogue(), objects=place.objects()
    )
    place.pass_on()
    return found.issue.id


@contextmanager
def working(place: Place, heard: Heard) -> Iterator[None]:
    """A worker with a slow parser, which leaves in good order."""
    catalogue = place.catalogue()
    parser = ParserProcess(Limits(), command=(sys.executable, "-c", SLOW))
    worker = Worker(Extract(place.objects(), catalogue, parser), catalogue, place.log(SILENCE).subscribe(GROUP), heard)
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=[stop])
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)


def sharers(place: Place) -> int:
    """How many members hold partitions: who joins later takes work over, which is not what is tested here."""
    if isinstance(place, ServerPlace):
        return sharers_on_kafka(renamed(urls()["GAZETTE_EVENT_LOG"], place.name), GROUP)
    assert isinstance(place, EmbeddedPlace)
    return sharers_on_sqlite(place.folder, GROUP)


def wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
