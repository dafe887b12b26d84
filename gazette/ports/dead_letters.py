"""The door to dead letters: what no group could handle, why, and what people did about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gazette.events import Envelope


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that a group could not handle, with why.

    Open until somebody replays or discards it: then `settled` says which of the two, with when and by whom.
    """

    group: str
    envelope: Envelope
    cause: str
    message: str
    attempts: int
    at: datetime
    id: int | None = None
    settled: str | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None


@dataclass(frozen=True, slots=True)
class DeadCause:
    """Open dead letters of one group, type of event and cause: how many, since when, and the newest message."""

    group: str
    type: str
    cause: str
    count: int
    first: datetime
    last: datetime
    newest: int
    message: str


@dataclass(frozen=True, slots=True)
class DeadFilter:
    """Which open dead letters; None takes any. `until` is the highest id."""

    group: str | None = None
    type: str | None = None
    cause: str | None = None
    ids: tuple[int, ...] = ()
    until: int | None = None


class DeadLetters(Protocol):
    """Table of dead letters. What was settled stays as history until it is older than the log's retention."""

    def causes(self) -> Sequence[DeadCause]:
        """Open ones by group, type and cause, the most frequent first."""

    def count(self, wanted: DeadFilter) -> int:
        """How many open ones."""

    def page(self, wanted: DeadFilter, limit: int, after: int = 0) -> Sequence[DeadLetter]:
        """Open ones in order of their ids, from the first above `after`."""

    def get(self, number: int) -> DeadLetter | None:
        """One dead letter, settled or not."""

    def newest(self) -> int:
        """The highest id so far; 0 where there is none."""

    def history(self, letter: DeadLetter) -> Sequence[DeadLetter]:
        """Every dead letter of the same event and group, oldest first, this one included."""

    def replay(self, number: int, by: str) -> DeadLetter | None:
        """Send the event again, to the one group that failed, with all its attempts; None where it is not open."""

    def discard(self, wanted: DeadFilter, by: str) -> int:
        """Settle open ones without a replay; returns how many."""
