"""PDF files: texts printed by Chromium in two designs of pages, and small files written by hand."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

import pytest

from tests.formats.printed import ADDRESSED, CONTENTS, ORDINAL, blocks
from tests.formats.typeset import RUNNING

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--disable-dev-shm-usage")
PATIENCE = 300
LONGEST_CENTRED = 40
BASE = """
body { font-family: 'Noto Serif CJK SC', serif; line-height: 1.75; text-align: justify; margin: 0 }
p { margin: 0; text-indent: 2em } p.to { text-indent: 0 }
p.entry { text-indent: 0; display: flex; justify-content: space-between; text-align: left }
p.centred { text-indent: 0; text-align: center } p.apart { margin-top: 1em }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: 80%; text-align: left }
td { border: 0.75pt solid black; padding: 2pt; overflow-wrap: anywhere; vertical-align: top }
"""
OFFICIAL = "@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: '— ' counter(page) ' —' } }"
JOURNAL = """
@page { size: A4; margin: 22mm 18mm; font-size: 9pt }
@page :left { @top-left { content: '政府公报' } @bottom-left { content: counter(page) } }
@page :right { @top-right { content: '文件选登' } @bottom-right { content: counter(page) } }
body { columns: 2; column-gap: 9mm; column-fill: auto }
"""
DESIGNS = {"official": OFFICIAL + "body { font-size: 16pt }", "journal": JOURNAL + "body { font-size: 10.5pt }"}


def page(text: str, design: str) -> str:
    """A text as a web page to print; `design` is one of DESIGNS."""
    body = "\n".join(_blocks(text))
    return f"<!doctype html><meta charset=utf-8><style>{BASE}{DESIGNS[design]}</style><body>{body}</body>"


def make_pdf(html: str, folder: Path) -> bytes:
    """What Chromium prints."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("no Chromium or Chrome on this machine; install one, on Debian: apt install chromium")
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(html, encoding="utf-8")
    command = [program, *OPTIONS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", source.as_uri()]
    subprocess.run(command, check=True, timeout=PATIENCE, capture_output=True)
    return target.read_bytes()


def _blocks(text: str) -> Iterator[str]:
    apart = False
    for is_table, lines in blocks(text):
        if is_table:
            yield f"<table>{''.join(f'<tr>{_cells(line)}</tr>' for line in lines)}</table>"
            continue
        for line in lines:
            kind = kind_of(line)
            if entry := CONTENTS.match(line):
                yield f"<p class=entry><span>{escape(entry[1])}</span><span>{entry[2]}</span></p>"
                continue
            yield f"<p class='{kind}{' apart' if kind == 'centred' and not apart else ''}'>{escape(line)}</p>"
            apart = kind == "centred"


def _cells(line: str) -> str:
    return "".join(f"<td>{escape(text.strip())}</td>" for text in line.split("\t"))


def kind_of(line: str) -> str:
    """How a line is set: `to` flush, `text` with an indent, or `centred`."""
    if ADDRESSED.match(line):
        return "to"
    running = line.endswith(RUNNING) or ORDINAL.match(line) or len(line) > LONGEST_CENTRED
    return "text" if running else "centred"


def by_hand(contents: Sequence[str], more: str = "", width: float = 595, height: float = 842) -> bytes:
    """A file whose pages have these content streams, with one font of Chinese (F1, codes in UCS-2) and `more` keys."""
    count = len(contents)
    kids = " ".join(f"{5 + 2 * k} 0 R" for k in range(count))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
    ]
    for k, content in enumerate(contents):
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {6 + 2 * k} 0 R{more}>>",
            f"<</Length {len(content)}>>stream\n{content}\nendstream",
        ]
    return _file(objects)


def shown(text: str, x: float, y: float, size: float = 16, matrix: str = "1 0 0 1") -> str:
    """Operators that set a text at a point of a page written by hand."""
    return f"BT /F1 {size} Tf {matrix} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET"


def _file(objects: Sequence[str]) -> bytes:
    data = b"%PDF-1.7\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return data + f"{head}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF\n".encode()
