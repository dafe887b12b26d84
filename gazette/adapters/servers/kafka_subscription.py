"""One member of a consumer group on Kafka.

The client is made at the first poll, and one thread alone uses it. The library sends signs of life from a thread of
its own; a member that neither polls nor keeps in touch for too long leaves the group by itself.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.consumer.subscription_state import ConsumerRebalanceListener
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.errors import CommitFailedError, KafkaError, RebalanceInProgressError
from kafka.structs import MemberState

from gazette.adapters.servers.kafka_connection import REQUEST_SECONDS, KafkaTopic, connect, milliseconds, translated
from gazette.adapters.servers.kafka_records import envelope_of
from gazette.adapters.servers.kafka_rejoin import remember_answers
from gazette.adapters.servers.kafka_topic import check, group_id
from gazette.ports import Delivery

CLOSE_SECONDS = 1.0
PROOF_SECONDS = 5.0
SETTLE_SECONDS = 0.2
COMMITS = 3

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds after which a member is replaced that neither polls nor keeps in touch, and one whose process is gone.

    Processes give a sign of life every `heartbeat`. Brokers refuse a `session` under 6 s
    (`group.min.session.timeout.ms`).
    """

    silence: float = 30.0
    session: float = 10.0
    heartbeat: float = 1.0

    def settings(self) -> dict[str, Any]:
        """What the library is told."""
        return {
            "max_poll_interval_ms": milliseconds(self.silence),
            "session_timeout_ms": milliseconds(self.session),
            "heartbeat_interval_ms": milliseconds(min(self.heartbeat, self.silence / 3)),
        }


@dataclass(slots=True)
class Held:
    """Where a partition stands that is ours: last offset given, first not looked at, first not committed."""

    given: int = -1
    next: int = 0
    done: int = 0


class KafkaSubscription:
    """gazette.ports.Subscription."""

    def __init__(self, topic: KafkaTopic, group: str, timing: Timing) -> None:
        self.topic, self.group, self.timing = topic, group, timing
        self.consumer: Any = None
        self.held: dict[int, Held] = {}
        self.is_working = False
        self.kept_at = self.proved_at = time.monotonic()

    def poll(self, timeout: float, limit: int = 1) -> Sequence[Delivery]:
        deadline = time.monotonic() + timeout
        with translated(self.topic):
            consumer = self._resumed()
            while True:
                left = max(0.0, deadline - time.monotonic())
                deliveries = self._take(consumer.poll(milliseconds(left), max_records=limit))
                if deliveries or time.monotonic() >= deadline:
                    break
            self._prove(deliveries)
        self.kept_at = time.monotonic()
        return deliveries

    def commit(self, deliveries: Sequence[Delivery]) -> None:
        with translated(self.topic):
            for _ in range(COMMITS):
                offsets = self._reached(deliveries)
                if not offsets or self._committed(offsets):
                    return
                self._settle()
        log.info("commit_dropped", group=self.group, partitions=sorted(offsets))

    def seek(self, delivery: Delivery) -> None:
        if self.holds(delivery):
            self.consumer.seek(self._part(delivery.partition), delivery.offset)
            held = self.held[delivery.partition]
            held.given, held.next = delivery.offset - 1, delivery.offset

    def holds(self, delivery: Delivery) -> bool:
        held = self.held.get(delivery.partition)
        return held is not None and delivery.offset <= held.given

    def keep(self) -> None:
        """A broker that is away is not this call's to tell: the work goes on, and the commit will find out."""
        if self.consumer is None or time.monotonic() - self.kept_at < self.timing.heartbeat / 2:
            return
        with suppress(KafkaError):
            self._idle(0)
            if self._is_joining():
                self._idle(SETTLE_SECONDS)
        self.kept_at = time.monotonic()

    def close(self) -> None:
        consumer, self.consumer = self.consumer, None
        self.held.clear()
        if consumer is not None:
            with suppress(KafkaError):
                consumer.close(autocommit=False, timeout_ms=milliseconds(CLOSE_SECONDS))

    def forget(self, parts: Iterable[TopicPartition]) -> None:
        """These partitions are no longer ours, or ours anew."""
        for part in parts:
            self.held.pop(part.partition, None)

    def hold_back(self, parts: Iterable[TopicPartition]) -> None:
        """Partitions that come while work runs wait for the next poll."""
        self.forget(parts)
        if self.is_working:
            self.consumer.pause(*parts)

    def _resumed(self) -> Any:
        if self.consumer is None:
            self.consumer = self._join()
        self.is_working = False
        self.consumer.resume(*self.consumer.paused())
        return self.consumer

    def _join(self) -> Any:
        check(self.topic)
        consumer = connect(
            KafkaConsumer,
            self.topic,
            group_id=group_id(self.topic, self.group),
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            partition_assignment_strategy=[CooperativeStickyAssignor],
            metrics_enabled=False,
            **self.timing.settings(),
        )
        remember_answers(consumer)
        consumer.subscribe([self.topic.name], listener=_Listener(self))
        consumer.partitions_for_topic(self.topic.name)  # a leader that does not know them yet shares out nothing
        return consumer

    def _take(self, fetched: Mapping[TopicPartition, Sequence[Any]]) -> list[Delivery]:
        deliveries = []
        for part, records in fetched.items():
            held = self.held.setdefault(part.partition, Held())
            for record in records:
                held.next = record.offset + 1
                envelope = envelope_of(record)
                if envelope.group in (None, self.group):
                    held.given = record.offset
                    deliveries.append(Delivery(part.partition, record.offset, envelope))
        return deliveries

    def _prove(self, deliveries: Sequence[Delivery]) -> None:
        """Silence may be an empty log or a broker that is away; the library does not tell, so now and then we ask."""
        if not deliveries:
            if time.monotonic() - self.proved_at < PROOF_SECONDS:
                return
            self.consumer.committed(self._part(0), timeout_ms=milliseconds(PROOF_SECONDS))
        self.proved_at = time.monotonic()

    def _reached(self, deliveries: Sequence[Delivery]) -> dict[int, int]:
        """Partition → the offset to commit, where it is ours, was given since it is ours, and is further than before.

        When everything given is done, so is what follows and is meant for other groups.
        """
        last = {one.partition: one.offset for one in sorted(deliveries, key=lambda one: one.offset)}
        reached = {}
        for number, offset in last.items():
            held = self.held.get(number)
            if held and offset <= held.given:
                reached[number] = held.next if offset == held.given else offset + 1
        return {number: offset for number, offset in reached.items() if offset > self.held[number].done}

    def _committed(self, reached: Mapping[int, int]) -> bool:
        """Commit; False where the group is being shared out anew."""
        offsets = {self._part(number): OffsetAndMetadata(offset, "", -1) for number, offset in reached.items()}
        try:
            self.consumer.commit(offsets, timeout_ms=milliseconds(REQUEST_SECONDS))
        except (CommitFailedError, RebalanceInProgressError):
            return False
        for number, offset in reached.items():
            self.held[number].done = offset
        return True

    def _settle(self) -> None:
        """Take part in sharing out the group anew, until that is over."""
        deadline = time.monotonic() + self.timing.session
        self._idle(0)
        while self._is_joining() and time.monotonic() < deadline:
            self._idle(SETTLE_SECONDS)

    def _idle(self, seconds: float) -> None:
        """Poll with every partition paused, also those that come while it goes on."""
        self.is_working = True
        self.consumer.pause(*self.consumer.assignment())
        self.consumer.poll(milliseconds(seconds))

    def _is_joining(self) -> bool:
        return bool(self.consumer.group_metadata().state != MemberState.STABLE)

    def _part(self, number: int) -> TopicPartition:
        return TopicPartition(self.topic.name, number)


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    """Called by the library's thread while ours waits in a poll."""

    def __init__(self, subscription: KafkaSubscription) -> None:
        self.subscription = subscription

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        self.subscription.forget(revoked)

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self.subscription.hold_back(assigned)
