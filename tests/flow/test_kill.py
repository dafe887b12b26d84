"""kill -9 at named points of the flow, then a restart: everything ends ready, nothing twice, nothing lost."""

from collections import Counter

import httpx
import pytest

from services.pipeline import GROUPS
from tests.flow.issues import small
from tests.flow.product import Product
from tests.flow.sizes import SERVERS

EVERYWHERE = (
    "ingest:object-stored",
    "ingest:issue-written",
    "parsing",
    "extract:worked",
    "extract:applying",
    "extract:applied",
    "extract:committed",
    "classify:worked",
    "classify:applying",
    "classify:applied",
    "index-added",
    "index:worked",
    "index:applying",
    "index:applied",
)


ONLY = {"embedded": (), "servers": ("relay:appended",)}
POINTS = [
    pytest.param(size, point, marks=[pytest.mark.servers] * (size == SERVERS), id=f"{size} {point}")
    for size, own in ONLY.items()
    for point in (*EVERYWHERE, *own)
]


@pytest.mark.parametrize(("size", "point"), POINTS)
def test_killed_and_started_again(product: Product, point: str) -> None:
    first = product.start("serve", failpoint=point)
    product.wait_for_gateway()
    accepted = upload_unless_killed(product)
    product.killed(first)

    product.start("serve")
    product.wait_for_gateway()
    held = product.get("/issues")["items"]
    assert accepted is None or [issue["id"] for issue in held] == [accepted], "an accepted upload is there"
    if not held:
        assert point == "ingest:object-stored", "a row is lost only where the upload was never accepted"
        accepted = product.upload("small.txt", small()).json()["id"]
    issue = product.ended(accepted or held[0]["id"])

    assert (issue["status"], issue["document_count"]) == ("ready", 3), issue
    assert product.get("/documents")["total"] == 3
    assert product.get("/search", q="防汛")["total"] == 1
    done = Counter(row["stage"] for row in steps(product, issue["id"]) if row["status"] == "done")
    assert {stage: done[stage] for stage in GROUPS} == dict.fromkeys(GROUPS, 1), done
    assert not [row for row in steps(product, issue["id"]) if row["status"] in ("dead", "rejected")]


def upload_unless_killed(product: Product) -> str | None:
    """The issue id, None where the process died before it answered."""
    try:
        issue: str = product.upload("small.txt", small()).json()["id"]
    except httpx.TransportError:
        return None
    return issue


def steps(product: Product, issue_id: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = product.get(f"/issues/{issue_id}/timeline")["items"]
    return rows
