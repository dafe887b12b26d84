"""What an earlier release left behind is opened by this one: all of it is readable, and work goes on where it was."""

import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from gazette.adapters.sql.migrate import HEAD
from tests.contract import servers
from tests.flow.issues import gazette
from tests.flow.product import Product
from tests.flow.sizes import EMBEDDED

RELEASES = Path(__file__).parents[1] / "releases"
FIRST, SECOND, PICTURE, PENDING = "56eaa91b907acc59", "452bfe51831b3828", "9cf9792eae2241d4", "da899185808cbd06"
REPEALED, CITED, LATEST = "江云政发〔2021〕1号", "江云政发〔2021〕2号", "江云政发〔2021〕4号"
REPEALING = """江岭市云溪区人民政府关于废止森林防火通知的通知

江云政发〔2022〕1号

各乡镇人民政府：

《关于做好森林防火工作的通知》（江云政发〔2021〕2号）自本通知印发之日起废止。

江岭市云溪区人民政府

2022年3月4日"""


@pytest.fixture(params=[path.name for path in sorted(RELEASES.iterdir()) if (path / "sqlite.sql").exists()])
def release(request: pytest.FixtureRequest) -> Path:
    return RELEASES / str(request.param)


@pytest.fixture
def upgraded(size: str, release: Path, tmp_path: Path) -> Iterator[Product]:
    """This version's code on what the release left behind."""
    with on_folder(release, tmp_path) if size == EMBEDDED else on_servers(release, tmp_path) as product:
        product.start("serve")
        product.wait_for_gateway()
        yield product
        product.stop()
        product.http.close()


@contextmanager
def on_folder(release: Path, folder: Path) -> Iterator[Product]:
    data = folder / "data"
    shutil.copytree(release / "objects", data / "objects")
    shutil.copytree(release / "index", data / "index")
    with closing(sqlite3.connect(data / "gazette.db")) as connection:
        connection.executescript((release / "sqlite.sql").read_text(encoding="utf-8"))
    yield Product(data, dict.fromkeys(servers.VARIABLES, ""))


@contextmanager
def on_servers(release: Path, folder: Path) -> Iterator[Product]:
    from tests.contract.postgres import run  # noqa: PLC0415

    name = f"flow{uuid.uuid4().hex[:12]}"
    settings = {variable: servers.renamed(url, name) for variable, url in servers.urls().items()}
    place = servers.ServerPlace(name, "template0")
    try:
        for port in (place.catalogue, place.log, place.search):
            port()
        run(settings["GAZETTE_CATALOGUE"], (release / "postgresql.sql").read_text(encoding="utf-8"))
        for path in filter(Path.is_file, (release / "objects").rglob("*")):
            with path.open("rb") as data:
                place.objects().put(path.relative_to(release / "objects").as_posix(), data)
        subprocess.run([sys.executable, "-m", "services", "init"], env=os.environ | settings, check=True, timeout=120)
        yield Product(folder / "data", settings)
    finally:
        place.close()


def test_an_earlier_release_is_read_and_its_work_goes_on(upgraded: Product, size: str) -> None:
    pending = upgraded.ended(PENDING)
    assert (pending["status"], pending["document_count"], pending["note"]) == ("ready", 1, "待处理")
    issues = {issue["id"]: issue for issue in upgraded.get("/issues", limit=100)["items"]}
    assert {one: issue["status"] for one, issue in issues.items()} == {
        FIRST: "ready", SECOND: "ready", PICTURE: "failed", PENDING: "ready",
    }  # fmt: skip
    for issue, count in ((FIRST, 2), (SECOND, 1), (PENDING, 1)):
        assert upgraded.get(f"/issues/{issue}/timeline")["items"][0]["status"] == "done"
        documents = upgraded.get(f"/issues/{issue}/documents")["items"]
        assert len(documents) == count
        assert upgraded.http.get(f"/issues/{issue}").status_code == 200
        for document in documents:
            identifier = document.get("document_id") or document["id"]
            for part in ("", "/text", "/citations"):
                upgraded.get(f"/documents/{identifier}{part}")
            assert upgraded.http.get(f"/documents/{identifier}").status_code == 200
    assert upgraded.get("/search", q=LATEST)["total"] == 1
    [agency] = upgraded.get("/agencies", code=REPEALED)["items"]
    assert {one["issue_id"] for one in agency["evidence"]} >= {FIRST, SECOND}, "codes are learnt from what was held"
    if size == EMBEDDED:
        assert upgraded.get("/search", q="通知")["total"] >= 3, "the index of the release is searched"
        assert upgraded.get("/search", q=REPEALED, legal_status="repealed")["total"] >= 1
    again = upgraded.http.post(
        "/api/v1/issues", files={"file": ("a", b"other", "text/plain")}, headers={"Idempotency-Key": "key-of-0.1.0"}
    )
    assert (again.status_code, again.json()["code"]) == (422, "idempotency_key")


def test_a_new_issue_repeals_what_an_earlier_release_held(upgraded: Product) -> None:
    [cited] = [one for one in upgraded.get(f"/issues/{FIRST}/documents")["items"] if one["doc_number"] == CITED]
    path = f"/documents/{cited.get('document_id') or cited['id']}"
    assert upgraded.get(path)["legal_status"] != "repealed"
    upgraded.ended(upgraded.upload("new.txt", gazette(9, [REPEALING], 2022)).json()["id"])
    upgraded.wait(lambda: upgraded.get("/search", q=CITED, legal_status="repealed")["total"] >= 1)
    after = upgraded.get(path)
    assert "repealed" in str(after["legal_status"])


def test_the_release_is_brought_to_this_schema_once(release: Path, tmp_path: Path) -> None:
    with on_folder(release, tmp_path) as product:
        for _ in range(2):
            process = product.start("init")
            assert process.wait(60) == 0, product.logs.read_text()
        with closing(sqlite3.connect(product.folder / "gazette.db")) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
            assert connection.execute("SELECT count(*) FROM dead_letters").fetchone() == (1,)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        product.http.close()
