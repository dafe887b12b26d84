"""LibreOffice within its bounds: a program in its place, which starts another, ends with it whatever happens."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gazette.errors import RejectedError
from services.extract.libreoffice import modern
from services.extract.limits import Limits
from services.extract.runner import ParserProcess
from tests.formats.rtf import make_rtf
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
Put = Callable[[str], Path]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Puts a program where LibreOffice is looked for, and no cage around it, since that would hide this folder."""

    def put(deed: str) -> Path:
        programs = {
            "soffice": PROGRAM.format(folder=tmp_path, python=sys.executable, deed=deed),
            "bwrap": "#!/bin/false\n",
        }
        for name, text in programs.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
            (tmp_path / name).chmod(0o755)
        (tmp_path / "file").write_bytes(make_rtf("通知"))
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setenv("GAZETTE_CATALOGUE", "a secret")
        return tmp_path

    return put


def pids(folder: Path) -> list[int]:
    return [int(word) for word in (folder / "pids").read_text(encoding="ascii").split()]


@pytest.mark.parametrize(
    ("deed", "limits", "code"),
    [(SLEEPS, Limits(seconds=4), "too_slow"), (EATS, Limits(memory_mb=400), "too_large_in_memory")],
)
def test_a_breach_ends_it_with_all_its_children(put: Put, deed: str, limits: Limits, code: str) -> None:
    folder = put(deed)
    with ParserProcess(limits) as parser, pytest.raises(RejectedError) as refused:
        parser.parse(folder / "file", "x.rtf", lambda *_: None)
    assert refused.value.code == code
    assert all(map(gone, pids(folder)))
    assert "a secret" not in (folder / "env").read_text(encoding="utf-8")


def test_one_without_a_child_around_it_is_stopped_as_well(put: Put) -> None:
    data = (put("pass") / "file").read_bytes()
    with pytest.raises(RejectedError, match="damaged"):
        modern(data, Limits())
    folder = put(SLEEPS)
    with pytest.raises(RejectedError, match="took longer"):
        modern(data, Limits(seconds=1))
    itself, its_child = pids(folder)
    os.kill(its_child, signal.SIGKILL)
    assert gone(itself)


def test_nothing_is_converted_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    data = make_rtf("通知")
    assert modern(data, Limits()) is data
