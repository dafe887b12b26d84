"""What the catalogue says of issues: the issues, their documents, what these name, and what happened to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gazette.model import DocumentRecord, Issue, IssueStatus, Relation, Standing, Step


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Which issues a listing holds; `bundle`: those that were files of this one."""

    status: IssueStatus | None = None
    year: int | None = None
    publisher: str | None = None
    bundle: str | None = None


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

    def ended(self, since: datetime) -> int:
        """How many issues became ready or failed since then and were not begun anew."""

    def after(self, issue_id: str, limit: int) -> Sequence[Issue]:
        """The next issues in order of their ids, tombstones included."""


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What decides how the search index must have a document. `touched` is when its issue last changed."""

    id: str
    issue_id: str
    revision: int
    deleted: bool
    status: IssueStatus
    touched: datetime


class Documents(Protocol):
    """Table of documents."""

    def count(self) -> int:
        """How many there are, tombstones included."""

    def states(self, after: str, limit: int) -> Sequence[DocumentState]:
        """The next documents in order of their ids, tombstones included."""

    def of_issue(self, issue_id: str, deleted: bool = False, lock: bool = False) -> Sequence[DocumentRecord]:
        """Its documents in order; with `deleted` its tombstones too; with `lock` kept from others."""

    def get(self, document_id: str) -> DocumentRecord | None:
        """One document, tombstones included."""

    def save(self, records: Iterable[DocumentRecord]) -> None:
        """Insert or replace; the revision is the caller's."""

    def by_keys(self, keys: Iterable[str]) -> Sequence[DocumentRecord]:
        """Live documents with one of these number keys."""

    def by_titles(self, keys: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """Title key → ids of the live documents that it may mean."""

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

    def named(self, issue_ids: Iterable[str]) -> frozenset[str]:
        """Target keys of all relations that come from documents of these issues, as they are held."""

    def replace(self, issue_id: str, relations: Iterable[Relation]) -> frozenset[str]:
        """All relations that come from an issue's documents; returns the target keys whose relations changed."""

    def incoming(self, keys: Iterable[str]) -> Mapping[str, Sequence[Incoming]]:
        """Key → relations from live documents to it."""

    def standings(self, records: Sequence[DocumentRecord]) -> Mapping[str, Standing]:
        """Document id → legal status, from the relations that live documents have to its number."""

    def sources(self, key_part: str, limit: int) -> Sequence[str]:
        """Number keys holding this part that live documents name."""


class Timeline(Protocol):
    """What happened to an issue, step by step."""

    def add(self, *steps: Step) -> None:
        """Append steps."""

    def of(self, issue_id: str) -> Sequence[Step]:
        """Steps of an issue in order."""


class Submissions(Protocol):
    """Idempotency keys of uploads."""

    def remember(self, key: str, issue_id: str) -> str:
        """Tie a key to an issue; returns the issue that it was tied to first."""

    def recall(self, key: str) -> str | None:
        """The issue that an idempotency key was tied to."""
