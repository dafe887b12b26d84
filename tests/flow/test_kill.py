"""kill -9 at named points of the flow, then a restart: everything ends ready, nothing twice, nothing lost."""

from collections import Counter

import httpx
import pytest

from services.pipeline import GROUPS, ROLES
from tests.flow.issues import small
from tests.flow.product import Product
from tests.flow.sizes import EMBEDDED, SERVERS

POINTS = {
    "ingest:object-stored": "api",
    "ingest:issue-written": "api",
    "relay:appended": "ingest",
    "parsing": "extract",
    "extract:worked": "extract",
    "extract:applying": "extract",
    "extract:applied": "extract",
    "extract:committed": "extract",
    "classify:worked": "classify",
    "classify:applying": "classify",
    "classify:applied": "classify",
    "index-added": "index",
    "index:worked": "index",
    "index:applying": "index",
    "index:applied": "index",
}
"""Point of the flow → the role that passes it. The relay runs only where the log does not read the outbox itself."""
CASES = [
    pytest.param(size, point, marks=[pytest.mark.servers] * (size == SERVERS), id=f"{size} {point}")
    for size in (EMBEDDED, SERVERS)
    for point in POINTS
    if size == SERVERS or point != "relay:appended"
]


@pytest.mark.parametrize(("size", "point"), CASES)
def test_killed_and_started_again(product: Product, size: str, point: str) -> None:
    """Embedded, one process has all roles and dies whole; on servers each has its own, and one dies."""
    command = ("serve",) if size == EMBEDDED else ("run", POINTS[point])
    first = product.start(*command, failpoint=point)
    for role in ROLES if size == SERVERS else ():
        if role != POINTS[point]:
            product.start("run", role)
    product.wait_for_gateway()
    accepted = upload_unless_killed(product)
    product.killed(first)

    product.start(*command)
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
