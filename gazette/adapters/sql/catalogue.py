"""The catalogue: transactions over the tables."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cached_property

import sqlalchemy as sa

from gazette.adapters.sql.bundles import SqlBundles
from gazette.adapters.sql.census import SqlCensus
from gazette.adapters.sql.codes import SqlCodes
from gazette.adapters.sql.commands import SqlCommands
from gazette.adapters.sql.dead_letters import SqlDeadLetters
from gazette.adapters.sql.documents import SqlDocuments
from gazette.adapters.sql.engine import QUICK, READ_ONLY, translated
from gazette.adapters.sql.issues import SqlIssues
from gazette.adapters.sql.migrate import check_schema
from gazette.adapters.sql.relations import SqlRelations
from gazette.adapters.sql.timeline import SqlSubmissions, SqlTimeline
from gazette.adapters.sql.work import SqlWork
from gazette.ports import Tables


class SqlTables:
    """gazette.ports.Tables on one connection; remembers whether events were emitted."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.has_events = False

    @cached_property
    def issues(self) -> SqlIssues:
        return SqlIssues(self.connection)

    @cached_property
    def documents(self) -> SqlDocuments:
        return SqlDocuments(self.connection)

    @cached_property
    def codes(self) -> SqlCodes:
        return SqlCodes(self.connection)

    @cached_property
    def bundles(self) -> SqlBundles:
        return SqlBundles(self.connection)

    @cached_property
    def relations(self) -> SqlRelations:
        return SqlRelations(self.connection)

    @cached_property
    def work(self) -> SqlWork:
        return SqlWork(self.connection, self._emitted)

    @cached_property
    def timeline(self) -> SqlTimeline:
        return SqlTimeline(self.connection)

    @cached_property
    def census(self) -> SqlCensus:
        return SqlCensus(self.connection)

    @cached_property
    def submissions(self) -> SqlSubmissions:
        return SqlSubmissions(self.connection)

    @cached_property
    def dead_letters(self) -> SqlDeadLetters:
        return SqlDeadLetters(self.connection, self.work.emit)

    @cached_property
    def commands(self) -> SqlCommands:
        return SqlCommands(self.connection)

    def _emitted(self) -> None:
        self.has_events = True


class SqlCatalogue:
    """gazette.ports.Catalogue. `emitted` is called after a commit that wrote events."""

    def __init__(self, engine: sa.Engine, emitted: Callable[[], None] = lambda: None) -> None:
        self.engine, self.emitted, self.is_checked = engine, emitted, False
        self.turn = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        self.read_engine = engine.execution_options(**{READ_ONLY: True})
        self.quick_engine = engine.execution_options(**{QUICK: True})

    @contextmanager
    def transaction(self, durable: bool = True) -> Iterator[Tables]:
        with self.writing(durable) as connection:
            tables = SqlTables(connection)
            yield tables
        if tables.has_events:
            self.emitted()

    @contextmanager
    def writing(self, durable: bool = True) -> Iterator[sa.Connection]:
        """A connection for one transaction. Writers of this process queue here: waiting in SQLite means sleeping."""
        engine = self.engine if durable else self.quick_engine
        with self.turn, translated(self.check), engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Tables]:
        with translated(self.check), self.read_engine.begin() as connection:
            yield SqlTables(connection)

    def check(self) -> None:
        """Strict at first; later a newer schema will do, since it only adds to the one that this process knows."""
        with translated():
            check_schema(self.read_engine, newer=self.is_checked)
        self.is_checked = True

    def close(self) -> None:
        self.engine.dispose()
