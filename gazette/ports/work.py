"""What the catalogue says of the work on events: outbox, inbox, dead letters, leases and signs of life."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gazette.events import Envelope
from gazette.ports.dead_letters import DeadLetter


@dataclass(frozen=True, slots=True)
class Attempt:
    """How often a group has begun an event, this time included, and whether it is done already."""

    number: int
    done: bool


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life of a running role; `problem` says in a sentence why it is not ready.

    `version` is that of its program; None from 0.1.0, which did not tell it.
    """

    member: str
    role: str
    host: str
    pid: int
    started_at: datetime
    at: datetime
    problem: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Unsent:
    """An event in the outbox, by its number there."""

    number: int
    envelope: Envelope


class Work(Protocol):
    """Outbox, inbox with attempts, delayed events, dead letters, leases and signs of life."""

    def emit(self, envelopes: Iterable[Envelope]) -> None:
        """Write events to the outbox, in this transaction."""

    def unsent(self, limit: int) -> Sequence[Unsent]:
        """The oldest events of the outbox that the log has not got; empty while another transaction sends them."""

    def mark_sent(self, numbers: Iterable[int]) -> None:
        """The log has these events now."""

    def begin(self, group: str, envelope: Envelope) -> Attempt:
        """Count an attempt before the work starts."""

    def begin_all(self, group: str, envelopes: Iterable[Envelope]) -> Mapping[str, Attempt]:
        """Count an attempt at each; event id → how often it was begun now."""

    def release(self, group: str, event_id: str) -> None:
        """Take an attempt back that a missing backend spoilt."""

    def finish(self, group: str, event_id: str) -> bool:
        """Claim the event as done; False where somebody else did."""

    def finish_all(self, group: str, event_ids: Iterable[str]) -> frozenset[str]:
        """Claim events as done; returns those that nobody else had claimed."""

    def delay(self, group: str, envelope: Envelope, due: datetime) -> None:
        """Deliver an event again to one group, not before `due`, which is within half an hour."""

    def is_due(self, now: datetime) -> bool:
        """Whether a delayed event's time has come, or is so far off that the clock was set back since."""

    def release_due(self, now: datetime, limit: int) -> int:
        """Move delayed events whose time has come to the outbox; returns how many."""

    def bury(self, letter: DeadLetter) -> None:
        """Keep an event that could not be handled."""

    def dead_letters(self, limit: int) -> Sequence[DeadLetter]:
        """Dead letters that nobody replayed or discarded yet, newest first."""

    def lease(self, name: str, holder: str, seconds: float) -> bool:
        """Take or keep a lease; False while another holder's is alive."""

    def end_lease(self, name: str, holder: str) -> None:
        """Give a lease back."""

    def beat(self, beat: Beat) -> None:
        """Write a sign of life."""

    def beats(self, since: datetime) -> Sequence[Beat]:
        """Roles that gave a sign of life since then."""

    def end_beat(self, member: str) -> None:
        """A role went away in good order."""

    def purge(self, before: datetime) -> int:
        """Drop inbox rows, and log rows that every group has handled, older than this; returns how many.

        Dead letters that were settled, and commands that ended, before then go with them.
        """
