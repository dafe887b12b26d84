"""No room for the catalogue, the object store or the spool: 507 and a sentence, nothing kept, and all goes on after."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import sqlalchemy as sa

from gazette.adapters.embedded import files
from gazette.adapters.sql.catalogue import SqlCatalogue
from gazette.errors import NoRoomError, UnavailableError
from tests.service.conftest import Gateway


def upload(gateway: Gateway, content: bytes = "一份公报".encode()) -> httpx.Response:
    return gateway.client.post("/api/v1/issues", files={"file": ("a.txt", content, "text/plain")})


def refused(answer: httpx.Response) -> None:
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (507, "no_room"), problem
    assert "full" in problem["detail"]
    assert answer.headers["Retry-After"]


def full(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def held(gateway: Gateway) -> int:
    total: int = gateway.client.get("/api/v1/issues").json()["total"]
    return total


@pytest.mark.parametrize(
    "name",
    ["gazette.adapters.embedded.files.shutil.copyfileobj", "gazette.spool.tempfile.mkstemp"],
    ids=["object store", "spool"],
)
def test_no_room_for_the_bytes(gateway: Gateway, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(name, full)
        refused(upload(gateway))
    assert (held(gateway), gateway.spooled()) == (0, [])
    assert [one.key for one in gateway.backends.objects.list()] == []
    assert upload(gateway).status_code == 202


def limit(engine: sa.Engine, pages: int) -> Callable[[Any, Any], None]:
    """Connections made from now on may not make the file larger than so many pages."""

    def prepare(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    sa.event.listen(engine, "connect", prepare)
    engine.dispose()
    return prepare


def test_no_room_for_the_row(gateway: Gateway) -> None:
    engine = cast(SqlCatalogue, gateway.backends.catalogue).engine
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    prepare = limit(engine, pages)
    answers = [upload(gateway, f"第{number}期 {'长' * 500}".encode()) for number in range(200)]
    told = {answer.status_code for answer in answers}
    assert told == {202, 507}, told
    refused(next(answer for answer in answers if answer.status_code == 507))
    accepted = sum(answer.status_code == 202 for answer in answers)
    assert held(gateway) == accepted, "what was refused is not held, what was accepted is"
    sa.event.remove(engine, "connect", prepare)
    engine.dispose()
    assert upload(gateway, "又一期".encode()).status_code == 202
    assert held(gateway) == accepted + 1


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, NoRoomError), (errno.EDQUOT, NoRoomError), (errno.EIO, UnavailableError)]
)
def test_what_is_full_and_what_is_broken_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[UnavailableError]
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("gazette.adapters.embedded.files.os.fsync", fail)
    with pytest.raises(UnavailableError) as caught, (tmp_path / "x").open("w+b") as data:
        files.FileObjectStore(tmp_path / "objects").put("sha256/a", data)
    assert type(caught.value) is kind
    assert list((tmp_path / "objects").rglob("sha256*")) == []
