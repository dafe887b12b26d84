"""One example for each type of event, as other systems may have written it: these must be read for ever."""

import json
from dataclasses import MISSING, fields
from datetime import UTC
from pathlib import Path

import msgspec
import pytest

from gazette.errors import UndecodableError
from gazette.events import NAMES, TYPES, DocumentsChanged, Envelope, IssueStored, unwrap, wrap

EXAMPLES = {path.stem: path.read_bytes() for path in sorted(Path(__file__).with_name("events").glob("*.json"))}


def envelope(name: str, data: bytes) -> Envelope:
    return Envelope(type=name, key="0123456789abcdef", data=data)


def test_every_type_has_an_example_and_every_example_a_type() -> None:
    assert set(EXAMPLES) == set(TYPES)


@pytest.mark.parametrize("name", TYPES)
def test_an_example_is_read_whole(name: str) -> None:
    found = unwrap(envelope(name, EXAMPLES[name]))
    assert type(found) is TYPES[name]
    assert json.loads(msgspec.json.encode(found)) == json.loads(EXAMPLES[name])


@pytest.mark.parametrize("name", TYPES)
def test_unknown_fields_are_ignored(name: str) -> None:
    later = json.loads(EXAMPLES[name]) | {"added_later": {"deep": [1, "二"]}, "": None}
    assert unwrap(envelope(name, json.dumps(later).encode())) == unwrap(envelope(name, EXAMPLES[name]))


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        (name, field.name)
        for name, kind in TYPES.items()
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING
    ],
)
def test_a_missing_field_is_refused(name: str, missing: str) -> None:
    example = json.loads(EXAMPLES[name])
    del example[missing]
    with pytest.raises(UndecodableError, match=missing):
        unwrap(envelope(name, json.dumps(example).encode()))


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize(
    "data", [b"", b"null", b"[]", b"{", b"\xff\xfe", b'{"issue_id": 5}', b'{"issue_id": "\xed\xa0\x80"}'], ids=repr
)
def test_what_is_no_event_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(UndecodableError, match=r"gazette\."):
        unwrap(envelope(name, data))


def test_a_type_that_is_not_known_is_none() -> None:
    assert unwrap(envelope("gazette.issue.stored.v2", EXAMPLES["gazette.issue.stored.v1"])) is None
    assert unwrap(envelope("", b"odd")) is None


@pytest.mark.parametrize("name", TYPES)
def test_what_is_wrapped_is_what_is_unwrapped(name: str) -> None:
    event = unwrap(envelope(name, EXAMPLES[name]))
    assert event is not None
    wrapped = wrap(event, correlation_id="c", group="index")
    assert unwrap(wrapped) == event
    assert (wrapped.type, wrapped.key) == (name, event.issue_id)
    assert (wrapped.correlation_id, wrapped.group) == ("c", "index")
    assert wrapped.time.tzinfo == UTC
    assert len({wrap(event).id for _ in range(10)}) == 10


def test_names_say_what_happened_and_which_version() -> None:
    assert {NAMES[kind]: kind for kind in NAMES} == TYPES
    assert all(name.startswith("gazette.") and name.endswith(".v1") for name in TYPES)


def test_events_carry_references_only() -> None:
    """An event stays small, whatever the issue holds."""
    assert set(IssueStored.__slots__) == {"issue_id", "generation", "sha256"}
    assert set(DocumentsChanged.__slots__) == {"issue_id", "document_ids", "cause"}
    assert all(len(data) < 1000 for data in EXAMPLES.values())
