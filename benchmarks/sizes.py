"""What grows with what: bytes and events for each issue and document, in each backend. `python -m benchmarks sizes`.

The embedded size is filled through the pipeline; the same rows and documents are then written to PostgreSQL and
OpenSearch, where `make servers` runs, under names of their own that are removed in the end.
"""

import resource
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from benchmarks.corpus import issues, lone_documents
from benchmarks.pipeline import upload, wait
from benchmarks.running import urls
from benchmarks.table import Row
from gazette.adapters.servers.opensearch_client import connect
from gazette.adapters.servers.urls import parse
from gazette.adapters.sql.engine import postgres_engine
from gazette.errors import SettingsError
from gazette.events import DocumentsChanged
from gazette.search import IndexedDocument
from gazette.settings import Settings
from gazette.wiring import Backends, archive, open_backends
from services.compose import metrics
from services.index.handler import Index
from services.pipeline import GROUPS
from services.roles import Roles
from tests.flow.sizes import SERVERS, environment

ISSUES, LONE = 40, 1000
BATCH = 200
STAYS = ("issues", "documents", "relations", "timeline", "number_keys")
PASSES = ("outbox", "inbox")
"""Tables whose rows are dropped after GAZETTE_RETENTION_DAYS."""


def measure() -> list[Row]:
    """Sizes for issues of many documents and for files with one short document."""
    return [
        *sized("issues of 8 and 12 documents", list(issues(ISSUES))),
        *sized("files with one short document", list(lone_documents(LONE))),
    ]


def sized(what: str, corpus: Sequence[tuple[str, bytes]]) -> Iterator[Row]:
    """Fill the embedded size, then the servers with the same."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data")
        with open_backends(settings) as backends:
            before = memory()
            began = time.perf_counter()
            upload(backends, Path(folder), list(corpus))
            with Roles(("ingest", *GROUPS), backends, settings, metrics(backends)):
                wait(backends, len(corpus))
            seconds = time.perf_counter() - began
            entries = indexed(backends)
            bare = Row(f"{what}: pipeline of one process, documents/s", f"{len(entries) / seconds:.0f}")
            yield from (Row(f"{what}: {row.figure}", row.value) for row in embedded(settings.data, corpus, entries))
            yield bare
            yield Row(f"{what}: memory at its highest, MB (before it began)", f"{memory():.0f} ({before:.0f})")
            yield from (Row(f"{what}: {row.figure}", row.value) for row in on_servers(backends, entries))


def memory() -> float:
    """Highest resident memory of this process so far, in MB; its parser is another one."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def indexed(backends: Backends) -> list[IndexedDocument]:
    """Every document as the index stage writes it."""
    handler = Index(backends.objects, backends.catalogue, backends.search)
    with archive(backends).dump() as dump:
        ids = [line.split(b'"', 4)[3].decode() for line in dump.rows("issues")]
    found: list[IndexedDocument] = []
    for issue in ids:
        with backends.catalogue.reading() as tables:
            documents = tuple(one.id for one in tables.documents.of_issue(issue))
        found += handler.work(DocumentsChanged(issue, documents, "measured"), lambda _done, _of: None).documents
    return found


def embedded(data: Path, corpus: Sequence[tuple[str, bytes]], entries: Sequence[IndexedDocument]) -> Iterator[Row]:
    """What lies in the data folder."""
    documents, files = len(entries), len(corpus)
    text = sum(len(entry.text.encode()) for entry in entries)
    objects, index = (below(data / name) for name in ("objects", "index"))
    with closing(sqlite3.connect(data / "gazette.db")) as catalogue:
        catalogue.execute("VACUUM")
        catalogue.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        rows = {name: catalogue.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in STAYS + PASSES}  # noqa: S608
    yield Row("documents in an issue; text of a document, kB", f"{documents / files:.1f}; {text / documents / 1e3:.1f}")
    yield Row("events of an issue", f"{rows['outbox'] / files:.1f}")
    yield Row("timeline rows of an issue", f"{rows['timeline'] / files:.1f}")
    yield Row("relations of a document", f"{rows['relations'] / documents:.1f}")
    yield Row("SQLite, bytes a document", f"{(data / 'gazette.db').stat().st_size / documents:.0f}")
    yield Row("tantivy, bytes a document; for each byte of text", f"{index / documents:.0f}; {index / text:.2f}")
    yield Row("objects, for each byte of the files", f"{objects / sum(len(content) for _, content in corpus):.2f}")


def below(folder: Path) -> int:
    """Bytes in the files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def on_servers(backends: Backends, entries: Sequence[IndexedDocument]) -> Iterator[Row]:
    """The same rows in PostgreSQL, the same documents in OpenSearch."""
    try:
        urls()
    except SettingsError as missing:
        yield Row("on servers", f"skipped: {missing}")
        return
    with environment(SERVERS) as named:
        given = {name.removeprefix("GAZETTE_").lower(): url for name, url in named.items()}
        with open_backends(Settings(**given)) as servers:  # type: ignore[arg-type]
            yield from in_postgres(backends, servers, named["GAZETTE_CATALOGUE"], len(entries))
            yield from in_opensearch(servers, named["GAZETTE_SEARCH"], entries)


def in_postgres(backends: Backends, servers: Backends, url: str, documents: int) -> Iterator[Row]:
    """Tables with their indexes."""
    began = time.perf_counter()
    with archive(backends).dump() as dump, archive(servers).load() as load:
        for table in dump.tables():
            load.insert(table, dump.rows(table))
    seconds = time.perf_counter() - began
    engine = postgres_engine(url)
    with engine.connect() as connection:
        size = sa.func.pg_total_relation_size
        held = {name: connection.execute(sa.select(size(name))).scalar_one() / documents for name in STAYS}
    engine.dispose()
    told = ", ".join(f"{name} {size:.0f}" for name, size in held.items())
    yield Row("PostgreSQL, bytes a document", f"{sum(held.values()):.0f} ({told})")
    yield Row("rows of a backup restored into PostgreSQL, documents/s", f"{documents / seconds:.0f}")


def in_opensearch(servers: Backends, url: str, entries: Sequence[IndexedDocument]) -> Iterator[Row]:
    """The index, merged."""
    left, began = iter(entries), time.perf_counter()
    while batch := list(islice(left, BATCH)):
        servers.search.write(batch)
    seconds = time.perf_counter() - began
    where = parse(url)
    client = connect(where)
    client.indices.forcemerge(index=where.path, params={"max_num_segments": 1, "flush": "true"}, request_timeout=300)
    client.indices.refresh(index=where.path)
    client.indices.flush(index=where.path, params={"force": "true", "wait_if_ongoing": "true"})
    size = client.indices.stats(index=where.path, metric="store")["_all"]["primaries"]["store"]["size_in_bytes"]
    client.close()
    text = sum(len(entry.text.encode()) for entry in entries)
    yield Row("OpenSearch, bytes a document; for each byte of text", f"{size / len(entries):.0f}; {size / text:.2f}")
    speed = f"{len(entries) / seconds:.0f}, {text / seconds / 1e6:.1f}"
    yield Row("OpenSearch, written and findable, documents/s, MB/s of text", speed)
