"""Rings when a record comes into the topic that the object store tells of new files; what it says is not read."""

import time
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog
from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from gazette.adapters.servers import kafka_topic
from gazette.adapters.servers.kafka_connection import connect, milliseconds, topic_of, translated
from gazette.errors import SettingsError, UnavailableError

CLOSE_SECONDS = 1.0

log = structlog.get_logger()


class KafkaBell:
    """gazette.ports.Bell on all partitions of a topic, without a group: whoever listens hears every record.

    Used by one thread. A lost connection is made anew at the next wait, and rings: records may have been missed.
    """

    def __init__(self, url: str, topic: str) -> None:
        events = topic_of(url)
        if events.name == topic:
            raise SettingsError(f"GAZETTE_INBOX_TOPIC must not be the topic of the events, {topic!r}; name another one")
        self.topic = replace(events, name=topic, partitions=1, retention_days=1)
        self.consumer: Any = None
        self.problem = ""

    def wait(self, seconds: float) -> bool:
        """Return True when the bell rang, False after so long; also while no broker answers."""
        deadline = time.monotonic() + seconds
        try:
            with translated(self.topic):
                rang = self._rang(seconds)
        except UnavailableError as error:
            self._lost(error)
            time.sleep(max(0.0, deadline - time.monotonic()))
            return False
        self.problem = ""
        return rang

    def initialise(self) -> bool:
        """Make the topic; False where it is there already, with however many partitions."""
        return kafka_topic.make(self.topic)

    def close(self) -> None:
        """Let go of the connection."""
        consumer, self.consumer = self.consumer, None
        if consumer is not None:
            with suppress(KafkaError):
                consumer.close(autocommit=False, timeout_ms=milliseconds(CLOSE_SECONDS))

    def _rang(self, seconds: float) -> bool:
        if self.consumer is None:
            self._listen()
            return True
        return bool(self.consumer.poll(milliseconds(seconds)))

    def _listen(self) -> None:
        """From the end of every partition on."""
        kafka_topic.check(self.topic)
        self.consumer = connect(
            KafkaConsumer, self.topic, group_id=None, enable_auto_commit=False, metrics_enabled=False
        )
        parts = [
            TopicPartition(self.topic.name, number) for number in self.consumer.partitions_for_topic(self.topic.name)
        ]
        self.consumer.assign(parts)
        for part, end in self.consumer.end_offsets(parts).items():
            self.consumer.seek(part, end)

    def _lost(self, error: UnavailableError) -> None:
        """Said once, until it is heard again or something else is wrong."""
        self.close()
        if self.problem != str(error):
            log.warning("no_inbox_hints", problem=str(error))
        self.problem = str(error)
