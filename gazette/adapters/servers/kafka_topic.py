"""The topic itself: whether it is there, making it, removing it, and how far a group is behind on it."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import KafkaTimeoutError, NoError, TopicAlreadyExistsError, UnknownTopicOrPartitionError, for_code

from gazette.adapters.servers.kafka_connection import REQUEST_SECONDS, KafkaTopic, connect, milliseconds, translated
from gazette.adapters.servers.kafka_records import envelope_of
from gazette.errors import SettingsError
from gazette.ports import Lag

DAY = 24 * 3600 * 1000
RETENTION = "retention.ms"
LOOK_SECONDS = 0.2
FIRST, EXACT = 100, 1000
"""Up to so many records that wait for a group are looked at one by one to count those meant for it; else the first."""


def group_id(topic: KafkaTopic, group: str) -> str:
    """What the brokers call a group; two installations on one cluster differ in their topic."""
    return f"{topic.name}.{group}"


def check(topic: KafkaTopic) -> None:
    """UnavailableError where no broker answers, lets us in or has the topic."""
    with _admin(topic) as admin:
        _partitions(admin, topic)


def initialise(topic: KafkaTopic) -> bool:
    """Make the topic, or keep it as it is said to be; returns whether anything was made or changed.

    SettingsError where it has fewer partitions than asked for: more of them would tear the events of a key apart.
    """
    with _admin(topic) as admin:
        made = _create(admin, topic)
        held = _partitions(admin, topic)
        if held < topic.partitions:
            raise SettingsError(
                f"the topic {topic.name!r} at {topic.hosts} has {held} partitions, and {topic.partitions} are asked "
                f"for; write partitions={held} into the kafka:// URL, or name another topic"
            )
        return _keep_for_days(admin, topic) or made


def make(topic: KafkaTopic) -> bool:
    """Make the topic; False where it is there already, however it was made."""
    with _admin(topic) as admin:
        return _create(admin, topic)


def remove(topic: KafkaTopic) -> None:
    """Delete the topic with everything in it, and what is remembered of its groups that have no members."""
    with _admin(topic) as admin:
        admin.delete_topics([topic.name])
        groups = [one["group_id"] for one in admin.list_groups()]
        admin.delete_groups([one for one in groups if one.startswith(group_id(topic, ""))])


def lag(topic: KafkaTopic, group: str) -> Sequence[Lag]:
    """How far a group is behind, partition by partition.

    Where more than `EXACT` records wait in a partition, those meant for other groups are counted too.
    """
    with translated(topic), _reader(topic, group) as reader:
        parts = [TopicPartition(topic.name, number) for number in sorted(reader.partitions_for_topic(topic.name))]
        if not parts:
            raise UnknownTopicOrPartitionError(topic.name)
        begins, ends = reader.beginning_offsets(parts), reader.end_offsets(parts)
        reached = {part: max(_committed(reader, part), begins[part]) for part in parts}
        waiting = {part: ends[part] - reached[part] for part in parts}
        few = {part: (reached[part], ends[part]) for part, count in waiting.items() if 0 < count <= EXACT}
        first = {part: min(reached[part] + FIRST, ends[part]) for part in parts}
        many = {part: (reached[part], first[part]) for part, count in waiting.items() if count > EXACT}
        times = _meant_for(reader, group, few | many)
        waiting |= {part: len(times[part]) for part in few}
        return [
            Lag(group, part.partition, reached[part], ends[part], waiting[part], min(times.get(part, ()), default=None))
            for part in parts
        ]


@contextmanager
def _admin(topic: KafkaTopic) -> Iterator[Any]:
    with translated(topic), connect(KafkaAdminClient, topic) as admin:
        yield admin


@contextmanager
def _reader(topic: KafkaTopic, group: str) -> Iterator[Any]:
    """A client that sees what a group has committed, but is no member of it."""
    with connect(KafkaConsumer, topic, group_id=group_id(topic, group), enable_auto_commit=False) as reader:
        yield reader


def _partitions(admin: Any, topic: KafkaTopic) -> int:
    [held] = admin.describe_topics([topic.name])
    error = for_code(held["error_code"])
    if error is not NoError:
        raise error(topic.name)
    return len(held["partitions"])


def _create(admin: Any, topic: KafkaTopic) -> bool:
    wanted = {
        "num_partitions": topic.partitions,
        "replication_factor": topic.replication,
        "configs": {RETENTION: _retention(topic)},
    }
    try:
        admin.create_topics({topic.name: wanted}, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        return False
    return True


def _keep_for_days(admin: Any, topic: KafkaTopic) -> bool:
    """Set how long records are kept, where it is not so already."""
    resource = ConfigResource(ConfigResourceType.TOPIC, topic.name, {RETENTION: _retention(topic)})
    held = admin.describe_configs([resource], config_filter="all")["topic"][topic.name]
    is_other = bool(held[RETENTION]["value"] != _retention(topic))
    if is_other:
        admin.alter_configs([resource])
    return is_other


def _retention(topic: KafkaTopic) -> str:
    return str(topic.retention_days * DAY)


def _committed(reader: Any, part: TopicPartition) -> int:
    return reader.committed(part, timeout_ms=milliseconds(REQUEST_SECONDS)) or 0


def _meant_for(reader: Any, group: str, parts: Mapping[Any, tuple[int, int]]) -> dict[Any, list[datetime]]:
    """The times of the records, from one offset to before another, that are for this group or for all."""
    times: dict[Any, list[datetime]] = {part: [] for part in parts}
    if parts:
        reader.assign(list(parts))
    for part, (begin, _) in parts.items():
        reader.seek(part, begin)
    deadline = time.monotonic() + REQUEST_SECONDS
    while any(reader.position(part) < end for part, (_, end) in parts.items()):
        if time.monotonic() > deadline:
            raise KafkaTimeoutError("records that wait cannot be read")
        for part, records in reader.poll(milliseconds(LOOK_SECONDS)).items():
            ours = [record for record in records if record.offset < parts[part][1]]
            heard = (envelope for envelope in map(envelope_of, ours) if envelope.group in (None, group))
            times[part] += [envelope.time for envelope in heard]
    return times
