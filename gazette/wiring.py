"""From settings to the four adapters. The only place that knows both."""

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gazette.adapters.embedded.files import FileObjectStore
from gazette.adapters.embedded.sqlite_log import SqliteLog
from gazette.adapters.embedded.tantivy_index import TantivyIndex
from gazette.adapters.embedded.versions import versions
from gazette.adapters.embedded.wake import Wake
from gazette.adapters.sql.catalogue import SqlCatalogue
from gazette.adapters.sql.engine import sqlite_engine, translated
from gazette.adapters.sql.migrate import migrate
from gazette.errors import SettingsError
from gazette.ports import Catalogue, EventLog, Landmark, ObjectStore, SearchIndex, no_landmark
from gazette.settings import Settings

__all__ = ["Backends", "failpoint", "is_prepared", "open_backends", "prepare", "spool", "versions"]


@dataclass(frozen=True, slots=True)
class Backends:
    """The four ports, open."""

    objects: ObjectStore
    catalogue: Catalogue
    log: EventLog
    search: SearchIndex

    def close(self) -> None:
        """Let go of everything."""
        for port in (self.search, self.log, self.catalogue):
            port.close()


def failpoint(name: str) -> Landmark:
    """A landmark that ends the process as `kill -9` would at the point with this name; tests only."""
    if not name:
        return no_landmark

    def landmark(passed: str) -> None:
        if passed == name:
            os.kill(os.getpid(), signal.SIGKILL)

    return landmark


@contextmanager
def open_backends(settings: Settings) -> Iterator[Backends]:
    """Open the embedded adapters on the data folder, which is made ready first."""
    prepare(settings)
    backends = _embedded(settings)
    try:
        yield backends
    finally:
        backends.close()


def prepare(settings: Settings) -> None:
    """Make folders, schema and index. Safe from several processes at once; SettingsError where it cannot be done."""
    with _data_lock(settings.data):
        engine = sqlite_engine(_database(settings))
        try:
            with translated():
                migrate(engine)
        finally:
            engine.dispose()


def is_prepared(settings: Settings) -> bool:
    """Whether the data folder holds a catalogue already."""
    return _database(settings).exists()


def spool(settings: Settings) -> Path:
    """The folder that uploads are written to while they come in."""
    return settings.data / "spool"


def _embedded(settings: Settings) -> Backends:
    wake = Wake()
    landmark = failpoint(settings.failpoint)
    catalogue = SqlCatalogue(sqlite_engine(_database(settings)), wake.ring)
    return Backends(
        objects=FileObjectStore(settings.data / "objects"),
        catalogue=catalogue,
        log=SqliteLog(catalogue, wake),
        search=TantivyIndex(settings.data / "index", landmark=landmark),
    )


def _database(settings: Settings) -> Path:
    return settings.data / "gazette.db"


@contextmanager
def _data_lock(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "lock").open("w")
    except OSError as error:
        message = f"the data folder {folder} cannot be used ({error}); name another one with GAZETTE_DATA"
        raise SettingsError(message) from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
