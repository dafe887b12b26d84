"""Fixtures: the product, fresh for one test or shared by those that only read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.product import GAZETTES, Product
from tests.flow.sizes import EMBEDDED, SERVERS, environment


@pytest.fixture(params=[EMBEDDED, pytest.param(SERVERS, marks=pytest.mark.servers)])
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def product(size: str, tmp_path: Path) -> Iterator[Product]:
    """The product in each size, with nothing in it."""
    with environment(size) as settings:
        running = Product(tmp_path / "data", settings)
        yield running
        running.stop()
        running.http.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One product that holds a sample, for tests that only read."""
    running = Product(tmp_path_factory.mktemp("shared") / "data")
    running.start("serve")
    running.wait_for_gateway()
    sample = GAZETTES / "pinggu-2022-4.txt"
    answer = running.upload(sample.name, sample.read_bytes())
    assert running.ended(answer.json()["id"])["status"] == "ready"
    yield running
    running.stop()
    running.http.close()
