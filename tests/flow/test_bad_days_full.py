"""A disk that is full: uploads are told so, nothing is half stored, and all goes on when there is room."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.servers import VARIABLES
from tests.flow.issues import small
from tests.flow.many import everything
from tests.flow.product import Product

SIZE = 24 << 20
FILLER = "filler"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    mounted = subprocess.run(command, check=False, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.fixture
def product(disk: Path) -> Iterator[Product]:
    """Everything on that disk."""
    running = Product(disk / "data", dict.fromkeys(VARIABLES, ""))
    running.logs = disk.parent / "product.log"
    running.start("serve")
    running.wait_for_gateway()
    yield running
    running.stop()
    running.http.close()


def fill(disk: Path) -> None:
    """Leave no room at all."""
    with (disk / FILLER).open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


def left_behind(disk: Path) -> list[str]:
    """Files of uploads that did not become issues."""
    places = (disk / "data" / "spool", disk / "data" / "objects" / ".writing")
    return [path.name for place in places for path in place.glob("*")]


def test_an_upload_to_a_full_disk_is_refused_in_a_sentence_and_taken_when_there_is_room(
    product: Product, disk: Path
) -> None:
    held = product.ended(product.upload("held.txt", small(1)).json()["id"])["id"]
    fill(disk)
    for number in (2, 3):
        answer = product.upload(f"{number}.txt", small(number) + bytes(100_000))
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (507, "no_room"), problem
        assert answer.headers["Retry-After"]
        assert "full" in problem["detail"]
        assert "空间不足" in problem["detail_zh"]
        assert left_behind(disk) == []
    assert [issue["id"] for issue in everything(product, "/issues")] == [held], "what is held is still answered"
    assert product.get("/search", q="通知")["total"] == 3
    (disk / FILLER).unlink()
    again = product.upload("2.txt", small(2))
    assert again.status_code == 202, again.text
    assert product.ended(again.json()["id"])["status"] == "ready"
    assert product.get("/search", q="通知")["total"] == 6


def test_what_was_accepted_before_the_disk_was_full_is_done_when_there_is_room(product: Product, disk: Path) -> None:
    accepted = [product.upload(f"{number}.txt", small(number)).json()["id"] for number in range(1, 6)]
    fill(disk)
    refused = product.upload("late.txt", small(9) + bytes(100_000))
    assert refused.status_code in {503, 507}, refused.text
    (disk / FILLER).unlink()
    assert {product.ended(issue)["status"] for issue in accepted} == {"ready"}
    assert product.get("/search", q="通知")["total"] == 3 * len(accepted)
    assert left_behind(disk) == []
