"""Events of earlier and later versions on every log: what is old is read, what is not known is passed over."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gazette.events import TYPES, Envelope, unwrap
from gazette.ports import Delivery, EventLog

TESTS = Path(__file__).parents[1]
EXAMPLES = {path.stem: path.read_bytes() for path in sorted((TESTS / "unit" / "events").glob("*.json"))}
RELEASES = [path.parent for path in sorted((TESTS / "releases").glob("*/sqlite.sql"))]
PATIENCE = 60


def heard(log: EventLog, count: int) -> list[Delivery]:
    subscription = log.subscribe("extract")
    found: list[Delivery] = []
    for _ in range(PATIENCE * 2):
        found += subscription.poll(0.5, 100)
        if len(found) >= count:
            break
    subscription.close()
    return found


def later(data: bytes) -> bytes:
    """The same event as a later version may write it."""
    return json.dumps(json.loads(data) | {"added_later": {"deep": [1, "二"]}, "": None}).encode()


def written_by(release: Path) -> list[Envelope]:
    """The events in the outbox of a release."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript((release / "sqlite.sql").read_text(encoding="utf-8"))
        rows = connection.execute("SELECT event_id, type, key, data, correlation_id FROM outbox ORDER BY id")
        return [Envelope(type=row[1], key=row[2], data=row[3], id=row[0], correlation_id=row[4]) for row in rows]


def test_what_a_later_version_writes_is_heard_and_read_as_far_as_it_is_known(log: EventLog) -> None:
    known = [Envelope(type=name, key="k", data=later(data)) for name, data in EXAMPLES.items()]
    unknown = [Envelope(type=name, key="k", data=b'{"issue_id": "k"}') for name in ("gazette.issue.stored.v2", "odd")]
    log.append([*unknown, *known])
    found = [one.envelope for one in heard(log, len(known) + len(unknown))]
    assert [(one.type, one.data) for one in found] == [(one.type, one.data) for one in (*unknown, *known)]
    events = [unwrap(one) for one in found]
    assert events[:2] == [None, None]
    assert [type(event) for event in events[2:]] == [TYPES[name] for name in EXAMPLES]
    for event, data in zip(events[2:], EXAMPLES.values(), strict=True):
        assert event == unwrap(
            Envelope(type=next(n for n, kind in TYPES.items() if kind is type(event)), key="k", data=data)
        )


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.name)
def test_what_an_earlier_release_wrote_is_read(log: EventLog, release: Path) -> None:
    written = written_by(release)
    assert {one.type for one in written} <= set(TYPES)
    log.append(written)
    found = {one.envelope.id: one.envelope for one in heard(log, len(written))}
    for one in written:
        assert (found[one.id].data, found[one.id].correlation_id) == (one.data, one.correlation_id)
        event = unwrap(found[one.id])
        assert event is not None
        assert event.issue_id == one.key
