"""The door to the engine that runs the containers of a stack."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

UNWELL = {"restarting", "paused", "dead", "removing"}


@dataclass(frozen=True, slots=True)
class Container:
    """One container of a stack. Memory in bytes; None where there is no limit, or nothing runs.

    `health` is `healthy`, `unhealthy`, `starting`, or None where nobody looks; `last_error` is a line of its log.
    """

    name: str
    service: str
    image: str
    state: str
    health: str | None = None
    exit_code: int = 0
    restarts: int = 0
    out_of_memory: bool = False
    memory: int | None = None
    memory_limit: int | None = None
    last_error: str | None = None

    @property
    def is_well(self) -> bool:
        """It runs and is not unhealthy, or it has done its work and ended."""
        if self.state in UNWELL or self.out_of_memory:
            return False
        if self.state == "exited":
            return self.exit_code == 0
        return self.health != "unhealthy"


class Stack(Protocol):
    """What an engine runs."""

    def containers(self, project: str) -> Sequence[Container]:
        """The containers of a compose project, by service; UnavailableError where no engine answers."""
