"""Gazettes printed to PDF: what is read from the pages is what is read from the text."""

from pathlib import Path

import pytest

from services.extract.parse import parse
from tests.fidelity.carried import figures
from tests.fidelity.instrument import annotated
from tests.formats.pdf import DESIGNS, make_pdf, page

pytestmark = pytest.mark.browser

PRINTED = "pinggu-2022-4"
WHOLE = ("boundary", "doc_number", "aligned")
SLACK = 0.02
DOUBT = ("doubt_caught", "doubt_spared")


@pytest.mark.parametrize("design", DESIGNS)
def test_a_gazette_printed(design: str, tmp_path: Path) -> None:
    """A browser prints it in a few seconds."""
    case = next(case for case in annotated() if case.name == PRINTED)
    told = figures(case, parse(case.text.encode(), "x.txt"))
    extraction = parse(make_pdf(page(case.text, design), tmp_path), "x.pdf")
    found = figures(case, extraction)
    floors = {name: 1.0 if name in WHOLE else value - SLACK for name, value in told.items() if name not in DOUBT}
    assert {name: found.get(name, 1.0) for name, floor in floors.items() if found.get(name, 1.0) < floor} == {}
    assert extraction.layout is not None
    assert [document.page for document in extraction.documents] == sorted(d.page or 0 for d in extraction.documents)
    assert "政府公报\n" not in extraction.text.replace("人民政府公报", "")


def test_rare_characters_of_names_are_whole(tmp_path: Path) -> None:
    """Those beyond the basic plane come from the file in halves."""
    assert "任命𠮷田、张𬭚为委员。" in parse(make_pdf(page("任命𠮷田、张𬭚为委员。", "official"), tmp_path), "x").text
