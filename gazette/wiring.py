"""From settings to the adapters. The only place that knows both; clients of servers are imported when one is named."""

import fcntl
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from pydantic import SecretStr

from gazette.adapters.embedded.files import FileObjectStore
from gazette.adapters.embedded.sqlite_log import SqliteLog
from gazette.adapters.embedded.tantivy_index import TantivyIndex
from gazette.adapters.embedded.versions import versions
from gazette.adapters.embedded.wake import Wake
from gazette.adapters.sql.archive import SqlArchive
from gazette.adapters.sql.catalogue import SqlCatalogue
from gazette.adapters.sql.engine import postgres_engine, sqlite_engine, translated
from gazette.adapters.sql.migrate import migrate
from gazette.errors import SettingsError, UnavailableError
from gazette.ports import Archive, Bell, Catalogue, EventLog, Landmark, ObjectStore, SearchIndex, Stack, no_landmark
from gazette.ports.traces import NoTracer, Tracer
from gazette.settings import Settings

__all__ = [
    "Backends",
    "archive",
    "check_mix",
    "check_ready",
    "failpoint",
    "initialise",
    "is_prepared",
    "open_backends",
    "prepare",
    "spool",
    "stack",
    "versions",
]

SERVERS = "gazette.adapters.servers"
SCHEMES = {
    "object_store": ("s3", f"{SERVERS}.s3_objects", "S3ObjectStore"),
    "event_log": ("kafka", f"{SERVERS}.kafka_log", "KafkaEventLog"),
    "search": ("opensearch", f"{SERVERS}.opensearch_index", "OpenSearchIndex"),
}
"""Setting → the scheme of its URL, and the adapter that speaks to such a server."""
POSTGRES = "postgresql+psycopg"


@dataclass(frozen=True, slots=True)
class Backends:
    """The four ports, open. `bell` rings where the outbox has to be relayed to the log; None where the log reads it.

    `inbox_bell` rings when a file came into the inbox; None where nothing tells.
    """

    objects: ObjectStore
    catalogue: Catalogue
    log: EventLog
    search: SearchIndex
    bell: Bell | None = None
    inbox_bell: Bell | None = None
    tracer: Tracer = field(default_factory=NoTracer)

    def close(self) -> None:
        """Let go of everything."""
        for port in (self.inbox_bell, self.bell, self.search, self.log, self.catalogue):
            if port is not None:
                with suppress(UnavailableError):
                    port.close()
        self.tracer.close()


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
    """Open what the settings name. Embedded parts are made ready first; of servers it is asked that they are."""
    check_mix(settings)
    if not _value(settings.catalogue):
        prepare(settings)
    backends = _open(settings)
    try:
        yield backends
    finally:
        backends.close()


def prepare(settings: Settings) -> None:
    """Make folders, schema and index. Safe from several processes at once; SettingsError where it cannot be done."""
    with _data_lock(settings.data):
        _migrate(_engine(settings))


def initialise(settings: Settings) -> Sequence[str]:
    """Make everything that is not there yet on servers and in folders; returns what was made, in words."""
    check_mix(settings)
    made = []
    if _value(settings.catalogue):
        made += ["catalogue schema"] if _migrate(_engine(settings)) else []
    else:
        prepare(settings)
    with open_backends(settings) as backends:
        steps = (
            ("bucket", backends.objects, "initialise"),
            ("topic", backends.log, "initialise"),
            ("index", backends.search, "initialise"),
            ("inbox topic", backends.inbox_bell, "initialise"),
            ("inbox notification", backends.objects, "announce_inbox"),
        )
        made += [name for name, port, step in steps if getattr(port, step, bool)()]
    return made


def check_ready(backends: Backends) -> None:
    """SettingsError, with the command that mends it, where something does not answer or was not initialised."""
    for port in (backends.catalogue, backends.objects, backends.log, backends.search):
        try:
            port.check()
        except UnavailableError as error:
            raise SettingsError(str(error)) from error


def archive(backends: Backends) -> Archive:
    """The catalogue as a whole, for backup and restore."""
    return SqlArchive(cast(SqlCatalogue, backends.catalogue))


def stack() -> Stack:
    """The engine that runs the containers of a stack. SettingsError where its client is not installed."""
    try:
        found: Stack = import_module(f"{SERVERS}.docker_stack").DockerStack()
    except ModuleNotFoundError as error:
        raise SettingsError(f"the Docker SDK is not installed ({error.name}): pip install 'gazette[docker]'") from error
    return found


def is_prepared(settings: Settings) -> bool:
    """Whether there is a catalogue already; one on a server is taken to be."""
    return bool(_value(settings.catalogue)) or _database(settings).exists()


def spool(settings: Settings) -> Path:
    """The folder that uploads are written to while they come in."""
    return settings.data / "spool"


def _open(settings: Settings) -> Backends:
    wake = Wake()
    catalogue = SqlCatalogue(_engine(settings), wake.ring)
    embedded_log = None if _value(settings.event_log) else SqliteLog(catalogue, wake)
    landmark = failpoint(settings.failpoint)
    return Backends(
        objects=_server(settings, "object_store") or FileObjectStore(settings.data / "objects"),
        catalogue=catalogue,
        log=embedded_log or _server(settings, "event_log"),
        search=_server(settings, "search", landmark=landmark)
        or TantivyIndex(settings.data / "index", landmark=landmark),
        bell=None if embedded_log else _bell(settings),
        inbox_bell=_inbox_bell(settings),
        tracer=_tracer(settings),
    )


def check_mix(settings: Settings) -> None:
    """The embedded log is part of the SQLite catalogue: the two go together, as do the two servers."""
    if bool(_value(settings.catalogue)) != bool(_value(settings.event_log)):
        raise SettingsError(
            "GAZETTE_CATALOGUE and GAZETTE_EVENT_LOG must both name a server or both be empty: "
            "the embedded log is part of the SQLite catalogue, and Kafka needs a catalogue that it can relay from"
        )
    if settings.inbox_topic and not _value(settings.event_log):
        raise SettingsError("GAZETTE_INBOX_TOPIC is a topic on the broker of GAZETTE_EVENT_LOG, which is empty")


def _server(settings: Settings, name: str, **more: Landmark) -> Any:
    """The adapter of a setting that names a server; None where it is empty."""
    url = _value(getattr(settings, name))
    if not url:
        return None
    scheme, module, adapter = SCHEMES[name]
    _check_scheme(name, url, scheme)
    return getattr(_clients(module), adapter)(url, **more)


def _engine(settings: Settings) -> Any:
    url = _value(settings.catalogue)
    if not url:
        settings.data.mkdir(parents=True, exist_ok=True)
        return sqlite_engine(_database(settings))
    _check_scheme("catalogue", url, POSTGRES)
    _clients("psycopg")
    return postgres_engine(url)


def _bell(settings: Settings) -> Bell:
    bell: Bell = _clients(f"{SERVERS}.postgres_bell").PostgresBell(_value(settings.catalogue))
    return bell


def _inbox_bell(settings: Settings) -> Bell | None:
    if not settings.inbox_topic:
        return None
    module = _clients(f"{SERVERS}.kafka_bell")
    bell: Bell = module.KafkaBell(_value(settings.event_log), settings.inbox_topic)
    return bell


def _tracer(settings: Settings) -> Tracer:
    """OpenTelemetry is not even imported where nobody takes traces."""
    if not settings.traces:
        return NoTracer()
    try:
        module = import_module("gazette.adapters.servers.otel_traces")
    except ModuleNotFoundError as error:
        raise SettingsError(f"GAZETTE_TRACES needs more ({error.name}): pip install 'gazette[otel]'") from error
    tracer: Tracer = module.exporting(settings.traces)
    return tracer


def _clients(module: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        message = f"the clients of the servers are not installed ({error.name}): pip install 'gazette[servers]'"
        raise SettingsError(message) from error


def _check_scheme(name: str, url: str, scheme: str) -> None:
    if urlsplit(url).scheme != scheme:
        raise SettingsError(f"GAZETTE_{name.upper()} must begin with {scheme}://; see docs/settings.md")


def _migrate(engine: Any) -> bool:
    try:
        with translated():
            return migrate(engine)
    finally:
        engine.dispose()


def _value(secret: SecretStr) -> str:
    return secret.get_secret_value()


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
