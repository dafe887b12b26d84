"""Hints of the store about new files: quick where they come, harmless where they come twice, never relied on."""

import io
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.flow.issues import small
from tests.flow.product import PATIENCE, Product
from tests.flow.sizes import SERVERS, environment

pytestmark = pytest.mark.servers

TOPIC, TARGET = "gazette.bucket", "arn:minio:sqs::GAZETTE:kafka"
"""What infra/native gives the store to tell, and its name for it."""
SELDOM = str(3600 + PATIENCE)
"""A listing so seldom that no test lasts until the second one."""
STEPS = ("ingest", "extract", "classify", "index")
JUNK = (b"", b"\x00\xff\xfe", b"null", b'{"Records": "none"}', b"[" * 1000)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    """Names of its own on the servers, without hints."""
    monkeypatch.setenv("GAZETTE_INBOX_SETTLE_SECONDS", "0.5")
    with environment(SERVERS) as settings:
        yield settings


@pytest.fixture
def hinted(plain: Mapping[str, str]) -> Mapping[str, str]:
    """The same with hints, and the listing as good as off."""
    store = f"{plain['GAZETTE_OBJECT_STORE']}&notify={TARGET}"
    settings = {**plain, "GAZETTE_OBJECT_STORE": store, "GAZETTE_INBOX_TOPIC": TOPIC, "GAZETTE_INBOX_SECONDS": SELDOM}
    assert "inbox notification" in init(settings)
    assert "Made" not in init(settings)
    return settings


@pytest.fixture
def products() -> Iterator[list[Product]]:
    """Those that a test has started; they are stopped in the end."""
    running: list[Product] = []
    yield running
    for one in running:
        one.stop()
        one.http.close()


def init(settings: Mapping[str, str]) -> str:
    command = [sys.executable, "-m", "services", "init"]
    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout


def started(products: list[Product], folder: Path, settings: Mapping[str, str], *more: str) -> Product:
    product = Product(folder / "data", settings)
    products.append(product)
    product.start("serve")
    for role in more:
        product.start("run", role)
    product.wait_for_gateway()
    return product


def put(settings: Mapping[str, str], name: str, data: bytes) -> None:
    """By a client that knows nothing of us."""
    from minio import Minio  # noqa: PLC0415 - an extra

    url = urlsplit(settings["GAZETTE_OBJECT_STORE"])
    client = Minio(f"{url.hostname}:{url.port}", url.username, url.password, secure=False)
    client.put_object(url.path.lstrip("/"), f"inbox/{name}", io.BytesIO(data), len(data))


def ready(product: Product, count: int) -> None:
    """So many issues, each ready and done once."""
    product.wait(lambda: product.get("/issues")["total"] >= count)
    product.wait(lambda: {one["status"] for one in product.get("/issues")["items"]} == {"ready"})
    assert product.get("/issues")["total"] == count
    assert product.get("/documents")["total"] == 3 * count
    for issue in product.get("/issues")["items"]:
        rows = product.get(f"/issues/{issue['id']}/timeline")["items"]
        done = [row["stage"] for row in rows if row["status"] == "done"]
        assert [done.count(stage) for stage in STEPS] == [1] * len(STEPS), rows


class Hints:
    """The topic that the store writes to, heard and written by hand."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        from kafka import KafkaConsumer, KafkaProducer, TopicPartition  # noqa: PLC0415

        from gazette.adapters.servers.kafka_connection import connect, topic_of  # noqa: PLC0415

        topic = topic_of(settings["GAZETTE_EVENT_LOG"])
        self.bucket = urlsplit(settings["GAZETTE_OBJECT_STORE"]).path.lstrip("/").encode()
        self.consumer = connect(KafkaConsumer, topic, group_id=None)
        parts = [TopicPartition(TOPIC, number) for number in self.consumer.partitions_for_topic(TOPIC)]
        self.consumer.assign(parts)
        for part, end in self.consumer.end_offsets(parts).items():
            self.consumer.seek(part, end)
        self.producer = connect(KafkaProducer, topic)

    def heard(self) -> list[bytes]:
        """What was told of this bucket since the last time."""
        polled = self.consumer.poll(100).values()
        return [one.value for records in polled for one in records if one.value and self.bucket in one.value]

    def send(self, *values: bytes) -> None:
        for value in values:
            self.producer.send(TOPIC, value).get(PATIENCE)

    def close(self) -> None:
        self.consumer.close()
        self.producer.close()


@pytest.fixture
def hints(hinted: Mapping[str, str]) -> Iterator[Hints]:
    made = Hints(hinted)
    yield made
    made.close()


def test_a_file_is_taken_without_waiting_for_the_listing(
    hinted: Mapping[str, str], products: list[Product], tmp_path: Path
) -> None:
    product = started(products, tmp_path, hinted)
    for number in range(1, 4):
        put(hinted, f"2021/第{number}期.txt", small(number))
        ready(product, number)


def test_doubled_hints_and_junk_heard_by_two_at_once(
    hinted: Mapping[str, str], hints: Hints, products: list[Product], tmp_path: Path
) -> None:
    product = started(products, tmp_path, hinted, "ingest")
    count, told = 12, list[bytes]()
    for number in range(1, count + 1):
        put(hinted, f"{number} {uuid.uuid4().hex}.txt", small(number))
        hints.send(JUNK[number % len(JUNK)])

    def all_told() -> bool:
        new = [one for one in hints.heard() if one not in told]
        hints.send(*new, *new)
        told.extend(new)
        return len(told) >= count

    product.wait(all_told)
    ready(product, count)
    hints.send(*told, *told, *JUNK)
    put(hinted, "last.txt", small(count + 1))
    ready(product, count + 1)
    assert product.http.get("/readyz").status_code == 200


@pytest.mark.parametrize("listens", [False, True], ids=["no hints", "hints that never come"])
def test_without_hints_the_listing_takes_it(
    plain: Mapping[str, str], products: list[Product], tmp_path: Path, *, listens: bool
) -> None:
    settings = {**plain, "GAZETTE_INBOX_SECONDS": "0.5"} | ({"GAZETTE_INBOX_TOPIC": TOPIC} if listens else {})
    init(settings)
    product = started(products, tmp_path, settings)
    for number in range(1, 3):
        put(settings, f"{number}.txt", small(number))
        ready(product, number)
