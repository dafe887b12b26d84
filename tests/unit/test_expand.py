"""Migrations only add: roles of the release before go on working on a schema that is newer than they are."""

import importlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.operations import ops as alembic_ops

from gazette.adapters.sql.engine import sqlite_engine
from gazette.adapters.sql.migrate import check_schema, migrate
from gazette.errors import UnavailableError

VERSIONS = Path(__file__).parents[2] / "gazette/adapters/sql/migrations/versions"
FIRST = Path(__file__).parents[1] / "releases/0.1.0/sqlite.sql"
LATER = [path.stem for path in sorted(VERSIONS.glob("[0-9]*.py"))][1:]
DESTRUCTIVE = re.compile(r"\b(DROP|RENAME|TRUNCATE|DELETE|ALTER\s+COLUMN|SET\s+NOT\s+NULL)\b", re.IGNORECASE)


class Recorder(Operations):
    """Takes down what a migration does."""

    def __init__(self, context: MigrationContext, doing: bool = True) -> None:
        self.done: list[Any] = []
        self.doing = doing
        super().__init__(context)

    def invoke(self, operation: Any) -> Any:
        self.done.append(operation)
        return super().invoke(operation) if self.doing else None


def recorded(name: str, connection: sa.Connection, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The operations of a migration's upgrade, after those before it."""
    done: list[Any] = []
    for path in sorted(VERSIONS.glob("[0-9]*.py")):
        module = importlib.import_module(f"gazette.adapters.sql.migrations.versions.{path.stem}")
        recorder = Recorder(MigrationContext.configure(connection))
        monkeypatch.setattr(module, "op", recorder)
        module.upgrade()
        done = recorder.done
        if path.stem == name:
            break
    return done


def faults(operation: Any) -> Iterator[str]:
    """Why roles of the release before would stumble over it."""
    if isinstance(operation, alembic_ops.AddColumnOp):
        if not operation.column.nullable and operation.column.server_default is None:
            yield f"column {operation.table_name}.{operation.column.name} must be nullable or have a server default"
    elif isinstance(operation, alembic_ops.CreateIndexOp):
        if operation.unique:
            yield f"unique index {operation.index_name} may refuse rows of an older role"
    elif isinstance(operation, alembic_ops.ExecuteSQLOp):
        if DESTRUCTIVE.search(str(operation.sqltext)):
            yield f"statement {operation.sqltext}"
    elif not isinstance(operation, alembic_ops.CreateTableOp | alembic_ops.BulkInsertOp):
        yield f"{type(operation).__name__} takes something away or changes it"


@pytest.mark.parametrize("name", LATER)
def test_a_migration_only_adds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with sa.create_engine("sqlite://").connect() as connection:
        operations = recorded(name, connection, monkeypatch)
    assert operations, "a migration does something"
    assert [fault for operation in operations for fault in faults(operation)] == []


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda op: op.drop_column("issues", "note"), "takes something away"),
        (lambda op: op.drop_table("issues"), "takes something away"),
        (lambda op: op.rename_table("issues", "files"), "takes something away"),
        (lambda op: op.alter_column("issues", "note", nullable=False), "takes something away"),
        (lambda op: op.alter_column("issues", "note", new_column_name="remark"), "takes something away"),
        (lambda op: op.drop_index("ix_issues_status"), "takes something away"),
        (lambda op: op.create_unique_constraint("u", "issues", ["file_name"]), "takes something away"),
        (lambda op: op.add_column("issues", sa.Column("x", sa.Text(), nullable=False)), "nullable"),
        (lambda op: op.create_index("u", "issues", ["file_name"], unique=True), "unique"),
        (lambda op: op.execute("ALTER TABLE issues DROP COLUMN note"), "statement"),
    ],
)
def test_what_an_older_role_would_stumble_over_is_seen(do: Any, said: str) -> None:
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True})
    recorder = Recorder(context, doing=False)
    do(recorder)
    assert said in " ".join(fault for operation in recorder.done for fault in faults(operation))


def columns(engine: sa.Engine) -> dict[tuple[str, str], tuple[str, bool]]:
    """Table and column → type, and whether it may be empty."""
    look = sa.inspect(engine)
    return {
        (table, column["name"]): (str(column["type"]), column["nullable"])
        for table in look.get_table_names()
        for column in look.get_columns(table)
    }


def test_every_column_of_the_first_release_is_still_what_it_was(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "gazette.db")) as connection:
        connection.executescript(FIRST.read_text(encoding="utf-8"))
    engine = sqlite_engine(tmp_path / "gazette.db")
    before = columns(engine)
    migrate(engine)
    after = columns(engine)
    engine.dispose()
    assert before.items() <= after.items()
    assert all(
        nullable for name, (_, nullable) in after.items() if name not in before and name[0] in {t for t, _ in before}
    )


def test_a_role_that_runs_accepts_what_a_newer_one_added(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "gazette.db")
    migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UnavailableError, match="9999"):
        check_schema(engine)
    check_schema(engine, newer=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(UnavailableError, match="gazette init"):
        check_schema(engine, newer=True)
    engine.dispose()
