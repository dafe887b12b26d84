"""PDF files by programs that nobody here wrote: what sets a text into pages, and where it is installed."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.formats.pdf import kind_of, page
from tests.formats.printed import CONTENTS, blocks
from tests.formats.rtf import HEAD, escaped

PATIENCE = 300
SPECIAL = {ord(mark): f"\\char{ord(mark)} " for mark in "\\{}$&#^_%~"}
SHEET = r"\paperw11906\paperh16838\margl1588\margr1474\margt2098\margb1984 "
SET = {"to": r"\pard\qj ", "text": r"\pard\qj\fi480 ", "centred": r"\pard\qc "}
TEX = r"""\XeTeXlinebreaklocale "zh" \XeTeXlinebreakskip=0pt plus 2pt minus 0.2pt
\font\body="Noto Serif CJK SC" at 16pt \font\small="Noto Serif CJK SC" at 9pt
\pdfpagewidth=210mm \pdfpageheight=297mm \hsize=156mm \vsize=225mm \hoffset=2.6mm \voffset=11.6mm
\baselineskip=28pt \parindent=32pt \parskip=0pt \tolerance=10000 \emergencystretch=16pt
\headline={\small\hfil 政府公报} \footline={\small\hfil — \folio\ —\hfil}
\def\centred#1{{\parindent=0pt \leftskip=0pt plus 1fil \rightskip=0pt plus 1fil \parfillskip=0pt #1\par}}
\body
"""


def by_libreoffice(text: str, folder: Path) -> bytes:
    """Set from rich text on A4: running text indented, titles centred, cells apart by tabs."""
    (folder / "text.rtf").write_text(HEAD + SHEET + "".join(_as_rtf(text)) + "}", encoding="ascii")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return _made(
        ("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "text.rtf"), folder
    )


def _as_rtf(text: str) -> Iterator[str]:
    for is_table, lines in blocks(text):
        for line in lines:
            flush = is_table or CONTENTS.match(line)
            yield SET["to" if flush else kind_of(line)] + escaped(line) + r"\par "


def by_weasyprint(text: str, folder: Path) -> bytes:
    """Set from a page of one column with running heads and page numbers."""
    (folder / "text.html").write_text(page(text, "official"), encoding="utf-8")
    return _made(("weasyprint", folder / "text.html", folder / "text.pdf"), folder)


def by_xetex(text: str, folder: Path) -> bytes:
    """Set by plain TeX in one column with running heads and page numbers; cells stand side by side, without rules."""
    (folder / "text.tex").write_text(TEX + "".join(_as_tex(text)) + "\\bye\n", encoding="utf-8")
    return _made(("xetex", "-interaction=batchmode", "-no-shell-escape", folder / "text.tex"), folder)


def _as_tex(text: str) -> Iterator[str]:
    for is_table, lines in blocks(text):
        for line in lines:
            plain = " ".join(line.split(" ")).translate(SPECIAL)
            if is_table:
                yield "\\noindent " + plain.replace("\t", "\\qquad ") + "\\par\n"
            elif entry := CONTENTS.match(plain):
                yield f"\\noindent {entry[1]}\\dotfill {entry[2]}\\par\n"
            else:
                kind = kind_of(line)
                centred, before = kind == "centred", "\\noindent " if kind == "to" else ""
                yield f"\\centred{{{plain}}}\n" if centred else f"{before}{plain}\\par\n"


MAKERS: dict[str, Callable[[str, Path], bytes]] = {
    "soffice": by_libreoffice,
    "weasyprint": by_weasyprint,
    "xetex": by_xetex,
}


def _made(command: tuple[str | Path, ...], folder: Path) -> bytes:
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"{command[0]} is not installed")
    subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=PATIENCE)
    return (folder / "text.pdf").read_bytes()
