"""Recognising scanned pages: pages a second of one core, and the memory of the process that parses them."""

import tempfile
import time
from pathlib import Path

from benchmarks.table import Row
from services.extract.child_handle import resident_mb
from services.extract.limits import Limits
from services.extract.runner import ParserProcess
from tests.fidelity.instrument import annotated
from tests.formats.pdf import make_pdf, page
from tests.formats.scanned import file_of, photographed, scan

PRINTED, PAGES = "pinggu-2022-4", range(4, 8)


def measure() -> list[Row]:
    """Full pages of a gazette in two columns, and in one with large type, at 200 dpi."""
    return [row for design in ("journal", "official") for row in _measured(design)]


def _measured(design: str) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, ParserProcess(Limits()) as parser:
        text = next(case.text for case in annotated() if case.name == PRINTED)
        pictures = photographed(make_pdf(page(text, design), Path(folder)), PAGES)
        path = Path(folder) / "scan.pdf"
        path.write_bytes(file_of([scan(picture, seed) for seed, picture in enumerate(pictures)], "PDF"))
        heard: list[tuple[float, float]] = []

        def report(*_: int) -> None:
            heard.append((_seconds(parser.pid or 0), resident_mb(parser.pid or 0)))

        began = time.perf_counter()
        extraction = parser.parse(path, path.name, report)
        elapsed = time.perf_counter() - began
    seconds = heard[len(PAGES) - 1][0] - heard[0][0]
    characters = len(extraction.text) / len(PAGES)
    return [
        Row(
            f"{design}, about {characters:.0f} characters a page", f"{(len(PAGES) - 1) / seconds:.2f} pages/s of a core"
        ),
        Row(f"{design}, as it went here, models loaded", f"{len(PAGES) / elapsed:.2f} pages/s"),
        Row(f"{design}, memory after a page", f"{max(memory for _, memory in heard):.0f} MB"),
    ]


def _seconds(pid: int) -> float:
    """Processor time that a process has taken."""
    user, system = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / 100
