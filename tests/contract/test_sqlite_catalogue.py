"""What the catalogue on SQLite does beside the contract."""

from datetime import timedelta
from pathlib import Path

import pytest

from gazette.adapters.sql.catalogue import SqlCatalogue
from gazette.adapters.sql.engine import sqlite_engine
from gazette.errors import UnavailableError
from gazette.events import now
from gazette.ports import Beat
from tests.contract.adapters import DATABASE, EmbeddedPlace, embedded_place
from tests.made_up import MORNING, issue

pytestmark = [pytest.mark.usefixtures("adapter"), pytest.mark.parametrize("adapter", ["embedded"], indirect=True)]


@pytest.fixture
def place(template: Path, tmp_path: Path) -> EmbeddedPlace:
    return embedded_place(tmp_path, template)


@pytest.mark.parametrize("spoil", ["garbage", "cut off", "missing folder"])
def test_a_file_that_is_no_database_is_a_backend_that_is_away(place: EmbeddedPlace, spoil: str) -> None:
    file = place.folder / DATABASE
    if spoil == "garbage":
        file.write_bytes(b"garbage" * 10_000)
    elif spoil == "cut off":
        file.write_bytes(file.read_bytes()[: 3 * 4096])
    else:
        file = place.folder / "missing" / DATABASE
    catalogue = SqlCatalogue(sqlite_engine(file))
    with pytest.raises(UnavailableError, match="catalogue"):
        catalogue.check()
    with pytest.raises(UnavailableError), catalogue.transaction() as tables:
        tables.issues.add(issue(1))
    with pytest.raises(UnavailableError), catalogue.reading() as tables:
        tables.issues.get(issue(1).id)
    catalogue.close()


def test_purge_forgets_what_killed_processes_left(place: EmbeddedPlace) -> None:
    moment = now()
    catalogue = place.catalogue()
    with catalogue.transaction() as tables:
        tables.work.lease("long ago", "elsewhere:1:a", -3600)
        tables.work.lease("alive", "elsewhere:1:a", 3600)
        for member, at in (("long ago", moment - timedelta(hours=1)), ("alive", moment)):
            tables.work.beat(Beat(member, "index", "elsewhere", 1, MORNING, at))
        tables.work.purge(moment - timedelta(minutes=1))
    with catalogue.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM leases").all() == [("alive",)]
        assert connection.exec_driver_sql("SELECT member FROM beats").all() == [("alive",)]
    place.close()
