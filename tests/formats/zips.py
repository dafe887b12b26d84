"""ZIPs as people, systems and enemies make them."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable

Named = tuple[str | bytes, bytes]


def zipped(*files: Named, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these files; a name in bytes is written as it is, without saying in which encoding."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for number, (name, data) in enumerate(files):
            archive.writestr(_info(name, number, method), data)
    return _renamed(buffer.getvalue(), files)


def encrypted(data: bytes, index: int) -> bytes:
    """The ZIP with the entry at this place marked as shut by a password."""
    return _patched(data, index, 8, lambda flags: flags | 1)


def packed_by(data: bytes, index: int, method: int) -> bytes:
    """The ZIP with the entry at this place said to be packed in this way."""
    return _patched(data, index, 10, lambda _old: method)


def damaged(data: bytes, content: bytes) -> bytes:
    """The ZIP with other bytes in place of these, which are stored in it."""
    assert data.count(content) == 1
    return data.replace(content, bytes(byte ^ 1 for byte in content))


def bomb(size: int) -> bytes:
    """So many zeros."""
    return bytes(size)


def _info(name: str | bytes, number: int, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name if isinstance(name, str) else _placeholder(name, number))
    info.compress_type = method
    return info


def _placeholder(name: bytes, number: int) -> str:
    """A name of the same length that nothing else has."""
    return f"{number:03}".ljust(len(name), "\x01")


def _renamed(data: bytes, files: Iterable[Named]) -> bytes:
    for number, (name, _) in enumerate(files):
        if isinstance(name, bytes):
            data = data.replace(_placeholder(name, number).encode(), name)
    return data


def _patched(data: bytes, index: int, offset: int, change: Callable[[int], int]) -> bytes:
    """A field of two bytes changed in the central list; local headers have it two bytes before."""
    found = bytearray(data)
    at = struct.unpack_from("<I", data, data.rindex(b"PK\x05\x06") + 16)[0]
    for _ in range(index):
        at = data.index(b"PK\x01\x02", at + 1)
    local = struct.unpack_from("<I", data, at + 42)[0]
    for place in (at + offset, local + offset - 2):
        struct.pack_into("<H", found, place, change(struct.unpack_from("<H", data, place)[0]))
    return bytes(found)
