"""The four doors to the outside, in our own words. Embedded and server adapters pass the same contract tests."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from gazette.events import Envelope
from gazette.model import DocumentRecord, Issue, IssueStatus, Relation, Standing, Step
from gazette.search import IndexedDocument, SearchPage, SearchRequest

INBOX = "inbox/"  # how the keys begin of what others put into the store, to become issues
Landmark = Callable[[str], None]
"""Called with the name of a point that the flow passes; tests end the process there."""


def no_landmark(name: str) -> None:
    """Pass every landmark without stopping."""


# -- objects ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object in the store: its key, size in bytes, when it was last written, and a tag of what was written then."""

    key: str
    size: int
    modified: datetime
    tag: str = ""


class ObjectStore(Protocol):
    """Bytes under a key. A key is visible only when all its bytes are safe."""

    def put(self, key: str, data: BinaryIO) -> None:
        """Store a seekable stream, read from its beginning; the same key again replaces it."""

    def open(self, key: str) -> BinaryIO:
        """Open an object for reading; NotFoundError where there is none."""

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Every object whose key begins so, in order of the keys."""

    def stat(self, key: str) -> StoredObject:
        """One object without its bytes; NotFoundError where there is none."""

    def move(self, key: str, target: str) -> None:
        """Give an object another key, in place of what is there; NotFoundError where there is none.

        One that is replaced meanwhile stays where it is, beside the moved one.
        """

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens where there is none."""

    def check(self) -> None:
        """UnavailableError where the store cannot be read and written."""


# -- catalogue -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Which issues a listing holds."""

    status: IssueStatus | None = None
    year: int | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class IssuePage:
    """Issues newest first, how many there are in all, and the cursor of the next page."""

    items: tuple[Issue, ...]
    total: int
    next: str | None


class Issues(Protocol):
    """Table of issues."""

    def add(self, issue: Issue) -> bool:
        """Insert; False where its id is held already (nothing changes then)."""

    def get(self, issue_id: str) -> Issue | None:
        """The issue, tombstones included."""

    def lock(self, issue_id: str) -> Issue | None:
        """The issue, kept from others until the transaction ends."""

    def save(self, issue: Issue) -> None:
        """Write every field of a held issue and raise its revision."""

    def page(self, wanted: IssueFilter, limit: int, cursor: str | None = None) -> IssuePage:
        """Live issues, newest first. QueryError where the cursor is none of ours."""

    def counts(self) -> Mapping[IssueStatus, int]:
        """How many live issues have each status."""

    def unfinished(self, before: datetime, limit: int) -> Sequence[Issue]:
        """Issues that are neither ready nor failed and were last touched before then, oldest first."""


class Documents(Protocol):
    """Table of documents."""

    def of_issue(self, issue_id: str, deleted: bool = False, lock: bool = False) -> Sequence[DocumentRecord]:
        """Its documents in order; with `deleted` its tombstones too; with `lock` kept from others."""

    def get(self, document_id: str) -> DocumentRecord | None:
        """One document, tombstones included."""

    def save(self, records: Iterable[DocumentRecord]) -> None:
        """Insert or replace; the revision is the caller's."""

    def by_keys(self, keys: Iterable[str]) -> Sequence[DocumentRecord]:
        """Live documents with one of these number keys."""

    def candidates(self, key_part: str, limit: int) -> Sequence[DocumentRecord]:
        """Live documents whose number key holds this part."""

    def touch(self, document_ids: Iterable[str]) -> Sequence[DocumentRecord]:
        """Raise the revision of live documents; returns them as they are now."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A relation together with the document that it comes from."""

    relation: Relation
    source: DocumentRecord


class Relations(Protocol):
    """Table of relations, by target key."""

    def lock(self, keys: Iterable[str]) -> None:
        """Keep other transactions from these number keys until this one ends; call it first."""

    def replace(self, issue_id: str, relations: Iterable[Relation]) -> frozenset[str]:
        """All relations that come from an issue's documents; returns the target keys whose relations changed."""

    def incoming(self, keys: Iterable[str]) -> Mapping[str, Sequence[Incoming]]:
        """Key → relations from live documents to it."""

    def standings(self, records: Sequence[DocumentRecord]) -> Mapping[str, Standing]:
        """Document id → legal status, from the relations that live documents have to its number."""

    def sources(self, key_part: str, limit: int) -> Sequence[str]:
        """Target keys holding this part that live documents name."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How often a group has begun an event, this time included, and whether it is done already."""

    number: int
    done: bool


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that a group could not handle, with why."""

    group: str
    envelope: Envelope
    cause: str
    message: str
    attempts: int
    at: datetime
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life of a running role; `problem` says in a sentence why it is not ready."""

    member: str
    role: str
    host: str
    pid: int
    started_at: datetime
    at: datetime
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Unsent:
    """An event in the outbox, by its number there."""

    number: int
    envelope: Envelope


class Work(Protocol):
    """Outbox, inbox with attempts, delayed events, dead letters, leases and signs of life."""

    def emit(self, envelopes: Iterable[Envelope]) -> None:
        """Write events to the outbox, in this transaction."""

    def unsent(self, limit: int) -> Sequence[Unsent]:
        """The oldest events of the outbox that the log has not got; empty while another transaction sends them."""

    def mark_sent(self, numbers: Iterable[int]) -> None:
        """The log has these events now."""

    def begin(self, group: str, envelope: Envelope) -> Attempt:
        """Count an attempt before the work starts."""

    def release(self, group: str, event_id: str) -> None:
        """Take an attempt back that a missing backend spoilt."""

    def finish(self, group: str, event_id: str) -> bool:
        """Claim the event as done; False where somebody else did."""

    def delay(self, group: str, envelope: Envelope, due: datetime) -> None:
        """Deliver an event again to one group, not before `due`."""

    def is_due(self, now: datetime) -> bool:
        """Whether a delayed event's time has come."""

    def release_due(self, now: datetime, limit: int) -> int:
        """Move delayed events whose time has come to the outbox; returns how many."""

    def bury(self, letter: DeadLetter) -> None:
        """Keep an event that could not be handled."""

    def dead_letters(self, limit: int) -> Sequence[DeadLetter]:
        """Dead letters, newest first."""

    def lease(self, name: str, holder: str, seconds: float) -> bool:
        """Take or keep a lease; False while another holder's is alive."""

    def end_lease(self, name: str, holder: str) -> None:
        """Give a lease back."""

    def beat(self, beat: Beat) -> None:
        """Write a sign of life."""

    def beats(self, since: datetime) -> Sequence[Beat]:
        """Roles that gave a sign of life since then."""

    def end_beat(self, member: str) -> None:
        """A role went away in good order."""

    def purge(self, before: datetime) -> int:
        """Drop inbox rows, and log rows that every group has handled, older than this; returns how many."""


class Timeline(Protocol):
    """What happened to an issue, step by step."""

    def add(self, step: Step) -> None:
        """Append a step."""

    def of(self, issue_id: str) -> Sequence[Step]:
        """Steps of an issue in order."""


class Submissions(Protocol):
    """Idempotency keys of uploads."""

    def remember(self, key: str, issue_id: str) -> str:
        """Tie a key to an issue; returns the issue that it was tied to first."""

    def recall(self, key: str) -> str | None:
        """The issue that an idempotency key was tied to."""


class Tables(Protocol):
    """The tables inside one transaction."""

    @property
    def issues(self) -> Issues: ...
    @property
    def documents(self) -> Documents: ...
    @property
    def relations(self) -> Relations: ...
    @property
    def work(self) -> Work: ...
    @property
    def timeline(self) -> Timeline: ...
    @property
    def submissions(self) -> Submissions: ...


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


class Bell(Protocol):
    """Rings when there is something to do: events in an outbox to send to the log, files in the inbox. A hint only."""

    def wait(self, seconds: float) -> bool:
        """Return True when it rang, False after so long."""

    def close(self) -> None:
        """Let go of its connection."""


# -- event log -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event that a group has been given, and where it stands in the log."""

    partition: int
    offset: int
    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a group is behind on one partition."""

    group: str
    partition: int
    committed: int
    end: int
    waiting: int


class Subscription(Protocol):
    """One member of a consumer group. Used by one thread."""

    def poll(self, timeout: float, limit: int = 1) -> Sequence[Delivery]:
        """The next events of the partitions held, in order for each key; empty after `timeout` seconds."""

    def commit(self, deliveries: Sequence[Delivery]) -> None:
        """Everything of their partitions up to and including these events is done."""

    def seek(self, delivery: Delivery) -> None:
        """Deliver this event, and what follows it, again."""

    def keep(self) -> None:
        """Stay a member while long work runs; call it every second or so."""

    def close(self) -> None:
        """Leave the group; others take the partitions over."""


class EventLog(Protocol):
    """Events in partitions by key; each group hears each event at least once, in order for each key."""

    def append(self, envelopes: Sequence[Envelope]) -> None:
        """Add events; on return they are safe."""

    def subscribe(self, group: str) -> Subscription:
        """Join a group; a new group begins at the oldest event."""

    def lag(self, group: str) -> Sequence[Lag]:
        """How far a group is behind, partition by partition."""

    def check(self) -> None:
        """UnavailableError where the log does not answer."""

    def close(self) -> None:
        """Let go of all connections."""


# -- search ----------------------------------------------------------------------------------------------------


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
