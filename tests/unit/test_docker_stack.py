"""Containers from what the Docker engine's API answers, in the shape of its documentation (API 1.41 and later)."""

import json
from typing import Any

import pytest

from gazette.adapters.servers.docker_stack import DockerStack, container, last_error, memory
from gazette.errors import UnavailableError
from gazette.ports import Container
from services.cli.stack import condition, row, waiting


def attrs(state: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """GET /containers/ID/json, as far as it is read, among what else is there."""
    running = {"Status": "running", "Running": True, "OOMKilled": False, "Pid": 41, "ExitCode": 0, "Error": ""}
    return {
        "Id": "4f1c",
        "Name": "/gazette-extract-1",
        "RestartCount": 2,
        "Image": "sha256:0123",
        "State": running | (state or {}),
        "HostConfig": {"Memory": 1_610_612_736, "RestartPolicy": {"Name": "unless-stopped"}},
        "Config": {
            "Image": "gazette:0.1.0",
            "Labels": {"com.docker.compose.project": "gazette", "com.docker.compose.service": "extract"},
        },
        **more,
    }


STATS = {
    "read": "2026-11-22T10:00:00Z",
    "memory_stats": {"usage": 300_000_000, "limit": 1_610_612_736, "stats": {"inactive_file": 80_000_000, "file": 9}},
}
HEALTHY = {"Health": {"Status": "healthy", "FailingStreak": 0, "Log": []}}
UNHEALTHY = {"Health": {"Status": "unhealthy", "FailingStreak": 4, "Log": []}}
JSON_LOG = "\n".join(
    json.dumps(line, ensure_ascii=False)
    for line in (
        {"event": "started", "level": "info"},
        {"event": "waiting", "level": "error", "role": "extract", "problem": "the catalogue does not answer"},
        {"event": "an error is named here", "level": "info"},
    )
)


def test_a_container_that_runs_well() -> None:
    found = container(attrs(HEALTHY), STATS, "")
    assert found == Container(
        "gazette-extract-1", "extract", "gazette:0.1.0", "running", "healthy",
        restarts=2, memory=220_000_000, memory_limit=1_610_612_736,
    )  # fmt: skip
    assert found.is_well
    assert condition(found) == "运行 running healthy"
    assert row(found, {"extract": 7})[2:6] == (2, "220.0 MB / 1.6 GB", 7, "gazette:0.1.0")


def test_one_that_is_unwell_says_why() -> None:
    found = container(attrs(UNHEALTHY), STATS, JSON_LOG)
    assert not found.is_well
    assert found.last_error == "waiting: extract: the catalogue does not answer"
    assert condition(found).startswith("✗ ")
    assert row(found, None)[-1] == found.last_error
    assert row(found, None)[4] is None


@pytest.mark.parametrize(
    ("state", "well"),
    [
        ({"Status": "exited", "ExitCode": 0}, True),
        ({"Status": "exited", "ExitCode": 1}, False),
        ({"Status": "exited", "ExitCode": 137, "OOMKilled": True}, False),
        ({"Status": "restarting", "ExitCode": 1}, False),
        ({"Status": "created"}, True),
        ({"Status": "running"}, True),
        ({"Status": "running", "Health": None}, True),
        ({"Status": "running", "Health": {"Status": "starting"}}, True),
        ({"Status": "paused"}, False),
        ({"Status": "dead"}, False),
    ],
)
def test_what_is_well(state: dict[str, Any], well: bool) -> None:
    found = container(attrs(state), {}, "")
    assert found.is_well is well
    assert found.memory is None
    assert condition(found).startswith("✗ ") is not well


def test_what_the_engine_says_of_a_start_that_failed() -> None:
    found = container(attrs({"Status": "created", "ExitCode": 127, "Error": "exec: gazete: not found"}), {}, "")
    assert found.last_error == "exec: gazete: not found"


def test_a_container_without_labels_or_limits() -> None:
    bare = attrs(Config={"Image": "x", "Labels": None}, HostConfig={"Memory": 0})
    found = container(bare, {}, "")
    assert (found.service, found.memory_limit) == ("", None)


@pytest.mark.parametrize(
    ("stats", "used"),
    [
        ({}, None),
        ({"memory_stats": {}}, None),
        ({"memory_stats": None}, None),
        ({"memory_stats": {"usage": 10}}, 10),
        ({"memory_stats": {"usage": 10, "stats": {"total_inactive_file": 4}}}, 6),
        ({"memory_stats": {"usage": 10, "stats": {"inactive_file": 40}}}, 0),
    ],
)
def test_memory_without_the_cache_of_files(stats: dict[str, Any], used: int | None) -> None:
    assert memory(stats) == used


@pytest.mark.parametrize(
    ("log", "told"),
    [
        ("", None),
        ("\n \n", None),
        ("ready\nall is quiet\n", "all is quiet"),
        ("FATAL:  password authentication failed\nlistening\n", "FATAL:  password authentication failed"),
        ("[1, 2]\nno error here, says a line\n3\n", "no error here, says a line"),
        ("x" * 5000, "x" * 300),
    ],
)
def test_the_last_line_that_tells_of_an_error(log: str, told: str | None) -> None:
    assert last_error(log) == told


def test_lag_is_added_up_over_partitions() -> None:
    text = (
        "# HELP gazette_lag_events Events that a group has yet to handle.\n# TYPE gazette_lag_events gauge\n"
        'gazette_lag_events{group="extract",partition="0"} 3.0\n'
        'gazette_lag_events{group="extract",partition="1"} 4.0\n'
        'gazette_lag_events{group="elsewhere",partition="1"} 9.0\n'
        "# TYPE other gauge\nother 1.0\n"
    )
    assert waiting(text) == {"extract": 7, "classify": 0, "index": 0}


def test_an_engine_that_is_away_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    with pytest.raises(UnavailableError, match=r"does not answer.*DOCKER_HOST"):
        DockerStack().containers("gazette")
