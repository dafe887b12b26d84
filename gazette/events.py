"""What happened, in the past tense: CloudEvents 1.0 with references only. Additive changes within a version."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from gazette.errors import UndecodableError

SOURCE = "gazette"
SPEC_VERSION = "1.0"
UNDECODABLE = "gazette.undecodable"
"""Type that a log gives to what it holds and is no event: `data` has its bytes, `id` says where it is."""


@dataclass(frozen=True, slots=True)
class IssueStored:
    """The bytes of an issue are safe and its row is written."""

    issue_id: str
    generation: int
    sha256: str


@dataclass(frozen=True, slots=True)
class IssueExtracted:
    """The documents of an issue and their fields are in the catalogue."""

    issue_id: str
    generation: int
    documents: int


@dataclass(frozen=True, slots=True)
class IssueClassified:
    """Types, themes and relations of an issue's documents are in the catalogue."""

    issue_id: str
    generation: int


@dataclass(frozen=True, slots=True)
class IssueReady:
    """A new search finds every document of the issue."""

    issue_id: str
    generation: int
    documents: int


@dataclass(frozen=True, slots=True)
class IssueFailed:
    """Processing ended without a result; `reason_code` says why."""

    issue_id: str
    generation: int
    reason_code: str


@dataclass(frozen=True, slots=True)
class DocumentsChanged:
    """What is shown of these documents of one issue changed, though the issue itself did not."""

    issue_id: str
    document_ids: tuple[str, ...]
    cause: str


Event = IssueStored | IssueExtracted | IssueClassified | IssueReady | IssueFailed | DocumentsChanged

TYPES: dict[str, type[Event]] = {
    "gazette.issue.stored.v1": IssueStored,
    "gazette.issue.extracted.v1": IssueExtracted,
    "gazette.issue.classified.v1": IssueClassified,
    "gazette.issue.ready.v1": IssueReady,
    "gazette.issue.failed.v1": IssueFailed,
    "gazette.documents.changed.v1": DocumentsChanged,
}
NAMES = {kind: name for name, kind in TYPES.items()}


def now() -> datetime:
    """The time, always with its zone."""
    return datetime.now(UTC)


def new_id() -> str:
    """A random event id."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event on its way: CloudEvents attributes around the body.

    `data` is the JSON of the body; `group`, where set, is the only consumer group that it is meant for.
    `traceparent` is the W3C's: the span that told of it.
    """

    type: str
    key: str
    data: bytes
    id: str = field(default_factory=new_id)
    time: datetime = field(default_factory=now)
    correlation_id: str | None = None
    group: str | None = None
    traceparent: str | None = None

    @property
    def ids(self) -> dict[str, str | None]:
        """What each log line about it carries."""
        return {"issue_id": self.key, "event_id": self.id, "correlation_id": self.correlation_id}


def wrap(
    event: Event, correlation_id: str | None = None, group: str | None = None, traceparent: str | None = None
) -> Envelope:
    """Put an event in an envelope; its key is the issue id."""
    return Envelope(
        type=NAMES[type(event)],
        key=event.issue_id,
        data=msgspec.json.encode(event),
        correlation_id=correlation_id,
        group=group,
        traceparent=traceparent,
    )


def unwrap(envelope: Envelope) -> Event | None:
    """The event inside; None where this version does not know the type. Unknown fields are ignored.

    Raises UndecodableError where it is no event, or a known type does not have its fields.
    """
    if envelope.type == UNDECODABLE:
        raise UndecodableError(f"what the log holds at {envelope.id} is no event")
    kind = TYPES.get(envelope.type)
    if kind is None:
        return None
    try:
        return msgspec.json.decode(envelope.data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UndecodableError(f"event {envelope.id} of type {envelope.type} cannot be read: {error}") from error
