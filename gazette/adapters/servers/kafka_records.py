"""Events as Kafka records: CloudEvents 1.0 in binary mode. Attributes are headers, the body is the value."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from gazette.errors import UndecodableError
from gazette.events import SOURCE, SPEC_VERSION, UNDECODABLE, Envelope

CONTENT_TYPE = ("content-type", b"application/json")
PREFIX = "ce_"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = (datetime.max.replace(tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)


class Record(Protocol):
    """What Kafka gives of a record; `timestamp` is in milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None

    @property
    def headers(self) -> Sequence[tuple[str, bytes | None]]: ...


def headers_of(envelope: Envelope) -> list[tuple[str, bytes]]:
    """The attributes of an event."""
    attributes = {
        "ce_specversion": SPEC_VERSION,
        "ce_id": envelope.id,
        "ce_type": envelope.type,
        "ce_source": SOURCE,
        "ce_time": envelope.time.astimezone(UTC).isoformat(),
        "ce_subject": envelope.key,
        "ce_correlationid": envelope.correlation_id,
        "ce_group": envelope.group,
        "ce_traceparent": envelope.traceparent,
    }
    return [(name, value.encode()) for name, value in attributes.items() if value is not None] + [CONTENT_TYPE]


def envelope_of(record: Record) -> Envelope:
    """The event in a record; where there is none, one of type UNDECODABLE that has its bytes and says where it is."""
    try:
        return _decoded(record)
    except (UndecodableError, ValueError, OverflowError):
        return Envelope(
            type=UNDECODABLE,
            key=(record.key or b"").decode(errors="replace"),
            data=record.value or b"",
            id=f"{record.topic}-{record.partition}-{record.offset}",
            time=_time_of(record),
        )


def _decoded(record: Record) -> Envelope:
    ours = ((name.lower(), value or b"") for name, value in record.headers)
    attributes = {name: value.decode() for name, value in ours if name.startswith(PREFIX)}
    if _attribute(attributes, "ce_specversion") != SPEC_VERSION:
        raise UndecodableError("not of version 1.0 of CloudEvents")
    sent_at = attributes.get("ce_time")
    return Envelope(
        type=_attribute(attributes, "ce_type"),
        key=record.key.decode() if record.key is not None else attributes.get("ce_subject", ""),
        data=record.value or b"",
        id=_attribute(attributes, "ce_id"),
        time=_instant(sent_at) if sent_at else _time_of(record),
        correlation_id=attributes.get("ce_correlationid"),
        group=attributes.get("ce_group"),
        traceparent=attributes.get("ce_traceparent"),
    )


def _attribute(attributes: Mapping[str, str], name: str) -> str:
    if name not in attributes:
        raise UndecodableError(f"the header {name} is missing")
    return attributes[name]


def _instant(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _time_of(record: Record) -> datetime:
    return EPOCH + timedelta(milliseconds=min(max(record.timestamp, 0), LAST))
