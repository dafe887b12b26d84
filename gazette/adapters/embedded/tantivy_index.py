"""SearchIndex on tantivy: one process writes, any number of processes and threads search."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from gazette.adapters.embedded import tantivy_folder as folder
from gazette.adapters.embedded.tantivy_folder import MEND
from gazette.adapters.embedded.tantivy_page import page
from gazette.adapters.embedded.tantivy_query import compiled
from gazette.adapters.embedded.tantivy_version import TantivyVersion
from gazette.errors import SettingsError, UnavailableError
from gazette.ports import IndexEntry, Landmark, Rebuild, no_landmark
from gazette.search import Filters, IndexedDocument, SearchPage, SearchRequest

PANIC = "PanicException"
"""What tantivy raises on bytes it did not expect. It is a BaseException that no module exports."""


class TantivyIndex:
    """A search index in a folder. One that cannot be used is opened all the same, so that it can be built anew."""

    def __init__(self, path: Path, *, landmark: Landmark = no_landmark, writable: bool = True) -> None:
        self._path, self._landmark, self._writable = path, landmark, writable
        self._opening, self._writing = threading.Lock(), threading.Lock()
        self._used: TantivyVersion | None = None
        self._stamp: tuple[int, int] | None = None
        self._growing: TantivyVersion | None = None
        folder.create(path)

    def write(self, batch: Sequence[IndexedDocument]) -> None:
        """Insert, replace or hide; on return a new search, in any process, sees it. Older revisions change nothing.

        UnavailableError where another process is writing or the folder cannot be written: the same again mends it.
        """
        with self.changing("written"):
            for version in self._versions():
                version.write(batch)

    def forget(self, entries: Sequence[IndexEntry]) -> None:
        """Remove for good what is still as these entries say."""
        with self.changing("written"):
            for version in self._versions():
                version.forget(entries)

    def entries(self, start: str = "") -> Iterator[IndexEntry]:
        """Every document from this id on, hidden ones too, in order of the ids."""
        with self.failing("read"):
            yield from self._version().entries(start)

    def lookup(self, ids: Sequence[str]) -> Sequence[IndexEntry]:
        """Those of these documents that are there, hidden ones too."""
        with self.failing("read"):
            return self._version().lookup(ids)

    def search(self, request: SearchRequest) -> SearchPage:
        """One page of hits."""
        with self.failing("searched"):
            return page(self._searcher(), request)

    def count(self) -> int:
        """How many documents can be found."""
        with self.failing("counted"):
            return int(self._searcher().search(compiled(None, Filters()), 1).count)

    def rebuild(self, token: str | None = None) -> Rebuild | None:
        """A new folder beside the one that is used, or the one that another process began."""
        with self.changing("built anew"):
            used = self._name()
            self._end_growing()
            if token is not None and token == used:
                folder.sweep(self._path, used)
                return None
            self._growing = self._grown(token)
            folder.sweep(self._path, self._growing.name, used)
            return TantivyRebuild(self, self._growing)

    def check(self) -> None:
        """UnavailableError where the index cannot be opened or read."""
        with self.failing("read"):
            self._searcher()

    def close(self) -> None:
        """Give the writers back, so that another process can write."""
        with self._writing:
            self._end_growing()
            if self._used:
                self._used.close()

    def adopt(self, version: TantivyVersion) -> None:
        """What has grown is used from now on, by every process."""
        with self.changing("replaced"), self._opening:
            if self._used:
                self._used.close()
            folder.make_current(self._path, version.name)
            self._used, self._stamp, self._growing = version, folder.stamp(self._path), None
            self._landmark("index-swapped")
            folder.sweep(self._path, version.name)

    def leave(self) -> None:
        """The writer of what has grown is given back."""
        with self.changing("written"):
            self._end_growing()

    def drop(self, version: TantivyVersion) -> None:
        """What has grown goes."""
        with self.changing("removed"):
            if self._growing is version:
                self._end_growing()
            folder.sweep(self._path, self._name())

    def _versions(self) -> list[TantivyVersion]:
        return [self._version(), *([self._growing] if self._growing else [])]

    def _name(self) -> str:
        """The folder in use; one that cannot be named is none of ours."""
        try:
            return folder.current(self._path)
        except OSError:
            return ""

    def _grown(self, token: str | None) -> TantivyVersion:
        if token is not None:
            with suppress(UnavailableError):
                return TantivyVersion(self._path, token, self._landmark)
        return TantivyVersion(self._path, folder.create_next(self._path), self._landmark)

    def _end_growing(self) -> None:
        if self._growing:
            self._growing.close()
        self._growing = None

    def _version(self) -> TantivyVersion:
        """The one in use, opened anew where another one became current."""
        with self._opening:
            stamp = folder.stamp(self._path)
            if self._used is None or stamp != self._stamp:
                self._used = TantivyVersion(self._path, folder.current(self._path), self._landmark)
                self._stamp = stamp
            return self._used

    def _searcher(self) -> Any:
        """Tried twice: another folder may become current, and the old one go, between one step and the next."""
        with suppress(ValueError, OSError, UnavailableError):
            return self._version().searcher()
        return self._version().searcher()

    @contextmanager
    def changing(self, done: str) -> Iterator[None]:
        """Alone, and only where this process may write; `done` says what could not be done where it fails."""
        if not self._writable:
            raise SettingsError("This process only reads the search index; the index role writes it.")
        with self._writing, self.failing(done):
            yield

    @contextmanager
    def failing(self, done: str) -> Iterator[None]:
        """Errors of the engine in our words."""
        try:
            yield
        except (ValueError, OSError) as error:
            raise UnavailableError(f"The search index {self._path} cannot be {done}: {_reason(error)}") from error
        except BaseException as error:
            if type(error).__name__ != PANIC:
                raise
            raise UnavailableError(f"The search index {self._path} is damaged and cannot be {done}. {MEND}") from error


class TantivyRebuild:
    """gazette.ports.Rebuild."""

    def __init__(self, owner: TantivyIndex, version: TantivyVersion) -> None:
        self._owner, self._version, self.token = owner, version, version.name

    def write(self, batch: Sequence[IndexedDocument]) -> None:
        """To the new index alone."""
        with self._owner.changing("written"):
            self._version.write(batch)

    def forget(self, entries: Sequence[IndexEntry]) -> None:
        """From the new index alone."""
        with self._owner.changing("written"):
            self._version.forget(entries)

    def entries(self, start: str = "") -> Iterator[IndexEntry]:
        """Of the new index alone."""
        with self._owner.failing("read"):
            yield from self._version.entries(start)

    def lookup(self, ids: Sequence[str]) -> Sequence[IndexEntry]:
        """In the new index alone."""
        with self._owner.failing("read"):
            return self._version.lookup(ids)

    def leave(self) -> None:
        """The folder stays."""
        self._owner.leave()

    def finish(self) -> None:
        """A rename of CURRENT."""
        self._owner.adopt(self._version)

    def abandon(self) -> None:
        """The folder is removed."""
        self._owner.drop(self._version)


def _reason(error: Exception) -> str:
    if "LockBusy" in str(error):
        return "another process is writing it. Stop that one first; only one index role can run."
    return f"({error}) See that the folder exists, is writable and has room."
