"""Events as rows."""

from typing import Any

import sqlalchemy as sa

from gazette.events import Envelope

RENAMED = {"id": "event_id"}
NAMES = ("id", "type", "key", "time", "data", "correlation_id", "group", "traceparent")


def to_row(envelope: Envelope) -> dict[str, Any]:
    """The columns of an event."""
    return {RENAMED.get(name, name): getattr(envelope, name) for name in NAMES}


def from_row(row: sa.Row[Any]) -> Envelope:
    """The event in a row."""
    values = row._mapping
    return Envelope(**{name: values[RENAMED.get(name, name)] for name in NAMES})
