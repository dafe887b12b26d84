"""Damage done by hand to object store and index is found, told and, where nothing is lost by it, mended."""

import io
from dataclasses import replace

from gazette.model import IssueStatus, source_key
from gazette.ports import IndexEntry, IssueFilter
from gazette.search import IndexedDocument
from gazette.wiring import Backends
from services.pipeline import ROLES
from tests.flow.backdoor import opened
from tests.flow.issues import small
from tests.flow.many import upload_all
from tests.flow.operator import ran, told
from tests.flow.product import Product

NOW = {"GAZETTE_ORPHAN_HOURS": "0.0000001", "GAZETTE_RETENTION_DAYS": "0.00000001"}
STRANGER = "a" * 64
NOBODY = "5" * 16


def test_what_is_damaged_is_found_and_mended(product: Product) -> None:
    for role in ROLES:
        product.start("run", role)
    product.wait_for_gateway()
    upload_all(product, [small(number) for number in range(1, 4)])
    product.wait(lambda: product.get("/issues", status="ready", limit=1)["total"] == 3)
    assert told(product, "reconcile") == told(product, "reconcile") | {"findings": [], "left": 0}
    index = product.processes[ROLES.index("index")]
    index.terminate()
    index.wait(30)
    product.processes.remove(index)
    with opened(product) as backends:
        lost = damage(backends)

    found = {one["fault"]: one for one in told(product, "reconcile", code=1, **NOW)["findings"]}
    assert {fault: one["count"] for fault, one in found.items()} == {
        "bytes_missing": 1,
        "object_orphaned": 1,
        "index_missing": 1,
        "index_stale": 1,
        "index_ahead": 1,
        "index_orphaned": 1,
        "tombstone_old": 1,
    }
    assert found["index_orphaned"]["examples"] == [NOBODY]
    assert found["object_orphaned"]["examples"] == [source_key(STRANGER)]

    product.settings = dict(product.settings) | NOW
    product.start("run", "index")
    mended = told(product, "reconcile", "--repair", code=1)
    assert {one["fault"]: one["count"] - one["repaired"] for one in mended["findings"]} == dict.fromkeys(found, 0) | {
        "bytes_missing": 1
    }
    assert "upload the same file again" in ran(product, "reconcile", code=1)
    assert product.upload("again.txt", lost).status_code in (200, 202)
    assert "agree" in ran(product, "reconcile")
    assert product.get("/search", q="防汛")["total"] == 3


def damage(backends: Backends) -> bytes:
    """Each kind of damage once; returns the bytes that are lost."""
    with backends.catalogue.transaction() as tables:
        issues = tables.issues.page(IssueFilter(IssueStatus.READY), 10).items
        documents = [one for issue in issues for one in tables.documents.of_issue(issue.id)]
        tombstone = replace(documents[0], id="6" * 16, document=documents[0].document, deleted=True, revision=9)
        tables.documents.save([tombstone])
        tables.documents.touch([documents[1].id])
    entries = {one.id: one for one in backends.search.entries()}
    backends.search.forget([entries[documents[0].id]])
    ahead = entries[documents[2].id]
    backends.search.write([IndexedDocument(ahead.id, documents[2].issue_id, 50, 1, "超前", deleted=False)])
    backends.search.write([IndexedDocument(NOBODY, "7" * 16, 1, 1, "无主")])
    backends.search.write([IndexedDocument(tombstone.id, tombstone.issue_id, 9, 0, deleted=True)])
    assert IndexEntry(NOBODY, 1, False) in list(backends.search.entries())
    backends.objects.put(source_key(STRANGER), io.BytesIO(b"stranger"))
    key = source_key(issues[0].sha256)
    with backends.objects.open(key) as source:
        lost = source.read()
    backends.objects.delete(key)
    return lost
