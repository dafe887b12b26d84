"""The command line on a data folder: in this process, or as a process of its own that can be killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from typer.testing import CliRunner, Result

from gazette.settings import Settings
from gazette.wiring import Backends, open_backends
from services.cli import app

PATIENCE = 90.0


@dataclass(frozen=True)
class CommandLine:
    """`gazette --data FOLDER ...`."""

    folder: Path

    def run(self, *words: object, **environment: str) -> Result:
        """In this process; what it did to the logs is undone."""
        before = structlog.get_config()
        try:
            return CliRunner().invoke(
                app, ["--data", str(self.folder), *map(str, words)], env=environment, prog_name="gazette"
            )
        finally:
            structlog.configure(**before)

    def start(self, *words: object, **environment: str) -> "subprocess.Popen[str]":
        """A process of its own."""
        return subprocess.Popen(
            self.words(*words),
            env=os.environ | {"GAZETTE_PORT": "0"} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def process(self, *words: object, **environment: str) -> "subprocess.CompletedProcess[str]":
        """A process of its own, to its end."""
        with self.start(*words, **environment) as process:
            stdout, stderr = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)

    def words(self, *words: object) -> list[str]:
        return [sys.executable, "-m", "services", "--data", str(self.folder), *map(str, words)]

    @contextmanager
    def opened(self) -> Iterator[Backends]:
        """The backends of the data folder."""
        with open_backends(Settings(data=self.folder)) as backends:
            yield backends


def plainly(result: Any) -> str:
    """What was said of a failure; it failed, and in a sentence."""
    code = result.exit_code if isinstance(result, Result) else result.returncode
    assert code == 1, (code, result.stdout, result.stderr)
    assert "Traceback" not in result.stdout + result.stderr
    said: str = result.stderr
    return said
