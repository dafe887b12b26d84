"""A worker of a group is killed in the middle of many issues, another joins: every issue is done once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from services.pipeline import GROUPS
from tests.flow.backdoor import sharers
from tests.flow.issues import small
from tests.flow.many import count, steps, upload_all
from tests.flow.product import Product

ISSUES = 200
BEGUN = 30


def test_a_worker_killed_in_the_middle_and_a_third_that_joins(product: Product) -> None:
    for role in ("api", "ingest", "classify", "index"):
        product.start("run", role)
    doomed, _other = product.start("run", "extract"), product.start("run", "extract")
    product.wait_for_gateway()
    product.wait(lambda: sharers(product, "extract") == 2)
    with ThreadPoolExecutor(1) as pool:
        uploaded = pool.submit(upload_all, product, [small(number) for number in range(1, ISSUES + 1)])
        product.wait(lambda: count(product, "ready") >= BEGUN)
        doomed.kill()
        product.killed(doomed)
        assert not uploaded.done() or count(product, "received") > 0, "it was in the middle"
        product.start("run", "extract")
        issues = uploaded.result()
    for share in (ISSUES // 2, ISSUES):
        product.wait(lambda share=share: count(product, "ready") + count(product, "failed") >= share)  # type: ignore[misc]

    for issue in issues:
        rows = steps(product, issue)
        done = Counter(row["stage"] for row in rows if row["status"] == "done")
        assert {stage: done[stage] for stage in GROUPS} == dict.fromkeys(GROUPS, 1), rows
        assert not [row for row in rows if row["status"] in ("dead", "rejected")], rows
    assert count(product, "ready") == ISSUES
    assert product.get("/documents", limit=1)["total"] == 3 * ISSUES
