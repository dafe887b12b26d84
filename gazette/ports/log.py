"""The door to the event log, and what rings when there is something to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gazette.events import Envelope


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event that a group has been given, and where it stands in the log."""

    partition: int
    offset: int
    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a group is behind on one partition; `oldest` is the time of the first event that waits for it."""

    group: str
    partition: int
    committed: int
    end: int
    waiting: int
    oldest: datetime | None = None


class Subscription(Protocol):
    """One member of a consumer group. Used by one thread."""

    def poll(self, timeout: float, limit: int = 1) -> Sequence[Delivery]:
        """The next events of the partitions held, in order for each key; empty after `timeout` seconds."""

    def commit(self, deliveries: Sequence[Delivery]) -> None:
        """Everything of their partitions up to and including these events is done."""

    def seek(self, delivery: Delivery) -> None:
        """Deliver this event, and what follows it, again."""

    def holds(self, delivery: Delivery) -> bool:
        """Whether the event is still this member's to handle, as far as it has heard: it was not given to another."""

    def keep(self) -> None:
        """Stay a member while long work runs; call it every second or so."""

    def close(self) -> None:
        """Leave the group; others take the partitions over."""


class EventLog(Protocol):
    """Events in partitions by key; each group hears each event at least once, in order for each key."""

    def append(self, envelopes: Sequence[Envelope]) -> None:
        """Add events; on return they are safe."""

    def subscribe(self, group: str) -> Subscription:
        """Join a group; a new group begins at the oldest event."""

    def lag(self, group: str) -> Sequence[Lag]:
        """How far a group is behind, partition by partition."""

    def check(self) -> None:
        """UnavailableError where the log does not answer."""

    def close(self) -> None:
        """Let go of all connections."""


class Bell(Protocol):
    """Rings when there is something to do: events in an outbox to send to the log, files in the inbox. A hint only."""

    def wait(self, seconds: float) -> bool:
        """Return True when it rang, False after so long."""

    def close(self) -> None:
        """Let go of its connection."""
