"""PNG files of pixels in rows."""

import struct
import zlib
from typing import Any

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGB, DEPTH = 2, 8
EFFORT = 6


def png(pixels: Any, width: int, height: int, stride: int) -> bytes:
    """A picture of three bytes a pixel (red, green, blue); `stride` is the length of a row in bytes."""
    rows = memoryview(pixels).cast("B")
    packer = zlib.compressobj(EFFORT)
    parts = [packer.compress(b"\0" + bytes(rows[at : at + 3 * width])) for at in range(0, stride * height, stride)]
    head = struct.pack(">IIBBBBB", width, height, DEPTH, RGB, 0, 0, 0)
    data = b"".join((*parts, packer.flush()))
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
