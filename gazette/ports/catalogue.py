"""The door to the catalogue: its tables, in transactions."""

from contextlib import AbstractContextManager
from typing import Protocol

from gazette.ports.bundles import Bundles
from gazette.ports.census import Census
from gazette.ports.codes import Codes
from gazette.ports.commands import Commands
from gazette.ports.dead_letters import DeadLetters
from gazette.ports.tables import Documents, Issues, Relations, Submissions, Timeline
from gazette.ports.work import Work


class Tables(Protocol):
    """The tables inside one transaction."""

    @property
    def issues(self) -> Issues: ...
    @property
    def documents(self) -> Documents: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def bundles(self) -> Bundles: ...
    @property
    def relations(self) -> Relations: ...
    @property
    def work(self) -> Work: ...
    @property
    def timeline(self) -> Timeline: ...
    @property
    def census(self) -> Census: ...
    @property
    def submissions(self) -> Submissions: ...
    @property
    def dead_letters(self) -> DeadLetters: ...
    @property
    def commands(self) -> Commands: ...


class Catalogue(Protocol):
    """The record of everything, in transactions."""

    def transaction(self, durable: bool = True) -> AbstractContextManager[Tables]:
        """Read and write; all of it or, when the block raises, nothing.

        Not `durable`: a loss of power may undo it, together with everything after it, but never a crash of the
        process. That is enough wherever the log repeats what was undone, and much faster.
        """

    def reading(self) -> AbstractContextManager[Tables]:
        """Read one consistent state; never waits for a writer."""

    def check(self) -> None:
        """UnavailableError where the catalogue does not answer or its schema is not this version's."""

    def close(self) -> None:
        """Let go of all connections."""
