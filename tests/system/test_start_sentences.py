"""What is wrong with a server or with the settings is one sentence at start, with what mends it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.contract.postgres import run as run_sql
from tests.contract.servers import renamed
from tests.flow.product import free_port
from tests.flow.sizes import SERVERS, environment

pytestmark = pytest.mark.servers

PATIENCE = 60
COMMANDS = (("run", "extract"), ("doctor",))
OBJECT_STORE, CATALOGUE, EVENT_LOG, SEARCH = (
    f"GAZETTE_{name}" for name in ("OBJECT_STORE", "CATALOGUE", "EVENT_LOG", "SEARCH")
)
SECRET = "not-the-password"
INIT = "`gazette init`"
INSTALL = "pip install 'gazette[servers]'"
UNINSTALL = "import sys\nsys.modules[{name!r}] = None\n"
MISSING = "nothing-has-this-name"

Change = Callable[[str], str]


@pytest.fixture(scope="module")
def settings() -> Iterator[Mapping[str, str]]:
    """Names of its own on the running servers, initialised."""
    with environment(SERVERS) as made:
        yield made


def with_wrong_password(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{parts.username}:{SECRET}@{parts.hostname}:{parts.port}"))


def missing(url: str) -> str:
    return renamed(url, MISSING)


def silent(url: str) -> str:
    """The same, where nothing listens."""
    account, at, _ = urlsplit(url).netloc.rpartition("@")
    return urlunsplit(urlsplit(url)._replace(netloc=f"{account}{at}127.0.0.1:{free_port()}"))


def of_another_kind(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(scheme="gopher"))


@contextmanager
def schema(url: str, version: str | None) -> Iterator[None]:
    """Within, the catalogue says that it has another version, or none."""
    run_sql(url, "ALTER TABLE alembic_version RENAME TO kept_version")
    try:
        if version:
            run_sql(url, f"CREATE TABLE alembic_version AS SELECT CAST('{version}' AS varchar(32)) AS version_num")
        yield
    finally:
        run_sql(url, "DROP TABLE IF EXISTS alembic_version")
        run_sql(url, "ALTER TABLE kept_version RENAME TO alembic_version")


def said(settings: Mapping[str, str], folder: Path) -> list[str]:
    """What each command complains of; each in one line, quickly, with exit code 1."""
    with ThreadPoolExecutor(len(COMMANDS)) as pool:
        return list(pool.map(lambda command: complaint(command, settings, folder), COMMANDS))


def complaint(command: tuple[str, ...], settings: Mapping[str, str], folder: Path) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "services", *command],
        env={**os.environ, "GAZETTE_DATA": str(folder / "data"), "GAZETTE_PORT": str(free_port()), **settings},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    lines: list[str] = ended.stderr.splitlines()
    assert [line.startswith("错误 Error: ") for line in lines] == [True], ended.stderr
    assert SECRET not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stdout
    return lines[0]


@pytest.mark.parametrize(
    ("setting", "change", "words"),
    [
        pytest.param(CATALOGUE, with_wrong_password, ("password", "GAZETTE_CATALOGUE"), id="password of PostgreSQL"),
        pytest.param(EVENT_LOG, with_wrong_password, ("'gazette'", "password"), id="password of Kafka"),
        pytest.param(
            OBJECT_STORE, with_wrong_password, ("refuses the key and secret", OBJECT_STORE), id="secret of S3"
        ),
        pytest.param(CATALOGUE, missing, (MISSING, "does not exist", CATALOGUE), id="no database"),
        pytest.param(EVENT_LOG, missing, ("no topic", MISSING, INIT), id="no topic"),
        pytest.param(OBJECT_STORE, missing, ("no bucket", MISSING, INIT), id="no bucket"),
        pytest.param(SEARCH, missing, ("index", MISSING, "is missing", INIT), id="no index"),
        pytest.param(CATALOGUE, silent, ("does not answer", "see that PostgreSQL runs"), id="no PostgreSQL"),
        pytest.param(EVENT_LOG, silent, ("Kafka", "does not answer", "see that it runs"), id="no Kafka"),
        pytest.param(OBJECT_STORE, silent, ("does not answer", "see that it runs", OBJECT_STORE), id="no S3"),
        pytest.param(SEARCH, silent, ("does not answer", "see that OpenSearch runs", SEARCH), id="no OpenSearch"),
        pytest.param(SEARCH, of_another_kind, (SEARCH, "opensearch://"), id="another kind of URL"),
    ],
)
def test_a_url_that_does_not_lead_there(
    settings: Mapping[str, str], tmp_path: Path, setting: str, change: Change, words: tuple[str, ...]
) -> None:
    for sentence in said({**settings, setting: change(settings[setting])}, tmp_path):
        assert all(word in sentence for word in words), sentence


@pytest.mark.parametrize(
    ("version", "words"),
    [
        pytest.param(None, ("schema none", INIT), id="none"),
        pytest.param("9999", ("schema 9999, newer than", "install the version of Gazette that wrote it"), id="newer"),
    ],
)
def test_a_schema_of_another_version(
    settings: Mapping[str, str], tmp_path: Path, version: str | None, words: tuple[str, ...]
) -> None:
    with schema(settings[CATALOGUE], version):
        for sentence in said(settings, tmp_path):
            assert all(word in sentence for word in words), sentence


@pytest.mark.parametrize("name", ["kafka", "minio", "opensearchpy", "psycopg"])
def test_a_client_that_is_not_installed(settings: Mapping[str, str], tmp_path: Path, name: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(UNINSTALL.format(name=name))
    for sentence in said({**settings, "PYTHONPATH": str(tmp_path)}, tmp_path):
        assert name in sentence
        assert INSTALL in sentence


@pytest.mark.parametrize("without", [CATALOGUE, EVENT_LOG])
def test_a_mix_that_cannot_keep_the_promises(settings: Mapping[str, str], tmp_path: Path, without: str) -> None:
    for sentence in said({**settings, without: ""}, tmp_path):
        assert f"{CATALOGUE} and {EVENT_LOG} must both name a server or both be empty" in sentence
