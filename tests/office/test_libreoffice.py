"""Older Word files, read by the real LibreOffice in its cage; a machine without them skips."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from gazette.errors import RejectedError
from services.extract import formats
from services.extract.drawing.png import png
from services.extract.libreoffice import is_caged
from services.extract.limits import USUAL, Limits
from services.extract.parse import parse
from services.extract.runner import ParserProcess
from tests.formats.rtf import make_rtf
from tests.office.watching import Watch

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or not is_caged(), reason="LibreOffice, or a Bubblewrap that works, is missing"
)

SECRET = "不可外泄的文字"
NOTICE = """云川市人民政府关于做好防汛工作的通知

云政发〔2020〕3号

各区人民政府：

　　现将有关事项通知如下。

　　一、任命𠮷田为委员。

云川市人民政府

2020年5月6日
"""
LINES = [line.strip() for line in NOTICE.split("\n") if line]


def child_reads(data: bytes, folder: Path, limits: Limits = USUAL) -> formats.Source:
    """What the parsing child makes of a file."""
    path = folder / "file"
    path.write_bytes(data)
    with ParserProcess(limits) as parser:
        found = parser.parse(path, "x", lambda *_: None)
    return formats.Source(found.text, found.media_type, found.encoding, found.notes)


def saved_by_word(rich: bytes, folder: Path) -> bytes:
    """Rich text as .doc."""
    (folder / "given.rtf").write_bytes(rich)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", folder, folder / "given.rtf"],
        capture_output=True, check=True,
    )  # fmt: skip
    return (folder / "given.doc").read_bytes()


@pytest.fixture
def visits() -> Iterator[tuple[int, list[str]]]:
    """A port, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, asked
        server.shutdown()
        thread.join()


def test_rich_text_gives_the_documents_of_its_text(tmp_path: Path) -> None:
    source = child_reads(make_rtf(NOTICE), tmp_path)
    assert (source.text.split("\n"), source.media_type) == (LINES, "application/rtf")
    [document] = parse(source.text.encode(), "x").documents
    assert (document.doc_number, document.title) == ("云政发〔2020〕3号", "云川市人民政府关于做好防汛工作的通知")


def test_an_old_word_file_gives_its_lines_and_a_password_is_told(tmp_path: Path) -> None:
    doc = saved_by_word(make_rtf(NOTICE), tmp_path)
    source = child_reads(doc, tmp_path)
    assert (source.text.split("\n"), source.media_type) == (LINES, "application/msword")
    locked = bytearray(doc)
    locked[doc.index(b"\xec\xa5") + 11] |= 1
    with pytest.raises(RejectedError, match="encrypted") as refused:
        child_reads(bytes(locked), tmp_path)
    assert refused.value.code == "encrypted"


def test_nothing_is_fetched_and_no_other_file_is_read(tmp_path: Path, visits: tuple[int, list[str]]) -> None:
    port, asked = visits
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    links = (secret.as_uri(), f"http://127.0.0.1:{port}/text.rtf")
    fields = "".join(
        rf'{{\field{{\*\fldinst {{ {kind} "{link}" \\* MERGEFORMAT }}}}{{\fldrslt x}}}}\par '
        for link in links
        for kind in ("INCLUDETEXT", "INCLUDEPICTURE", "LINK Word.Document.8", "DDEAUTO soffice")
    )
    template = rf"{{\*\template {links[1]}}}"
    text = child_reads(make_rtf(NOTICE, template + fields), tmp_path).text
    assert "云政发〔2020〕3号" in text
    assert SECRET not in text
    assert asked == []


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells who opens a file")
def test_a_linked_file_is_opened_only_where_nothing_keeps_it_from_that_and_all_are_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "picture.png").write_bytes(png(bytes(48), 4, 4, 12))
    field = f'{{\\field{{\\*\\fldinst {{ INCLUDEPICTURE "{(linked / "picture.png").as_uri()}" }}}}{{\\fldrslt x}}}}'
    data, trusting = make_rtf(NOTICE, field), Limits(office_uncaged=True)
    watch = Watch(linked)
    assert child_reads(data, tmp_path, trusting).text, "where there is a cage, trust opens nothing"
    assert watch.opened() == set()
    (tmp_path / "bwrap").symlink_to("/bin/false")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    watch = Watch(linked)
    assert child_reads(data, tmp_path, trusting).text
    assert watch.opened() == {"picture.png"}, "the watch sees what it is for"
    with pytest.raises(RejectedError, match="Bubblewrap"):
        child_reads(data, tmp_path)
