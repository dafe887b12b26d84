"""Some documents of a gazette, printed and scanned: what is recognised is as it was annotated."""

from pathlib import Path

import pytest

from services.extract.recogniser import Recogniser
from tests.fidelity import floors
from tests.fidelity.carried import figures
from tests.fidelity.instrument import annotated
from tests.fidelity.scanned import excerpt, scanned
from tests.formats.pdf import DESIGNS, make_pdf, page

pytestmark = pytest.mark.browser

PRINTED = "pinggu-2022-4"
NUMBERS = ("京平政发〔2022〕21号", "京平政发〔2022〕22号", "京平政发〔2022〕23号", "京平政办发〔2022〕11号")
DOCUMENTS = {"journal": NUMBERS, "official": NUMBERS[:2]}
MOST_PAGES = 5


@pytest.mark.parametrize("design", DESIGNS)
def test_scanned_documents(design: str, tmp_path: Path) -> None:
    """A page takes a few seconds."""
    text, case = excerpt(next(case for case in annotated() if case.name == PRINTED), DOCUMENTS[design])
    extraction, pages = scanned(make_pdf(page(text, design), tmp_path), Recogniser())
    found = figures(case, extraction)
    assert pages <= MOST_PAGES
    assert list(floors.below(design, found, floors.SCANNED)) == []
    assert extraction.layout is not None
    assert len(extraction.layout.confidences) == extraction.text.count("\n") + 1
    assert [document.page for document in extraction.documents] == sorted(d.page or 0 for d in extraction.documents)
