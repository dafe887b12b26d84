"""The door to counts over the whole catalogue. Each is answered from an index, whatever the catalogue holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gazette.model import IssueStatus, Kind


@dataclass(frozen=True, slots=True)
class Tally:
    """How many live issues have a status, a kind and a reason for their failure; with their documents and bytes."""

    status: IssueStatus
    kind: Kind | None
    reason_code: str | None
    issues: int
    documents: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits beside the log: unsent and delayed events, and the oldest of the unsent.

    Where the log reads the outbox itself, nothing there is ever marked as sent.
    """

    unsent: int
    oldest_unsent: datetime | None
    delayed: int


class Census(Protocol):
    """Counts over tables."""

    def issues(self) -> Sequence[Tally]:
        """Live issues by what became of them."""

    def backlog(self, limit: int = 100_000) -> Backlog:
        """What waits, counted up to `limit`."""

    def dead_letters(self) -> Mapping[tuple[str, str], int]:
        """Open dead letters by group and cause."""

    def handled(self, since: datetime) -> Mapping[str, int]:
        """How many events each group has finished since then; groups that finished none are left out."""

    def size(self) -> int:
        """Bytes that the whole catalogue takes on its disk."""
