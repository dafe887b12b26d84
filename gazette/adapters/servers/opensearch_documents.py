"""Documents into and out of one OpenSearch index, behind whichever alias it stands."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from opensearchpy import OpenSearch

from gazette.adapters.servers.opensearch_client import failure, translated
from gazette.adapters.servers.opensearch_mapping import lines, removal
from gazette.ports import IndexEntry, Landmark
from gazette.search import IndexedDocument

BULK = 10 << 20
"""Bytes of one bulk request, of which OpenSearch takes 100 MB."""
PART = 1_000
MISSING, OLDER = 404, 409
FIELDS = ("id", "revision", "deleted")


class OpenSearchDocuments:
    """gazette.ports.Entries behind an alias; `name` says in errors which index it is."""

    def __init__(self, client: OpenSearch, alias: str, name: str, landmark: Landmark) -> None:
        self.client, self.alias, self.name, self.landmark = client, alias, name, landmark

    def write(self, batch: Sequence[IndexedDocument]) -> None:
        if batch:
            with self.translated():
                self._send("index", (lines(self.alias, document) for document in batch))

    def forget(self, entries: Sequence[IndexEntry]) -> None:
        if entries:
            with self.translated():
                self._send("delete", (removal(self.alias, entry.id, entry.revision) for entry in entries))

    def entries(self, start: str = "") -> Iterator[IndexEntry]:
        asked: dict[str, Any] = {"query": {"range": {"id": {"gte": start}}}, "sort": [{"id": "asc"}]}
        hits = self._hits(asked)
        while hits:
            yield from map(_entry, hits)
            hits = self._hits(asked | {"search_after": hits[-1]["sort"]}) if len(hits) == PART else []

    def lookup(self, ids: Sequence[str]) -> Sequence[IndexEntry]:
        parts = (ids[start : start + PART] for start in range(0, len(ids), PART))
        return [_entry(hit) for part in parts for hit in self._hits({"query": {"terms": {"id": list(part)}}})]

    def translated(self) -> AbstractContextManager[None]:
        """Errors of client and connection in our words."""
        return translated(self.name)

    def _hits(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        shown = {"_source": False, "docvalue_fields": list(FIELDS), "track_total_hits": False, "size": PART}
        with self.translated():
            answer = self.client.search(
                index=self.alias, body=asked | shown, params={"allow_partial_search_results": "false"}
            )
        hits: list[dict[str, Any]] = answer["hits"]["hits"]
        return hits

    def _send(self, action: str, pairs: Iterable[bytes]) -> None:
        for bulk in _bulks(pairs):
            answer = self.client.bulk(body=bulk, params={"require_alias": "true"})
            self._look_through(item[action] for item in answer["items"])
        self.landmark("index-added")
        self.client.indices.refresh(index=self.alias)

    def _look_through(self, items: Iterable[dict[str, Any]]) -> None:
        """An older revision has changed nothing, as it should."""
        for item in items:
            if "error" in item and item["status"] != OLDER:
                raise failure(self.name, item["status"], f"document {item['_id']}: {item['error']['reason']}")


def _entry(hit: dict[str, Any]) -> IndexEntry:
    return IndexEntry(*(hit["fields"][field][0] for field in FIELDS))


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
