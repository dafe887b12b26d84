"""Made-up gazettes in layouts beyond the samples: their documents, contents pages and fields."""

import pytest

from tests.fidelity import layouts
from tests.fidelity.scoring import figures

SEED = 0
FLOORS = {
    "kind": 1.0,
    "issue": 0.95,
    "boundary": 0.97,
    "end": 0.97,
    "title": 0.97,
    "doc_number": 0.97,
    "doc_type": 0.97,
    "issuer": 0.97,
    "issued_date": 0.97,
    "addressees": 0.97,
    "toc": 0.95,
    "repeals": 0.97,
    "personnel": 0.97,
}
CASES = {name: (name, text, gold) for name, text, gold in layouts.cases(SEED)}


@pytest.mark.parametrize("name", CASES)
def test_a_layout(name: str) -> None:
    found = figures([CASES[name]])
    assert {figure: found.get(figure, 1.0) for figure in FLOORS if found.get(figure, 1.0) < FLOORS[figure]} == {}


def test_every_layout_has_documents_of_several_kinds() -> None:
    for _, text, gold in CASES.values():
        lines = text.split("\n")
        assert len(gold["documents"]) >= 7
        assert len({document["doc_type"] for document in gold["documents"]}) >= 2
        for document in gold["documents"]:
            assert lines[document["start_line"] - 1].strip()
            assert lines[document["end_line"] - 1].strip()


def test_the_same_seed_gives_the_same_gazettes_and_another_seed_others() -> None:
    assert [text for _, text, _ in layouts.cases(SEED)] == [text for _, text, _ in CASES.values()]
    assert [text for _, text, _ in layouts.cases(SEED + 1)] != [text for _, text, _ in CASES.values()]
