"""LibreOffice within its bounds: a program in its place, which starts another, ends with it whatever happens."""

import json
import os
import re
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gazette.errors import RejectedError
from services.extract.libreoffice import modern
from services.extract.limits import Limits
from services.extract.runner import ParserProcess
from tests.formats.docx import make_docx
from tests.formats.rtf import make_rtf
from tests.service.command_line import CommandLine, plainly
from tests.service.test_parser_process import gone

SLEEPS = "time.sleep(600)"
EATS = f"a = [bytearray(os.urandom(1) * 20_000_000) for _ in range(30)]; {SLEEPS}"
PROGRAM = """#!/bin/sh
env > {folder}/env
{python} -c 'import os, time; {deed}' &
echo $$ $! > {folder}/pids.new
mv {folder}/pids.new {folder}/pids
wait
"""
CONVERTS = """#!/bin/sh
for last; do :; done
cp {made} "${{last%.doc}}.docx"
"""
NOTICE = "云川市人民政府关于防汛的通知\n云政发〔2020〕3号\n各区人民政府："
Put = Callable[[str], Path]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Puts a program where LibreOffice is looked for, and a Bubblewrap that is not granted: it would hide this folder.

    The system's temporary files are in the folder `temporary`.
    """

    def put(deed: str) -> Path:
        programs = {
            "soffice": (PROGRAM if deed else CONVERTS).format(
                folder=tmp_path, python=sys.executable, deed=deed, made=tmp_path / "made.docx"
            ),
            "bwrap": "#!/bin/false\n",
        }
        for name, text in programs.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
            (tmp_path / name).chmod(0o755)
        (tmp_path / "file").write_bytes(make_rtf("通知"))
        (tmp_path / "made.docx").write_bytes(make_docx(NOTICE))
        (tmp_path / "temporary").mkdir(exist_ok=True)
        monkeypatch.setenv("TMPDIR", os.fspath(tmp_path / "temporary"))
        monkeypatch.setattr(tempfile, "tempdir", os.fspath(tmp_path / "temporary"))
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setenv("GAZETTE_CATALOGUE", "a secret")
        return tmp_path

    return put


@pytest.fixture
def gazette(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


def pids(folder: Path) -> list[int]:
    return [int(word) for word in (folder / "pids").read_text(encoding="ascii").split()]


@pytest.mark.parametrize(
    ("deed", "limits", "code"),
    [
        (SLEEPS, Limits(seconds=4, office_uncaged=True), "too_slow"),
        (EATS, Limits(memory_mb=400, office_uncaged=True), "too_large_in_memory"),
    ],
)
def test_a_breach_ends_it_with_all_its_children(put: Put, deed: str, limits: Limits, code: str) -> None:
    folder = put(deed)
    with ParserProcess(limits) as parser:
        with pytest.raises(RejectedError) as refused:
            parser.parse(folder / "file", "x.rtf", lambda *_: None)
        assert refused.value.code == code
        assert all(map(gone, pids(folder)))
        assert "a secret" not in (folder / "env").read_text(encoding="utf-8")
        assert list((folder / "temporary").iterdir()), "it had no time to tidy up"
        (folder / "file").write_text("公报", encoding="utf-8")
        parser.parse(folder / "file", "x.txt", lambda *_: None)
        assert list((folder / "temporary").iterdir()) == []


@pytest.mark.parametrize(("is_there", "mend"), [(True, "parse on another"), (False, "apt install bubblewrap")])
def test_where_nothing_keeps_it_from_other_files_it_is_not_started(
    put: Put, monkeypatch: pytest.MonkeyPatch, is_there: bool, mend: str
) -> None:
    folder = put(SLEEPS)
    if not is_there:
        (folder / "bwrap").unlink()
        monkeypatch.setenv("PATH", os.fspath(folder))
    with ParserProcess(Limits()) as parser, pytest.raises(RejectedError, match=mend) as refused:
        parser.parse(folder / "file", "x.rtf", lambda *_: None)
    assert refused.value.code == "needs_bubblewrap"
    assert {"Bubblewrap", ".docx", "GAZETTE_OFFICE_UNCAGED=true"} <= set(re.findall(r"[\w.=]+", refused.value.chinese))
    assert not (folder / "pids").exists()


def test_who_trusts_everybody_does_without(put: Put, gazette: CommandLine) -> None:
    folder = put("")
    assert "Bubblewrap" in plainly(gazette.run("parse", folder / "file"))
    result = gazette.run("parse", folder / "file", GAZETTE_OFFICE_UNCAGED="true")
    assert "云政发〔2020〕3号" in result.stdout, result.stderr
    assert (
        json.loads(gazette.run("parse", "--json", folder / "file", GAZETTE_OFFICE_UNCAGED="true").stdout)["media_type"]
        == "application/rtf"
    ), "what was given, not what it became"
    assert list((folder / "temporary").iterdir()) == []


def test_one_without_a_child_around_it_is_stopped_as_well(put: Put) -> None:
    data = (put("pass") / "file").read_bytes()
    with pytest.raises(RejectedError, match="damaged"):
        modern(data, Limits(office_uncaged=True))
    folder = put(SLEEPS)
    with pytest.raises(RejectedError, match="took longer"):
        modern(data, Limits(seconds=1, office_uncaged=True))
    itself, its_child = pids(folder)
    os.kill(its_child, signal.SIGKILL)
    assert gone(itself)


def test_nothing_is_converted_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    data = make_rtf("通知")
    assert modern(data, Limits()) is data
