"""A long run on servers of its own: uploads and searches all the time, a reindex, a backup, two servers stopped.

`python -m benchmarks.soak 30` runs for so many minutes. In the end nothing may be lost, nothing done twice, the index
must say what the catalogue says, and no role may have grown.
"""

import itertools
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec

from benchmarks.corpus import issues, lone_documents
from benchmarks.servers import family, resident
from benchmarks.table import Row, quantile, show
from gazette.events import NAMES, DocumentsChanged
from services.pipeline import GROUPS
from tests.at_once import again_and_again
from tests.flow.product import Product
from tests.system.own_servers import OwnServers, own_servers

MINUTES = 30.0
PAUSE = 30.0
BETWEEN = 0.5
PATIENCE = 600.0
ISSUES, LONE = 4_000, 40_000
ROLES = ("ingest", "extract", "extract", "classify", "index", "api")
UNDER_WAY = ("received", "extracting", "classifying", "indexing")
QUERIES = ("通知", "水利工程", "管理 -安全", "任职", "标题:通知 年份:2020..2022", '"贯彻执行"')
EVENTS = ((0.15, "stop kafka"), (0.35, "reindex"), (0.5, "backup"), (0.65, "stop opensearch"), (0.8, "reindex"))
"""What happens when, as shares of the run."""


@dataclass(slots=True)
class Tally:
    """What was answered."""

    accepted: list[str] = field(default_factory=list)
    refused: int = 0
    unanswered: int = 0
    searches: list[float] = field(default_factory=list)
    searches_refused: int = 0
    resident: dict[str, list[float]] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)


class Soak:
    """One run."""

    def __init__(self, own: OwnServers, folder: Path, seconds: float) -> None:
        self.own, self.folder, self.seconds = own, folder, seconds
        self.settings: Mapping[str, str] = dict(own.urls())
        self.tally, self.over = Tally(), threading.Event()
        self.product = Product(folder / "data", self.settings)
        shorts, longs = lone_documents(LONE), issues(ISSUES)
        self.files = (next(longs) if number % 10 == 0 else next(shorts) for number in itertools.count())

    def run(self) -> list[Row]:
        """Start everything, let it run, wait until all has been done, count."""
        self.command("init")
        with self.processes():
            with (
                again_and_again(self.upload, BETWEEN),
                again_and_again(self.search, BETWEEN),
                again_and_again(self.weigh, BETWEEN),
            ):
                self.things_happen()
            self.settle()
            return list(self.rows())

    def things_happen(self) -> None:
        """All events, each in its time; what is sent again until it is accepted is not sent again after them."""
        began = time.monotonic()
        try:
            for share, event in (*EVENTS, (1.0, "")):
                time.sleep(max(0.0, began + share * self.seconds - time.monotonic()))
                if event:
                    self.happen(event)
        finally:
            self.over.set()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if not sum(self.count(status) for status in UNDER_WAY) and not self.compared()["waiting"]:
                return
            time.sleep(2)

    def compared(self) -> Mapping[str, Any]:
        """What `gazette reconcile` says."""
        found: Mapping[str, Any] = msgspec.json.decode(self.command("reconcile", "--json", check=False))
        return found

    def count(self, status: str) -> int:
        """How many issues have a status."""
        total: int = self.product.get("/issues", status=status, limit=1)["total"]
        return total

    def rows(self) -> Iterator[Row]:
        """What came of it."""
        tally, accepted = self.tally, sorted(set(self.tally.accepted))
        states = Counter(self.product.get(f"/issues/{one}")["status"] for one in accepted)
        done = [self.stages_done(one) for one in accepted]
        found = self.compared()
        yield Row("what happened", "; ".join(tally.events))
        yield Row(
            "uploads accepted, refused and sent again, unanswered",
            f"{len(accepted)}, {tally.refused}, {tally.unanswered}",
        )
        yield Row(
            "searches answered, refused (also while the index is away), p50, p95",
            f"{len(tally.searches)}, {tally.searches_refused}, {_ms(tally.searches, 0.5)}, {_ms(tally.searches, 0.95)}",
        )
        yield Row("lost", str(len(accepted) - states["ready"]), "0")
        yield Row("a stage done twice", str(sum(max(one.values(), default=0) > 1 for one in done)), "0")
        yield Row("dead letters", str(len(msgspec.json.decode(self.command("dead", "list", "--json"))["letters"])), "0")
        yield Row("drift (reconcile)", str(found["left"]), "0")
        for role, sizes in tally.resident.items():
            half = len(sizes) // 2
            yield Row(
                f"{role}: MB at the start, in the middle, at the end",
                " → ".join(f"{sizes[k]:.0f}" for k in (0, half, -1)),
                "flat",
            )

    def stages_done(self, issue: str) -> Counter[str]:
        """How often each stage says that it was done with the issue itself."""
        steps = self.product.get(f"/issues/{issue}/timeline")["items"]
        done = (step for step in steps if step["status"] == "done" and step["event"] != NAMES[DocumentsChanged])
        return Counter(step["stage"] for step in done if step["stage"] in GROUPS)

    def happen(self, event: str) -> None:
        """One of EVENTS."""
        began = time.monotonic()
        verb, _, name = event.partition(" ")
        if verb == "stop":
            self.own.stop(name)
            time.sleep(PAUSE)
            self.own.start(name)
        elif verb == "backup":
            self.command("backup", str(self.folder / "backup"))
        else:
            self.command(verb)
        self.tally.events.append(f"{event} {time.monotonic() - began:.0f} s")
        print(self.tally.events[-1], f"({len(self.tally.accepted)} accepted)", flush=True)

    def command(self, *words: str, check: bool = True) -> str:
        """A command of the product; its output. CalledProcessError where it fails and that is not looked for."""
        environment = os.environ | {"GAZETTE_DATA": str(self.product.folder)} | dict(self.settings)
        command = [sys.executable, "-m", "services", *words]
        return subprocess.run(command, env=environment, check=check, stdout=subprocess.PIPE, text=True).stdout

    @contextmanager
    def processes(self) -> Iterator[None]:
        """Every role as a process; counts are taken before they end."""
        try:
            for role in ROLES:
                self.product.start("run", role)
            self.product.wait_for_gateway()
            yield
        finally:
            self.product.stop()

    def upload(self) -> None:
        """One file; what is refused is sent again, as a client would."""
        name, content = next(self.files)
        while not self.over.is_set():
            try:
                answer = self.product.upload(name, content)
            except httpx.TransportError:
                self.tally.unanswered += 1
                continue
            if answer.status_code in (200, 202):
                self.tally.accepted.append(answer.json()["id"])
                return
            self.tally.refused += 1
            self.over.wait(2)

    def search(self) -> None:
        """One query; refusals while the search engine is away are counted."""
        began = time.monotonic()
        query = QUERIES[len(self.tally.searches) % len(QUERIES)]
        answer = self.product.http.get("/api/v1/search", params={"q": query})
        if answer.status_code == 200:
            self.tally.searches.append(time.monotonic() - began)
        else:
            self.tally.searches_refused += 1

    def weigh(self) -> None:
        """Memory of each role, every ten seconds or so."""
        for number, (role, process) in enumerate(zip(ROLES, self.product.processes, strict=True), 1):
            size = sum(map(resident, family(process.pid)))
            self.tally.resident.setdefault(f"{role} ({number})", []).append(size)
        self.over.wait(10)


def _ms(seconds: list[float], share: float) -> str:
    return f"{1000 * quantile(seconds, share):.0f} ms" if seconds else "none"


def measure(minutes: float = MINUTES) -> list[Row]:
    """A run of so many minutes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with own_servers(folder / "servers") as own:
            return Soak(own, folder, 60 * minutes).run()


if __name__ == "__main__":
    show("soak", measure(*map(float, sys.argv[1:])))
