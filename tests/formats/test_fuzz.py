"""Twenty hostile files of each format: each is read or refused with a plain reason, and nothing else is touched."""

import os
from pathlib import Path

import pytest

from tests.formats.fuzz.run import DRAWING, DRAWS, PARSES, UNPACKS, WATCHED, Tally, run
from tests.formats.fuzz.seeds import DRAWN, FILE, FORMATS, SECRET, TEXT

MUTANTS = 20


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its time is spent in `make fuzz-full`."""
    monkeypatch.setenv("PATH", os.fspath(tmp_path))


@pytest.mark.parametrize("name", FORMATS)
def test_each_is_read_or_refused(name: str) -> None:
    tally = run(FORMATS[name].mutants(MUTANTS), UNPACKS if name == "zip" else PARSES)
    print(tally)
    assert tally.faults == []
    assert tally.ready + tally.refused.total() == MUTANTS
    assert tally.refused


@pytest.mark.parametrize("name", DRAWN)
def test_the_first_page_of_each_is_drawn_or_refused(name: str) -> None:
    tally = run(FORMATS[name].mutants(MUTANTS), DRAWS, DRAWING)
    print(tally)
    assert tally.faults == []
    assert tally.ready + tally.refused.total() == MUTANTS
    assert tally.ready
    assert tally.refused


def test_the_same_seed_gives_the_same_files() -> None:
    for seeds in FORMATS.values():
        assert seeds.mutants(12) == seeds.mutants(12)


SCRIPT = """
import socket, sys
from gazette.model import Extraction
from services.extract import child

def parse(data, name, report, limits, desk):
    exec(data.decode())
    return Extraction(text="read")

child.end_with_parent()
child.serve(sys.stdin.buffer, child.claim_stdout(), parse, False)
"""


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("open('/etc/passwd')", "touched: open"),
        ("open('/usr/written', 'w')", "touched: open to write"),
        ("socket.create_connection(('127.0.0.1', 9))", "touched: socket"),
        ("__import__('subprocess').run(['true'])", "touched: subprocess.Popen"),
        ("__import__('os').remove('/tmp/nothing-of-this-name')", "touched: os.remove"),
    ],
)
def test_the_watch_sees(deed: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that does what none may do is caught."""
    (tmp_path / "misbehaving.py").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.fspath(tmp_path))
    [fault] = run([deed.encode()], "misbehaving", also=tmp_path).faults
    assert told in fault


def test_a_secret_that_comes_out_is_a_fault() -> None:
    tally: Tally = run([(TEXT + SECRET).encode(), TEXT.encode() + FILE])
    assert tally.faults == ["mutant 0 brought out what another file holds"]
    assert WATCHED.exists()
