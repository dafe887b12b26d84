"""The door to commands: long work that a person asks for and the role with the lease carries out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class CommandState(StrEnum):
    """How far a command has come."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Command:
    """A row of work. `done` of `total` are counted in what `message` names; `total` 0 is not known yet.

    `checkpoint` is what the work goes on from after a crash, `result` what it came to.
    """

    id: int
    name: str
    arguments: Mapping[str, Any]
    state: CommandState
    asked_at: datetime
    asked_by: str
    done: int = 0
    total: int = 0
    message: str = ""
    started_at: datetime | None = None
    updated_at: datetime | None = None
    ended_at: datetime | None = None
    checkpoint: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (CommandState.DONE, CommandState.FAILED)

    @property
    def rate(self) -> float:
        """Done per second since it began; 0 where nothing is."""
        if self.started_at is None or self.updated_at is None:
            return 0.0
        seconds = (self.updated_at - self.started_at).total_seconds()
        return self.done / seconds if seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At this rate; None where nobody can tell."""
        if self.has_ended or not self.rate or self.total < self.done:
            return None
        return (self.total - self.done) / self.rate


@dataclass(frozen=True, slots=True)
class Progress:
    """What a command tells while it runs."""

    done: int
    total: int
    message: str
    checkpoint: Mapping[str, Any] = field(default_factory=dict)


class Commands(Protocol):
    """Table of commands."""

    def ask(self, name: str, arguments: Mapping[str, Any], by: str) -> Command:
        """Ask for a command; where the same one is asked for or running already, that one is returned."""

    def get(self, number: int) -> Command | None:
        """One command."""

    def recent(self, limit: int) -> Sequence[Command]:
        """The newest commands, those that have not ended first."""

    def take(self, names: Sequence[str], holder: str) -> Command | None:
        """Begin, or after a crash take over, the oldest that has not ended; the caller holds the lease."""

    def report(self, number: int, holder: str, progress: Progress) -> bool:
        """Say how far it has come; False where another holder has taken it over: then stop."""

    def end(self, number: int, holder: str, state: CommandState, message: str, result: Mapping[str, Any]) -> bool:
        """It is done or failed; False where another holder has taken it over."""
