"""What every object store does."""

import hashlib
import io
from datetime import UTC, timedelta

import pytest

from gazette.errors import NotFoundError
from gazette.events import now
from gazette.model import source_key
from gazette.ports import ObjectStore
from tests.at_once import at_once
from tests.contract.adapters import Place

MEGABYTE = 1 << 20
LARGE = bytes(range(256)) * (5 * MEGABYTE // 256)


def put(objects: ObjectStore, key: str, data: bytes) -> None:
    objects.put(key, io.BytesIO(data))


def read(objects: ObjectStore, key: str) -> bytes:
    with objects.open(key) as data:
        return data.read()


def keys(objects: ObjectStore, prefix: str = "") -> list[str]:
    return [held.key for held in objects.list(prefix)]


class Cable(io.BytesIO):
    """A stream that breaks after so many bytes."""

    def __init__(self, data: bytes, whole: int, error: BaseException) -> None:
        super().__init__(data)
        self.left, self.error = whole, error

    def read(self, size: int | None = -1, /) -> bytes:
        if self.left <= 0:
            raise self.error
        some = super().read(min(self.left, size if size and size > 0 else self.left))
        self.left -= len(some)
        return some


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00", bytes(range(256)) * 3, "公报\r\n第1期\r".encode("gb18030"), b"\r\n\n\r"],
    ids=["nothing", "nul", "every byte", "gb18030", "line ends"],
)
def test_what_was_put_is_what_is_read(objects: ObjectStore, data: bytes) -> None:
    put(objects, "a/b", data)
    assert read(objects, "a/b") == data


def test_what_was_put_is_there_for_other_processes(place: Place) -> None:
    put(place.objects(), "a/b", b"text")
    assert read(place.objects(), "a/b") == b"text"


def test_same_key_again_replaces(objects: ObjectStore) -> None:
    put(objects, "a/b", b"a longer text than the next")
    put(objects, "a/b", b"next")
    assert read(objects, "a/b") == b"next"
    assert keys(objects) == ["a/b"]


def test_large_stream_is_read_from_its_beginning(objects: ObjectStore) -> None:
    stream = io.BytesIO(LARGE)
    stream.seek(MEGABYTE)
    objects.put("large", stream)
    assert hashlib.sha256(read(objects, "large")).digest() == hashlib.sha256(LARGE).digest()


def test_an_open_object_stays_whole_while_it_is_replaced(objects: ObjectStore) -> None:
    put(objects, "a", LARGE)
    with objects.open("a") as data:
        begin = data.read(10)
        put(objects, "a", b"short")
        assert begin + data.read() == LARGE


def test_absent_key_is_not_found(objects: ObjectStore) -> None:
    put(objects, "a/b/c", b"x")
    for key in ("a/b/d", "a/b", "a", "a/b/c/d"):
        with pytest.raises(NotFoundError):
            objects.open(key)


def test_list_is_in_order_of_the_keys(objects: ObjectStore) -> None:
    some = ["b", "a/b", "a-b", "a/b.c", "a.b", "ab", "a/公报", "a/\U00020000", "a/Z"]
    for key in some:
        put(objects, key, key.encode())
    assert keys(objects) == sorted(some)


def test_list_holds_what_begins_so(objects: ObjectStore) -> None:
    for key in ("sha256/ab/1", "sha256/ac/2", "sha2", "derived/ab/text"):
        put(objects, key, b"x")
    assert keys(objects, "sha256/") == ["sha256/ab/1", "sha256/ac/2"]
    assert keys(objects, "sha256/a") == ["sha256/ab/1", "sha256/ac/2"]
    assert keys(objects, "sha") == ["sha2", "sha256/ab/1", "sha256/ac/2"]
    assert keys(objects, "nothing") == []


def test_list_tells_size_and_time(objects: ObjectStore) -> None:
    before = now() - timedelta(seconds=5)
    put(objects, "a", b"12345")
    [held] = objects.list()
    assert held.size == 5
    assert held.modified.tzinfo == UTC
    assert before < held.modified < now() + timedelta(seconds=5)


def test_an_empty_store_lists_nothing(objects: ObjectStore) -> None:
    assert keys(objects) == []


def test_stat_tells_of_one_what_list_tells_of_all(objects: ObjectStore) -> None:
    put(objects, "a/b", b"12345")
    [listed] = objects.list()
    found = objects.stat("a/b")
    assert (found.key, found.size, found.tag) == (listed.key, listed.size, listed.tag) == ("a/b", 5, found.tag)
    assert abs(found.modified - listed.modified) <= timedelta(seconds=1)
    for key in ("a", "a/c", "a/b/c", "", "../a/b"):
        with pytest.raises(NotFoundError):
            objects.stat(key)


def test_the_tag_changes_with_the_bytes(objects: ObjectStore) -> None:
    put(objects, "a", b"one")
    first = objects.stat("a").tag
    put(objects, "a", b"two")
    assert first
    assert objects.stat("a").tag not in ("", first)
    assert objects.stat("a").tag == objects.stat("a").tag


def test_moved_is_whole_under_its_new_key_alone(objects: ObjectStore) -> None:
    put(objects, "a/b", LARGE)
    put(objects, "c/d", b"is replaced")
    objects.move("a/b", "c/d")
    assert keys(objects) == ["c/d"]
    assert read(objects, "c/d") == LARGE
    objects.move("c/d", "e/公报 +&%.txt")
    assert keys(objects) == ["e/公报 +&%.txt"]
    objects.move("e/公报 +&%.txt", "f")
    assert read(objects, "f") == LARGE


def test_what_is_not_there_cannot_be_moved(objects: ObjectStore) -> None:
    put(objects, "a", b"x")
    for key, target in (("b", "c"), ("a", "../c"), ("../a", "c"), ("a/", "c")):
        with pytest.raises(NotFoundError):
            objects.move(key, target)
    assert keys(objects) == ["a"]


def test_deleted_is_gone_and_deleting_again_does_nothing(objects: ObjectStore) -> None:
    put(objects, "a/b", b"x")
    put(objects, "a/c", b"y")
    for _ in range(2):
        objects.delete("a/b")
        assert keys(objects) == ["a/c"]
    objects.delete("a")
    objects.delete("never/there")
    assert read(objects, "a/c") == b"y"


@pytest.mark.parametrize(
    "key",
    ["", ".", "..", "../outside", "a/../../outside", "/etc/passwd", "a/../b", "a//b", "a/", "./a", "a\x00b"],
)
def test_keys_that_climb_are_refused(objects: ObjectStore, key: str) -> None:
    put(objects, "b", b"x")
    with pytest.raises(NotFoundError):
        put(objects, key, b"y")
    with pytest.raises(NotFoundError):
        objects.open(key)
    with pytest.raises(NotFoundError):
        objects.delete(key)
    assert keys(objects) == ["b"]


@pytest.mark.parametrize("error", [ConnectionResetError("cut off"), ValueError("odd"), KeyboardInterrupt()], ids=repr)
def test_nothing_of_a_broken_write_is_visible(place: Place, error: BaseException) -> None:
    objects = place.objects()
    put(objects, "held", b"before")
    for key in ("new", "held"):
        with pytest.raises(BaseException, match=str(error) or None):
            objects.put(key, Cable(LARGE, 2 * MEGABYTE + 1, error))
    assert keys(place.objects()) == ["held"]
    assert read(objects, "held") == b"before"
    with pytest.raises(NotFoundError):
        objects.open("new")


def test_nothing_of_a_killed_write_is_visible(place: Place) -> None:
    script = """
import io, os, signal
class Deadly(io.BytesIO):
    def read(self, size=-1, /):
        some = super().read(size)
        if not some:
            os.kill(os.getpid(), signal.SIGKILL)
        return some
place.objects().put("new", Deadly(b"x" * 3_000_000))
"""
    killed = place.process(script)
    assert killed.wait(30) < 0, killed.communicate()[0]
    killed.communicate()
    assert keys(place.objects()) == []


def test_the_same_key_from_many_at_once_is_one_of_them_whole(place: Place) -> None:
    texts = [bytes([number]) * MEGABYTE for number in range(6)]
    at_once(6, lambda number: put(place.objects(), source_key("ab" * 32), texts[number]))
    assert keys(place.objects()) == [source_key("ab" * 32)]
    assert read(place.objects(), source_key("ab" * 32)) in texts


def test_check_is_content_and_leaves_nothing(objects: ObjectStore) -> None:
    objects.check()
    assert keys(objects) == []


def test_a_key_may_go_on_from_another(request: pytest.FixtureRequest, adapter: str, objects: ObjectStore) -> None:
    a_file_is_no_folder = pytest.mark.xfail(adapter == "embedded", reason="a file is no folder", strict=True)
    request.applymarker(a_file_is_no_folder)
    put(objects, "a", b"x")
    put(objects, "a/b", b"y")
    assert (read(objects, "a"), read(objects, "a/b")) == (b"x", b"y")
    objects.delete("a")
    assert keys(objects) == ["a/b"]


@pytest.mark.xfail(reason="a file is no folder; MinIO lists no key below another one", strict=True)
def test_a_key_that_goes_on_from_another_is_listed(objects: ObjectStore) -> None:
    put(objects, "a", b"x")
    try:
        put(objects, "a/b", b"y")
        assert keys(objects) == ["a", "a/b"]
    finally:
        objects.delete("a/b")
