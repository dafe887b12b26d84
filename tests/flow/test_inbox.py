"""Files copied into the inbox folder of a running product become ready, each once, also when it is killed."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.issues import small
from tests.flow.product import Product

FILES = {"第1期.txt": small(1), "2021/第2期.txt": small(2)}
STEPS = ("ingest", "extract", "classify", "index")


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_INBOX_SECONDS", "0.1")
    monkeypatch.setenv("GAZETTE_INBOX_SETTLE_SECONDS", "0.3")


class Folder:
    """The inbox as other programs see it on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "objects/inbox"
        self.folder.mkdir(parents=True)

    def put(self, name: str, data: bytes) -> None:
        """Under its name from the first byte on, piece by piece."""
        target = self.folder / name
        target.parent.mkdir(exist_ok=True)
        with target.open("wb", buffering=0) as file:
            for start in range(0, len(data), 500):
                file.write(data[start : start + 500])

    def lying(self) -> list[str]:
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())


class Bucket:
    """The inbox as any client of the bucket sees it."""

    def __init__(self, url: str) -> None:
        from gazette.adapters.servers.s3_objects import S3ObjectStore  # noqa: PLC0415 - an extra

        self.store = S3ObjectStore(url)

    def put(self, name: str, data: bytes) -> None:
        self.store.put(f"inbox/{name}", io.BytesIO(data))

    def lying(self) -> list[str]:
        return [held.key.rpartition("/")[2] for held in self.store.list("inbox/")]


Place = Folder | Bucket


@pytest.fixture
def inbox(product: Product) -> Place:
    url = product.settings.get("GAZETTE_OBJECT_STORE")
    return Bucket(url) if url else Folder(product.folder)


def assert_ready_once(product: Product) -> None:
    product.wait(lambda: product.get("/issues")["total"] == len(FILES))
    names = set()
    for held in product.get("/issues")["items"]:
        issue = product.ended(held["id"])
        assert (issue["status"], issue["document_count"]) == ("ready", 3), issue
        rows = product.get(f"/issues/{issue['id']}/timeline")["items"]
        done = [row["stage"] for row in rows if row["status"] == "done"]
        assert [done.count(stage) for stage in STEPS] == [1] * len(STEPS), rows
        names.add(issue["file_name"])
    assert names == {Path(name).name for name in FILES}
    assert product.get("/documents")["total"] == 3 * len(FILES)


def test_files_in_the_inbox_become_ready_once(product: Product, inbox: Place) -> None:
    product.start("serve")
    product.wait_for_gateway()
    for name, data in FILES.items():
        inbox.put(name, data)
    product.wait(lambda: not inbox.lying())
    assert_ready_once(product)
    for name, data in FILES.items():
        inbox.put(f"again {Path(name).name}", data)
    product.wait(lambda: not inbox.lying())
    assert_ready_once(product)


@pytest.mark.parametrize("point", ["ingest:object-stored", "ingest:issue-written", "inbox:received"])
def test_killed_while_it_takes_in_and_started_again(product: Product, inbox: Place, point: str) -> None:
    for name, data in FILES.items():
        inbox.put(name, data)
    killed = product.start("serve", failpoint=point)
    product.killed(killed)
    assert len(inbox.lying()) == len(FILES), "nothing goes from the inbox before it is safe"
    product.start("serve")
    product.wait_for_gateway()
    product.wait(lambda: not inbox.lying())
    assert_ready_once(product)
    assert list((product.folder / "spool").iterdir()) == []


def test_what_cannot_be_taken_is_shown(product: Product, inbox: Place) -> None:
    product.start("serve")
    product.wait_for_gateway()
    inbox.put("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(50))
    inbox.put("空.txt", b"")
    inbox.put("later.txt.part", small(3))
    product.wait(lambda: inbox.lying() == ["later.txt.part"])
    product.wait(lambda: [one["status"] for one in product.get("/issues")["items"]] == ["failed"])
    shown = status(product, "--json")
    assert json.loads(shown)["inbox"]["refused"] == 1
    assert "文件为空" in json.loads(shown)["inbox"]["newest"][0]["reason"]
    assert "空.txt" in status(product)
    assert "refused by the inbox: 1" in status(product)
    assert 'gazette_uploads_total{outcome="refused",way="inbox"} 1.0' in product.http.get("/metrics").text
    inbox.put("later.txt", small(3))
    product.wait(lambda: product.get("/issues")["total"] == 2)


def status(product: Product, *words: str) -> str:
    command = [sys.executable, "-m", "services", "--data", str(product.folder), "status", *words]
    return subprocess.run(command, env=os.environ | product.settings, capture_output=True, text=True, check=True).stdout
