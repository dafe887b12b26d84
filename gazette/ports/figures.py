"""The door to figures: what is told of the work on events."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from gazette.events import Envelope


@dataclass(frozen=True, slots=True)
class Ended:
    """An event ended at a group as done, retried, rejected or dead: after how many seconds, why, and telling what."""

    group: str
    envelope: Envelope
    outcome: str
    seconds: float
    reason: str = ""
    told: Sequence[Envelope] = ()


class Observer(Protocol):
    """Where figures about the work go."""

    def took(self, group: str, envelopes: Sequence[Envelope]) -> None:
        """Work on these events begins."""

    def ended(self, one: Ended) -> None:
        """Work on an event ended, and what was written of it is safe."""
