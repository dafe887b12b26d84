"""Files that are no gazette, and what becomes of them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.flow.issues import document

SUBJECT = "加强防汛工作"


@dataclass(frozen=True, slots=True)
class Bad:
    """A file, the status that its issue ends with, and the reason code; None where it is ready."""

    name: str
    make: Callable[[], bytes]
    status: str
    reason_code: str | None = None
    documents: int = 0


def picture() -> bytes:
    """A real PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00\xff\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def moving_picture() -> bytes:
    """A real GIF of one pixel: no office scans to that."""
    return bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")


def zipped(*names: str) -> bytes:
    """A ZIP with files of these names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return stream.getvalue()


def junk() -> bytes:
    """Bytes that are no text in any encoding."""
    return bytes(range(256)) * 40


def prose() -> bytes:
    """Text without any document."""
    return ("昨日下了一场雨，院子里的花开得正好。\n" * 30).encode()


def hostile() -> bytes:
    """A document with control characters, NUL and a run of 100,000 letters in it."""
    body = f"为做好防汛工作，现通知如下。\x00\x01\x1b[31m{'a' * 100_000}\n请遵照执行。"
    return document(7, SUBJECT, body).encode()


def surrogates() -> bytes:
    """A document in UTF-16 with a lone surrogate."""
    text = document(8, SUBJECT, "为做好防汛工作，现通知如下：X。请遵照执行。")
    return b"\xff\xfe" + text.encode("utf-16-le").replace("X".encode("utf-16-le"), b"\x00\xd8")


def one_line() -> bytes:
    """50 MB without a line end."""
    return (
        ("各部门要加强组织领导，确保各项工作落到实处。" * 800_000)
        .encode()[:50_000_000]
        .decode(errors="ignore")
        .encode()
    )


BAD = (
    Bad("blank.txt", lambda: b" \n\n\t\n", "failed", "empty"),
    Bad("junk.txt", junk, "failed", "binary"),
    Bad("picture.txt", picture, "failed", "empty_scan"),
    Bad("moving.gif", moving_picture, "failed", "picture"),
    Bad("table.xlsx", lambda: zipped("[Content_Types].xml", "xl/workbook.xml"), "failed", "spreadsheet"),
    Bad("archive.rar", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(64), "failed", "archive"),
    Bad("nothing.zip", zipped, "failed", "no_files"),
    Bad("issue.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "failed", "damaged"),
    Bad("prose.txt", prose, "ready"),
    Bad("hostile.txt", hostile, "ready", documents=1),
    Bad("surrogates.txt", surrogates, "ready", documents=1),
    Bad("line.txt", one_line, "ready"),
)
