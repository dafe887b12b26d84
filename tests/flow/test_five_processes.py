"""The services are really apart: each role in a process of its own, on one data folder."""

from services.pipeline import ROLES
from tests.flow.issues import small
from tests.flow.product import GAZETTES, Product


def test_five_processes_do_what_one_does(product: Product) -> None:
    for role in ROLES:
        product.start("run", role)
    product.wait_for_gateway()
    sample = (GAZETTES / "pinggu-2022-4.txt").read_bytes()
    issues = [
        product.upload(f"{k}.txt", content).json()["id"] for k, content in enumerate((sample, small(1), small(2)))
    ]
    ended = [product.ended(issue) for issue in issues]
    assert [(issue["status"], issue["document_count"]) for issue in ended] == [("ready", 8), ("ready", 3), ("ready", 3)]
    assert product.get("/documents")["total"] == 14


def test_a_role_that_is_killed_is_made_up_for_by_its_successor(product: Product) -> None:
    others = [role for role in ROLES if role != "classify"]
    for role in others:
        product.start("run", role)
    product.wait_for_gateway()
    waiting = product.upload("waiting.txt", small(3)).json()["id"]
    product.wait(lambda: product.get(f"/issues/{waiting}")["status"] == "classifying")
    first = product.start("run", "classify", failpoint="classify:applying")
    product.killed(first)
    product.start("run", "classify")
    assert product.ended(waiting)["status"] == "ready"
    assert product.get("/documents", issue_id=waiting)["total"] == 3


def test_a_second_index_role_waits_and_takes_over(product: Product) -> None:
    for role in ROLES:
        product.start("run", role)
    product.wait_for_gateway()
    index = product.processes[ROLES.index("index")]
    product.start("run", "index")
    first = product.upload("first.txt", small(4)).json()["id"]
    assert product.ended(first)["status"] == "ready"
    index.kill()
    index.wait()
    second = product.upload("second.txt", small(5)).json()["id"]
    assert product.ended(second)["status"] == "ready"
