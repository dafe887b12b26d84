"""The adapters under contract, as parameters."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from gazette.ports import Catalogue, EventLog, ObjectStore, SearchIndex
from tests.contract.adapters import PLACES, MakeIndex, Place
from tests.contract.search_corpus import CORPUS
from tests.contract.servers import ServerPlace, server_place


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
def server(tmp_path: Path) -> Iterator[ServerPlace]:
    """A place on the servers alone."""
    made = server_place(tmp_path, Path("unused"))
    yield made
    made.close()


@pytest.fixture
def objects(place: Place) -> ObjectStore:
    return place.objects()


@pytest.fixture
def catalogue(place: Place) -> Catalogue:
    return place.catalogue()


@pytest.fixture
def log(place: Place) -> EventLog:
    return place.log()


@pytest.fixture
def make_index(place: Place) -> Iterator[MakeIndex]:
    """Opens the same index anew at each call; of several open ones the first to write is the writer."""
    with ExitStack() as opened:

        def make() -> SearchIndex:
            index = place.search()
            opened.callback(index.close)
            return index

        yield make


@pytest.fixture
def search_index(make_index: MakeIndex) -> SearchIndex:
    return make_index()


@pytest.fixture(scope="session")
def corpus_index(adapter: str, template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    """An index over the whole corpus, with a deleted copy of each document beside it; only read."""
    place = PLACES[adapter][1](tmp_path_factory.mktemp("corpus"), template)
    index = place.search()
    index.write(CORPUS)
    index.write([replace(one, id=f"{number + 1:016x}", deleted=True) for number, one in enumerate(CORPUS)])
    yield index
    index.close()
    place.close()
