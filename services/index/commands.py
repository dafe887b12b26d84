"""Carries out commands that people ask for, beside the live work of the index role, one after the other.

What a command has done is safe at each checkpoint: after a crash the next holder of the lease goes on from there.
"""

import itertools
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import structlog

from gazette.errors import GazetteError, UnavailableError
from gazette.ports import Catalogue, Command, CommandState, Progress

LOOK_SECONDS = 0.5
TELL_SECONDS = 0.5
AGAIN_SECONDS = 2.0

log = structlog.get_logger()


class StoppedError(GazetteError):
    """The role ends, or another process carries the command out now."""


class Task(Protocol):
    """A command while it is carried out."""

    @property
    def arguments(self) -> Mapping[str, Any]: ...
    @property
    def checkpoint(self) -> Mapping[str, Any]: ...
    @property
    def by(self) -> str: ...

    def tell(
        self, done: int, total: int, message: str, checkpoint: Mapping[str, Any] | None = None, *, now: bool = False
    ) -> None:
        """How far it is; with `now` it is written at once. StoppedError where it must not go on."""


def counting(task: Task, total: int, step: str) -> Callable[[], None]:
    """Tells of one more each time that it is called, of `total` at the most."""
    seen = itertools.count(1)
    return lambda: task.tell(min(next(seen), total), total, step)


Perform = Callable[[Task], Mapping[str, Any]]
"""Does the work of a command; returns its result. GazetteError says in a sentence why it cannot."""


class RunningTask:
    """A Task whose progress is written to its row now and then."""

    def __init__(self, catalogue: Catalogue, command: Command, holder: str, stop: threading.Event) -> None:
        self.catalogue, self.command, self.holder, self.stop = catalogue, command, holder, stop
        self.arguments, self.checkpoint, self.by = command.arguments, command.checkpoint, command.asked_by
        self.told_at = float("-inf")

    def tell(
        self, done: int, total: int, message: str, checkpoint: Mapping[str, Any] | None = None, *, now: bool = False
    ) -> None:
        if self.stop.is_set():
            raise StoppedError("the role ends")
        if checkpoint is not None:
            self.checkpoint = checkpoint
        if not now and time.monotonic() - self.told_at < TELL_SECONDS:
            return
        self.told_at = time.monotonic()
        with self.catalogue.transaction(durable=False) as tables:
            progress = Progress(done, total, message, self.checkpoint)
            is_mine = tables.commands.report(self.command.id, self.holder, progress)
        if not is_mine:
            raise StoppedError(f"another process carries out command {self.command.id} now")


class Runner:
    """Carries out commands of these names. `holder` has the lease of the role."""

    def __init__(self, catalogue: Catalogue, holder: str, performers: Mapping[str, Perform]) -> None:
        self.catalogue, self.holder, self.performers = catalogue, holder, performers

    def run(self, stop: threading.Event) -> None:
        """One command after the other until told to stop."""
        while not stop.wait(LOOK_SECONDS):
            try:
                self.turn(stop)
            except UnavailableError as error:
                log.warning("waiting", role="commands", problem=str(error))
                stop.wait(AGAIN_SECONDS)

    def turn(self, stop: threading.Event) -> None:
        """Carry out the oldest command, if there is one."""
        names = tuple(self.performers)
        with self.catalogue.transaction(durable=False) as tables:
            command = tables.commands.take(names, self.holder)
        if command is None:
            return
        log.info("command_begins", command=command.name, number=command.id, by=command.asked_by)
        try:
            result = self._perform(command, stop)
        except StoppedError as error:
            log.info("command_stopped", command=command.name, number=command.id, problem=str(error))
        except UnavailableError:
            raise
        except BaseException as error:  # a panic of the search engine is no Exception
            log.exception("command_failed", command=command.name, number=command.id)
            self._end(command, CommandState.FAILED, _sentence(error), {})
        else:
            self._end(command, CommandState.DONE, "", result)

    def _perform(self, command: Command, stop: threading.Event) -> Mapping[str, Any]:
        """A backend that is away is waited for."""
        task = RunningTask(self.catalogue, command, self.holder, stop)
        while True:
            try:
                return self.performers[command.name](task)
            except UnavailableError as error:
                log.warning("command_waits", command=command.name, number=command.id, problem=str(error))
                stop.wait(AGAIN_SECONDS)
                task.tell(command.done, command.total, f"等待 waiting: {error}", now=True)

    def _end(self, command: Command, state: CommandState, message: str, result: Mapping[str, Any]) -> None:
        with self.catalogue.transaction() as tables:
            tables.commands.end(command.id, self.holder, state, message, result)
        log.info("command_ended", command=command.name, number=command.id, state=str(state), result=dict(result))


def _sentence(error: BaseException) -> str:
    return str(error) if isinstance(error, GazetteError) else f"{type(error).__name__}: {error}"
