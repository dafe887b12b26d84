"""PDF files by programs that nobody here wrote: what sets a text into pages, and where it is installed."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats.pdf import page
from tests.formats.rtf import make_rtf

PATIENCE = 300


def by_libreoffice(text: str, folder: Path) -> bytes:
    """Set from rich text, each line a paragraph."""
    (folder / "text.rtf").write_bytes(make_rtf(text))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return _made(
        ("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "text.rtf"), folder
    )


def by_weasyprint(text: str, folder: Path) -> bytes:
    """Set from a page of one column with running heads and page numbers."""
    (folder / "text.html").write_text(page(text, "official"), encoding="utf-8")
    return _made(("weasyprint", folder / "text.html", folder / "text.pdf"), folder)


MAKERS: dict[str, Callable[[str, Path], bytes]] = {"soffice": by_libreoffice, "weasyprint": by_weasyprint}


def _made(command: tuple[str | Path, ...], folder: Path) -> bytes:
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"{command[0]} is not installed")
    subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=PATIENCE)
    return (folder / "text.pdf").read_bytes()
