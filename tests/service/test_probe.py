"""What answers for a process: its roles and backends, on a port of its own; and the command that asks."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from gazette.events import now
from gazette.ports import Beat
from gazette.settings import Settings
from gazette.wiring import open_backends
from services.compose import metrics, probe
from services.serving import Site, listen
from tests.service.command_line import CommandLine, plainly
from tests.service.conftest import Gateway

TEMPLATE = 'gazette_http_requests_total{method="GET",route="/api/v1/issues/{issue_id}",status="404"}'


@contextmanager
def probing(folder: Path, *problems: str | None) -> Iterator[str]:
    """The probe of a process with roles that have these problems; its URL."""
    settings = Settings(data=folder)
    beats = [Beat(f"m{number}", "extract", "host", 1, now(), now(), one) for number, one in enumerate(problems)]
    with ExitStack() as stack:
        backends = stack.enter_context(open_backends(settings))
        counted = metrics(backends, settings, ["extract"])
        counted.own = lambda: beats
        listening = stack.enter_context(listen("127.0.0.1", 0))
        site = Site(probe(backends, counted, lambda: beats), listening, "probe")
        stack.callback(site.stop)
        site.start()
        yield site.base


@pytest.fixture
def gazette(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


def port_of(base: str) -> str:
    return base.rpartition(":")[2]


def test_a_role_that_works_is_ready(gazette: CommandLine) -> None:
    with probing(gazette.folder, None) as base:
        answer = httpx.get(f"{base}/readyz")
        alive = httpx.get(f"{base}/healthz")
        figures = httpx.get(f"{base}/metrics").text
        asked = gazette.run("probe", "--ready", "--port", port_of(base))
    assert (answer.status_code, alive.text) == (200, "ok\n")
    assert [role["role"] for role in answer.json()["roles"]] == ["extract"]
    assert 'gazette_role_well{role="extract"} 1.0' in figures
    assert "process_resident_memory_bytes" in figures
    assert (asked.exit_code, f"{base} 已就绪 is ready." in asked.stdout) == (0, True)


def test_a_role_that_stands_still_is_alive_and_not_ready(gazette: CommandLine) -> None:
    with probing(gazette.folder, None, "It stands still.") as base:
        answer = httpx.get(f"{base}/readyz")
        figures = httpx.get(f"{base}/metrics").text
        ready = gazette.run("probe", "--ready", "--port", port_of(base))
        alive = gazette.run("probe", "--port", port_of(base))
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert all(check["ok"] for check in answer.json()["checks"])
    assert 'gazette_role_well{role="extract"} 0.0' in figures
    assert (ready.exit_code, "extract: It stands still." in plainly(ready)) == (1, True)
    assert alive.exit_code == 0


def test_a_probe_shows_nothing_else(gazette: CommandLine) -> None:
    with probing(gazette.folder, None) as base:
        assert [
            httpx.get(f"{base}{path}").status_code for path in ("/", "/docs", "/openapi.json", "/api/v1/issues")
        ] == ([404] * 4)


def test_nothing_there_is_a_sentence(gazette: CommandLine) -> None:
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
    asked = gazette.run("probe", "--port", port)
    assert (asked.exit_code, "没有回应 does not answer" in plainly(asked)) == (1, True)
    assert "Traceback" not in asked.output


def test_the_port_is_that_of_the_settings(gazette: CommandLine) -> None:
    with probing(gazette.folder, None) as base:
        by_probe = gazette.run("probe", "--ready", GAZETTE_PROBE_PORT=port_of(base), GAZETTE_PORT="1")
        by_gateway = gazette.run("probe", GAZETTE_PORT=port_of(base))
    none = gazette.run("probe", GAZETTE_PORT="0")
    assert (by_probe.exit_code, by_gateway.exit_code, none.exit_code) == (0, 0, 1)
    assert "GAZETTE_PROBE_PORT" in plainly(none)


def test_a_port_that_is_taken_is_said_before_anything_starts(gazette: CommandLine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = gazette.process("run", "extract", GAZETTE_PROBE_PORT=port)
    assert ended.returncode == 1
    assert "GAZETTE_PROBE_PORT" in plainly(ended)
    assert not (gazette.folder / "gazette.db").exists()


def test_requests_are_counted_by_the_template_of_their_route(gateway: Gateway) -> None:
    for issue in ("0123456789abcdef", "fedcba9876543210"):
        gateway.client.get(f"/api/v1/issues/{issue}")
    gateway.client.get("/nothing/like/this")
    gateway.client.get("/api/v1/issues", headers={"host": "elsewhere.example"})
    figures = gateway.client.get("/metrics").text
    assert f"{TEMPLATE} 2.0" in figures
    assert 'route="none",status="404"} 1.0' in figures
    assert 'route="none",status="400"} 1.0' in figures
    assert "0123456789abcdef" not in figures
