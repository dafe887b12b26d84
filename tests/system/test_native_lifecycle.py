"""How servers are found again, ended and fetched: infra/native with harmless processes in their place."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

NATIVE = Path(__file__).parents[2] / "infra" / "native"
TOOLS = ("bash", "cat", "cksum", "cut", "dirname", "flock", "go", "id", "mkdir", "mvn", "nice", "paste", "sed", "sleep")
OBLIVIOUS = "trap '' TERM; echo ready; while :; do sleep 0.1; done"


class Place:
    """A folder of state and a cache of their own."""

    def __init__(self, folder: Path) -> None:
        self.state, self.cache = folder / "state", folder / "cache"
        self.begun: list[subprocess.Popen[str]] = []
        self.environment = {
            **os.environ,
            "GAZETTE_SERVERS_DIR": str(self.state),
            "XDG_CACHE_HOME": str(self.cache),
            "GAZETTE_SERVERS_PATIENCE": "1",
            "CI": "",
        }

    def servers(self, *words: str, path: str = os.environ["PATH"]) -> subprocess.CompletedProcess[str]:
        environment = self.environment | {"PATH": path}
        return subprocess.run(
            [NATIVE / "servers", *words], env=environment, capture_output=True, text=True, check=False
        )

    def bash(self, script: str, *words: str) -> subprocess.CompletedProcess[str]:
        script = f"set -euo pipefail\nhere={NATIVE}\n. $here/lifecycle.sh\n. $here/provision.sh\n{script}"
        command = ["bash", "-c", script, "bash", *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def process(self, *command: str) -> subprocess.Popen[str]:
        self.begun.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return self.begun[-1]

    def recorded_as(self, name: str, process: subprocess.Popen[str], start: str = "") -> None:
        folder = self.state / name
        folder.mkdir(parents=True)
        (self.state / "port-base").write_text("20000\n")
        start = start or self.bash('born "$1"', str(process.pid)).stdout.strip()
        (folder / "pid").write_text(f"{process.pid} {start}\n")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    for process in place.begun:
        process.kill()
        process.communicate()


def test_stop_ends_what_was_begun_and_no_later_process_with_its_number(place: Place) -> None:
    ours, foreign = place.process("sleep", "600"), place.process("sleep", "600")
    place.recorded_as("kafka", ours)
    place.recorded_as("minio", foreign, start="1@another-boot")
    assert "minio       stopped" in place.servers("status").stdout
    assert place.servers("stop").returncode == 0
    assert ours.wait(10) == -signal.SIGTERM
    assert foreign.poll() is None
    assert not list(place.state.glob("*/pid"))


def test_stop_works_where_a_server_died(place: Place) -> None:
    dead, alive = place.process("sleep", "0"), place.process("sleep", "600")
    place.recorded_as("opensearch", dead, start="1@boot")
    place.recorded_as("postgres", alive)
    dead.wait(10)
    assert place.servers("stop").returncode == 0
    assert alive.wait(10) == -signal.SIGINT


def test_what_does_not_end_is_killed(place: Place) -> None:
    deaf = place.process("bash", "-c", OBLIVIOUS)
    assert deaf.stdout
    deaf.stdout.readline()
    place.recorded_as("kafka", deaf)
    assert "kafka does not end; killing" in place.servers("stop", "kafka").stdout
    assert deaf.wait(10) == -signal.SIGKILL


def test_what_is_half_fetched_is_never_used(place: Place) -> None:
    fetch = 'half() { touch "$1/half"; false; }; whole() { touch "$1/whole"; }; cached "$cache/thing-1" "$1"'
    failed = place.bash(fetch, "half")
    assert failed.returncode == 1
    assert "thing-1" in failed.stderr
    assert not list(place.cache.rglob("thing-1*"))
    assert place.bash(fetch, "whole").returncode == 0
    assert place.bash(fetch, "half").returncode == 0, "what is there is not fetched again"
    assert [path.name for path in place.cache.rglob("*") if path.is_file()] == ["whole"]


def test_passwords_are_kept_and_nobody_elses_business(place: Place) -> None:
    first = place.bash("lock; password one").stdout
    assert first == place.bash("lock; password one").stdout != place.bash("lock; password two").stdout
    assert len(first) == 32
    assert {path.stat().st_mode & 0o077 for path in place.state.rglob("*")} == {0}


def tools_without(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in set(TOOLS) - set(names):
        (folder / name).symlink_to(f"/usr/bin/{name}")
    return folder


@pytest.mark.parametrize(("tool", "said"), [("mvn", "Maven"), ("go", "Go, 1.21 or newer")])
def test_a_missing_tool_is_named_before_anything_begins(place: Place, tmp_path: Path, tool: str, said: str) -> None:
    result = place.servers("start", path=str(tools_without(tmp_path / "bin", tool)))
    assert result.returncode == 1
    assert said in result.stderr
    assert "apt-get install" in result.stderr
    assert not place.cache.exists()


def test_in_ci_root_gets_what_is_missing(place: Place, tmp_path: Path) -> None:
    folder = tools_without(tmp_path / "bin", "mvn", "id")
    for name, does in {"id": "echo 0", "apt-get": f'echo "$@" >>{tmp_path}/asked'}.items():
        (folder / name).write_text(f"#!/usr/bin/bash\n{does}\n")
        (folder / name).chmod(0o700)
    place.environment["CI"] = "true"
    assert "Maven" in place.servers("start", path=str(folder)).stderr, "still missing, hence said"
    asked = (tmp_path / "asked").read_text().splitlines()
    assert any(line.startswith("install ") and line.endswith(" maven") for line in asked)


def test_a_name_that_is_no_server_is_refused(place: Place) -> None:
    result = place.servers("stop", "redis")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "no server 'redis'" in result.stderr


def test_without_servers_their_settings_are_a_sentence(place: Place) -> None:
    result = place.servers("env")
    assert result.returncode == 1
    assert "make servers" in result.stderr
