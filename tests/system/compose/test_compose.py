"""docker-compose.yml run on real servers: start, confinement, deaths, scale, upgrade, backup and restore, end."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from services.pipeline import GROUPS, ROLES
from tests.flow.product import GAZETTES
from tests.system.compose.load import DOCUMENTS, Load
from tests.system.compose.report import Report
from tests.system.compose.stack import LABEL, ONCE, SERVERS, SERVICES, WATCHER, Stack, service, state

SAMPLE = GAZETTES / "pinggu-2022-4.txt"
LARGEST = 300_000_000
"""Bytes that the product may add to its base image."""
MEGABYTE = 1_000_000
UNDER_LOAD = 3.0
TERMINATED = 128 + signal.SIGTERM
SPREAD = 24


def test_without_passwords_nothing_starts(stack: Stack, report: Report) -> None:
    nothing = stack.folder / "nothing"
    nothing.touch()
    refused = stack.try_compose("up", "--detach", env_file=nothing)
    assert refused.returncode != 0
    assert "make env" in refused.stderr
    assert stack.left() == []
    with report.step("make env"):
        assert stack.make_passwords().returncode == 0
    assert stack.passwords.stat().st_mode & 0o777 == 0o600
    made = stack.passwords.read_text()
    again = stack.make_passwords()
    assert again.returncode == 1
    assert "there already" in again.stderr
    assert stack.passwords.read_text() == made


def test_the_image_is_small_and_cannot_build(stack: Stack, report: Report) -> None:
    with report.step("build the product"):
        stack.compose("build")
    size, base = stack.image().attrs["Size"], stack.engine.images.get("gazette-stand-in/python").attrs["Size"]
    report.figure("image of the product, and what of it is not the base", f"{mb(size)}, {mb(size - base)}")
    for name in SERVERS:
        report.figure(
            f"image standing in for {name}", mb(stack.engine.images.get(f"gazette-stand-in/{name}").attrs["Size"])
        )
    assert size - base < LARGEST
    assert stack.image().attrs["Config"]["User"] == "10001:10001"
    tools = ["-c", "command -v pip gcc cc make || true"]
    found = stack.engine.containers.run(stack.image(), tools, entrypoint="sh", network_mode="none", remove=True)
    assert found.decode().split() == []


def test_the_stack_starts_and_finds_a_sample(stack: Stack, report: Report) -> None:
    with report.step("up --detach --wait, from nothing"):
        stack.compose("up", "--detach", "--wait")
    assert {service(one): state(one) for one in stack.containers()} == {
        **dict.fromkeys(SERVICES, "healthy"),
        **dict.fromkeys(ONCE, "exited 0"),
    }
    stack.await_well()
    with report.step("upload of a gazette until it is ready"):
        answer = stack.product.upload(SAMPLE.name, SAMPLE.read_bytes())
        assert answer.status_code == 202, answer.text
        issue = stack.product.ended(answer.json()["id"])
    assert issue["status"] == "ready"
    assert is_sample_found(stack)


def test_gazette_stack_tells_of_every_container(stack: Stack) -> None:
    stack.product.wait(lambda: is_caught_up(stack))
    told = stack.told()
    assert told.returncode == 0, told.stderr
    containers = by_service(told.stdout)
    assert set(containers) == {*SERVICES, *ONCE}
    assert all(one["is_well"] for one in containers.values())
    assert all(containers[name]["memory"] > 0 for name in SERVICES)


def by_service(told: str) -> dict[str, dict[str, Any]]:
    return {one["service"]: one for one in json.loads(told)}


def is_caught_up(stack: Stack) -> bool:
    """No group has an event yet to handle, as the stack tells it."""
    containers = by_service(stack.told().stdout)
    return {name: containers[name]["lag"] for name in GROUPS} == dict.fromkeys(GROUPS, 0)


@pytest.mark.parametrize("name", [*SERVICES, *ONCE])
def test_a_container_is_confined(stack: Stack, name: str) -> None:
    container = stack.one(name)
    host = container.attrs["HostConfig"]
    assert host["ReadonlyRootfs"]
    assert host["CapDrop"] == ["ALL"]
    assert not host["CapAdd"]
    assert not host["Privileged"]
    assert "no-new-privileges:true" in host["SecurityOpt"]
    assert host["Memory"] > 0
    assert not any("docker.sock" in (mount.get("Source") or "") for mount in container.attrs["Mounts"])
    assert {mount["Type"] for mount in container.attrs["Mounts"]} <= {"volume", "tmpfs"}


@pytest.mark.parametrize("name", SERVICES)
def test_its_processes_have_no_rights_and_cannot_write_to_the_root(stack: Stack, name: str) -> None:
    container = stack.one(name)
    pids = [int(row[1]) for row in container.top()["Processes"]]
    statuses = [Path(f"/proc/{pid}/status").read_text() for pid in pids]
    assert all(field(status, "Uid").split()[0] != "0" for status in statuses)
    assert {int(field(status, "CapEff"), 16) for status in statuses} == {0}
    assert {field(status, "NoNewPrivs") for status in statuses} == {"1"}
    code, said = container.exec_run(["sh", "-c", "echo x >/etc/x"])
    assert code != 0
    assert b"ead-only file system" in said


def test_only_the_api_is_published_and_only_here(stack: Stack) -> None:
    published = {
        service(one): bindings
        for one in stack.containers()
        for bindings in one.attrs["HostConfig"]["PortBindings"].values()
    }
    assert published == {"api": [{"HostIp": "127.0.0.1", "HostPort": str(stack.product.port)}]}
    networks = stack.engine.networks.list(filters={"label": f"{LABEL}.project={stack.name}"}, greedy=True)
    internal = {one.attrs["Labels"][f"{LABEL}.network"]: one.attrs["Internal"] for one in networks}
    assert internal == {"servers": True, "watch": True, "front": False}
    assert {
        name
        for name in SERVERS
        if list(stack.one(name).attrs["NetworkSettings"]["Networks"]) != [f"{stack.name}_servers"]
    } == set()


@pytest.mark.parametrize("name", SERVICES)
def test_a_death_under_load_is_mended_by_itself(stack: Stack, load: Load, report: Report, name: str) -> None:
    with report.step(f"kill {name} under load, until all is ready"):
        with load.going_on():
            time.sleep(UNDER_LOAD)
            before = stack.one(name)
            os.kill(before.attrs["State"]["Pid"], signal.SIGKILL)
            stack.product.wait(lambda: is_reborn(stack.one(name), before))
            time.sleep(UNDER_LOAD)
        stack.await_well()
        load.check()
    assert stack.one(name).attrs["RestartCount"] == before.attrs["RestartCount"] + 1


@pytest.mark.parametrize("name", SERVICES)
def test_one_that_is_stopped_under_load_ends_in_time_and_comes_back(
    stack: Stack, load: Load, report: Report, name: str
) -> None:
    grace = stack.one(name).attrs["Config"]["StopTimeout"]
    with load.going_on():
        time.sleep(UNDER_LOAD)
        with report.step(f"stop {name} under load"):
            stack.compose("stop", name)
        ended = stack.one(name).attrs["State"]
        time.sleep(UNDER_LOAD)
        stack.compose("start", name)
    stack.await_well()
    load.check()
    assert ended["ExitCode"] in ((0,) if name in ROLES else (0, TERMINATED)), f"{ended}; it has {grace} s"


def test_every_role_logs_json_alone(stack: Stack) -> None:
    lines = {role: stack.one(role).logs().decode().splitlines() for role in ROLES}
    assert all(json.loads(line)["event"] for said in lines.values() for line in said)
    assert all(lines.values())


def test_prometheus_finds_every_role(stack: Stack, report: Report) -> None:
    with report.step("profile monitoring: prometheus finds every role"):
        stack.compose("--profile", "monitoring", "up", "--detach", "--wait", "--no-recreate", WATCHER)
        stack.product.wait(lambda: targets(stack) == dict.fromkeys(ROLES, "up"))
    host = stack.one(WATCHER).attrs["HostConfig"]
    assert (host["ReadonlyRootfs"], host["CapDrop"], host["PortBindings"] or {}) == (True, ["ALL"], {})
    rules = asked(stack, "http://prometheus:9090/api/v1/rules")["data"]["groups"]
    assert [rule for group in rules for rule in group["rules"] if rule["type"] == "alerting"]


def test_a_role_is_scaled_up_and_down(stack: Stack, load: Load, report: Report) -> None:
    with load.going_on():
        with report.step("scale extract to 3"):
            scale(stack, 3)
            stack.product.wait(lambda: members(stack, "extract") == 3)
        for _ in range(SPREAD):
            load.one()
        stack.product.wait(lambda: len([one for one in stack.containers("extract") if handled(one)]) > 1)
        with report.step("scale extract to 1"):
            scale(stack, 1)
        assert [state(one) for one in stack.containers("extract")] == ["healthy"]
        stack.product.wait(lambda: members(stack, "extract") == 1)
    stack.await_well()
    load.check()


def test_memory_is_within_its_limits(stack: Stack, report: Report) -> None:
    for name in SERVICES:
        figures = stack.one(name).stats(stream=False)["memory_stats"]
        used, limit = figures["usage"] - figures["stats"].get("total_inactive_file", 0), figures["limit"]
        report.figure(f"memory of {name} now, and its limit", f"{mb(used)}, {mb(limit)}")
        assert used < limit
        assert not stack.one(name).attrs["State"]["OOMKilled"]


def test_the_product_is_upgraded_in_place(stack: Stack, load: Load, report: Report) -> None:
    before = {name: stack.one(name).id for name in SERVICES}
    with load.going_on():
        stack.version = "2"
        with report.step("upgrade under load: build"):
            stack.compose("build")
        with report.step("upgrade under load: up --detach --wait"):
            stack.compose("up", "--detach", "--wait")
    stack.await_well()
    load.check()
    labels = {name: stack.one(name).image.labels.get("org.opencontainers.image.version") for name in ROLES}
    assert labels == dict.fromkeys(ROLES, "2")
    assert {name for name in SERVICES if stack.one(name).id == before[name]} == set(SERVERS)
    assert state(stack.one("init")) == "exited 0"
    report.figure("uploads that had to be sent again, of all; lost", f"{load.repeated} of {len(load.accepted)}; none")


def test_a_backup_is_restored_into_an_empty_system(stack: Stack, load: Load, report: Report) -> None:
    held = list(load.accepted)
    with load.going_on(), report.step("backup under load"):
        once(stack, "backup", "/backup/one")
    with report.step("down --volumes"):
        stack.compose("--profile", "*", "down", "--volumes")
    assert stack.left() == []
    with report.step("restore, and up --detach --wait"):
        stack.compose("up", "--detach", "--wait", *SERVERS)
        once(stack, "init")
        once(stack, "restore", "/backup/one")
        stack.compose("up", "--detach", "--wait")
        stack.await_well()
        stack.product.wait(lambda: load.found()["/search"] >= DOCUMENTS * len(held) and is_sample_found(stack))
    assert {stack.product.get(f"/issues/{issue}")["status"] for issue in held} == {"ready"}
    refused = stack.try_compose(
        "run", "--rm", "--no-deps", "--volume", f"{stack.backups}:/backup", "init", "restore", "/backup/one"
    )
    assert refused.returncode == 1


def test_all_end_in_good_order(stack: Stack, report: Report) -> None:
    with report.step("stop everything"):
        stack.compose("--profile", "*", "stop")
    ends = {service(one): one.attrs["State"]["ExitCode"] for one in stack.containers()}
    assert {name: code for name, code in ends.items() if name in ROLES} == dict.fromkeys(ROLES, 0)
    assert {code for name, code in ends.items() if name in SERVERS} <= {0, TERMINATED}


def test_nothing_is_left(stack: Stack, report: Report) -> None:
    with report.step("down --volumes, from stopped"):
        stack.compose("--profile", "*", "down", "--volumes")
    assert stack.left() == []


def once(stack: Stack, *command: str) -> str:
    """A command of `gazette` in a container of its own, with the folder of the backups."""
    return stack.compose("run", "--rm", "--no-deps", "--volume", f"{stack.backups}:/backup", "init", *command)


def is_sample_found(stack: Stack) -> bool:
    found: int = stack.product.get("/search", q="气象 文种:通知")["total"]
    return found > 0


def is_reborn(now: Any, before: Any) -> bool:
    return bool(now.attrs["State"]["Running"] and now.attrs["State"]["StartedAt"] != before.attrs["State"]["StartedAt"])


def scale(stack: Stack, count: int) -> None:
    stack.compose("up", "--detach", "--wait", "--no-recreate", "--scale", f"extract={count}")


def members(stack: Stack, role: str) -> int:
    """Processes of a role that gave a sign of life lately."""
    return len([one for one in stack.product.http.get("/readyz").json()["roles"] if one["role"] == role])


def handled(container: Any) -> float:
    """Events that the process of a container has handled."""
    lines = fetched(container, "http://127.0.0.1:9100/metrics").splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith("gazette_events_handled_total{"))


def targets(stack: Stack) -> dict[str, str]:
    """Service → health, of what Prometheus asks for figures."""
    found = asked(stack, "http://prometheus:9090/api/v1/targets")["data"]["activeTargets"]
    return {one["labels"]["service"]: one["health"] for one in found if one["labels"]["job"] == "gazette"}


def asked(stack: Stack, url: str) -> Any:
    """JSON of a server that only the roles can reach."""
    return json.loads(fetched(stack.one("api"), url))


def fetched(container: Any, url: str) -> str:
    ask = f"import urllib.request as r; print(r.urlopen({url!r}, timeout=10).read().decode())"
    code, said = container.exec_run(["python3", "-c", ask])
    assert code == 0, said
    text: str = said.decode()
    return text


def field(status: str, name: str) -> str:
    """A line of /proc/PID/status."""
    return next(line.partition(":")[2].strip() for line in status.splitlines() if line.startswith(f"{name}:"))


def mb(size: int) -> str:
    return f"{size / MEGABYTE:.0f} MB"
