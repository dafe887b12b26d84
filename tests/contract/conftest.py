"""The adapters under contract, as parameters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gazette.ports import Catalogue, EventLog, ObjectStore
from tests.contract.adapters import PLACES, Place


@pytest.fixture(
    scope="session",
    params=[pytest.param(name, marks=[pytest.mark.servers] * (name == "servers")) for name in sorted(PLACES)],
)
def adapter(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def template(adapter: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return PLACES[adapter][0](tmp_path_factory.mktemp("template"))


@pytest.fixture
def place(adapter: str, template: Path, tmp_path: Path) -> Iterator[Place]:
    place = PLACES[adapter][1](tmp_path, template)
    yield place
    place.close()


@pytest.fixture
def objects(place: Place) -> ObjectStore:
    return place.objects()


@pytest.fixture
def catalogue(place: Place) -> Catalogue:
    return place.catalogue()


@pytest.fixture
def log(place: Place) -> EventLog:
    return place.log()
