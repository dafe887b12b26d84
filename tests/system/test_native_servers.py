"""The four real servers answer their own clients, refuse wrong passwords and are heard on loopback alone."""

import io
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import pytest

pytestmark = pytest.mark.servers

SERVERS = Path(__file__).parents[2] / "infra" / "native" / "servers"
NOTIFICATIONS = "gazette.bucket"
LOOPBACK = {"0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F"}
LISTENING = "0A"

MODULES = {"kafka": "kafka", "opensearch": "opensearchpy", "s3": "minio", "postgresql+psycopg": "psycopg"}


def client(scheme: str) -> Any:
    return pytest.importorskip(MODULES[scheme], reason="the servers' clients are missing: pip install gazette[servers]")


def ask(*words: str) -> str:
    return subprocess.run([SERVERS, *words], capture_output=True, text=True, check=False).stdout


@pytest.fixture(scope="module")
def urls() -> dict[str, SplitResult]:
    """Scheme → URL of the running servers."""
    status = ask("status")
    if status.count(" answers ") != len(MODULES):
        pytest.skip(f"the servers do not all answer; `make servers` starts them: {' | '.join(status.splitlines())}")
    values = [line.split("=", 1)[1].strip("'") for line in ask("env").splitlines()]
    return {url.scheme: url for url in map(urlsplit, values)}


@pytest.fixture
def name() -> str:
    return f"test{uuid.uuid4().hex[:12]}"


def kafka_access(url: SplitResult, password: str | None = None) -> dict[str, Any]:
    return {
        "bootstrap_servers": f"{url.hostname}:{url.port}",
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "PLAIN",
        "sasl_plain_username": url.username,
        "sasl_plain_password": password or url.password,
    }


@pytest.fixture
def kafka_admin(urls: dict[str, SplitResult]) -> Iterator[Any]:
    admin = client("kafka").KafkaAdminClient(**kafka_access(urls["kafka"]))
    yield admin
    admin.close()


def values_of(topic: str, url: SplitResult) -> Iterator[bytes]:
    consumer = client("kafka").KafkaConsumer(
        topic, auto_offset_reset="earliest", consumer_timeout_ms=30_000, **kafka_access(url)
    )
    for record in consumer:
        yield record.value
    consumer.close()


def test_kafka_keeps_what_it_is_sent(urls: dict[str, SplitResult], kafka_admin: Any, name: str) -> None:
    kafka_admin.create_topics([client("kafka").admin.NewTopic(name, 1, 1)])
    producer = client("kafka").KafkaProducer(acks="all", **kafka_access(urls["kafka"]))
    producer.send(name, "公报".encode()).get(30)
    producer.close()
    assert next(values_of(name, urls["kafka"])).decode() == "公报"
    kafka_admin.delete_topics([name])


def test_kafka_makes_no_topic_by_itself(kafka_admin: Any, urls: dict[str, SplitResult], name: str) -> None:
    producer = client("kafka").KafkaProducer(max_block_ms=2000, **kafka_access(urls["kafka"]))
    with pytest.raises(client("kafka").errors.KafkaError):
        producer.send(name, b"x").get(10)
    producer.close()
    assert name not in kafka_admin.list_topics()


def test_kafka_refuses_a_wrong_password(urls: dict[str, SplitResult]) -> None:
    """The client goes on trying until it runs out of time."""
    with pytest.raises(client("kafka").errors.KafkaTimeoutError):
        client("kafka").KafkaAdminClient(bootstrap_timeout_ms=12_000, **kafka_access(urls["kafka"], "wrong"))


def minio_client(url: SplitResult, password: str | None = None) -> Any:
    return client("s3").Minio(
        f"{url.hostname}:{url.port}", access_key=url.username, secret_key=password or url.password, secure=False
    )


@pytest.fixture
def bucket(urls: dict[str, SplitResult], name: str) -> Iterator[Any]:
    store = minio_client(urls["s3"])
    store.make_bucket(name)
    yield store
    for held in store.list_objects(name, recursive=True):
        store.remove_object(name, held.object_name)
    store.remove_bucket(name)


def test_minio_gives_back_what_it_was_given(bucket: Any, name: str) -> None:
    bucket.put_object(name, "inbox/公报.txt", io.BytesIO(b"text"), 4)
    assert bucket.get_object(name, "inbox/公报.txt").read() == b"text"


def test_minio_tells_kafka_of_new_objects(
    bucket: Any, kafka_admin: Any, urls: dict[str, SplitResult], name: str
) -> None:
    with suppress(client("kafka").errors.TopicAlreadyExistsError):
        kafka_admin.create_topics([client("kafka").admin.NewTopic(NOTIFICATIONS, 1, 1)])
    kinds = client("s3").notificationconfig
    queue = kinds.QueueConfig(queue="arn:minio:sqs::GAZETTE:kafka", events=["s3:ObjectCreated:*"], config_id="test")
    bucket.set_bucket_notification(name, kinds.NotificationConfig(queue_config_list=[queue]))
    bucket.put_object(name, "inbox/new.txt", io.BytesIO(b"text"), 4)
    assert any(f"{name}/inbox/new.txt".encode() in value for value in values_of(NOTIFICATIONS, urls["kafka"]))


def test_minio_refuses_a_wrong_password(urls: dict[str, SplitResult]) -> None:
    with pytest.raises(client("s3").S3Error, match="SignatureDoesNotMatch"):
        list(minio_client(urls["s3"], "wrong-password").list_buckets())


def postgres_address(url: SplitResult, user: str | None = None, password: str | None = None) -> dict[str, Any]:
    account = {"user": user or url.username, "password": password or url.password}
    return {"host": url.hostname, "port": url.port, "dbname": url.path[1:], "connect_timeout": 10, **account}


def test_postgres_answers_in_unicode(urls: dict[str, SplitResult]) -> None:
    with client("postgresql+psycopg").connect(**postgres_address(urls["postgresql+psycopg"])) as connection:
        assert connection.execute("SELECT length('公报𠀀')").fetchone() == (3,)


@pytest.mark.parametrize(("user", "password", "said"), [(None, "wrong", "password"), ("postgres", None, "pg_hba")])
def test_postgres_refuses(urls: dict[str, SplitResult], user: str | None, password: str | None, said: str) -> None:
    address = postgres_address(urls["postgresql+psycopg"], user, password)
    with pytest.raises(client("postgresql+psycopg").OperationalError, match=said):
        client("postgresql+psycopg").connect(**address)


def test_opensearch_finds_what_it_was_given(urls: dict[str, SplitResult], name: str) -> None:
    search = client("opensearch").OpenSearch([{"host": urls["opensearch"].hostname, "port": urls["opensearch"].port}])
    with pytest.raises(client("opensearch").NotFoundError):
        search.index(index=name, id="1", body={"title": "公报"})
    search.indices.create(index=name)
    search.index(index=name, id="1", body={"title": "公报"}, params={"refresh": "true"})
    found = search.search(index=name, body={"query": {"match_phrase": {"title": "公报"}}})
    search.indices.delete(index=name)
    assert found["hits"]["total"]["value"] == 1


def test_all_listen_on_loopback_alone(urls: dict[str, SplitResult]) -> None:
    ports = {url.port for url in urls.values()}
    lines = [line.split() for table in ("tcp", "tcp6") for line in Path("/proc/net", table).read_text().splitlines()]
    listening = [line[1].split(":") for line in lines if line[3] == LISTENING]
    heard = [(address, int(port, 16)) for address, port in listening if int(port, 16) in ports]
    assert {port for _, port in heard} == ports
    assert {address for address, _ in heard} <= LOOPBACK
