"""A gazette set into pages by LibreOffice: what is read from its PDF is what is read from the text."""

from pathlib import Path

from services.extract.parse import parse
from tests.fidelity.carried import figures
from tests.fidelity.instrument import annotated
from tests.fidelity.test_printed import PRINTED
from tests.formats.makers import by_libreoffice

WHOLE = ("boundary", "doc_number", "aligned")


def test_pages_that_libreoffice_set(tmp_path: Path) -> None:
    """It sets and writes them in some seconds."""
    case = next(case for case in annotated() if case.name == PRINTED)
    found = figures(case, parse(by_libreoffice(case.text, tmp_path), "x.pdf"))
    assert {name: found[name] for name in WHOLE} == dict.fromkeys(WHOLE, 1.0)
