"""The catalogue as a whole, in lines of JSON that are the same for SQLite and PostgreSQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from itertools import groupby, islice
from typing import Any, cast

import msgspec
import sqlalchemy as sa

from gazette.adapters.sql.catalogue import SqlCatalogue, SqlTables
from gazette.adapters.sql.columns import Moment, Plain
from gazette.adapters.sql.derived import derive
from gazette.adapters.sql.engine import translated
from gazette.adapters.sql.migrate import HEAD, is_newer
from gazette.adapters.sql.schema import (
    documents,
    envelope_columns,
    issues,
    metadata,
    outbox,
    positions,
)
from gazette.errors import BackupError
from gazette.events import Envelope
from gazette.model import Document, Issue
from gazette.ports import Tables

LEFT = frozenset(
    {"number_keys", "inbox", "positions", "leases", "beats", "commands", "document_titles", "document_codes"}
)
"""Tables of what goes on just now, and of what follows from others: made again as it is needed."""
KEPT = tuple(table for table in metadata.sorted_tables if table.name not in LEFT)
EVENT = tuple(column.name for column in envelope_columns())
ROWS = 500


class SqlDump:
    """gazette.ports.Dump."""

    schema = HEAD

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection.execution_options(yield_per=ROWS)

    def tables(self) -> Sequence[str]:
        return [table.name for table in KEPT]

    def rows(self, table: str) -> Iterator[bytes]:
        held = metadata.tables[table]
        columns = [sa.type_coerce(column, _plain(column)).label(column.name) for column in _columns(held)]
        statement = sa.select(*columns).order_by(*held.primary_key)
        if held is outbox:
            statement = statement.where(outbox.c.sent_at.is_(None), outbox.c.id > _handled_by_all())
        for row in self.connection.execute(statement):
            yield msgspec.json.encode(dict(row._mapping))


class SqlLoad:
    """gazette.ports.Load."""

    def __init__(self, tables: SqlTables) -> None:
        self.tables: Tables = tables
        self.connection = tables.connection

    def insert(self, table: str, rows: Iterable[bytes]) -> int:
        if table not in {one.name for one in KEPT}:
            raise BackupError(f"the backup has a table {table!r}, which this version does not know")
        held, count, lines = metadata.tables[table], 0, iter(rows)
        while some := [_read(held, line) for line in islice(lines, ROWS)]:
            self._write(held, some)
            count += len(some)
        if held is not outbox:
            _go_on_counting(self.connection, held)
        return count

    def held(self) -> Iterator[tuple[Issue, tuple[str, ...]]]:
        last = ""
        while ids := self._issues_after(last):
            named = self._documents_of(ids)
            for one in filter(None, map(self.tables.issues.get, ids)):
                yield one, named.get(one.id, ())
            last = ids[-1]

    def _write(self, held: sa.Table, rows: list[dict[str, Any]]) -> None:
        if held is outbox:
            self.tables.work.emit(Envelope(**_renamed(row)) for row in rows)
            return
        target = sa.table(held.name, *(sa.column(column.name, _plain(column)) for column in held.c))
        try:
            for _, alike in groupby(rows, key=tuple):
                self.connection.execute(sa.insert(target), list(alike))
            if held is documents:
                read = ((row["id"], msgspec.json.decode(row["document"], type=Document)) for row in rows)
                derive(self.connection, read)
        except (sa.exc.IntegrityError, sa.exc.DataError) as error:
            reason = " ".join(str(error.orig).split())
            raise BackupError(f"rows of {held.name} do not fit ({reason}); nothing was restored") from error

    def _issues_after(self, last: str) -> Sequence[str]:
        following = sa.select(issues.c.id).where(issues.c.id > last, ~issues.c.deleted).order_by(issues.c.id)
        return self.connection.execute(following.limit(ROWS)).scalars().all()

    def _documents_of(self, ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        wanted = sa.select(documents.c.issue_id, documents.c.id).where(documents.c.issue_id.in_(ids))
        rows = self.connection.execute(wanted.order_by(documents.c.issue_id, documents.c.position, documents.c.id))
        return {issue: tuple(row.id for row in group) for issue, group in groupby(rows, lambda row: row.issue_id)}


class SqlArchive:
    """gazette.ports.Archive."""

    def __init__(self, catalogue: SqlCatalogue) -> None:
        self.catalogue = catalogue

    @contextmanager
    def dump(self) -> Iterator[SqlDump]:
        with translated(), self.catalogue.read_engine.begin() as connection:
            yield SqlDump(connection)

    @contextmanager
    def load(self) -> Iterator[SqlLoad]:
        with self.catalogue.transaction() as tables:
            ours = cast(SqlTables, tables)
            _keep_others_out(ours.connection)
            _check_empty(ours.connection)
            yield SqlLoad(ours)

    def check_empty(self) -> None:
        with translated(), self.catalogue.read_engine.begin() as connection:
            _check_empty(connection)

    def check_schema(self, schema: str) -> None:
        if is_newer(schema):
            raise BackupError(
                f"the backup has schema {schema}, newer than this version's {HEAD}: "
                "restore it with the version of Gazette that made it, or a newer one"
            )


def _keep_others_out(connection: sa.Connection) -> None:
    """Uploads wait until this transaction ends; SQLite's writer is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE issues IN SHARE ROW EXCLUSIVE MODE")


def _check_empty(connection: sa.Connection) -> None:
    for table in KEPT:
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise BackupError(
                f"the catalogue is not empty: its table {table.name} has rows; a backup is restored into an empty "
                "system only: name another data folder (GAZETTE_DATA) or another database (GAZETTE_CATALOGUE)"
            )


def _columns(table: sa.Table) -> list[sa.Column[Any]]:
    """Of an event that waits to be sent only itself is kept: number and partition belong to this log."""
    return [column for column in table.c if table is not outbox or column.name in EVENT]


def _plain(column: sa.Column[Any]) -> sa.types.TypeEngine[Any]:
    """The type of a column as the database has it: JSON stays the text that it is."""
    if isinstance(column.type, Moment) or not isinstance(column.type, sa.types.TypeDecorator):
        return column.type
    return Plain()


def _handled_by_all() -> sa.ColumnElement[int]:
    """Up to where every group of an embedded log has come; 0 on servers, where the outbox knows what was sent."""
    reached = sa.select(sa.func.min(positions.c.offset)).where(positions.c.partition == outbox.c.partition)
    return sa.func.coalesce(reached.scalar_subquery(), 0)


@cache
def _shape(name: str) -> type[msgspec.Struct]:
    """What a row of a table may be; columns that an older version did not have may be missing."""
    fields = [
        (str(column.name), _python_type(column) | None | msgspec.UnsetType, msgspec.UNSET)
        for column in _columns(metadata.tables[name])
    ]
    return msgspec.defstruct(name, fields, forbid_unknown_fields=True)


def _python_type(column: sa.Column[Any]) -> Any:
    kind = _plain(column)
    return datetime if isinstance(kind, Moment) else str if isinstance(kind, Plain) else kind.python_type


def _read(table: sa.Table, line: bytes) -> dict[str, Any]:
    try:
        row = msgspec.json.decode(line, type=_shape(table.name))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BackupError(f"a row of {table.name} cannot be read ({error}); nothing was restored") from error
    return {name: value for name, value in msgspec.structs.asdict(row).items() if value is not msgspec.UNSET}


def _renamed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"id" if name == "event_id" else name: value for name, value in row.items()}


def _go_on_counting(connection: sa.Connection, table: sa.Table) -> None:
    """New rows get numbers above those that were inserted; SQLite looks for itself."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    largest = sa.select(sa.func.max(column)).scalar_subquery()
    sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
    connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(largest, 1), largest.is_not(None))))
