"""Asks for a command, shows how far it is, and carries it out here where no process has the role for it."""

import getpass
import os
import socket
import threading
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from gazette.errors import GazetteError, UnavailableError
from gazette.ports import Catalogue, Command, CommandState
from gazette.settings import Settings
from gazette.wiring import Backends, failpoint
from services.cli.console import remark
from services.cli.gauge import Gauge
from services.roles import ALIVE_SECONDS
from services.runners import INDEX, runners

LOOK_SECONDS = 0.25
LEASE_SECONDS = 2.0
LEASE = f"role/{INDEX}"


def carry_out(backends: Backends, settings: Settings, name: str, arguments: Mapping[str, Any], title: str) -> Command:
    """Ask, wait and show; returns the command once it is done. GazetteError where it failed.

    When this process is interrupted, the command goes on as soon as a process has the index role.
    """
    with backends.catalogue.transaction() as tables:
        command = tables.commands.ask(name, arguments, person())
    try:
        with Gauge(title) as gauge, _Carrier(backends, settings) as carrier:
            while not command.has_ended:
                carrier.look()
                time.sleep(LOOK_SECONDS)
                command = _now(backends.catalogue, command)
                gauge.show(command.done, command.total, command.message)
    except KeyboardInterrupt:
        remark(f"命令 {command.id} 会由运行中的进程继续。 Command {command.id} goes on: gazette status", "yellow")
        raise
    if command.state is CommandState.FAILED:
        raise GazetteError(f"命令未完成 The command {name} failed: {command.message}")
    return command


def person() -> str:
    """Who asks: user@host."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    return f"{user}@{socket.gethostname()}"


def _now(catalogue: Catalogue, command: Command) -> Command:
    """A moment without an answer changes nothing."""
    with suppress(UnavailableError), catalogue.reading() as tables:
        return tables.commands.get(command.id) or command
    return command


class _Carrier:
    """Takes on the commands where nobody holds the index role, and keeps that lease as long as it is looked after."""

    def __init__(self, backends: Backends, settings: Settings) -> None:
        self.backends, self.settings = backends, settings
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.stop = threading.Event()
        self.threads: list[threading.Thread] = []
        self.looked = float("-inf")

    def __enter__(self) -> "_Carrier":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        with suppress(UnavailableError), self.backends.catalogue.transaction(durable=False) as tables:
            tables.work.end_lease(LEASE, self.holder)

    def look(self) -> None:
        """Every two seconds is enough, so more calls do nothing."""
        if time.monotonic() - self.looked < LEASE_SECONDS:
            return
        self.looked = time.monotonic()
        is_ours = self._lease()
        if is_ours and not self.threads:
            self._begin()
        elif not is_ours:
            self._end()

    def _lease(self) -> bool:
        with self.backends.catalogue.transaction(durable=False) as tables:
            return tables.work.lease(LEASE, self.holder, ALIVE_SECONDS)

    def _begin(self) -> None:
        self.stop = threading.Event()
        landmark = failpoint(self.settings.failpoint)
        for runner in runners(self.backends, self.settings, landmark, self.holder):
            self.threads.append(threading.Thread(target=runner.run, args=(self.stop,), daemon=True))
            self.threads[-1].start()

    def _end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()
        self.threads.clear()
