"""Migrations bring a database to the tables that the code expects, once, whoever comes first."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from gazette.adapters.sql.engine import sqlite_engine
from gazette.adapters.sql.migrate import HEAD, check_schema, migrate, revision
from gazette.adapters.sql.schema import metadata
from gazette.errors import SettingsError, UnavailableError
from gazette.settings import Settings
from gazette.wiring import prepare

ROOT = Path(__file__).parents[2]
PREPARE = """
import sys
from pathlib import Path
from gazette.settings import Settings
from gazette.wiring import prepare
print("at the line", flush=True)
sys.stdin.read(1)
prepare(Settings(data=Path({folder!r})))
"""
PROCESSES = 5


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = sqlite_engine(tmp_path / "gazette.db")
    yield engine
    engine.dispose()


def autoincrementing(engine: sa.Engine) -> set[str]:
    """Tables that never use a row number again; alembic does not compare this."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
        return {row[0] for row in found}


def test_the_migrated_schema_is_the_one_in_the_code(engine: sa.Engine) -> None:
    assert migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    wanted = {table.name for table in metadata.tables.values() if table.dialect_options["sqlite"]["autoincrement"]}
    assert autoincrementing(engine) == wanted == {"outbox", "timeline"}


def test_migrating_again_does_nothing(engine: sa.Engine) -> None:
    assert revision(engine) is None
    assert migrate(engine)
    assert revision(engine) == HEAD
    assert not migrate(engine)
    check_schema(engine)


def test_the_newest_migration_is_the_head() -> None:
    versions = ROOT / "gazette/adapters/sql/migrations/versions"
    assert max(path.name.partition("_")[0] for path in versions.glob("[0-9]*.py")) == HEAD


def test_a_newer_schema_is_refused_and_left_alone(engine: sa.Engine, tmp_path: Path) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SettingsError, match=r"9999.*newer"):
        migrate(engine)
    with pytest.raises(SettingsError, match=r"9999.*newer"):
        prepare(Settings(data=tmp_path))
    with pytest.raises(UnavailableError, match="9999"):
        check_schema(engine)
    assert revision(engine) == "9999"


def test_a_database_without_tables_is_not_ready(engine: sa.Engine) -> None:
    with pytest.raises(UnavailableError, match="gazette init"):
        check_schema(engine)


def test_a_data_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SettingsError, match="GAZETTE_DATA"):
        prepare(Settings(data=tmp_path / "file"))


@pytest.mark.parametrize("name", ["plain", "with space", "公报#1?x=%41&"])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    prepare(Settings(data=tmp_path / name))
    assert (tmp_path / name / "gazette.db").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def waiting_process(folder: Path) -> "subprocess.Popen[str]":
    """A process that prepares the folder as soon as it hears something."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", PREPARE.format(folder=str(folder))]
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True)


def test_many_processes_can_start_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    starting = [waiting_process(folder) for _ in range(PROCESSES)]
    for process in starting:
        assert process.stdout is not None
        assert process.stdout.readline() == "at the line\n", process.communicate()[0]
    for process in starting:
        assert process.stdin is not None
        process.stdin.write("!")
        process.stdin.flush()
    said = [process.communicate()[0] for process in starting]
    assert [process.returncode for process in starting] == [0] * PROCESSES, said
    engine = sqlite_engine(folder / "gazette.db")
    check_schema(engine)
    engine.dispose()
