"""Pairs of issues at the same moment, one bringing a document and one repealing it: every status is right."""

from tests.flow.backdoor import relay_all, sharers
from tests.flow.issues import NUMBER, PLACE, document, gazette
from tests.flow.many import count, everything, upload_all
from tests.flow.product import Product
from tests.flow.sizes import SERVERS

PAIRS = 50
BEFORE = 2019


def bringing(pair: int) -> bytes:
    """An issue with the document that the other one of the pair repeals."""
    return gazette(pair, [document(pair, subject(pair), "现印发给你们，请认真执行。", year=BEFORE)], year=BEFORE)


def repealing(pair: int) -> bytes:
    """An issue that repeals the document of its pair, and names the one of the next pair."""
    named = f"《{PLACE}关于{subject(pair)}的通知》（{old(pair)}）"
    following = f"《{PLACE}关于{subject(pair % PAIRS + 1)}的通知》（{old(pair % PAIRS + 1)}）"
    body = f"经研究决定，{named}自本通知发布之日起废止。\n\n根据{following}的规定做好衔接工作。"
    return gazette(PAIRS + pair, [document(pair, f"废止第{pair}件文件", body)])


def subject(pair: int) -> str:
    return f"印发第{pair}号河道养护办法"


def old(pair: int) -> str:
    return NUMBER.format(year=BEFORE, serial=pair)


def test_every_status_is_right_when_both_come_at_the_same_moment(product: Product, size: str) -> None:
    for role in ("api", "extract"):
        product.start("run", role)
    product.wait_for_gateway()
    upload_all(product, [make(pair) for pair in range(1, PAIRS + 1) for make in (bringing, repealing)])
    relay_all(product)
    if size == SERVERS:
        product.wait(lambda: count(product, "classifying") == 2 * PAIRS)
    for _ in range(2):
        product.start("run", "classify")
    product.wait(lambda: sharers(product, "classify") == 2)
    product.start("run", "index")
    product.start("run", "ingest")
    product.wait(lambda: count(product, "ready") + count(product, "failed") == 2 * PAIRS)

    assert count(product, "ready") == 2 * PAIRS
    product.wait(lambda: product.get("/search", legal_status="repealed", limit=1)["total"] == PAIRS)
    indexed = {one["doc_number"]: one for one in everything(product, "/documents")}
    assert len(indexed) == 2 * PAIRS
    for pair in range(1, PAIRS + 1):
        repealed, repeal = indexed[old(pair)], indexed[NUMBER.format(year=2021, serial=pair)]
        shown = product.get(f"/documents/{repealed['id']}")
        assert (shown["legal_status"]["value"], shown["legal_status"]["by"]) == ("repealed", repeal["id"])
        assert product.get(f"/documents/{repeal['id']}")["legal_status"]["value"] == "unknown"
        assert (repealed["legal_status"], repeal["legal_status"]) == ("repealed", "unknown"), pair
    assert "does not answer" not in product.logs.read_text(), "changes in each other's way are only made again"
