"""An event that cannot be handled is replayed: in vain while the cause is there, with success once it is mended."""

import io

from gazette.model import source_key
from services.pipeline import ROLES
from tests.flow.backdoor import opened
from tests.flow.issues import small
from tests.flow.operator import ran, told
from tests.flow.product import Product

ATTEMPTS = {"GAZETTE_ATTEMPTS": "2", "GAZETTE_RETRY_SECONDS": "0.05"}


def test_replayed_in_vain_then_with_success(product: Product) -> None:
    product.settings = dict(product.settings) | ATTEMPTS
    for role in ROLES:
        if role != "extract":
            product.start("run", role)
    product.wait_for_gateway()
    content = small()
    issue = product.upload("small.txt", content).json()["id"]
    key = source_of(product, issue)
    with opened(product) as backends:
        backends.objects.delete(key)
    product.start("run", "extract")
    assert product.ended(issue)["reason_code"] == "gave_up"

    [cause] = told(product, "dead", "list")["causes"]
    assert (cause["group"], cause["cause"], cause["count"]) == ("extract", "NotFoundError", 1)
    assert told(product, "dead", "replay", "--group", "extract") == {"replayed": 1}
    product.wait(lambda: bool(told(product, "dead", "list")["letters"]))
    [again] = told(product, "dead", "list")["letters"]
    history = told(product, "dead", "show", str(again["id"]))["history"]
    assert [(past["cause"], past["attempts"], past["settled"]) for past in history] == [
        ("NotFoundError", 2, "replayed"),
        ("NotFoundError", 2, None),
    ]
    assert "@" in history[0]["settled_by"]
    assert product.ended(issue)["reason_code"] == "gave_up"

    with opened(product) as backends:
        backends.objects.put(key, io.BytesIO(content))
    assert told(product, "dead", "replay", str(again["id"])) == {"replayed": 1}
    product.wait(lambda: product.get(f"/issues/{issue}")["status"] == "ready")
    assert product.get("/search", q="防汛")["total"] == 1
    assert told(product, "dead", "list")["letters"] == []
    assert "已重放 replayed" in ran(product, "dead", "show", str(again["id"]))


def source_of(product: Product, issue: str) -> str:
    with opened(product) as backends, backends.catalogue.reading() as tables:
        held = tables.issues.get(issue)
    assert held is not None
    return source_key(held.sha256)
