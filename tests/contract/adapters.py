"""Where the adapters under contract keep their things. A server adapter is one more row of PLACES."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from gazette.adapters.embedded.files import FileObjectStore
from gazette.adapters.embedded.sqlite_log import SqliteLog, Timing
from gazette.adapters.embedded.tantivy_index import TantivyIndex
from gazette.adapters.embedded.wake import Wake
from gazette.adapters.sql.catalogue import SqlCatalogue
from gazette.adapters.sql.engine import sqlite_engine
from gazette.adapters.sql.migrate import migrate
from gazette.ports import Catalogue, EventLog, ObjectStore, SearchIndex
from tests.contract.servers import server_place, server_template

ROOT = Path(__file__).parents[2]
DATABASE = "gazette.db"
PATIENCE = 30.0
"""Seconds after which a test gives up waiting for something that should come at once."""


MakeIndex = Callable[[], SearchIndex]


class Place(Protocol):
    """An empty place of its own for each test. Every call opens it anew, as one more process would.

    `quiet` is how many seconds an event may take to be heard; one that has not come by then will not come.
    """

    quiet: float

    def objects(self) -> ObjectStore: ...

    def catalogue(self) -> Catalogue: ...

    def log(self, silence: float = PATIENCE) -> EventLog:
        """A log that replaces a member of a group after so many seconds of silence."""

    def search(self) -> SearchIndex: ...

    def pass_on(self) -> None:
        """See that the log has what the outbox holds."""

    def forget_schema(self) -> None:
        """Make the catalogue one that was never migrated."""

    def process(self, script: str) -> "subprocess.Popen[str]":
        """A process that runs a script which finds this place as `place`."""

    def close(self) -> None:
        """Let go of everything that was opened."""


class EmbeddedPlace:
    """A data folder."""

    quiet = 0.15

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened: list[SqlCatalogue] = []

    def objects(self) -> FileObjectStore:
        return FileObjectStore(self.folder / "objects")

    def catalogue(self) -> SqlCatalogue:
        return self._catalogue(Wake())

    def log(self, silence: float = PATIENCE) -> SqliteLog:
        wake = Wake()
        return SqliteLog(self._catalogue(wake), wake, Timing(look=0.02, keep=min(0.05, silence / 5), lease=silence))

    def search(self) -> TantivyIndex:
        return TantivyIndex(self.folder / "index")

    def pass_on(self) -> None:
        """The log reads the outbox itself."""

    def forget_schema(self) -> None:
        with self._catalogue(Wake()).engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE alembic_version")

    def process(self, script: str) -> "subprocess.Popen[str]":
        opening = f"from pathlib import Path\nfrom {__name__} import {type(self).__name__}\n"
        opening += f"place = {type(self).__name__}(Path({str(self.folder)!r}))\n"
        command = [sys.executable, "-c", opening + script]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def close(self) -> None:
        for catalogue in self.opened:
            catalogue.close()

    def _catalogue(self, wake: Wake) -> SqlCatalogue:
        catalogue = SqlCatalogue(sqlite_engine(self.folder / DATABASE), wake.ring)
        self.opened.append(catalogue)
        return catalogue


def embedded_template(folder: Path) -> Path:
    """A migrated, empty catalogue to copy for each test."""
    engine = sqlite_engine(folder / DATABASE)
    migrate(engine)
    engine.dispose()
    return folder / DATABASE


def embedded_place(folder: Path, template: Path) -> EmbeddedPlace:
    """A new data folder with an empty catalogue."""
    shutil.copy(template, folder / DATABASE)
    return EmbeddedPlace(folder)


PLACES: Mapping[str, tuple[Callable[[Path], Path], Callable[[Path, Path], Place]]] = {
    "embedded": (embedded_template, embedded_place),
    "servers": (server_template, server_place),
}
"""Adapter → what is made once for all tests, and how a test's own place is made from it."""
