"""The samples give the same answers through the gateway on both sizes, ids included."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.flow.product import GAZETTES, Product
from tests.flow.sizes import EMBEDDED, SERVERS, environment

pytestmark = pytest.mark.servers

SAMPLES = sorted(GAZETTES.glob("*.txt"))
PASSING = {"uploaded_at", "updated_at", "at", "took_ms", "score", "duration_ms", "correlation_id"}
"""What belongs to the moment, and relevance, which engines reckon in their own ways."""
QUERIES = (
    "任职",
    "实施方案 -通知",
    '"高质量发展"',
    "标题:规划 OR 标题:方案",
    "文种:决定",
    "机关:办公室 year:2021..2022",
    "引用:国办发〔2020〕47号",
    "人员:王宁",
    "京平政发[2022]19号",
    "(防汛 OR 气象) 应急",
)
FACETS = "doc_type,issuer,topic,legal_status,year"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Product, Product]]:
    """The product in both sizes with all samples in it."""
    with ExitStack() as stack:
        running = []
        for size in (EMBEDDED, SERVERS):
            settings = stack.enter_context(environment(size))
            product = Product(tmp_path_factory.mktemp(size) / "data", settings)
            stack.callback(product.stop)
            product.start("serve")
            running.append(product)
        for product in running:
            product.wait_for_gateway()
            for sample in SAMPLES:
                issue = product.upload(sample.name, sample.read_bytes()).json()["id"]
                assert product.ended(issue)["status"] == "ready"
        yield running[0], running[1]


def lasting(answer: Any) -> Any:
    """An answer without what belongs to the moment."""
    if isinstance(answer, dict):
        return {name: lasting(value) for name, value in answer.items() if name not in PASSING}
    return [lasting(value) for value in answer] if isinstance(answer, list) else answer


def test_issues_are_the_same(both: tuple[Product, Product]) -> None:
    for issue in both[0].get("/issues")["items"]:
        for part in ("", "/documents", "/text"):
            one, other = (product.get(f"/issues/{issue['id']}{part}") for product in both)
            assert lasting(one) == lasting(other)


def test_documents_are_the_same(both: tuple[Product, Product]) -> None:
    one, other = (product.get("/documents", limit=100, sort="-date") for product in both)
    assert lasting(one) == lasting(other)
    assert one["total"] == 21
    for document in one["items"]:
        path = f"/documents/{document.get('document_id') or document['id']}"
        for part in ("", "/citations", "/text"):
            assert lasting(both[0].get(path + part)) == lasting(both[1].get(path + part))


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("sort", ["date", "-date"])
def test_searches_are_the_same(both: tuple[Product, Product], query: str, sort: str) -> None:
    one, other = (product.get("/search", q=query, sort=sort, facets=FACETS, limit=5) for product in both)
    assert lasting(one) == lasting(other)
    assert one["total"] > 0
    if one["next"]:
        pages = [product.get("/search", q=query, sort=sort, limit=5, cursor=one["next"]) for product in both]
        assert lasting(pages[0]) == lasting(pages[1])


def test_numbers_are_resolved_the_same(both: tuple[Product, Product]) -> None:
    for number in ("京平政发(2021)9号", "平政发〔1988〕69号", "京平政发", "无此文号〔1999〕1号"):
        one, other = (product.get("/resolve", number=number) for product in both)
        assert lasting(one) == lasting(other)
