"""What is read of a package stops where docs/formats.md says; each limit alone, with the others out of the way."""

import io
import random
import zipfile

import pytest

from gazette.errors import RejectedError
from services.extract.formats import package as reader
from services.extract.formats.package import MOST_ELEMENTS, Package
from services.extract.formats.refused import kind_of
from services.extract.limits import Limits
from tests.formats.zips import zipped

WIDE = Limits(expansion=1_000_000, unpacked_mb=4_096)
MEBIBYTE = 1 << 20


def package(*parts: bytes) -> bytes:
    return zipped(*((f"{number}.xml", data) for number, data in enumerate(parts)))


def noise(size: int) -> bytes:
    """Bytes that no packing makes smaller."""
    return random.Random(size).randbytes(size)


def code(data: bytes, limits: Limits, *names: str, is_xml: bool = False) -> str | None:
    """How reading these parts ends."""
    try:
        opened = Package(data, limits)
        for name in names:
            opened.xml(name) if is_xml else opened.read(name)
    except RejectedError as refused:
        return refused.code
    return None


def test_one_part() -> None:
    data = package(bytes(64 * MEBIBYTE), bytes(64 * MEBIBYTE + 1))
    assert code(data, WIDE, "0.xml") is None
    assert code(data, WIDE, "1.xml") == "too_large_expanded"


def test_all_that_is_read() -> None:
    data, limits = package(*[noise(700_000)] * 3), Limits(unpacked_mb=2)
    assert code(data, limits, "0.xml", "1.xml") is None
    assert code(data, limits, "0.xml", "1.xml", "2.xml") == "too_large_expanded"


def test_expansion_above_a_mebibyte() -> None:
    data = package(bytes(MEBIBYTE), bytes(MEBIBYTE + 1))
    assert code(data, Limits(), "0.xml") is None
    assert code(data, Limits(), "1.xml") == "too_large_expanded"
    half = noise(MEBIBYTE) + bytes(MEBIBYTE)
    assert code(package(half), Limits(expansion=2), "0.xml") is None
    assert code(package(half + bytes(MEBIBYTE)), Limits(expansion=2), "0.xml") == "too_large_expanded"


def test_nesting() -> None:
    def nested(depth: int) -> bytes:
        return b"<a>" * depth + b"</a>" * depth

    data = package(nested(200), nested(201), nested(31))
    assert code(data, Limits(nesting=1_000), "0.xml", is_xml=True) is None
    assert code(data, Limits(nesting=1_000), "1.xml", is_xml=True) == "too_deep"
    assert code(data, Limits(nesting=30), "2.xml", is_xml=True) == "too_deep"


def test_elements_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_ELEMENTS == 1_500_000
    monkeypatch.setattr(reader, "MOST_ELEMENTS", 1_000)
    data = package(b"<a>" + b"<b/>" * 999 + b"</a>", b"<a>" + b"<b/>" * 1_000 + b"</a>")
    assert code(data, Limits(), "0.xml", is_xml=True) is None
    assert code(data, Limits(), "1.xml", is_xml=True) == "too_large_expanded"


@pytest.fixture(scope="module")
def crowd() -> bytes:
    """A ZIP of 20,001 entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(20_001):
            archive.writestr(f"{number}/", b"")
    return buffer.getvalue()


def test_entries(crowd: bytes) -> None:
    assert code(crowd, WIDE) == "too_large_expanded"
    assert kind_of(crowd) == "archive"
    assert kind_of(package(b"text")) == "bundle"
