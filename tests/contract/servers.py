"""The four real servers as a place: `make servers` starts them. Each test has names of its own on them."""

import importlib.util
import os
import shlex
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from gazette.ports import Catalogue, EventLog, ObjectStore, SearchIndex
from services.ingest.relay import relay

ROOT = Path(__file__).parents[2]
STATE = Path(os.environ.get("XDG_STATE_HOME") or Path("~/.local/state").expanduser())
FOLDER = Path(os.environ.get("GAZETTE_SERVERS_DIR") or STATE / "gazette" / "servers")
VARIABLES = ("GAZETTE_OBJECT_STORE", "GAZETTE_CATALOGUE", "GAZETTE_EVENT_LOG", "GAZETTE_SEARCH")
CLIENTS = ("crc32c", "kafka", "minio", "opensearchpy", "psycopg")
HOW = "the servers do not run; `make servers` starts them"


@cache
def urls() -> dict[str, str]:
    """Setting → URL of the running servers, as `make servers` wrote them; skips the test where there are none."""
    missing = [name for name in CLIENTS if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"the clients of the servers are not installed ({', '.join(missing)}); pip install -e '.[servers]'")
    try:
        lines = (FOLDER / "env").read_text().splitlines()
    except OSError:
        pytest.skip(HOW)
    found = dict(line.removeprefix("export ").split("=", 1) for line in lines if line.startswith("export "))
    named = {name: shlex.split(found[name])[0] for name in VARIABLES}
    if not all(map(_answers, named.values())):
        pytest.skip(HOW)
    return named


def _answers(url: str) -> bool:
    where = urlsplit(url)
    try:
        socket.create_connection((where.hostname or "", where.port or 0), 2).close()
    except OSError:
        return False
    return True


def renamed(url: str, name: str) -> str:
    """The same server, another bucket, database, topic or index."""
    return urlunsplit(urlsplit(url)._replace(path="/" + name))


class ServerPlace:
    """A database, bucket, topic and index of its own. Every call opens it anew, as one more process would."""

    quiet = 0.9

    def __init__(self, name: str, template: str) -> None:
        self.name, self.template = name, template
        self.closing: list[Callable[[], object]] = []
        self.made: set[str] = set()
        self.making = threading.Lock()

    def objects(self) -> ObjectStore:
        from gazette.adapters.servers.s3_objects import S3ObjectStore  # noqa: PLC0415

        store = S3ObjectStore(renamed(urls()["GAZETTE_OBJECT_STORE"], self.name))
        self._once("objects", store.initialise, lambda: _empty_bucket(store))
        return store

    def catalogue(self) -> Catalogue:
        from tests.contract.postgres import create_database, drop_database, open_catalogue  # noqa: PLC0415

        url = urls()["GAZETTE_CATALOGUE"]
        self._once(
            "catalogue", lambda: create_database(url, self.name, self.template), lambda: drop_database(url, self.name)
        )
        catalogue = open_catalogue(renamed(url, self.name))
        self.closing.insert(0, catalogue.close)
        return catalogue

    def log(self, silence: float = 30.0) -> EventLog:
        from gazette.adapters.servers.kafka_log import KafkaEventLog, Timing  # noqa: PLC0415

        log = KafkaEventLog(
            renamed(urls()["GAZETTE_EVENT_LOG"], self.name), Timing(silence=silence, session=6, heartbeat=0.2)
        )
        self._once("log", log.initialise, log.remove)
        self.closing.insert(0, log.close)
        return log

    def search(self) -> SearchIndex:
        from gazette.adapters.servers.opensearch_index import OpenSearchIndex  # noqa: PLC0415

        index = OpenSearchIndex(renamed(urls()["GAZETTE_SEARCH"], self.name))
        self._once("search", index.initialise, index.remove)
        return index

    def pass_on(self) -> None:
        while relay(self.catalogue(), self.log()):
            pass

    def forget_schema(self) -> None:
        from tests.contract.postgres import run  # noqa: PLC0415

        run(renamed(urls()["GAZETTE_CATALOGUE"], self.name), "DROP TABLE alembic_version")

    def process(self, script: str) -> "subprocess.Popen[str]":
        self.catalogue()
        opening = f"from {__name__} import ServerPlace\nplace = ServerPlace({self.name!r}, {self.template!r})\n"
        opening += f"place.made = {self.made!r}\n"
        return subprocess.Popen(
            [sys.executable, "-c", opening + script],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def close(self) -> None:
        for close in self.closing:
            close()

    def _once(self, what: str, make: Callable[[], object], remove: Callable[[], object]) -> None:
        with self.making:
            if what not in self.made:
                make()
                self.made.add(what)
                self.closing.append(remove)


def server_template(folder: Path) -> Path:  # noqa: ARG001
    """The name of a migrated, empty database to copy for each test."""
    from tests.contract.postgres import migrated_template  # noqa: PLC0415

    return Path(migrated_template(urls()["GAZETTE_CATALOGUE"]))


def server_place(folder: Path, template: Path) -> ServerPlace:  # noqa: ARG001
    """New names on the servers."""
    return ServerPlace(f"test{uuid.uuid4().hex[:12]}", template.name)


def _empty_bucket(store: ObjectStore) -> None:
    for held in store.list():
        store.delete(held.key)
    store.remove()  # type: ignore[attr-defined]
