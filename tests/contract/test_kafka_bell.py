"""The bell on Kafka rings for whatever comes into its topic, and is quiet while nobody answers."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest
import structlog

pytest.importorskip("kafka")

from kafka import KafkaProducer

from gazette.adapters.servers import kafka_topic
from gazette.adapters.servers.kafka_bell import KafkaBell
from gazette.adapters.servers.kafka_connection import connect, topic_of
from gazette.errors import SettingsError, UnavailableError
from tests.contract.adapters import PATIENCE
from tests.contract.servers import ServerPlace, renamed, urls
from tests.flow.product import free_port

pytestmark = pytest.mark.servers

PARTITIONS = 3
MOMENT = 0.3
JUNK = (b"", bytes(range(256)), b"{}", b'{"Records": [{"eventName": 1}]}')


@pytest.fixture
def url(server: ServerPlace) -> str:
    """Of a topic with some partitions, which is not the one that the bell hears."""
    return renamed(urls()["GAZETTE_EVENT_LOG"], server.name) + f"&partitions={PARTITIONS}"


@pytest.fixture
def bell(url: str) -> Iterator[KafkaBell]:
    hints = topic_of(renamed(url, f"{topic_of(url).name}.hints"))
    kafka_topic.make(hints)
    bell = KafkaBell(url, hints.name)
    yield bell
    bell.close()
    kafka_topic.remove(hints)


def send(bell: KafkaBell, value: bytes, partition: int = 0) -> None:
    with connect(KafkaProducer, bell.topic) as producer:
        producer.send(bell.topic.name, value=value, partition=partition).get(PATIENCE)


def test_it_rings_when_it_begins_to_listen_and_then_for_each_partition(bell: KafkaBell) -> None:
    send(bell, b"before")
    assert bell.wait(PATIENCE), "what came before may have been missed"
    assert not bell.wait(MOMENT)
    for partition in range(PARTITIONS):
        send(bell, b"hint", partition)
        assert bell.wait(PATIENCE)
        assert not bell.wait(MOMENT)


@pytest.mark.parametrize("junk", JUNK)
def test_what_a_record_says_does_not_matter(bell: KafkaBell, junk: bytes) -> None:
    assert bell.wait(PATIENCE)
    send(bell, junk)
    assert bell.wait(PATIENCE)


def test_two_listeners_hear_the_same(bell: KafkaBell, url: str) -> None:
    other = KafkaBell(url, bell.topic.name)
    assert bell.wait(PATIENCE)
    assert other.wait(PATIENCE)
    send(bell, b"hint")
    assert bell.wait(PATIENCE)
    assert other.wait(PATIENCE)
    other.close()


def test_the_topic_is_made_once_and_taken_as_it_is(bell: KafkaBell, url: str) -> None:
    assert not bell.initialise(), "it has more partitions than the bell would make"
    kafka_topic.remove(bell.topic)
    missing = KafkaBell(url, f"{bell.topic.name}.new")
    assert [missing.initialise(), missing.initialise()] == [True, False]
    kafka_topic.remove(missing.topic)
    assert bell.initialise()


def test_a_broker_that_is_away_is_told_once_and_the_time_is_waited_out() -> None:
    away = KafkaBell(f"kafka://127.0.0.1:{free_port()}/events", "hints")
    with structlog.testing.capture_logs() as logs:
        for _ in range(2):
            began = time.monotonic()
            assert not away.wait(MOMENT)
            assert time.monotonic() - began >= MOMENT
    assert [line["event"] for line in logs] == ["no_inbox_hints"]


def test_what_keeps_it_from_listening_is_said_and_mended_at_the_next_wait(bell: KafkaBell, url: str) -> None:
    parts = urlsplit(url)
    secret = "not-the-password"
    stranger = KafkaBell(
        urlunsplit(parts._replace(netloc=f"{parts.username}:{secret}@{parts.hostname}:{parts.port}")), bell.topic.name
    )
    early = KafkaBell(url, f"{bell.topic.name}.later")
    with structlog.testing.capture_logs() as logs:
        assert not stranger.wait(0)
        assert not early.wait(0)
        assert early.initialise()
        assert early.wait(PATIENCE)
        early.close()
        kafka_topic.remove(early.topic)
    problems = [line["problem"] for line in logs]
    assert "password" in problems[0]
    assert secret not in problems[0]
    assert "`gazette init`" in problems[1]


def test_the_topic_of_the_events_is_no_bell(url: str) -> None:
    with pytest.raises(SettingsError, match="GAZETTE_INBOX_TOPIC"):
        KafkaBell(url, topic_of(url).name)


def test_without_a_broker_the_topic_cannot_be_made() -> None:
    with pytest.raises(UnavailableError, match="does not answer"):
        KafkaBell(f"kafka://127.0.0.1:{free_port()}/events", "hints").initialise()
