"""Connections: SQLite with its traps disarmed, the one upsert, and driver errors in our words."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from gazette.errors import ConflictError, NoRoomError, UnavailableError

READ_ONLY, QUICK = "gazette_read_only", "gazette_quick"
BUSY_SECONDS = 30
FULL = "53100"
CONNECT_SECONDS = 5
IDLE_SECONDS = 1.0
RESTS_SINCE = "gazette_rests_since"
REPEATABLE_READ = 3
BATCH = 500
OURS = (
    sa.exc.DataError,
    sa.exc.IntegrityError,
    sa.exc.InternalError,
    sa.exc.NotSupportedError,
    sa.exc.ProgrammingError,
)
"""Database errors that say something of the statement and nothing of the database."""

CONFLICTS = ("40001", "40P01")
"""SQLSTATE of a serialization failure and of a deadlock."""
LOCKED, BUSY, UNFIT = "55P03", "SQLITE_BUSY", "SQLITE_ERROR"

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
)


def sqlite_engine(path: Path) -> sa.Engine:
    """An engine on a SQLite file whose writers queue up instead of failing late."""
    url = sa.URL.create("sqlite+pysqlite", database=str(path))
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS}, pool_size=20)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def postgres_engine(url: str) -> sa.Engine:
    """An engine on a PostgreSQL server. Every commit waits for its disk: its log does not go back in time with it."""
    connect = {"connect_timeout": CONNECT_SECONDS, "options": f"-c lock_timeout={BUSY_SECONDS}s"}
    engine = sa.create_engine(url, connect_args=connect, pool_size=20)
    sa.event.listen(engine, "begin", _begin_on_server)
    sa.event.listen(engine, "checkin", _rest)
    sa.event.listen(engine, "checkout", partial(_wake, engine.dialect))
    return engine


def _begin_on_server(connection: sa.Connection) -> None:
    """The driver sends it together with its BEGIN."""
    driver: Any = connection.connection.driver_connection
    reads = bool(connection.get_execution_options().get(READ_ONLY))
    driver.read_only, driver.isolation_level = reads, REPEATABLE_READ if reads else None


def _rest(_connection: Any, record: Any) -> None:
    record.info[RESTS_SINCE] = time.monotonic()


def _wake(dialect: Any, connection: Any, record: Any, _proxy: Any) -> None:
    """A connection that was not used for a while may be dead: it is asked, and the pool makes a new one."""
    if time.monotonic() - record.info.get(RESTS_SINCE, time.monotonic()) > IDLE_SECONDS and not _lives(
        dialect, connection
    ):
        raise sa.exc.DisconnectionError


def _lives(dialect: Any, connection: Any) -> bool:
    try:
        return bool(dialect.do_ping(connection))
    except dialect.loaded_dbapi.Error:
        return False


def try_lock(connection: sa.Connection, number: int) -> bool:
    """Be alone with something until the transaction ends; False where another one is. SQLite's writer is alone."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(number))).scalar())


def wait_for_lock(connection: sa.Connection, number: int) -> None:
    """Like `try_lock`, but waits for its turn."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


def notify(connection: sa.Connection, channel: str) -> None:
    """Ring for those who listen, once the transaction is committed. SQLite has no bell."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_notify(channel, "")))


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get(READ_ONLY):
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql(f"PRAGMA synchronous={'NORMAL' if options.get(QUICK) else 'FULL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def translated(check_schema: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Driver errors about a database that is away or damaged become UnavailableError, or ConflictError.

    `check_schema` is asked where a statement does not fit, and raises if the whole schema does not.
    """
    try:
        yield
    except (sa.exc.DatabaseError, sa.exc.InterfaceError, sa.exc.TimeoutError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(error, OURS) or getattr(cause, "sqlite_errorname", "") == UNFIT:
            check_schema()
        if isinstance(error, OURS):
            raise
        raise _told(cause) from error


def _told(cause: object) -> UnavailableError:
    said = " ".join(str(cause).split())
    if getattr(cause, "sqlstate", None) in CONFLICTS:
        message = f"two changes of the catalogue were in each other's way ({said}); this one was undone: try again"
        return ConflictError(message)
    if getattr(cause, "sqlstate", None) == LOCKED or getattr(cause, "sqlite_errorname", "").startswith(BUSY):
        holder = "see what holds it, if this goes on"
        return UnavailableError(f"the catalogue is locked by another change for {BUSY_SECONDS} s ({said}); {holder}")
    if getattr(cause, "sqlstate", None) == FULL or getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL":
        return NoRoomError(f"the disk of the catalogue is full ({said}): nothing was changed; make room on it")
    return UnavailableError(f"the catalogue does not answer ({said}); {_mend(cause)}")


def _mend(cause: object) -> str:
    if type(cause).__module__.startswith("psycopg"):
        return "see that PostgreSQL runs, and that GAZETTE_CATALOGUE names it, its database and the right password"
    return "see that its disk has room and its file is whole"


def upsert(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], *, keep: Sequence[str] = ()
) -> None:
    """Insert rows, or overwrite those with the same primary key, all columns but `keep`."""
    if not rows:
        return
    connection.execute(_upsert(connection.dialect.name, table, tuple(rows[0]), tuple(keep)), list(rows))


@cache
def _upsert(dialect: str, table: sa.Table, columns: tuple[str, ...], keep: tuple[str, ...]) -> Any:
    statement = inserting(dialect, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in columns if name not in keys and name not in keep}
    if changed:
        return statement.on_conflict_do_update(index_elements=keys, set_=changed)
    return statement.on_conflict_do_nothing(index_elements=keys)


def insert_new(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> bool:
    """Insert a row; False where its primary key is held already, also by a transaction that was quicker."""
    insert = inserting(connection.dialect.name, table).values(row).on_conflict_do_nothing()
    return connection.execute(insert.returning(sa.literal(1))).first() is not None


def inserting(dialect: str, table: sa.Table) -> Any:
    """An insert that can say what becomes of rows that are held already."""
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)


def locked(found: sa.Select[Any]) -> sa.Select[Any]:
    """Rows kept from other writers, but not from rows elsewhere that come to refer to them; select in order of ids."""
    return found.with_for_update(key_share=True)


def batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Pieces that fit into one statement's parameters."""
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
