"""The event log on Apache Kafka: one topic, key = the event's key, offsets committed by hand."""

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError

from gazette.adapters.servers import kafka_topic
from gazette.adapters.servers.kafka_connection import connect, milliseconds, topic_of, translated
from gazette.adapters.servers.kafka_records import headers_of
from gazette.adapters.servers.kafka_subscription import KafkaSubscription, Timing
from gazette.events import Envelope
from gazette.ports import Lag

__all__ = ["KafkaEventLog", "Timing"]

BLOCK_SECONDS = 5.0
DELIVERY_SECONDS = 15.0
CLOSE_SECONDS = 1.0


class KafkaEventLog:
    """gazette.ports.EventLog, and `initialise` and `remove` for its topic."""

    def __init__(self, url: str, timing: Timing | None = None) -> None:
        self.topic, self.timing = topic_of(url), timing or Timing()
        self.subscriptions: list[KafkaSubscription] = []
        self.producer: Any = None
        self.appending = threading.Lock()

    def append(self, envelopes: Sequence[Envelope]) -> None:
        with self.appending, translated(self.topic):
            try:
                self._send(envelopes)
            except BaseException:
                self._drop_producer()  # so that nothing of this call comes later, after what the next one sends
                raise

    def subscribe(self, group: str) -> KafkaSubscription:
        subscription = KafkaSubscription(self.topic, group, self.timing)
        self.subscriptions.append(subscription)
        return subscription

    def lag(self, group: str) -> Sequence[Lag]:
        return kafka_topic.lag(self.topic, group)

    def check(self) -> None:
        kafka_topic.check(self.topic)

    def close(self) -> None:
        while self.subscriptions:
            self.subscriptions.pop().close()
        self._drop_producer()

    def initialise(self) -> bool:
        """Make the topic, or keep it as the URL says; whether anything was made. SettingsError where it cannot be."""
        return kafka_topic.initialise(self.topic)

    def remove(self) -> None:
        """Delete the topic with everything in it."""
        kafka_topic.remove(self.topic)

    def _send(self, envelopes: Sequence[Envelope]) -> None:
        if not envelopes:
            return
        if self.producer is None:
            self.producer = self._connected()
        sent = [
            self.producer.send(self.topic.name, key=one.key.encode(), value=one.data, headers=headers_of(one))
            for one in envelopes
        ]
        deadline = time.monotonic() + DELIVERY_SECONDS + BLOCK_SECONDS
        for future in sent:
            future.get(max(0.0, deadline - time.monotonic()))

    def _connected(self) -> Any:
        kafka_topic.check(self.topic)
        return connect(
            KafkaProducer,
            self.topic,
            acks="all",
            enable_idempotence=True,
            max_block_ms=milliseconds(BLOCK_SECONDS),
            delivery_timeout_ms=milliseconds(DELIVERY_SECONDS),
            metrics_enabled=False,
        )

    def _drop_producer(self) -> None:
        producer, self.producer = self.producer, None
        if producer is not None:
            with suppress(KafkaError):
                producer.close(timeout=CLOSE_SECONDS)
