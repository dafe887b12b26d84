"""A set of the four servers of its own, beside the one of `make servers`, that a test may stop and start."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SERVERS = Path(__file__).parents[2] / "infra" / "native" / "servers"
PATIENCE = 300


class OwnServers:
    """Servers that keep everything in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.environment = os.environ | {
            "GAZETTE_SERVERS_DIR": str(folder),
            "GAZETTE_OPENSEARCH_HEAP": "512m",
            "GAZETTE_KAFKA_HEAP": "256m",
        }
        self.environment.pop("GAZETTE_SERVERS_PORT_BASE", None)

    def start(self, *names: str) -> None:
        self._do("start", *names)

    def stop(self, *names: str) -> None:
        self._do("stop", *names)

    def urls(self) -> Mapping[str, str]:
        """Setting → URL."""
        lines = self._do("env").splitlines()
        pairs = (shlex.split(line.removeprefix("export "))[0].split("=", 1) for line in lines)
        return dict(pairs)

    def _do(self, *words: str) -> str:
        done = subprocess.run(
            [SERVERS, *words], env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 0, f"{words}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
        return done.stdout


@contextmanager
def own_servers(folder: Path) -> Iterator[OwnServers]:
    """All four, running; in the end they are stopped and what they held is gone."""
    servers = OwnServers(folder)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()
        shutil.rmtree(folder, ignore_errors=True)
