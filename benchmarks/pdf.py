"""PDF files with text: pages and characters a second of one core, and the memory of the process that parses them."""

import gc
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.table import Row
from services.extract import formats
from services.extract.limits import Limits
from services.extract.runner import ParserProcess
from tests.fidelity.instrument import annotated
from tests.formats.pdf import DESIGNS, make_pdf, page

PRINTED, LONG = "pinggu-2022-4", "pinggu-2021-2"
PAGES = 500
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


def measure() -> list[Row]:
    """A gazette in both designs, and a long one."""
    return [*(row for design in DESIGNS for row in _speed(design)), _memory()]


def _speed(design: str) -> Iterator[Row]:
    data = _printed(PRINTED, design)
    gc.disable()
    began = time.process_time()
    source = formats.read(data)
    seconds = time.process_time() - began
    gc.enable()
    pages = len(source.layout.pages) if source.layout else 0
    each = len(source.text) / pages
    rate = f"{pages / seconds:.0f} pages/s, {len(source.text) / seconds:.0f} characters/s"
    yield Row(f"{design}, about {each:.0f} characters a page, of one core", rate, ">= 60 pages/s")


def _memory() -> Row:
    """The most that the parsing process holds meanwhile, with all that it has loaded."""
    with tempfile.TemporaryDirectory() as folder, ParserProcess(Limits()) as parser:
        path = Path(folder) / "long.pdf"
        path.write_bytes(_printed(LONG, "official"))
        extraction = parser.parse(path, path.name, lambda *_: None)
        held = PEAK.search(Path(f"/proc/{parser.pid}/status").read_text(encoding="ascii"))
    pages = len(extraction.layout.pages) if extraction.layout else 0
    return Row(
        f"memory of the parsing process, {pages} pages",
        f"{int(held[1]) / 1024:.0f} MB" if held else "not told here",
        f"<= 300 MB for {PAGES} pages",
    )


def _printed(name: str, design: str) -> bytes:
    text = next(case.text for case in annotated() if case.name == name)
    with tempfile.TemporaryDirectory() as folder:
        return make_pdf(page(text, design), Path(folder))
