"""SearchIndex on OpenSearch: opensearch://USER:PASSWORD@HOST:PORT,HOST:PORT/INDEX?secure=true&verify=true&ca=FILE.

INDEX is an alias of the index INDEX-v<format>, which `initialise` makes, or of one that was built after it.
"""

import threading
from collections.abc import Iterator, Sequence

from gazette.adapters.servers.opensearch_client import connect
from gazette.adapters.servers.opensearch_documents import OpenSearchDocuments
from gazette.adapters.servers.opensearch_mapping import FORMAT, spread
from gazette.adapters.servers.opensearch_page import COMPLETE, asked, page
from gazette.adapters.servers.opensearch_query import LIVE
from gazette.adapters.servers.opensearch_versions import OpenSearchVersions, made_by
from gazette.adapters.servers.urls import parse
from gazette.errors import SettingsError, UnavailableError
from gazette.ports import IndexEntry, Landmark, Rebuild, no_landmark
from gazette.search import IndexedDocument, SearchPage, SearchRequest

REBUILD = "No document is lost: the catalogue holds them all. `gazette reindex` builds the index anew."


class OpenSearchIndex:
    """A search index behind an alias. Any number of processes write and search."""

    def __init__(self, url: str, *, landmark: Landmark = no_landmark) -> None:
        where = parse(url)
        self._client, self._landmark, self._alias = connect(where), landmark, where.path
        self._name = f"{where.path} at {','.join(where.hosts)}"
        self._versions = OpenSearchVersions(
            self._client, self._alias, spread(where.number("shards", 1), where.number("replicas", 0))
        )
        self._used = self._documents(self._alias)
        self._growing: OpenSearchDocuments | None = None
        self._writing = threading.Lock()

    def write(self, batch: Sequence[IndexedDocument]) -> None:
        """Insert, replace or hide; on return a new search sees it. Older revisions change nothing.

        UnavailableError where it may be done in part: the same again completes it. GazetteError where a document
        is refused.
        """
        with self._writing:
            for documents in self._both():
                documents.write(batch)

    def forget(self, entries: Sequence[IndexEntry]) -> None:
        """Remove for good what is still as these entries say."""
        with self._writing:
            for documents in self._both():
                documents.forget(entries)

    def entries(self, start: str = "") -> Iterator[IndexEntry]:
        """Every document from this id on, hidden ones too, in order of the ids."""
        return self._used.entries(start)

    def lookup(self, ids: Sequence[str]) -> Sequence[IndexEntry]:
        """Those of these documents that are there, hidden ones too."""
        return self._used.lookup(ids)

    def search(self, request: SearchRequest) -> SearchPage:
        """One page of hits."""
        with self._used.translated():
            answer = self._client.search(index=self._alias, body=asked(request), params=COMPLETE)
        return page(request, answer)

    def count(self) -> int:
        """How many documents can be found."""
        with self._used.translated():
            return int(self._client.count(index=self._alias, body={"query": LIVE})["count"])

    def rebuild(self, token: str | None = None) -> Rebuild | None:
        """A new index beside the one behind the alias, or the one that another process began."""
        with self._writing, self._used.translated():
            self._growing = None
            used = self._versions.used()
            if token is not None and token in used:
                self._versions.remove([name for name in self._versions.held() if name not in used])
                return None
            rebuild = OpenSearchRebuild(self, self._documents(self._versions.growing), self._versions.grow(token))
            self._growing = rebuild.documents
            return rebuild

    def check(self) -> None:
        """UnavailableError where the index is missing, cannot be searched or is of another version."""
        with self._used.translated():
            problem = self._problem()
            self._client.search(index=self._alias, body={"size": 0}, params=COMPLETE)
        if problem:
            raise UnavailableError(problem)

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def initialise(self) -> bool:
        """Make index and alias; False where they are there already. SettingsError where they are of another version."""
        with self._used.translated():
            is_missing = not self._client.indices.exists_alias(name=self._alias)
            if is_missing:
                self._versions.initialise()
            problem = self._problem()
        if problem:
            raise SettingsError(problem)
        return is_missing

    def remove(self) -> None:
        """Remove the index with everything in it."""
        with self._used.translated():
            self._versions.remove(list(self._versions.held()))

    def leave(self) -> None:
        """Writes go to the index behind the alias alone."""
        with self._writing:
            self._growing = None

    def end(self, token: str, *, swap: bool) -> None:
        """What has grown is used from now on, or goes."""
        with self._writing, self._used.translated():
            if swap:
                self._versions.swap(token)
                self._landmark("index-swapped")
            else:
                self._versions.remove([token])
            self._growing = None

    def _documents(self, alias: str) -> OpenSearchDocuments:
        return OpenSearchDocuments(self._client, alias, self._name, self._landmark)

    def _both(self) -> list[OpenSearchDocuments]:
        return [self._used, *([self._growing] if self._growing else [])]

    def _problem(self) -> str:
        """Why the index cannot be used; empty where it can."""
        for name, held in self._client.indices.get_mapping(index=self._alias).items():
            if made_by(held) != FORMAT:
                version = f"is of version {made_by(held)}, this program needs {FORMAT}"
                return f"The search index {name}, which stands for {self._name}, {version}. {REBUILD}"
        return ""


class OpenSearchRebuild:
    """gazette.ports.Rebuild."""

    def __init__(self, owner: OpenSearchIndex, documents: OpenSearchDocuments, token: str) -> None:
        self.owner, self.documents, self.token = owner, documents, token

    def write(self, batch: Sequence[IndexedDocument]) -> None:
        """To the new index alone."""
        self.documents.write(batch)

    def forget(self, entries: Sequence[IndexEntry]) -> None:
        """From the new index alone."""
        self.documents.forget(entries)

    def entries(self, start: str = "") -> Iterator[IndexEntry]:
        """Of the new index alone."""
        return self.documents.entries(start)

    def lookup(self, ids: Sequence[str]) -> Sequence[IndexEntry]:
        """In the new index alone."""
        return self.documents.lookup(ids)

    def leave(self) -> None:
        """The index stays."""
        self.owner.leave()

    def finish(self) -> None:
        """The alias goes over."""
        self.owner.end(self.token, swap=True)

    def abandon(self) -> None:
        """The index is removed."""
        self.owner.end(self.token, swap=False)
