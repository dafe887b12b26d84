"""Each server really stopped for a while, with uploads going on: roles wait, nothing is lost, all ends ready."""

import itertools
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.pipeline import GROUPS, ROLES
from tests.at_once import again_and_again
from tests.contract import servers as running_servers
from tests.flow.issues import small
from tests.flow.product import Product
from tests.system.own_servers import OwnServers, own_servers

pytestmark = pytest.mark.servers

PAUSE = 30.0
"""Seconds that a server is away."""
BETWEEN_UPLOADS = 1.0
BUSY = 0.5
"""The part of the pause that a waiting process may spend computing, in which a loop without a pause spends all."""
LINES_A_SECOND = 10
IN_FLIGHT = 3
TOPIC = "gazette.events"
CLOCK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Absence:
    """A server, and what its absence looks like: which check fails with which words, which roles must say so, at
    which stage work stands still, and whether uploads are taken in nevertheless.
    """

    server: str
    check: str
    words: str
    roles: frozenset[str]
    stuck: str | None
    takes_uploads: bool


ABSENCES = (
    Absence("kafka", "log", "Kafka", frozenset({"relay", "extract", "classify", "index"}), None, True),
    Absence("opensearch", "search", "search index", frozenset({"index"}), "index", True),
    Absence("minio", "objects", "object store", frozenset({"ingest", "extract"}), "extract", False),
    Absence("postgres", "catalogue", "catalogue", frozenset(), "extract", False),
)


@dataclass(slots=True)
class Uploads:
    """Uploads one after the other, and what was answered to each."""

    product: Product
    serials: "itertools.count[int]"
    answers: list[httpx.Response] = field(default_factory=list)

    def one(self) -> str:
        """An upload that must be accepted; its issue id."""
        answer = self._send()
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def going_on(self) -> AbstractContextManager[None]:
        return again_and_again(self._send, BETWEEN_UPLOADS)

    def accepted(self) -> set[str]:
        return {answer.json()["id"] for answer in self.answers if answer.status_code == 202}

    def _send(self) -> httpx.Response:
        number = next(self.serials)
        self.answers.append(self.product.upload(f"{number}.txt", small(number)))
        return self.answers[-1]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServers]:
    running_servers.urls()  # skips where nobody provisioned servers on this machine
    with own_servers(tmp_path_factory.mktemp("own") / "servers") as servers:
        yield servers


@pytest.fixture(scope="module")
def product(own: OwnServers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Each role in a process of its own."""
    settings = dict(own.urls())
    subprocess.run([sys.executable, "-m", "services", "init"], env=os.environ | settings, check=True, timeout=120)
    product = Product(tmp_path_factory.mktemp("product") / "data", settings)
    try:
        for role in ROLES:
            product.start("run", role)
        product.wait_for_gateway()
        product.wait(lambda: well(product))
        yield product
    finally:
        product.stop()
        product.http.close()


@pytest.fixture(scope="module")
def uploads(product: Product) -> Uploads:
    return Uploads(product, itertools.count(1))


@pytest.mark.parametrize("absence", ABSENCES, ids=lambda absence: absence.server)
def test_a_server_is_away_while_uploads_go_on(
    own: OwnServers, product: Product, uploads: Uploads, absence: Absence
) -> None:
    uploads.answers.clear()
    began = product.logs.stat().st_size
    in_flight = without_extract(product, uploads, lambda: own.stop(absence.server))
    try:
        with uploads.going_on(), waiting_calmly(product):
            say_who_is_away(product, absence)
            stand_still(product, absence, in_flight)
    finally:
        own.start(absence.server)

    check_answers(uploads, absence)
    product.wait(lambda: well(product))
    uploads.one()
    for issue in uploads.accepted():
        assert product.ended(issue)["status"] == "ready"
    check_everything_done_once(product)
    assert all(process.poll() is None for process in product.processes)
    assert "Traceback" not in product.logs.read_bytes()[began:].decode()


def well(product: Product) -> bool:
    """Every backend answers, every role is there and has no problem."""
    answer = product.http.get("/readyz")
    roles = {role["role"]: role["problem"] for role in answer.json()["roles"]}
    return answer.status_code == 200 and set(ROLES) <= set(roles) and not any(roles.values())


def without_extract(product: Product, uploads: Uploads, stop: Callable[[], None]) -> list[str]:
    """Stop a server while these issues, which it returns, are on their way to a role that stands still meanwhile."""
    extract = product.processes[ROLES.index("extract")]
    extract.send_signal(signal.SIGSTOP)
    try:
        issues = [uploads.one() for _ in range(IN_FLIGHT)]
        product.wait(lambda: waiting(product, "extract") >= IN_FLIGHT)
        stop()
    finally:
        extract.send_signal(signal.SIGCONT)
    return issues


@contextmanager
def waiting_calmly(product: Product) -> Iterator[None]:
    """For all of the pause no process dies, computes without end or fills the log."""
    began, computed, logged = time.monotonic(), computing(product), len(lines(product.logs))
    yield
    time.sleep(max(0.0, PAUSE - (time.monotonic() - began)))
    away = time.monotonic() - began
    assert all(process.poll() is None for process in product.processes)
    spent = [after - before for before, after in zip(computed, computing(product), strict=True)]
    assert max(spent) < BUSY * away, dict(zip(ROLES, spent, strict=True))
    assert len(lines(product.logs)) - logged < LINES_A_SECOND * away


def say_who_is_away(product: Product, absence: Absence) -> None:
    product.wait(lambda: product.http.get("/readyz").status_code == 503)
    product.wait(lambda: absence.roles <= troubled(product))
    checks = {check["name"]: check for check in product.http.get("/readyz").json()["checks"]}
    assert absence.words in checks[absence.check]["message"]
    assert [name for name, check in checks.items() if not check["ok"]] == [absence.check]
    found = product.http.get("/api/v1/search", params={"q": "防汛"})
    assert found.status_code == (503 if absence.check == "search" else 200), found.text
    assert ("retry-after" in found.headers) == (found.status_code == 503)


def troubled(product: Product) -> set[str]:
    return {role["role"] for role in product.http.get("/readyz").json()["roles"] if role["problem"]}


def stand_still(product: Product, absence: Absence, in_flight: list[str]) -> None:
    """What cannot be done is not committed."""
    if absence.stuck == "index":
        product.wait(lambda: all(product.get(f"/issues/{issue}")["status"] == "indexing" for issue in in_flight))
    if absence.stuck:
        time.sleep(PAUSE / 2)
        assert waiting(product, absence.stuck) >= IN_FLIGHT


def check_answers(uploads: Uploads, absence: Absence) -> None:
    refused = [answer for answer in uploads.answers if answer.status_code != 202]
    assert {answer.status_code for answer in refused} == (set() if absence.takes_uploads else {503})
    assert all(int(answer.headers["retry-after"]) > 0 for answer in refused)
    assert len(uploads.answers) > IN_FLIGHT + 1


def check_everything_done_once(product: Product) -> None:
    """Also what was refused and yet held: the catalogue may go away between its commit and the answer."""
    issues = list(held(product))
    for issue in issues:
        assert product.ended(issue["id"])["status"] == "ready"
        steps = product.get(f"/issues/{issue['id']}/timeline")["items"]
        done = Counter(step["stage"] for step in steps if step["status"] == "done")
        assert {group: done[group] for group in GROUPS} == dict.fromkeys(GROUPS, 1), steps
        assert not [step for step in steps if step["status"] in ("dead", "rejected")]
    assert product.get("/documents")["total"] == product.get("/search")["total"] == 3 * len(issues)
    assert dead_letters(product) == []


def held(product: Product) -> Iterator[dict[str, Any]]:
    place: dict[str, str] = {}
    while place.get("cursor") != "":
        page = product.get("/issues", limit=100, **place)
        yield from page["items"]
        place = {"cursor": page["next"] or ""}


def dead_letters(product: Product) -> list[Any]:
    from tests.contract.postgres import open_catalogue  # noqa: PLC0415

    catalogue = open_catalogue(product.settings["GAZETTE_CATALOGUE"])
    try:
        with catalogue.reading() as tables:
            return list(tables.work.dead_letters(10))
    finally:
        catalogue.close()


def waiting(product: Product, group: str) -> int:
    """How many events a group has not committed."""
    from gazette.adapters.servers.kafka_log import KafkaEventLog  # noqa: PLC0415

    return sum(part.waiting for part in KafkaEventLog(product.settings["GAZETTE_EVENT_LOG"]).lag(group))


def computing(product: Product) -> list[float]:
    """Seconds of processor time that each process has had."""
    stats = (Path(f"/proc/{process.pid}/stat").read_text() for process in product.processes)
    return [sum(map(int, stat.rpartition(")")[2].split()[11:13])) / CLOCK for stat in stats]


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()
