"""serve and run, as processes: where to go, the port, samples once, a good end."""

import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from gazette.model import IssueStatus
from gazette.ports import IssueFilter
from tests.flow.issues import small
from tests.flow.product import free_port
from tests.service.command_line import CommandLine, plainly

READY = "Ctrl-C"


@pytest.fixture
def gazette(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


@pytest.fixture
def samples(tmp_path: Path) -> list[str]:
    """Options for two samples."""
    words: list[str] = []
    for serial in (1, 2):
        file = tmp_path / f"sample{serial}.txt"
        file.write_bytes(small(serial))
        words += ["--samples", str(file)]
    return words


@contextmanager
def serving(gazette: CommandLine, *words: str, **environment: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The process and its base URL, once it has said where to go."""
    with gazette.start("serve", *words, **environment) as process:
        try:
            yield process, where(process)
        finally:
            process.terminate()
            process.communicate(timeout=30)


def where(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if READY in line:
            break
    found = re.search(r"http://[\d.]+:\d+", said)
    assert found, said + (process.stderr.read() if process.stderr else "")
    return found[0]


def files(gazette: CommandLine) -> list[str]:
    with gazette.opened() as backends, backends.catalogue.reading() as tables:
        return sorted(issue.file_name for issue in tables.issues.page(IssueFilter(), 100).items)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_when_it_says_so_and_ends_in_good_order(gazette: CommandLine, number: signal.Signals) -> None:
    with serving(gazette) as (process, base):
        assert httpx.get(f"{base}/readyz").json()["ready"]
        for page in ("/", "/upload", "/api/v1/openapi.json"):
            assert httpx.get(base + page).status_code == 200
        process.send_signal(number)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Stopped" in stderr
    assert "Traceback" not in stderr
    with gazette.opened() as backends, backends.catalogue.transaction() as tables:
        assert tables.work.lease("role/index", "somebody", 1.0), "the lease was given back"


def test_a_port_in_use(gazette: CommandLine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for words in (("serve",), ("run", "api")):
            said = plainly(gazette.process(*words, GAZETTE_PORT=str(port)))
            assert f"Port {port} is in use" in said
            assert f"PORT={port + 1} make run" in said
            assert "A Gazette answers there already" not in said
    assert not gazette.folder.exists(), "nothing was begun"


def test_a_port_that_a_gazette_has(gazette: CommandLine) -> None:
    with serving(gazette) as (_, base):
        said = plainly(gazette.process("serve", GAZETTE_PORT=base.rpartition(":")[2]))
    assert "A Gazette answers there already" in said


def test_an_address_of_another_machine(gazette: CommandLine) -> None:
    assert "set GAZETTE_HOST" in plainly(gazette.process("serve", GAZETTE_HOST="203.0.113.1"))
    assert "set GAZETTE_HOST" in plainly(gazette.process("serve", GAZETTE_HOST="no.such.host.invalid"))


def test_samples_are_loaded_once(gazette: CommandLine, samples: list[str]) -> None:
    with serving(gazette, *samples):
        pass
    assert files(gazette) == ["sample1.txt", "sample2.txt"]
    (gazette.folder / "more.txt").write_bytes(small(3))
    with serving(gazette, "--samples", str(gazette.folder / "more.txt")):
        pass
    assert files(gazette) == ["sample1.txt", "sample2.txt"]


def test_samples_after_a_start_that_was_killed(gazette: CommandLine, samples: list[str]) -> None:
    killed = gazette.process("serve", *samples, GAZETTE_FAILPOINT="ingest:issue-written")
    assert killed.returncode == -signal.SIGKILL
    assert files(gazette) == ["sample1.txt"]
    with serving(gazette, *samples):
        pass
    assert files(gazette) == ["sample1.txt", "sample2.txt"]


def test_no_samples_where_something_is_held(gazette: CommandLine, samples: list[str], tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(small(3))
    gazette.run("add", tmp_path / "mine.txt")
    with serving(gazette, *samples):
        pass
    assert files(gazette) == ["mine.txt"]


def test_it_says_when_everybody_may_write(gazette: CommandLine) -> None:
    with gazette.start("run", "api", GAZETTE_HOST="0.0.0.0") as process:
        assert process.stdout is not None
        assert "is running" in process.stdout.readline()
        process.terminate()
        _, stderr = process.communicate(timeout=30)
    assert "Reading and writing are open to everybody who can reach 0.0.0.0" in stderr


def test_a_role_that_is_down_for_good(gazette: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(small())
    wound(gazette, tmp_path / "one.txt")
    limits = {"GAZETTE_ATTEMPTS": "1", "GAZETTE_DEAD_LETTER_LIMIT": "1"}
    port = free_port()
    with gazette.start("run", "extract", **limits, GAZETTE_PROBE_PORT=str(port)) as process:
        told = until_told(f"http://127.0.0.1:{port}/readyz", "ended as dead letters at stage extract")
        assert told.status_code == 503
        assert process.poll() is None
        process.terminate()
        process.communicate(timeout=30)
    assert process.returncode == 0


def until_told(url: str, words: str) -> httpx.Response:
    """The answer that says so."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(httpx.TransportError):
            answer = httpx.get(url, timeout=10)
            if words in answer.text:
                return answer
        time.sleep(0.1)
    raise AssertionError(words)


def wound(gazette: CommandLine, file: Path) -> None:
    """A stored issue whose bytes are gone."""
    killed = gazette.process("add", file, GAZETTE_FAILPOINT="ingest:issue-written")
    assert killed.returncode == -signal.SIGKILL
    for stored in gazette.folder.glob("objects/sha256/*/*/*"):
        stored.unlink()
    with gazette.opened() as backends, backends.catalogue.reading() as tables:
        assert tables.issues.page(IssueFilter(IssueStatus.RECEIVED), 1).total == 1
