"""A ZIP through the whole product, also when a process is killed while it unpacks: each file is there exactly once."""

from collections import Counter
from typing import Any

import pytest

from tests.flow.issues import small
from tests.flow.product import Product
from tests.flow.sizes import EMBEDDED, SERVERS
from tests.flow.test_kill import steps
from tests.formats.zips import zipped

POINTS = ("extract:file-stored", "extract:applying", "extract:applied")
CASES = [
    pytest.param(size, point, marks=[pytest.mark.servers] * (size == SERVERS), id=f"{size} {point}")
    for size in (EMBEDDED, SERVERS)
    for point in POINTS
]
PROSE = "昨日下了一场雨，院子里的花开得正好。\n".encode()


@pytest.mark.parametrize(("size", "point"), CASES)
def test_killed_while_it_unpacks(product: Product, size: str, point: str) -> None:
    command = ("serve",) if size == EMBEDDED else ("run", "extract")
    first = product.start(*command, failpoint=point)
    for role in ("ingest", "classify", "index", "api") if size == SERVERS else ():
        product.start("run", role)
    product.wait_for_gateway()
    data = zipped(("2021/一.txt", small()), ("二.txt", PROSE), ("同一.txt", small()), ("空.txt", b""))
    bundle = product.upload("公报.zip", data).json()["id"]
    product.killed(first)

    product.start(*command)
    product.wait_for_gateway()
    held = product.ended(bundle)
    assert (held["status"], held["kind"], held["document_count"]) == ("ready", "bundle", 0), held
    product.wait(lambda: all(one["status"] in ("ready", "failed") for one in children(product, bundle)))
    found = [(one["file_name"], one["status"], one["document_count"]) for one in children(product, bundle)]
    assert found == [("一.txt", "ready", 3), ("二.txt", "ready", 0), ("同一.txt", "ready", 3), ("空.txt", "failed", 0)]
    assert product.get("/issues")["total"] == 3, "a bundle and two different files"
    assert product.get("/documents")["total"] == 3
    for one in children(product, bundle)[:2]:
        done = Counter((row["stage"], row["status"]) for row in steps(product, one["id"]))
        assert (done["ingest", "done"], done["extract", "done"], done["index", "done"]) == (1, 1, 1), done
    assert not [row for row in steps(product, bundle) if row["status"] in ("dead", "rejected")]


def children(product: Product, bundle: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = product.get(f"/issues/{bundle}")["children"]
    return found
