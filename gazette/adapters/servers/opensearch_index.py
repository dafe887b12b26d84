"""SearchIndex on OpenSearch: opensearch://USER:PASSWORD@HOST:PORT,HOST:PORT/INDEX?secure=true&verify=true&ca=FILE.

INDEX is an alias of the index INDEX-v<format>, which `initialise` makes.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from opensearchpy.exceptions import RequestError

from gazette.adapters.servers.opensearch_client import connect, failure, translated
from gazette.adapters.servers.opensearch_mapping import FORMAT, index, lines
from gazette.adapters.servers.opensearch_page import COMPLETE, asked, page
from gazette.adapters.servers.urls import parse
from gazette.errors import SettingsError, UnavailableError
from gazette.ports import Landmark, no_landmark
from gazette.search import IndexedDocument, SearchPage, SearchRequest

BULK = 10 << 20
"""Bytes of one bulk request, of which OpenSearch takes 100 MB."""
OLDER = 409
REBUILD = (
    "No document is lost: the catalogue holds them all. "
    "Stop Gazette, remove that index, run `gazette init` and then `gazette reindex`."
)


class OpenSearchIndex:
    """A search index behind an alias. Any number of processes write and search."""

    def __init__(self, url: str, *, landmark: Landmark = no_landmark) -> None:
        where = parse(url)
        self._client, self._landmark = connect(where), landmark
        self._alias, self._index = where.path, f"{where.path}-v{FORMAT}"
        self._name = f"{where.path} at {','.join(where.hosts)}"

    def write(self, batch: Sequence[IndexedDocument]) -> None:
        """Insert, replace or hide; on return a new search sees it. Older revisions change nothing.

        UnavailableError where it may be done in part: the same again completes it. GazetteError where a document
        is refused.
        """
        if not batch:
            return
        with self._translated():
            for bulk in _bulks(lines(self._alias, document) for document in batch):
                answer = self._client.bulk(body=bulk, params={"require_alias": "true"})
                self._look_through(item["index"] for item in answer["items"])
            self._landmark("index-added")
            self._client.indices.refresh(index=self._alias)

    def search(self, request: SearchRequest) -> SearchPage:
        """One page of hits."""
        with self._translated():
            answer = self._client.search(index=self._alias, body=asked(request), params=COMPLETE)
        return page(request, answer)

    def check(self) -> None:
        """UnavailableError where the index is missing, cannot be searched or is of another version."""
        with self._translated():
            problem = self._problem()
            self._client.search(index=self._alias, body={"size": 0}, params=COMPLETE)
        if problem:
            raise UnavailableError(problem)

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def initialise(self) -> bool:
        """Make index and alias; False where they are there already. SettingsError where they are of another version."""
        with self._translated():
            made = not self._client.indices.exists_alias(name=self._alias) and self._make()
            problem = self._problem()
        if problem:
            raise SettingsError(problem)
        return made

    def remove(self) -> None:
        """Remove the index with everything in it."""
        with self._translated():
            self._client.indices.delete(index=self._index, params={"ignore_unavailable": "true"})

    def _make(self) -> bool:
        try:
            self._client.indices.create(index=self._index, body=index(self._alias))
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
            self._client.indices.put_alias(index=self._index, name=self._alias)
        return True

    def _problem(self) -> str:
        """Why the index cannot be used; empty where it can."""
        for name, held in self._client.indices.get_mapping(index=self._alias).items():
            made_by = held["mappings"].get("_meta", {}).get("format")
            if made_by != FORMAT:
                version = f"is of version {made_by}, this program needs {FORMAT}"
                return f"The search index {name}, which stands for {self._name}, {version}. {REBUILD}"
        return ""

    def _look_through(self, items: Iterable[dict[str, Any]]) -> None:
        """An older revision has changed nothing, as it should."""
        for item in items:
            if "error" in item and item["status"] != OLDER:
                reason = f"document {item['_id']}: {item['error']['reason']}"
                raise failure(self._name, item["status"], reason)

    def _translated(self) -> AbstractContextManager[None]:
        return translated(self._name)


def _bulks(pairs: Iterable[bytes]) -> Iterator[bytes]:
    """Pairs of lines, joined to requests that are no larger than they have to be."""
    bulk = bytearray()
    for pair in pairs:
        if bulk and len(bulk) + len(pair) > BULK:
            yield bytes(bulk)
            bulk.clear()
        bulk += pair
    if bulk:
        yield bytes(bulk)
