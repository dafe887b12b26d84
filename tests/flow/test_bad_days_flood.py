"""A flood of small uploads from one client: it is slowed down, another gets in, nothing is lost, memory is bounded."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from benchmarks.servers import family, resident
from tests.flow.issues import small
from tests.flow.many import count
from tests.flow.product import Product

UPLOADS = 400
SENDERS = 8
MOST_MB = 500
OTHER_ADDRESS = "127.0.0.2"


def send(product: Product, number: int) -> int:
    """Send until it is taken in; how often it had to wait."""
    waits = 0
    while True:
        answer = product.upload(f"{number}.txt", small(number))
        if answer.status_code == 202:
            return waits
        assert answer.status_code == 503, answer.text
        assert int(answer.headers["retry-after"]) > 0
        waits += 1
        threading.Event().wait(0.05)


def weight(product: Product) -> float:
    """Resident MB of the product and its parsing process."""
    return sum(map(resident, family(product.processes[0].pid)))


def test_a_flood(tmp_path: Path) -> None:
    product = Product(tmp_path / "data", {"GAZETTE_UPLOADS_AT_ONCE": "3"})
    elsewhere = httpx.Client(
        base_url=product.base, transport=httpx.HTTPTransport(local_address=OTHER_ADDRESS), timeout=30
    )
    try:
        product.start("serve")
        product.wait_for_gateway()
        with ThreadPoolExecutor(SENDERS) as pool:
            first = list(pool.map(lambda number: send(product, number), range(UPLOADS // 2)))
            rest = pool.map(lambda number: send(product, number), range(UPLOADS // 2, UPLOADS))
            other = elsewhere.post("/api/v1/issues", files={"file": ("other.txt", small(UPLOADS + 1), "text/plain")})
            waits = sum(first) + sum(rest)
        assert other.status_code == 202, other.text
        assert waits > 0
        product.wait(lambda: count(product, "ready") == UPLOADS + 1)
        assert count(product, "failed") == 0
        assert weight(product) < MOST_MB
    finally:
        elsewhere.close()
        product.stop()
