"""The door to the search index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from gazette.search import IndexedDocument, SearchPage, SearchRequest


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What the index has of a document, hidden or not."""

    id: str
    revision: int
    deleted: bool


class Entries(Protocol):
    """The documents of one index."""

    def write(self, batch: Sequence[IndexedDocument]) -> None:
        """Insert, replace or (where `deleted`) hide; on return a new search sees it. Older revisions change nothing."""

    def entries(self, start: str = "") -> Iterator[IndexEntry]:
        """Every document from this id on, hidden ones too, in order of the ids; what is written meanwhile may show."""

    def lookup(self, ids: Sequence[str]) -> Sequence[IndexEntry]:
        """Those of these documents that are there, hidden ones too."""

    def forget(self, entries: Sequence[IndexEntry]) -> None:
        """Remove for good what is still as these entries say. A late write of an older revision can come back then."""


class Rebuild(Entries, Protocol):
    """A new index that grows beside the one that is searched."""

    @property
    def token(self) -> str:
        """Names it, so that another process can go on with it."""

    def leave(self) -> None:
        """Let go of it, so that another process can go on: writes go to the old index alone until one does."""

    def finish(self) -> None:
        """From now on searches and writes of every process use the new index; the old one is removed."""

    def abandon(self) -> None:
        """Remove the new index; the old one stays in use."""


class SearchIndex(Entries, Protocol):
    """Documents that can be searched."""

    def search(self, request: SearchRequest) -> SearchPage:
        """One page of hits."""

    def rebuild(self, token: str | None = None) -> Rebuild | None:
        """Begin a new index, or go on with the one of this token: from now on this object's writes go to both.

        None where the one of this token is in use already. What other rebuilds left behind is removed. Only the
        process that may write calls it, one at a time.
        """

    def count(self) -> int:
        """How many documents can be found."""

    def check(self) -> None:
        """UnavailableError where the index does not answer."""

    def close(self) -> None:
        """Let go of the index."""
