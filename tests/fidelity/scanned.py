"""`python -m tests.fidelity.scanned`: annotated gazettes printed, scanned, recognised and scored, in several designs.

At 200 dpi, with noise and half a degree askew. A page takes some seconds.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy
from pypdfium2 import PdfDocument

from gazette.model import Extraction
from services.extract.parse import parse
from services.extract.recogniser import Recogniser
from services.extract.scans import Desk, Picture, Scan
from tests.fidelity import floors
from tests.fidelity.carried import figures
from tests.fidelity.instrument import Case, annotated
from tests.formats.pdf import DESIGNS, by_hand, make_pdf, page
from tests.formats.scanned import BLANK, DPI, scan

SHOWN = (
    "boundary",
    "end",
    "doc_number",
    "title",
    "issuer",
    "issued_date",
    "personnel",
    "enclosures",
    "cites",
    "aligned",
)


def excerpt(case: Case, numbers: tuple[str, ...]) -> tuple[str, Case]:
    """The text of these documents, which follow each other, and what is true of them alone."""
    kept = [document for document in case.gold["documents"] if document["doc_number"] in numbers]
    lines = case.text.split("\n")[kept[0]["start_line"] - 1 : kept[-1]["end_line"]]
    return "\n".join(lines), case._replace(gold={**case.gold, "documents": kept, "toc": [], "discrepancies": []})


def scanned(pdf: bytes, recogniser: Recogniser) -> tuple[Extraction, int]:
    """What is read of the pages of a file when all that there is of them are scans; and how many they are."""
    document = PdfDocument(pdf)

    def recognise(number: int, _: Picture) -> Scan:
        shown = document[number - 1].render(scale=DPI / 72).to_pil()
        return recogniser(number, Picture(numpy.asarray(scan(shown, number)), DPI))

    try:
        return parse(by_hand([BLANK] * len(document)), "x.pdf", desk=Desk(recognise)), len(document)
    finally:
        document.close()


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="make fidelity-full", description=__doc__)
    parser.add_argument("--gazettes", nargs="*", help="names of annotated gazettes (all)")
    parser.add_argument("--designs", nargs="*", default=list(DESIGNS), choices=list(DESIGNS))
    wanted = parser.parse_args()
    cases = [case for case in annotated() if not wanted.gazettes or case.name in wanted.gazettes]
    missed = [one for case in cases for design in wanted.designs for one in _measured(case, design)]
    print("\n" + ("\n".join(["below the floor:", *missed]) if missed else "nothing is below its floor"))
    return 1 if missed else 0


def _measured(case: Case, design: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        pdf = make_pdf(page(case.text, design), Path(folder))
    began = time.process_time()
    extraction, pages = scanned(pdf, Recogniser())
    seconds = time.process_time() - began
    found = figures(case, extraction)
    print(f"\n== {case.name}, {design}: {pages} pages, {pages / seconds:.2f} a second of one core")
    print("   ".join(f"{name} {found[name]:.4f}" for name in SHOWN if name in found), flush=True)
    asked = {name: floor for name, floor in floors.SCANNED.items() if name in found}
    yield from floors.below(f"{case.name}, {design}", found, asked)


if __name__ == "__main__":
    sys.exit(main())
