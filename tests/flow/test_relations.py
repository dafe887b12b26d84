"""Repeals take effect in either order of arrival."""

import pytest

from tests.flow.issues import NUMBER, document, gazette
from tests.flow.product import Product

OLD = NUMBER.format(year=2019, serial=7)
HELD = gazette(1, [document(7, "印发农村公路养护办法", "现印发给你们，请认真执行。", year=2019)], year=2019)
REPEALING = gazette(
    2,
    [
        document(
            30,
            "公布废止文件",
            f"经研究决定，《{'江岭市云溪区人民政府关于印发农村公路养护办法的通知'}》（{OLD}）自本通知发布之日起废止。",
        )
    ],
)


@pytest.mark.parametrize("order", [(HELD, REPEALING), (REPEALING, HELD)], ids=["held first", "repeal first"])
def test_a_repeal_is_seen_in_catalogue_and_search(product: Product, order: tuple[bytes, bytes]) -> None:
    product.start("serve")
    product.wait_for_gateway()
    for position, content in enumerate(order):
        issue = product.upload(f"{position}.txt", content).json()["id"]
        assert product.ended(issue)["status"] == "ready"
    product.wait(lambda: product.get("/search", q="农村公路", legal_status="repealed")["total"] == 1)
    (found,) = product.get("/resolve", number=OLD)["documents"]
    one = product.get(f"/documents/{found['id']}")
    assert one["legal_status"]["value"] == "repealed"
    by = product.get(f"/documents/{one['legal_status']['by']}")
    assert by["doc_number"] == NUMBER.format(year=2021, serial=30)
    assert [repealed["document_id"] for repealed in by["repeals"]] == [one["id"]]
