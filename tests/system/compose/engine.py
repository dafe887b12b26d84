"""A Docker engine of the tests' own: what it holds is gone when it ends, and the machine's firewall is left alone."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docker

ADDRESS = "GAZETTE_COMPOSE_ENGINE"
START_SECONDS = 60
STOP_SECONDS = 120
GENTLE = ("--iptables=false", "--ip-forward=false", "--ip-masq=false", "--bridge=none")


@contextmanager
def engine() -> Iterator[str]:
    """The address of an engine: the one that the environment names, or else one that lives no longer than this."""
    given = os.environ.get(ADDRESS)
    if given:
        yield given
        return
    assert shutil.which("dockerd"), "Docker Engine is missing. On Debian or Ubuntu, as root: apt-get install docker.io"
    folder = Path(tempfile.mkdtemp(prefix="gazette-engine-"))  # short: the name of a socket has at most 107 letters
    try:
        with _running(folder) as address:
            yield address
    finally:
        _unmount(folder)
        shutil.rmtree(folder)


@contextmanager
def _running(folder: Path) -> Iterator[str]:
    address = f"unix://{folder}/socket"
    places = ("--data-root", folder / "data", "--exec-root", folder / "exec", "--pidfile", folder / "pid")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(["dockerd", "-H", address, *places, *GENTLE], stdout=log, stderr=log)
    try:
        _await(address, process, folder / "log")
        yield address
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _unmount(folder: Path) -> None:
    """An engine that ended leaves the mount of its own network namespace behind."""
    points = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    for point in reversed(points):
        if Path(point).is_relative_to(folder):
            subprocess.run(["umount", point], check=True)


def _await(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            docker.DockerClient(address).close()
        except docker.errors.DockerException:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the engine does not answer: {log.read_text()[-2000:]}")
