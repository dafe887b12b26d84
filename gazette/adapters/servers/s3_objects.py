"""Objects in a bucket of any S3 API: s3://KEY:SECRET@HOST:PORT/BUCKET?secure=true&verify=true&ca=FILE&region=NAME.

The option `notify=ARN` names what the store tells of files that are put into the inbox.
"""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from typing import Any, BinaryIO

from minio import Minio
from minio.commonconfig import CopySource
from minio.error import MinioException, S3Error
from minio.notificationconfig import NotificationConfig, PrefixFilterRule, QueueConfig
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from gazette.adapters.object_keys import WRITING, parts
from gazette.adapters.servers.urls import ServerUrl, parse
from gazette.errors import NoRoomError, NotFoundError, SettingsError, UnavailableError
from gazette.ports import INBOX, StoredObject

TIMES = Timeout(connect=5, read=20)
TRIES = Retry(total=2, read=1, backoff_factor=0.2, status_forcelist=(500, 502, 503, 504), raise_on_status=False)
CONNECTIONS = 40
PART = 16 << 20
"""Bytes that are sent at once; a larger object goes in several parts and shows when the last one is there."""
TO_ITS_END = -1
BUFFER = 1 << 18

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
FULL = {"XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "QuotaExceeded"}
REFUSED = {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"}
GONE = {"NoSuchKey", "PreconditionFailed"}
UNKNOWN_TARGET = "InvalidArgument"
CREATED = "s3:ObjectCreated:*"
NOTIFICATION = "gazette-inbox"
PROBE = f"{WRITING}/check"


class S3ObjectStore:
    """gazette.ports.ObjectStore in a bucket, which `initialise` makes."""

    def __init__(self, url: str) -> None:
        where = parse(url)
        self._client = _client(where)
        self._host, self._bucket, self._region = where.hosts[0], where.path, where.options.get("region")
        self._target = where.options.get("notify")
        self._writes = False

    def put(self, key: str, data: BinaryIO) -> None:
        parts(key)
        data.seek(0)
        with self._translated():
            self._client.put_object(self._bucket, key, data, TO_ITS_END, part_size=PART, num_parallel_uploads=1)

    def open(self, key: str) -> BinaryIO:
        parts(key)
        with self._translated(key):
            answer = self._client.get_object(self._bucket, key)
        return io.BufferedReader(_Body(self, answer), BUFFER)

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        with self._translated():
            for held in self._client.list_objects(self._bucket, prefix, recursive=True):
                if not held.object_name.startswith(f"{WRITING}/"):
                    yield _stored(held)

    def stat(self, key: str) -> StoredObject:
        parts(key)
        with self._translated(key):
            return _stored(self._client.stat_object(self._bucket, key))

    def move(self, key: str, target: str) -> None:
        parts(target)
        held = self.stat(key)
        source = CopySource(self._bucket, key, match_etag=held.tag)
        with self._translated(key):
            self._client.copy_object(self._bucket, target, source)
        if self.stat(key).tag == held.tag:
            self.delete(key)

    def delete(self, key: str) -> None:
        parts(key)
        with self._translated():
            self._client.remove_object(self._bucket, key)

    def check(self) -> None:
        """Ask for the bucket; the first time, and until it has worked, also write an object and remove it."""
        with self._translated():
            if not self._client.bucket_exists(self._bucket):
                raise UnavailableError(f"the object store at {self._host} {self._no_bucket()}")
            if not self._writes:
                self._client.put_object(self._bucket, PROBE, io.BytesIO(), 0)
                self._client.remove_object(self._bucket, PROBE)
                self._writes = True

    def initialise(self) -> bool:
        """Make the bucket; False where it is there already."""
        with self._translated():
            if self._client.bucket_exists(self._bucket):
                return False
            try:
                self._client.make_bucket(self._bucket, self._region)
            except S3Error as error:
                if error.code != "BucketAlreadyOwnedByYou":
                    raise
                return False
            return True

    def announce_inbox(self) -> bool:
        """Have the target of `notify` told of files put into the inbox; False where it is so, or no target is named.

        What others asked the bucket to tell stays. SettingsError where the store does not know the target.
        """
        if not self._target:
            return False
        rule = PrefixFilterRule(INBOX)
        ours = QueueConfig(queue=self._target, events=[CREATED], config_id=NOTIFICATION, prefix_filter_rule=rule)
        with self._translated():
            held = self._client.get_bucket_notification(self._bucket)
            if ours in held.queue_config_list:
                return False
            others = [one for one in held.queue_config_list if one.config_id != NOTIFICATION]
            self._notify(replace(held, queue_config_list=[*others, ours]))
            return True

    def remove(self) -> None:
        """Remove the bucket, which must be empty."""
        with self._translated():
            self._client.remove_bucket(self._bucket)

    def _notify(self, wanted: NotificationConfig) -> None:
        try:
            self._client.set_bucket_notification(self._bucket, wanted)
        except S3Error as error:
            if error.code != UNKNOWN_TARGET:
                raise
            message = f"the object store at {self._host} cannot notify {self._target} ({error.message})"
            raise SettingsError(f"{message}; mend notify= in GAZETTE_OBJECT_STORE or leave it out") from error

    @contextmanager
    def _translated(self, key: str = "") -> Iterator[None]:
        try:
            yield
        except S3Error as error:
            if key and error.code in GONE:
                raise NotFoundError(f"no object {key} is held") from error
            kind = NoRoomError if error.code in FULL else UnavailableError
            raise kind(f"the object store at {self._host} {self._reason(error)}") from error
        except (HTTPError, MinioException) as error:
            mend = "see that it runs and that GAZETTE_OBJECT_STORE names it"
            raise UnavailableError(f"the object store at {self._host} does not answer ({error}); {mend}") from error

    def _no_bucket(self) -> str:
        return f"has no bucket {self._bucket}; `gazette init` makes it"

    def _reason(self, error: S3Error) -> str:
        if error.code == "NoSuchBucket":
            return self._no_bucket()
        if error.code in REFUSED:
            return f"refuses the key and secret of GAZETTE_OBJECT_STORE ({error.code}); mend them or what they may do"
        if error.code in FULL:
            return f"has no room ({error.code}): nothing was stored; make room on its disks"
        return f"cannot do it now ({error.code}: {error.message}); see its log"


class _Body(io.RawIOBase):
    """The bytes of an answer as they come in. Closing gives the connection back."""

    def __init__(self, store: S3ObjectStore, answer: Any) -> None:
        self._store, self._answer = store, answer

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with self._store._translated():
            return int(self._answer.readinto(buffer))

    def readall(self) -> bytes:
        with self._store._translated():
            return bytes(self._answer.read())

    def close(self) -> None:
        if not self.closed:
            self._answer.close()
            self._answer.release_conn()
        super().close()


def _stored(held: Any) -> StoredObject:
    return StoredObject(held.object_name, held.size, held.last_modified.astimezone(UTC), held.etag or "")


def _client(where: ServerUrl) -> Minio:
    where.allow("secure", "verify", "ca", "region", "notify")
    if len(where.hosts) != 1 or not where.user or not where.password or not BUCKET.fullmatch(where.path):
        raise SettingsError(
            "GAZETTE_OBJECT_STORE is written as s3://KEY:SECRET@HOST:PORT/BUCKET; special letters as %XX"
        )
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)
    pool = PoolManager(
        maxsize=CONNECTIONS,
        timeout=TIMES,
        retries=TRIES,
        cert_reqs="CERT_REQUIRED" if where.switch("verify", True) else "CERT_NONE",
        ca_certs=where.options.get("ca"),
    )
    try:
        return Minio(
            where.hosts[0],
            where.user,
            where.password,
            secure=where.switch("secure", True),
            region=where.options.get("region"),
            http_client=pool,
        )
    except ValueError as error:
        raise SettingsError(f"GAZETTE_OBJECT_STORE cannot be used: {error}") from error
