"""What the catalogue says of bundles: the files of a ZIP, and the issues that they became."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from gazette.model import Issue, IssueStatus

ENDED = frozenset({IssueStatus.READY, IssueStatus.FAILED})


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """A file of a ZIP: the issue that it became, or why it became none. `held`: its bytes were held before."""

    position: int
    file_name: str
    issue_id: str | None = None
    held: bool = False
    reason_code: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """An entry of a bundle and how its issue stands just now; one that became no issue has failed."""

    entry: BundleEntry
    status: IssueStatus = IssueStatus.FAILED
    reason_code: str | None = None
    reason: str | None = None
    retryable: bool = False
    document_count: int = 0
    doubtful_count: int = 0
    deleted: bool = False

    @property
    def has_ended(self) -> bool:
        """Whether nothing more comes of it by itself."""
        return self.deleted or self.status in ENDED


class Bundles(Protocol):
    """Table of what was in bundles."""

    def fill(self, bundle_id: str, entries: Iterable[BundleEntry]) -> None:
        """Say what is in a bundle, in place of what was said before."""

    def children(self, bundle_id: str) -> Sequence[Child]:
        """The entries of a bundle in their order; none where the issue is no bundle, or not unpacked yet."""

    def holding(self, issue_id: str) -> Sequence[Issue]:
        """Live bundles that an issue is in, the oldest first."""
