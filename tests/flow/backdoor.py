"""The product's backends, opened by the test beside the running processes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from gazette.settings import Settings
from gazette.wiring import Backends, open_backends
from services.ingest.relay import relay
from tests.flow.product import Product

HOLDERS = "SELECT count(DISTINCT holder) FROM leases WHERE name LIKE ?"


@contextmanager
def opened(product: Product) -> Iterator[Backends]:
    """What the processes of a product work on."""
    urls = {name.removeprefix("GAZETTE_").lower(): url for name, url in product.settings.items()}
    with open_backends(Settings(data=product.folder, **urls)) as backends:  # type: ignore[arg-type]
        yield backends


def relay_all(product: Product) -> None:
    """Do once what the ingest role does for a log that does not read the outbox itself."""
    with opened(product) as backends:
        while backends.bell and relay(backends.catalogue, backends.log):
            pass


def sharers(product: Product, group: str) -> int:
    """How many members of a group hold partitions."""
    url = product.settings.get("GAZETTE_EVENT_LOG")
    return sharers_on_kafka(url, group) if url else sharers_on_sqlite(product.folder, group)


def sharers_on_sqlite(folder: Path, group: str) -> int:
    """The same for a data folder."""
    with closing(sqlite3.connect(folder / "gazette.db")) as connection:
        count: int = connection.execute(HOLDERS, [f"{group}/partition/%"]).fetchone()[0]
    return count


def sharers_on_kafka(url: str, group: str) -> int:
    """The same for a topic."""
    from kafka import KafkaAdminClient  # noqa: PLC0415

    from gazette.adapters.servers.kafka_connection import connect, topic_of  # noqa: PLC0415
    from gazette.adapters.servers.kafka_topic import group_id  # noqa: PLC0415

    topic = topic_of(url)
    name = group_id(topic, group)
    with connect(KafkaAdminClient, topic) as admin:
        members = admin.describe_groups([name])[name]["members"]
    held = [one["member_assignment"]["assigned_partitions"] for one in members if one["member_assignment"]]
    return sum(bool(parts) for parts in held)
