"""The containers of a compose project, as the Docker engine tells of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import docker
from docker.errors import APIError, DockerException, NotFound

from gazette.errors import UnavailableError
from gazette.ports import Container

PROJECT, SERVICE = "com.docker.compose.project", "com.docker.compose.service"
LINES = 200
LONGEST = 300
BAD = ("error", "critical", "fatal", "exception", "panic")


class DockerStack:
    """gazette.ports.Stack, by the engine that DOCKER_HOST or the usual socket leads to."""

    def containers(self, project: str) -> Sequence[Container]:
        try:
            client = docker.from_env()
        except DockerException as error:
            raise UnavailableError(_away(error)) from error
        try:
            found = client.containers.list(all=True, filters={"label": f"{PROJECT}={project}"})
            told = [one for one in map(_look, found) if one is not None]
        except (DockerException, OSError) as error:
            raise UnavailableError(_away(error)) from error
        finally:
            client.close()
        return sorted(told, key=lambda one: (one.service, one.name))


def container(attrs: Mapping[str, Any], stats: Mapping[str, Any], log: str) -> Container:
    """A container from what `GET /containers/ID/json`, `…/stats` and `…/logs` answer."""
    state, config = attrs["State"], attrs["Config"]
    return Container(
        name=attrs["Name"].lstrip("/"),
        service=(config.get("Labels") or {}).get(SERVICE, ""),
        image=config["Image"],
        state=state["Status"],
        health=(state.get("Health") or {}).get("Status"),
        exit_code=state.get("ExitCode", 0),
        restarts=attrs.get("RestartCount", 0),
        out_of_memory=bool(state.get("OOMKilled")),
        memory=memory(stats),
        memory_limit=attrs.get("HostConfig", {}).get("Memory") or None,
        last_error=last_error(log) or state.get("Error") or None,
    )


def memory(stats: Mapping[str, Any]) -> int | None:
    """Bytes in use, without the cache of files that can be given up at once; None where nothing runs."""
    told = stats.get("memory_stats") or {}
    if "usage" not in told:
        return None
    detail = told.get("stats") or {}
    return max(0, int(told["usage"]) - int(detail.get("inactive_file", detail.get("total_inactive_file", 0))))


def last_error(log: str) -> str | None:
    """The last line that tells of an error; else the last line at all."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    worst = next((line for line in reversed(lines) if _is_bad(line)), lines[-1] if lines else None)
    return None if worst is None else _readable(worst)[:LONGEST]


def _look(found: Any) -> Container | None:
    """None where it went away meanwhile. Only of those that are unwell the log is read."""
    try:
        found.reload()
        stats = found.stats(stream=False, one_shot=True) if found.status == "running" else {}
        seen = container(found.attrs, stats, "")
        if seen.is_well:
            return seen
        return container(found.attrs, stats, _log(found))
    except NotFound:
        return None


def _log(found: Any) -> str:
    try:
        return str(found.logs(tail=LINES).decode(errors="replace"))
    except APIError as error:
        return f"its log cannot be read: {error.explanation}"


def _is_bad(line: str) -> bool:
    told = _fields(line)
    return str(told.get("level", "")).lower() in BAD if told else any(word in line.lower() for word in BAD)


def _readable(line: str) -> str:
    """`event: problem` of a line of JSON."""
    told = _fields(line)
    parts = [str(told[name]) for name in ("event", "role", "stage", "problem", "exception") if told.get(name)]
    return ": ".join(parts) if parts else line


def _fields(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _away(error: Exception) -> str:
    reason = " ".join(str(error).split())
    return (
        f"the Docker engine does not answer ({reason}): start it, set DOCKER_HOST to where it is, "
        "and see that you may use it (group docker)"
    )
