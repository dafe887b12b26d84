"""`python -m tests.fidelity.carriers`: annotated gazettes in every format, beside the same words as plain text."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from services.extract.parse import parse
from tests.fidelity.carried import figures
from tests.fidelity.instrument import Case, annotated
from tests.formats.docx import make_docx
from tests.formats.makers import MAKERS
from tests.formats.ofd import make_ofd
from tests.formats.pdf import DESIGNS, make_pdf, page
from tests.formats.portal import make_portal
from tests.formats.printed import printed
from tests.formats.typeset import JOURNAL

EXACT, EXACT_BY_OTHERS = ("boundary", "doc_number"), ("boundary",)
SLACK = 0.02
TEXT = "text"
Make = Callable[[str, Path], bytes]


def carriers() -> Mapping[str, Make]:
    """Name → what makes a text such a file; programs that are not installed are left out."""
    made: dict[str, Make] = {
        TEXT: lambda text, _: "\n".join(printed(text)).encode(),
        "html, portal": lambda text, _: make_portal(text),
        "docx": lambda text, _: make_docx(text),
        "ofd": lambda text, _: make_ofd(text),
        "ofd, journal": lambda text, _: make_ofd(text, JOURNAL),
    }
    made |= {f"pdf, chromium, {design}": _by_chromium(design) for design in DESIGNS}
    return made | {f"pdf, {name}": make for name, make in MAKERS.items() if shutil.which(name)}


def _by_chromium(design: str) -> Make:
    return lambda text, folder: make_pdf(page(text, design), folder)


def main() -> int:
    """Print the table: what lies more than the slack below plain text is named, and missed where it is asked for.

    Of files by makers that nobody here controls boundaries alone are asked.
    """
    parser = argparse.ArgumentParser(prog="make fidelity-full", description=__doc__)
    parser.add_argument("--gazettes", nargs="*", help="names of annotated gazettes (all)")
    wanted = parser.parse_args()
    cases = [case for case in annotated() if not wanted.gazettes or case.name in wanted.gazettes]
    missed = [one for case in cases for one in _compared(case)]
    print("\n" + ("\n".join(["below:", *missed]) if missed else "nothing is below plain text"))
    return 1 if missed else 0


def _compared(case: Case) -> Iterator[str]:
    plain: Mapping[str, float] = {}
    for name, make in carriers().items():
        print(f"\n== {case.name}, {name}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            found = figures(case, parse(make(case.text, Path(folder)), case.name))
        plain = plain or found
        lower = dict(_lower(plain, found))
        print("   " + (", ".join(f"{one} {value:.4f}" for one, value in lower.items()) or "as plain text"), flush=True)
        asked = {one: value for one, value in lower.items() if not _by_others(name) or one in EXACT_BY_OTHERS}
        yield from (f"{case.name}, {name}: {one} {value:.4f}, plain {plain[one]:.4f}" for one, value in asked.items())


def _by_others(name: str) -> bool:
    return name.removeprefix("pdf, ") in MAKERS


def _lower(plain: Mapping[str, float], found: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    for name, value in plain.items():
        floor = 1.0 if name in EXACT else value - SLACK
        if not name.startswith("doubt") and found.get(name, 0.0) < floor:
            yield name, found.get(name, 0.0)


if __name__ == "__main__":
    sys.exit(main())
