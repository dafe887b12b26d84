"""The product as real processes on a data folder, spoken to over HTTP."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

from services.extract.child import end_with_parent

GAZETTES = Path(__file__).parents[1] / "gazettes"
PATIENCE = 90.0
ENDED = {"ready", "failed"}


class Product:
    """Processes of one data folder. `base` is where the gateway answers."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder, self.settings = folder, settings or {}
        self.logs = folder.with_suffix(".log")
        self.processes: list[subprocess.Popen[bytes]] = []
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.http = httpx.Client(base_url=self.base, timeout=30)

    def start(self, *command: str, failpoint: str = "") -> "subprocess.Popen[bytes]":
        environment = os.environ | {
            "GAZETTE_DATA": str(self.folder),
            "GAZETTE_PORT": str(self.port),
            "GAZETTE_FAILPOINT": failpoint,
            **self.settings,
        }
        with self.logs.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "services", *command],
                env=environment,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,  # noqa: PLW1509  a test run that is killed leaves nothing behind
            )
        self.processes.append(process)
        return process

    def wait_for_gateway(self) -> None:
        self.wait(self._answers)

    def upload(self, name: str, content: bytes) -> httpx.Response:
        return self.http.post("/api/v1/issues", files={"file": (name, content, "text/plain")})

    def get(self, path: str, **parameters: Any) -> Any:
        answer = self.http.get(f"/api/v1{path}", params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ended(self, issue_id: str) -> dict[str, Any]:
        """The issue once it is ready or failed."""
        self.wait(lambda: self.get(f"/issues/{issue_id}")["status"] in ENDED)
        issue: dict[str, Any] = self.get(f"/issues/{issue_id}")
        return issue

    def wait(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain; {self.logs.read_text()[-3000:]}"
            time.sleep(0.05)

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def killed(self, process: "subprocess.Popen[bytes]") -> None:
        """Wait until a process has been ended by kill -9."""
        self.wait(lambda: process.poll() is not None)
        assert process.returncode == -signal.SIGKILL, self.logs.read_text()[-3000:]
        self.processes.remove(process)

    def _answers(self) -> bool:
        try:
            return self.http.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
