"""The door to the catalogue as a whole: everything in it copied out, or put into an empty one."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from gazette.model import Issue
from gazette.ports.catalogue import Tables


class Dump(Protocol):
    """One consistent state of the catalogue, whatever is written meanwhile."""

    @property
    def schema(self) -> str:
        """The revision of the schema."""

    def tables(self) -> Sequence[str]:
        """Names of the tables that a backup holds, those that others refer to first."""

    def rows(self, table: str) -> Iterator[bytes]:
        """Every row as a line of JSON without its line end: the same for each database."""


class Load(Protocol):
    """A transaction that fills an empty catalogue."""

    @property
    def tables(self) -> Tables:
        """The tables inside this transaction."""

    def insert(self, table: str, rows: Iterable[bytes]) -> int:
        """Write rows that `Dump.rows` gave; returns how many. BackupError where they do not fit."""

    def held(self) -> Iterator[tuple[Issue, tuple[str, ...]]]:
        """Every issue that is not deleted, with the ids of its documents, tombstones included."""


class Archive(Protocol):
    """Everything that belongs to a catalogue for good: no leases, signs of life or positions in a log."""

    def dump(self) -> AbstractContextManager[Dump]:
        """Read; never waits for a writer and keeps none waiting."""

    def load(self) -> AbstractContextManager[Load]:
        """Write all of it or, when the block raises, nothing. BackupError where the catalogue holds something."""

    def check_empty(self) -> None:
        """BackupError where the catalogue holds something."""

    def check_schema(self, schema: str) -> None:
        """BackupError where rows of this schema are newer than what this version can hold."""
