"""A backup made while uploads go on, restored into either size, answers as the system that it was made of."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.flow.bad_files import picture
from tests.flow.issues import small
from tests.flow.many import everything
from tests.flow.product import GAZETTES, Product
from tests.flow.sizes import EMBEDDED, SERVERS, environment

SAMPLE = GAZETTES / "pinggu-2021-2.txt"
PASSING = {"took_ms", "score"}
"""What belongs to the moment, and relevance, which engines reckon in their own ways."""
PAIRS = [(EMBEDDED, SERVERS), (SERVERS, EMBEDDED)]
UPLOADS = 6


@contextmanager
def running(size: str, folder: Path) -> Iterator[Product]:
    with environment(size) as settings:
        product = Product(folder, settings)
        try:
            yield product
        finally:
            product.stop()
            product.http.close()


def command(product: Product, *words: str) -> str:
    """Run a command to its good end; returns what was said since."""
    before = product.logs.stat().st_size if product.logs.exists() else 0
    process = product.start(*words)
    assert process.wait(90) == 0, product.logs.read_text()[-3000:]
    product.processes.remove(process)
    return product.logs.read_bytes()[before:].decode()


def lasting(answer: Any) -> Any:
    if isinstance(answer, dict):
        return {name: lasting(value) for name, value in answer.items() if name not in PASSING}
    return [lasting(value) for value in answer] if isinstance(answer, list) else answer


def upload(product: Product, told: list[str], begun: threading.Event) -> None:
    for number in range(1, UPLOADS + 1):
        told.append(product.upload(f"{number}.txt", small(number)).json()["id"])
        if number == UPLOADS // 3:
            begun.set()


@pytest.mark.servers
@pytest.mark.parametrize(("here", "there"), PAIRS, ids=["embedded-servers", "servers-embedded"])
def test_a_backup_made_while_uploads_go_on_is_a_working_system(here: str, there: str, tmp_path: Path) -> None:
    with ExitStack() as stack:
        first = stack.enter_context(running(here, tmp_path / "here"))
        second = stack.enter_context(running(there, tmp_path / "there"))
        ended = prepared(first)
        backed_up_meanwhile(first, tmp_path / "backup")
        assert "Restored" in command(second, "restore", str(tmp_path / "backup"))
        second.start("serve")
        second.wait_for_gateway()
        second.wait(lambda: all_ended(second))
        compare(first, second, ended)


def prepared(product: Product) -> list[str]:
    """A ready issue and a failed one, served."""
    product.start("serve")
    product.wait_for_gateway()
    uploads = [product.upload(SAMPLE.name, SAMPLE.read_bytes()), product.upload("picture.png", picture())]
    issues = [answer.json()["id"] for answer in uploads]
    assert [product.ended(issue)["status"] for issue in issues] == ["ready", "failed"]
    return issues


def backed_up_meanwhile(product: Product, folder: Path) -> None:
    """What was answered before the backup began is in it, and it is whole."""
    told: list[str] = []
    begun = threading.Event()
    uploading = threading.Thread(target=upload, args=(product, told, begun))
    uploading.start()
    assert begun.wait(60)
    answered = list(told)
    said = command(product, "backup", str(folder))
    uploading.join()
    assert len(told) == UPLOADS
    rows = (folder / "tables" / "issues.jsonl").read_text()
    assert all(issue in rows for issue in answered), said
    assert "The backup is whole" in command(product, "backup", "--verify", str(folder))


def all_ended(product: Product) -> bool:
    """Every issue, and every document of those that are ready is found again."""
    issues = everything(product, "/issues")
    expected = sum(issue["document_count"] for issue in issues if issue["status"] == "ready")
    found = product.get("/documents", limit=1)["total"]
    return {issue["status"] for issue in issues} <= {"ready", "failed"} and expected == found


def compare(first: Product, second: Product, issues: list[str]) -> None:
    """Everything that the API says of these issues and their documents."""
    for issue in issues:
        for part in ("", "/documents", "/timeline"):
            one, other = (product.get(f"/issues/{issue}{part}") for product in (first, second))
            assert (lasting(one) == lasting(other)) or part == "/timeline", (one, other)
            if part == "/timeline":
                assert other["items"][: len(one["items"])] == one["items"]
        sources = [product.http.get(f"/api/v1/issues/{issue}/source").content for product in (first, second)]
        assert sources[0] == sources[1]
    for document in first.get(f"/issues/{issues[0]}/documents")["items"]:
        for part in ("", "/text", "/citations"):
            path = f"/documents/{document.get('document_id') or document['id']}{part}"
            assert lasting(first.get(path)) == lasting(second.get(path))
    for query in ("规划", "标题:通知", "文种:决定 OR 文种:意见"):
        asked = {"q": query, "sort": "-date", "limit": 50, "issuer": "北京市平谷区人民政府"}
        one, other = (product.get("/search", **asked) for product in (first, second))
        assert lasting(one) == lasting(other)
        assert one["total"] > 0 or query != "规划"
