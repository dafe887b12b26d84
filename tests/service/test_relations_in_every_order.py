"""The three stages on real texts, whatever is uploaded first: status and links end the same, in search too."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gazette.model import Extraction, LegalStatus
from gazette.query import parse
from gazette.search import Filters, SearchRequest
from services.api.views import held_targets
from tests import relation_set
from tests.service.mill import Mill, mill_on

TEXTS = {name: content.decode() for name, content in relation_set.texts().items()}
ORDERS = ["forwards", "backwards", 1, 2, 3]


class OnceParser:
    """Reads each text once in all tests."""

    def parse(self, path: Path, name: str, report: Callable[[int, int], None], *_: object) -> Extraction:  # noqa: ARG002
        return relation_set.extracted(path.read_bytes())

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture
def mill(template: Path, tmp_path: Path) -> Iterator[Mill]:
    with mill_on(tmp_path, template) as opened:
        opened.workers["extract"].handler.parser = OnceParser()  # type: ignore[attr-defined]
        yield opened


@pytest.mark.parametrize("together", [False, True], ids=["one by one", "together"])
@pytest.mark.parametrize("order", ORDERS)
def test_status_and_links_are_right(mill: Mill, order: str | int, together: bool) -> None:
    names = sorted(TEXTS, reverse=order == "backwards")
    if isinstance(order, int):
        random.Random(order).shuffle(names)
    issues = []
    for name in names:
        issues.append(mill.upload(TEXTS[name]))
        if not together:
            mill.run()
    mill.run()
    truth = relation_set.truth()
    held = {str(one.document.doc_number): one for issue in issues for one in mill.documents(issue)}
    numbers = {one.id: number for number, one in held.items()}
    for number, expected in truth.standings.items():
        found = mill.standing(held[number])
        assert (number, found.value, found.since, numbers.get(found.by or "")) == (number, *expected)
    with mill.catalogue.reading() as tables:
        links = {(n, numbers[i]) for n, one in held.items() for i in held_targets(tables, one).values()}
    assert links >= {(source, target) for source, _, target in truth.edges}
    for value in set(LegalStatus) - {LegalStatus.UNKNOWN}:
        wanted = SearchRequest(parse(""), Filters(legal_status=(str(value),)), limit=100)
        found_by_status = {hit.document.doc_number for hit in mill.search.search(wanted).hits}
        assert found_by_status == {number for number, (status, _, _) in truth.standings.items() if status == value}
