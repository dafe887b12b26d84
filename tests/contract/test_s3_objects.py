"""What only the S3 adapter promises: its bucket, plain sentences for what is wrong, connections given back."""

import io
import socket
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import pytest
from minio.notificationconfig import NotificationConfig, PrefixFilterRule, QueueConfig

from gazette.adapters.servers.s3_objects import CONNECTIONS, S3ObjectStore
from gazette.errors import SettingsError, UnavailableError
from tests.contract.servers import renamed, urls

TARGET = "arn:minio:sqs::GAZETTE:kafka"
LARGE = bytes(range(256)) * 40_000


@pytest.fixture
def url() -> str:
    """A bucket that is not there yet."""
    return renamed(urls()["GAZETTE_OBJECT_STORE"], f"test{uuid.uuid4().hex[:12]}")


@pytest.fixture
def store(url: str) -> Iterator[S3ObjectStore]:
    store = S3ObjectStore(url)
    store.initialise()
    yield store
    for held in store.list():
        store.delete(held.key)
    store.remove()


def silent_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def changed(url: str, *, user: str | None = None, password: str | None = None, port: int | None = None) -> str:
    """The same URL with another account or port."""
    parts = urlsplit(url)
    account = f"{user or parts.username}:{password or parts.password}"
    return urlunsplit(parts._replace(netloc=f"{account}@{parts.hostname}:{port or parts.port}"))


def complaint(store: S3ObjectStore) -> str:
    with pytest.raises(UnavailableError) as caught:
        store.check()
    return str(caught.value)


@pytest.mark.servers
def test_the_bucket_is_made_once(url: str) -> None:
    store = S3ObjectStore(url)
    assert "`gazette init`" in complaint(store)
    assert [store.initialise(), S3ObjectStore(url).initialise()] == [True, False]
    store.check()
    store.remove()
    assert "`gazette init`" in complaint(store)


@pytest.mark.servers
def test_nothing_can_be_done_without_the_bucket(url: str) -> None:
    store = S3ObjectStore(url)
    for call in (
        lambda: store.put("a", io.BytesIO(b"x")),
        lambda: store.open("a"),
        lambda: list(store.list()),
        lambda: store.delete("a"),
    ):
        with pytest.raises(UnavailableError, match="gazette init"):
            call()


@pytest.mark.servers
@pytest.mark.usefixtures("store")
def test_what_is_wrong_is_said_and_no_secret_with_it(url: str) -> None:
    port = silent_port()
    wrong = {
        "secret": changed(url, password="another" * 3),
        "key": changed(url, user="somebody"),
        "server": changed(url, port=port),
        "TLS": url.replace("secure=false", "secure=true"),
    }
    said = {name: complaint(S3ObjectStore(one)) for name, one in wrong.items()}
    assert "SignatureDoesNotMatch" in said["secret"]
    assert "InvalidAccessKeyId" in said["key"]
    assert f"127.0.0.1:{port} does not answer" in said["server"]
    assert "does not answer" in said["TLS"]
    for sentence in said.values():
        assert "GAZETTE_OBJECT_STORE" in sentence
        assert str(urlsplit(url).password) not in sentence
        assert "another" not in sentence


@pytest.mark.servers
def test_objects_that_are_left_unread_keep_no_connection(store: S3ObjectStore) -> None:
    store.put("large", io.BytesIO(LARGE))
    for _ in range(3 * CONNECTIONS):
        with store.open("large") as data:
            assert data.read(3) == LARGE[:3]
    with store.open("large") as data:
        assert b"".join(iter(lambda: data.read(100_000), b"")) == LARGE


@pytest.mark.servers
def test_an_object_of_several_parts_comes_back_whole(store: S3ObjectStore) -> None:
    whole = LARGE * 4
    store.put("parts", io.BytesIO(whole))
    with store.open("parts") as data:
        assert data.read() == whole
    assert [held.size for held in store.list()] == [len(whole)]


@pytest.mark.servers
def test_only_the_first_check_writes(store: S3ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    put = store._client.put_object

    def noted(*given: Any) -> Any:
        written.append(given[1])
        return put(*given)

    monkeypatch.setattr(store._client, "put_object", noted)
    for _ in range(3):
        store.check()
    assert written == [".writing/check"]
    assert not list(store._client.list_objects(store._bucket, recursive=True))
    store.remove()
    with pytest.raises(UnavailableError, match=r"no bucket .*`gazette init` makes it"):
        store.check()
    store.initialise()


@pytest.mark.servers
def test_what_a_check_leaves_behind_is_not_listed(store: S3ObjectStore) -> None:
    store._client.put_object(store._bucket, ".writing/check", io.BytesIO(), 0)
    assert list(store.list()) == []
    store.check()


@pytest.mark.servers
def test_the_store_is_asked_once_to_tell_of_the_inbox(store: S3ObjectStore, url: str) -> None:
    others = QueueConfig(queue=TARGET, events=["s3:ObjectRemoved:*"], config_id="of somebody else")
    store._client.set_bucket_notification(store._bucket, NotificationConfig(queue_config_list=[others]))
    assert not store.announce_inbox(), "no target is named"
    asking = f"{url}&notify={TARGET}"
    assert [S3ObjectStore(asking).announce_inbox() for _ in range(2)] == [True, False]
    theirs, ours = sorted(
        store._client.get_bucket_notification(store._bucket).queue_config_list, key=lambda one: one.events, reverse=True
    )
    assert theirs == others
    assert (ours.queue, ours.events, ours.prefix_filter_rule) == (
        TARGET,
        ["s3:ObjectCreated:*"],
        PrefixFilterRule("inbox/"),
    )


@pytest.mark.servers
def test_a_target_that_the_store_does_not_know_is_named(store: S3ObjectStore, url: str) -> None:
    assert not store.announce_inbox()
    for target in ("arn:minio:sqs::NOBODY:kafka", "gazette.bucket"):
        with pytest.raises(SettingsError, match=f"cannot notify {target} .*; mend notify= in GAZETTE_OBJECT_STORE"):
            S3ObjectStore(f"{url}&notify={target}").announce_inbox()


@pytest.mark.parametrize(
    "url",
    [
        "s3://127.0.0.1:9000/bucket",
        "s3://key@127.0.0.1:9000/bucket",
        "s3://key:secret@127.0.0.1:9000/",
        "s3://key:secret@127.0.0.1:9000/Bucket",
        "s3://key:secret@127.0.0.1:9000/a/b",
        "s3://key:secret@127.0.0.1:9000,127.0.0.1:9001/bucket",
        "s3://key:secret@127.0.0.1:port/bucket",
        "s3://key:secret@/bucket",
        "s3://key:sec/secret@127.0.0.1:9000/bucket",
        "s3://key:secret@127.0.0.1:9000/bucket?secure=no",
        "s3://key:secret@127.0.0.1:9000/bucket?timeout=1",
    ],
)
def test_a_url_that_makes_no_sense_is_refused_without_telling_the_secret(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        S3ObjectStore(url)
    assert "secret" not in str(caught.value).replace("SECRET", "")


def test_letters_of_a_secret_can_be_written_as_percent() -> None:
    secret = "a/b+c@d:e %公"
    store = S3ObjectStore(f"s3://key:{quote(secret, safe='')}@127.0.0.1:9000/bucket")
    client: Any = store._client
    credentials = client._provider.retrieve()
    assert (credentials.access_key, credentials.secret_key) == ("key", secret)
