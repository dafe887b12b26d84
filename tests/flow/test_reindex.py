"""The index is built anew while uploads and searches go on, and after kill -9 in the middle of it."""

import threading

import pytest

from gazette.search import SearchRequest
from services.pipeline import ROLES
from tests.flow.backdoor import opened
from tests.flow.issues import small
from tests.flow.many import upload_all
from tests.flow.operator import ran, told
from tests.flow.product import Product

BEFORE, MEANWHILE = 12, 8
DOCUMENTS = 3


def test_uploads_and_searches_go_on(product: Product) -> None:
    """The gateway is a process of its own, which nobody tells of the swap."""
    for role in ROLES:
        product.start("run", role)
    product.wait_for_gateway()
    filled(product)

    totals, stop = [], threading.Event()

    def search() -> None:
        while not stop.is_set():
            totals.append(product.get("/search", q="防汛")["total"])

    searching, uploads = threading.Thread(target=search), threading.Thread(target=lambda: upload_more(product))
    searching.start()
    uploads.start()
    ran(product, "reindex")
    uploads.join()
    wait_until_ready(product, BEFORE + MEANWHILE)
    stop.set()
    searching.join()

    assert min(totals) >= BEFORE, "no search missed what was there"
    assert_whole(product)
    ran(product, "reindex")
    assert_whole(product)


@pytest.mark.parametrize("point", ["reindex:filling", "reindex:verified", "index-swapped"])
def test_killed_in_the_middle_and_resumed(product: Product, point: str) -> None:
    """The command finds the lease of a process that is gone: it goes on by itself, or the next index role does."""
    for role in ROLES:
        if role != "index":
            product.start("run", role)
    doomed = product.start("run", "index", failpoint=point)
    product.wait_for_gateway()
    filled(product)
    asking = product.start("reindex")
    product.killed(doomed)
    upload_more(product)
    product.start("run", "index")
    product.wait(lambda: asking.poll() is not None)
    assert asking.returncode == 0, product.logs.read_text()[-3000:]
    product.processes.remove(asking)
    wait_until_ready(product, BEFORE + MEANWHILE)
    assert_whole(product)
    [command] = told(product, "status")["commands"]
    assert (command["name"], command["state"]) == ("reindex", "done")


def filled(product: Product) -> None:
    upload_all(product, [small(number) for number in range(1, BEFORE + 1)])
    wait_until_ready(product, BEFORE)


def upload_more(product: Product) -> None:
    upload_all(product, [small(number) for number in range(BEFORE + 1, BEFORE + MEANWHILE + 1)])


def wait_until_ready(product: Product, issues: int) -> None:
    product.wait(lambda: product.get("/issues", status="ready", limit=1)["total"] == issues)


def assert_whole(product: Product) -> None:
    """Every document can be found, in each process; nothing else is left of the old index."""
    assert told(product, "reconcile")["findings"] == []
    assert product.get("/search", q="防汛")["total"] == BEFORE + MEANWHILE
    with opened(product) as backends:
        found = backends.search.search(SearchRequest(limit=1)).total
        revisions = [entry.revision for entry in backends.search.entries()]
    assert found == len(revisions) == DOCUMENTS * (BEFORE + MEANWHILE)
    if not product.settings.get("GAZETTE_SEARCH"):
        assert len(list((product.folder / "index").iterdir())) == 2, "CURRENT and one folder"
