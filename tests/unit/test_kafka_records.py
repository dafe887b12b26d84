from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

pytest.importorskip("kafka")

from gazette.adapters.servers.kafka_connection import topic_of
from gazette.adapters.servers.kafka_records import envelope_of, headers_of
from gazette.errors import SettingsError, UndecodableError
from gazette.events import UNDECODABLE, Envelope, unwrap
from tests.made_up import MORNING, event


@dataclass
class Record:
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes | None]] = field(default_factory=list)
    topic: str = "made.up"
    partition: int = 3
    offset: int = 17
    timestamp: int = 1_700_000_000_123


def record(envelope: Envelope) -> Record:
    return Record(envelope.key.encode(), envelope.data, list(headers_of(envelope)))


SENT = replace(event(1, group="index"), time=MORNING)


def test_an_event_is_a_cloud_event_in_binary_mode() -> None:
    assert dict(headers_of(SENT)) == {
        "ce_specversion": b"1.0",
        "ce_id": SENT.id.encode(),
        "ce_type": b"gazette.issue.stored.v1",
        "ce_source": b"gazette",
        "ce_time": b"2024-03-05T08:30:15.123456+00:00",
        "ce_subject": SENT.key.encode(),
        "ce_correlationid": "上传 1".encode(),
        "ce_group": b"index",
        "content-type": b"application/json",
    }


@pytest.mark.parametrize(
    "sent",
    [
        SENT,
        event(2),
        Envelope("", "", b"", correlation_id="", group=""),
        Envelope("某类", "键\x00\n\u2028", b"\x00\xff", id="号", correlation_id="☃\U0001f600"),
        Envelope("t", "k", b"{}", time=datetime(2024, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))),
    ],
)
def test_what_was_sent_is_read(sent: Envelope) -> None:
    assert envelope_of(record(sent)) == sent
    assert envelope_of(record(sent)).time.tzinfo == UTC


def test_attributes_that_are_not_ours_are_passed_over() -> None:
    changed = record(SENT)
    changed.headers = [(name.upper(), value) for name, value in changed.headers]
    changed.headers += [("ce_dataschema", b"https://example.org"), ("traceparent", b"\xff\xfe"), ("empty", None)]
    assert envelope_of(changed) == SENT


def test_a_record_without_key_or_time_takes_subject_and_timestamp() -> None:
    changed = record(SENT)
    changed.key = None
    changed.headers = [header for header in changed.headers if header[0] != "ce_time"]
    assert envelope_of(changed) == replace(SENT, time=datetime(2023, 11, 14, 22, 13, 20, 123_000, UTC))


def test_a_time_without_a_zone_is_universal_time() -> None:
    assert envelope_of(with_header("ce_time", b"2024-03-05T08:30:15")).time == MORNING.replace(microsecond=0)


def without(name: str) -> Record:
    changed = record(SENT)
    changed.headers = [header for header in changed.headers if header[0] != name]
    return changed


def with_header(name: str, value: bytes | None) -> Record:
    changed = without(name)
    changed.headers.append((name, value))
    return changed


@pytest.mark.parametrize(
    "broken",
    [
        Record(b"key", b"value"),
        Record(None, None),
        Record(b"\xff", b"\xff", list(headers_of(SENT))),
        without("ce_id"),
        without("ce_type"),
        without("ce_specversion"),
        with_header("ce_specversion", b"0.3"),
        with_header("ce_type", b"\xff\xff"),
        with_header("ce_time", b"yesterday"),
        with_header("ce_time", b"0001-01-01T00:00:00+14:00"),
        Record(b"key", b"value", timestamp=-1),
        Record(b"key", b"value", timestamp=2**63 - 1),
    ],
)
def test_what_is_no_event_keeps_its_bytes_and_says_where_it_is(broken: Record) -> None:
    found = envelope_of(broken)
    assert (found.type, found.id, found.data) == (UNDECODABLE, "made.up-3-17", broken.value or b"")
    assert found.group is None
    with pytest.raises(UndecodableError, match=r"made\.up-3-17"):
        unwrap(found)


def test_a_url_names_servers_topic_and_account() -> None:
    topic = topic_of("kafka://me:p%40ss@a:1,b:2/made.up?security_protocol=SASL_SSL&ssl_cafile=/ca.pem&partitions=3")
    assert (topic.name, topic.partitions, topic.replication, topic.retention_days) == ("made.up", 3, 1, 14)
    settings = topic.settings()
    assert settings["bootstrap_servers"] == ["a:1", "b:2"]
    assert settings["sasl_mechanism"] == "PLAIN"
    assert settings["sasl_plain_password"] == "p@ss"
    assert settings["security_protocol"] == "SASL_SSL"
    assert settings["ssl_cafile"] == "/ca.pem"
    assert topic_of("kafka://a:1").name == "gazette.events"
    assert topic_of("kafka://a:1").settings()["security_protocol"] == "PLAINTEXT"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("partitions=0", "partitions=0"),
        ("retention_days=x", "retention_days=x"),
        ("ack=1", "ack"),
        ("security_protocol=ssl", "ssl"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(options: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        topic_of(f"kafka://a:1/t?{options}")
