"""The stack of docker-compose.yml, run as an operator runs it, and looked at from outside with Docker's SDK."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import docker
import httpx

from services.pipeline import ROLES
from tests.flow.product import Product

ROOT = Path(__file__).parents[3]
STAND_INS = ROOT / "infra" / "stand-ins"
SERVERS = ("postgres", "kafka", "opensearch", "s3")
ONCE = ("volumes", "init")
SERVICES = (*SERVERS, *ROLES)
BASE = "gazette-stand-in"
WATCHER = "prometheus"
IMAGES = (*SERVERS, WATCHER, "python")
PATIENCE = 900
LABEL = "com.docker.compose"
USER = 10001


class Stack:
    """One project of its own. `product` speaks to its gateway."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        self.name = f"gazette-test-{uuid.uuid4().hex[:8]}"
        self.engine = docker.DockerClient(address, timeout=120)
        self.others = {volume.name for volume in self.engine.volumes.list()}
        self.version = "1"
        self.product = Product(folder / "none")
        self.product.logs.touch()
        self.passwords = folder / ".env"
        self.backups = folder / "backups"
        self.backups.mkdir()
        os.chown(self.backups, USER, USER)

    def compose(self, *words: str, env_file: Path | None = None) -> str:
        """What `docker compose` prints; it must succeed."""
        done = self.try_compose(*words, env_file=env_file)
        assert done.returncode == 0, f"{words}: {done.stdout[-2000:]} {done.stderr[-3000:]} {self.last_words()}"
        return done.stdout

    def try_compose(self, *words: str, env_file: Path | None = None) -> "subprocess.CompletedProcess[str]":
        files = (ROOT / "docker-compose.yml", STAND_INS / "compose.override.yml")
        command = [STAND_INS / "compose", "--project-name", self.name, "--env-file", env_file or self.passwords]
        command += [part for file in files for part in ("--file", file)]
        return self._run(*command, *words)

    def told(self) -> "subprocess.CompletedProcess[str]":
        """What `gazette stack --json` says, run on the host."""
        return self._run(sys.executable, "-m", "services", "stack", "--project", self.name, "--json")

    def make_passwords(self) -> "subprocess.CompletedProcess[str]":
        """As `make env` does."""
        return self._run(ROOT / "infra" / "compose" / "secrets", self.passwords)

    def build_stand_ins(self) -> None:
        """Those that the engine does not have yet."""
        had = {tag.partition(":")[0] for image in self.engine.images.list() for tag in image.tags}
        missing = [name for name in IMAGES if f"{BASE}/{name}" not in had]
        if not missing:
            return
        done = self._run(STAND_INS / "build", *missing)
        assert done.returncode == 0, f"{done.stdout[-2000:]} {done.stderr[-3000:]}"

    def image(self) -> Any:
        """The product's image of the version in force."""
        return self.engine.images.get(f"{self.name}:{self.version}")

    def containers(self, *services: str) -> Sequence[Any]:
        """All of the project's, also those that ended, or those of some services."""
        found = self.engine.containers.list(all=True, filters=self._ours())
        return [one for one in found if not services or service(one) in services]

    def one(self, name: str) -> Any:
        """The only container of a service, as it is now."""
        (container,) = self.containers(name)
        return container

    def left(self) -> Sequence[Any]:
        """Containers and networks of the project that are still there, and volumes, also those without a name."""
        volumes = [volume for volume in self.engine.volumes.list() if volume.name not in self.others]
        return [*self.containers(), *self.engine.networks.list(filters=self._ours()), *volumes]

    def is_well(self) -> bool:
        """Every backend answers, every role gave a sign of life and has no problem."""
        try:
            answer = self.product.http.get("/readyz")
        except httpx.TransportError:
            return False
        roles = {role["role"]: role["problem"] for role in answer.json()["roles"]}
        return answer.status_code == 200 and set(ROLES) <= set(roles) and not any(roles.values())

    def await_well(self) -> None:
        self.product.wait(self.is_well)

    def last_words(self) -> str:
        """The end of what containers that are not well have logged."""
        unwell = [one for one in self.containers() if state(one) not in ("healthy", "exited 0")]
        return "\n".join(f"{one.name} {state(one)}: {one.logs(tail=8).decode()}" for one in unwell)

    def _ours(self) -> dict[str, str]:
        return {"label": f"{LABEL}.project={self.name}"}

    def _run(self, *command: Any) -> "subprocess.CompletedProcess[str]":
        environment = os.environ | {
            "DOCKER_HOST": self.address,
            "DOCKER_BUILDKIT": "0",  # the old builder is part of every engine
            "GAZETTE_IMAGE": self.name,
            "GAZETTE_VERSION": self.version,
            "GAZETTE_PORT": str(self.product.port),
        }
        return subprocess.run(
            command, env=environment, cwd=self.folder, capture_output=True, text=True, timeout=PATIENCE, check=False
        )


@contextmanager
def running(address: str, folder: Path) -> Iterator[Stack]:
    """Nothing is started yet; in the end nothing of it is left but the stand-ins, which go with their engine."""
    stack = Stack(address, folder)
    try:
        yield stack
    finally:
        stack.try_compose("--profile", "*", "down", "--volumes", "--remove-orphans")
        for image in stack.engine.images.list(stack.name):
            stack.engine.images.remove(image.id, force=True)
        stack.product.http.close()
        stack.engine.close()


def service(container: Any) -> str:
    """The service that a container is of."""
    name: str = container.labels[f"{LABEL}.service"]
    return name


def state(container: Any) -> str:
    """`healthy`, `running`, `exited 0` and so on."""
    now = container.attrs["State"]
    health = now.get("Health", {}).get("Status")
    return health or (f"exited {now['ExitCode']}" if now["Status"] == "exited" else str(now["Status"]))
