"""The door to the search index."""

from collections.abc import Sequence
from typing import Protocol

from gazette.search import IndexedDocument, SearchPage, SearchRequest


class SearchIndex(Protocol):
    """Documents that can be searched."""

    def write(self, batch: Sequence[IndexedDocument]) -> None:
        """Insert, replace or (where `deleted`) hide; on return a new search sees it. Older revisions change nothing."""

    def search(self, request: SearchRequest) -> SearchPage:
        """One page of hits."""

    def check(self) -> None:
        """UnavailableError where the index does not answer."""

    def close(self) -> None:
        """Let go of the index."""
