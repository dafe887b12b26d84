"""SearchIndex on tantivy: one process writes, any number of processes and threads search."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gazette.adapters.embedded import tantivy_folder as folder
from gazette.adapters.embedded.tantivy_folder import MEND
from gazette.adapters.embedded.tantivy_page import page
from gazette.adapters.embedded.tantivy_query import by_id
from gazette.adapters.embedded.tantivy_schema import packed
from gazette.errors import SettingsError, UnavailableError
from gazette.ports import Landmark, no_landmark
from gazette.search import IndexedDocument, SearchPage, SearchRequest

WRITER_MEMORY = 50_000_000
WRITER_THREADS = 1
PANIC = "PanicException"
"""What tantivy raises on bytes it did not expect. It is a BaseException that no module exports."""


class TantivyIndex:
    """A search index in a folder. The writer is opened with the first write and kept: tantivy has only one."""

    def __init__(self, path: Path, *, landmark: Landmark = no_landmark, writable: bool = True) -> None:
        self._path, self._landmark, self._writable = path, landmark, writable
        self._reloading, self._writing = threading.Lock(), threading.Lock()
        self._writer: Any = None
        self._writer_of: Any = None
        folder.create(path)
        self._stamp = folder.stamp(path)
        self._index = folder.open_current(path)

    def write(self, batch: Sequence[IndexedDocument]) -> None:
        """Insert, replace or hide; on return a new search, in any process, sees it. Older revisions change nothing.

        UnavailableError where another process is writing or the folder cannot be written: nothing was changed then.
        """
        if not self._writable:
            raise SettingsError("This process only reads the search index; the index role writes it.")
        rows = [(document, packed(document)) for document in _last(batch)]
        with self._writing, self._failing("written"):
            searcher = self._searcher()
            newer = {one.id: row for one, row in rows if _revision(searcher, one.id) <= one.revision}
            if newer:
                self._commit(newer)

    def search(self, request: SearchRequest) -> SearchPage:
        """One page of hits."""
        with self._failing("searched"):
            return page(self._searcher(), request)

    def check(self) -> None:
        """UnavailableError where the index cannot be opened or read."""
        with self._failing("read"):
            self._searcher()

    def close(self) -> None:
        """Give the writer back, so that another process can write."""
        with self._writing:
            self._writer = None

    def _searcher(self) -> Any:
        """The newest state. One thread at a time: a slow reload would put an older state over a newer one."""
        with self._reloading:
            stamp = folder.stamp(self._path)
            if stamp != self._stamp:
                self._index, self._stamp = folder.open_current(self._path), stamp
            self._index.reload()
            return self._index.searcher()

    def _commit(self, rows: Mapping[str, Any]) -> None:
        """All or nothing: what a writer has not committed is gone with it."""
        if self._writer is None or self._writer_of is not self._index:
            self._writer, self._writer_of = None, self._index
            self._writer = self._index.writer(WRITER_MEMORY, WRITER_THREADS)
        try:
            for identifier, row in rows.items():
                self._writer.delete_documents_by_term("id", identifier)
                self._writer.add_document(row)
            self._landmark("index-added")
            self._writer.commit()
        except BaseException:
            self._writer = None
            raise

    @contextmanager
    def _failing(self, done: str) -> Iterator[None]:
        try:
            yield
        except (ValueError, OSError) as error:
            raise UnavailableError(f"The search index {self._path} cannot be {done}: {_reason(error)}") from error
        except BaseException as error:
            if type(error).__name__ != PANIC:
                raise
            raise UnavailableError(f"The search index {self._path} is damaged and cannot be {done}. {MEND}") from error


def _last(batch: Sequence[IndexedDocument]) -> Iterable[IndexedDocument]:
    """The newest of each id in a batch; of equal revisions the later one."""
    last: dict[str, IndexedDocument] = {}
    for document in batch:
        known = last.get(document.id)
        if known is None or known.revision <= document.revision:
            last[document.id] = document
    return last.values()


def _revision(searcher: Any, identifier: str) -> int:
    found = [address for _, address in searcher.search(by_id(identifier), 1, count=False).hits]
    return int(searcher.fast_field_values("revision", found)[0]) if found else -1


def _reason(error: Exception) -> str:
    if "LockBusy" in str(error):
        return "another process is writing it. Stop that one first; only one index role can run."
    return f"({error}) See that the folder exists, is writable and has room."
