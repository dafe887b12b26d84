"""One folder of the index: documents in and out, whichever folder is the one that is searched."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from gazette.adapters.embedded import tantivy_folder as folder
from gazette.adapters.embedded.tantivy_query import by_id
from gazette.adapters.embedded.tantivy_schema import packed
from gazette.ports import IndexEntry, Landmark
from gazette.search import IndexedDocument

WRITER_MEMORY = 50_000_000
WRITER_THREADS = 1
PART = 2_000
"""So many documents are looked through at a time, roughly."""
HEX = "0123456789abcdef"
AFTER_HEX = "g"


class TantivyVersion:
    """An open folder. The writer is opened with the first write and kept: tantivy has only one a folder."""

    def __init__(self, path: Path, name: str, landmark: Landmark) -> None:
        self.name, self._landmark = name, landmark
        self._index = folder.open_version(path, name)
        self._reloading = threading.Lock()
        self._writer: Any = None

    def searcher(self) -> Any:
        """The newest state. One thread at a time: a slow reload would put an older state over a newer one."""
        with self._reloading:
            self._index.reload()
            return self._index.searcher()

    def write(self, batch: Sequence[IndexedDocument]) -> None:
        """Insert, replace or hide what is newer than what is there. One thread at a time."""
        rows = [(document, packed(document)) for document in _last(batch)]
        searcher = self.searcher()
        newer = {one.id: row for one, row in rows if _revision(searcher, one.id) <= one.revision}
        if newer:
            self._commit(newer)

    def entries(self, start: str) -> Iterator[IndexEntry]:
        """In order of the ids, a part at a time."""
        for prefix in _prefixes(self.searcher().num_docs):
            if prefix + AFTER_HEX > start:
                yield from (entry for entry in _entries(self.searcher(), prefix) if entry.id >= start)

    def lookup(self, ids: Sequence[str]) -> Sequence[IndexEntry]:
        """Those that are there."""
        return list(_looked_up(self.searcher(), ids))

    def forget(self, entries: Sequence[IndexEntry]) -> None:
        """Remove what is still as it is said to be. One thread at a time."""
        there = set(self.lookup([one.id for one in entries]))
        same = [one.id for one in entries if one in there]
        if same:
            self._commit(dict.fromkeys(same))

    def close(self) -> None:
        """Give the writer back."""
        self._writer = None

    def _commit(self, rows: Mapping[str, Any]) -> None:
        """All or nothing: what a writer has not committed is gone with it. A row that is None is removed."""
        if self._writer is None:
            self._writer = self._index.writer(WRITER_MEMORY, WRITER_THREADS)
        try:
            for identifier, row in rows.items():
                self._writer.delete_documents_by_term("id", identifier)
                if row is not None:
                    self._writer.add_document(row)
            self._landmark("index-added")
            self._writer.commit()
        except BaseException:
            self._writer = None
            raise


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


def _prefixes(documents: int) -> Iterator[str]:
    """Beginnings of ids that part them evenly."""
    length = 0
    while documents > PART * len(HEX) ** length:
        length += 1
    return ("".join(letters) for letters in product(HEX, repeat=length))


def _entries(searcher: Any, prefix: str) -> Iterator[IndexEntry]:
    return _looked_up(searcher, sorted(term for term, _ in searcher.terms_with_prefix("id", prefix)))


def _looked_up(searcher: Any, identifiers: Sequence[str]) -> Iterator[IndexEntry]:
    """Terms outlive their documents for a while. What is hidden has no order key."""
    hits = ((one, searcher.search(by_id(one), 1, count=False).hits) for one in identifiers)
    found = {one: hit[0][1] for one, hit in hits if hit}
    addresses = list(found.values())
    revisions = searcher.fast_field_values("revision", addresses) if addresses else ()
    orders = searcher.fast_field_values("order_key", addresses) if addresses else ()
    for identifier, revision, order in zip(found, revisions, orders, strict=True):
        yield IndexEntry(identifier, int(revision), order is None)
