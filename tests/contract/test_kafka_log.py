"""What the log on Kafka does beside the contract."""

import time
from urllib.parse import urlsplit, urlunsplit

import pytest

pytest.importorskip("kafka")

from kafka import KafkaConsumer, KafkaProducer

from gazette.adapters.servers import kafka_topic
from gazette.adapters.servers.kafka_connection import connect, topic_of
from gazette.adapters.servers.kafka_log import KafkaEventLog, Timing
from gazette.errors import SettingsError, UnavailableError
from gazette.events import UNDECODABLE
from gazette.ports import Delivery, Subscription
from tests.contract.adapters import PATIENCE
from tests.contract.servers import ServerPlace, renamed, urls
from tests.made_up import event

pytestmark = pytest.mark.servers

KEYS = 24
LONG = 600.0
"""Seconds that no test lasts: what happens before does not happen because time ran out."""


@pytest.fixture
def url(server: ServerPlace) -> str:
    return renamed(urls()["GAZETTE_EVENT_LOG"], server.name)


@pytest.fixture
def log(server: ServerPlace) -> KafkaEventLog:
    made = server.log()
    assert isinstance(made, KafkaEventLog)
    return made


def hear(subscription: Subscription, count: int) -> list[Delivery]:
    found: list[Delivery] = []
    deadline = time.monotonic() + PATIENCE
    while len(found) < count and time.monotonic() < deadline:
        found += subscription.poll(0.1, count - len(found))
    assert len(found) == count
    return found


def ids(found: list[Delivery]) -> list[str]:
    return [one.envelope.id for one in found]


def waiting(log: KafkaEventLog) -> int:
    return sum(lag.waiting for lag in log.lag("extract"))


# -- membership ------------------------------------------------------------------------------------------------


def test_long_work_is_no_reason_to_be_put_out_of_the_group(log: KafkaEventLog, url: str) -> None:
    log.append([event(1)])
    impatient = KafkaEventLog(url, Timing(silence=1, session=6, heartbeat=0.2))
    member = impatient.subscribe("extract")
    work = hear(member, 1)
    generation = member.consumer.group_metadata().generation_id
    end = time.monotonic() + 3
    while time.monotonic() < end:
        member.keep()
        time.sleep(0.05)
    member.commit(work)
    assert waiting(log) == 0
    assert member.consumer.group_metadata().generation_id == generation
    impatient.close()


def test_who_joins_gets_a_share_while_another_works_and_no_commit_goes_back(log: KafkaEventLog) -> None:
    log.append([event(serial) for serial in range(KEYS)])
    busy, newcomer = log.subscribe("extract"), log.subscribe("extract")
    begun, taken = hear(busy, KEYS), list[Delivery]()
    deadline = time.monotonic() + PATIENCE
    while not taken and time.monotonic() < deadline:
        busy.keep()
        taken += newcomer.poll(0.05, 100)
    newcomer.commit(taken)
    before = {lag.partition: lag.committed for lag in log.lag("extract")}
    busy.commit(begun)
    after = {lag.partition: lag.committed for lag in log.lag("extract")}
    moved = {one.partition for one in taken}
    assert set(ids(taken)) < set(ids(begun))
    assert {number: after[number] for number in moved} == {number: before[number] for number in moved}
    kept = [one for one in begun if one.partition in busy.held]
    assert {one.partition for one in kept}.isdisjoint(newcomer.held)
    assert all(after[one.partition] > one.offset for one in kept)


def test_a_member_that_leaves_hands_over_before_any_time_runs_out(log: KafkaEventLog, url: str) -> None:
    patient = KafkaEventLog(url, Timing(silence=LONG, session=LONG, heartbeat=0.2))
    leaver, stayer = patient.subscribe("extract"), patient.subscribe("extract")
    deadline = time.monotonic() + PATIENCE
    while not (leaver.held and stayer.held) and time.monotonic() < deadline:
        log.append([event(serial) for serial in range(KEYS)])
        for member in (leaver, stayer):
            member.commit(member.poll(0.05, 100))
    leaver.close()
    sent = [event(serial) for serial in range(KEYS)]
    log.append(sent)
    left = {one.id for one in sent}
    while left and time.monotonic() < deadline:
        left -= set(ids(list(stayer.poll(0.1, 100))))
    assert not left
    patient.close()


def test_a_group_passes_over_what_is_meant_for_others_when_all_else_is_done(log: KafkaEventLog) -> None:
    log.append([event(1), event(1, group="index"), event(1), event(1, group="index")])
    member = log.subscribe("extract")
    first, second = hear(member, 2)
    member.commit([first])
    assert max(lag.committed for lag in log.lag("extract")) == first.offset + 1
    assert not member.poll(1, 100)
    member.commit([second])
    assert all(lag.committed == lag.end for lag in log.lag("extract"))


def test_what_waits_is_estimated_where_it_is_much(log: KafkaEventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    log.append([event(1), event(1, group="index"), event(1, group="index")])
    assert waiting(log) == 1
    monkeypatch.setattr(kafka_topic, "EXACT", 2)
    assert waiting(log) == 3


def test_a_record_that_is_no_event_does_not_stop_the_log(log: KafkaEventLog) -> None:
    producer = connect(KafkaProducer, log.topic)
    place = producer.send(log.topic.name, key=b"key", value=b"no \xff event", partition=0).get(PATIENCE)
    producer.close()
    log.append([event(serial) for serial in range(KEYS)])
    found = {one.envelope.type: one for one in hear(log.subscribe("extract"), KEYS + 1)}
    raw = found.pop(UNDECODABLE)
    assert raw.envelope.data == b"no \xff event"
    assert raw.envelope.id == f"{log.topic.name}-{place.partition}-{place.offset}"
    assert list(found) == [event(1).type]


# -- the topic -------------------------------------------------------------------------------------------------


def test_the_topic_is_made_once_and_then_kept_as_the_url_says(url: str) -> None:
    log, longer = KafkaEventLog(f"{url}&partitions=2"), KafkaEventLog(f"{url}&partitions=2&retention_days=30")
    try:
        assert log.initialise()
        assert not log.initialise()
        log.check()
        assert len(log.lag("extract")) == 2
        assert longer.initialise()
        assert not longer.initialise()
        with pytest.raises(SettingsError, match="has 2 partitions, and 3"):
            KafkaEventLog(f"{url}&partitions=3").initialise()
        assert not KafkaEventLog(f"{url}&partitions=1&retention_days=30").initialise()
    finally:
        log.remove()


def test_a_missing_topic_is_named_with_the_command_that_makes_it_and_never_made_by_asking(url: str) -> None:
    log = KafkaEventLog(url)
    for ask in (
        log.check,
        lambda: log.lag("extract"),
        lambda: log.append([event(1)]),
        lambda: log.subscribe("x").poll(0),
    ):
        with pytest.raises(UnavailableError, match=r"no topic .*gazette init"):
            ask()
    consumer = connect(KafkaConsumer, topic_of(url))
    assert not consumer._client.cluster.metadata_request().allow_auto_topic_creation
    consumer.close()
    log.close()


def elsewhere(url: str, account: str | None = None, host: str | None = None) -> str:
    """The URL with another account or host."""
    held_account, _, held_host = urlsplit(url).netloc.rpartition("@")
    return urlunsplit(urlsplit(url)._replace(netloc=f"{account or held_account}@{host or held_host}"))


def test_a_broker_that_is_away_and_a_wrong_password_are_told_apart(url: str) -> None:
    away, refused = KafkaEventLog(elsewhere(url, host="127.0.0.1:1")), KafkaEventLog(elsewhere(url, account="me:wrong"))
    with pytest.raises(UnavailableError, match=r"127\.0\.0\.1:1 does not answer"):
        away.check()
    with pytest.raises(UnavailableError, match=r"refuses us.*'me'") as error:
        refused.check()
    assert "wrong" not in str(error.value)


def test_nothing_is_taken_or_given_while_the_broker_is_away(url: str) -> None:
    log = KafkaEventLog(elsewhere(url, host="127.0.0.1:1"))
    member = log.subscribe("extract")
    with pytest.raises(UnavailableError):
        log.append([event(1)])
    with pytest.raises(UnavailableError):
        member.poll(0)
    member.keep()
    member.commit([])
    member.close()
    log.close()
