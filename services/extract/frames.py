"""What the extract worker and its parsing child say to each other: JSON, each message behind its length in bytes."""

import struct
from typing import BinaryIO, TypeVar

import msgspec

from gazette.model import Extraction
from services.extract.limits import USUAL, Limits
from services.extract.scans import Scan

LENGTH = struct.Struct(">Q")
Message = TypeVar("Message")


class Job(msgspec.Struct, frozen=True):
    """Parse the file at `path` (as the file system spells it), which was uploaded as `name`, within `limits`.

    `scans` are pages of it that were recognised before.
    """

    path: bytes
    name: str
    limits: Limits = USUAL
    scans: tuple[Scan, ...] = ()


class Draw(msgspec.Struct, frozen=True):
    """Draw a page (from 1) of the file at `path`, so many pixels wide; `name` is what errors call the file."""

    path: bytes
    name: str
    page: int
    width: int
    limits: Limits = USUAL


class List(msgspec.Struct, frozen=True, tag="list"):
    """Say what is in the ZIP at `path`; `name` is what errors call it."""

    path: bytes
    name: str
    limits: Limits = USUAL


class Take(msgspec.Struct, frozen=True, tag="take"):
    """Write the file at place `index` of a ZIP's list into the file at `into`: at most so many bytes."""

    path: bytes
    name: str
    index: int
    into: bytes
    most: int
    limits: Limits = USUAL


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """So many pages are done, of so many."""

    done: int
    of: int


class Recognised(msgspec.Struct, frozen=True, tag="recognised"):
    """A page was recognised, of so many that the file has."""

    scan: Scan
    of: int


class Parsed(msgspec.Struct, frozen=True, tag="parsed"):
    """The job is done."""

    extraction: Extraction


class Drawn(msgspec.Struct, frozen=True, tag="drawn"):
    """The page as a PNG."""

    picture: bytes


class Listed(msgspec.Struct, frozen=True, tag="listed"):
    """The files of a ZIP by their place in its list, with their names; folders; names of what is nobody's file."""

    files: tuple[tuple[int, str], ...]
    folders: int
    junk: tuple[str, ...]


class Taken(msgspec.Struct, frozen=True, tag="taken"):
    """The file is written."""


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """The job's file was rejected: a RejectedError in three strings."""

    code: str
    english: str
    chinese: str


Answer = Progress | Recognised | Parsed | Drawn | Listed | Taken | Refused
AnyJob = Job | Draw | List | Take


def plain(name: str) -> str:
    """A file name as a message can carry it: without lone surrogates."""
    return name.encode("utf-8", "replace").decode()


def write(stream: BinaryIO, message: AnyJob | Answer) -> None:
    """Send one message."""
    data = msgspec.json.encode(message)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def read_job(stream: BinaryIO) -> Job | None:
    """Wait for the next file to parse; None at the end of the input, also in the middle of a message."""
    return read(stream, Job)


def read(stream: BinaryIO, kind: type[Message]) -> Message | None:
    """Wait for the next message of a kind; None at the end of the input, also in the middle of a message."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    length = LENGTH.unpack(head)[0]
    data = stream.read(length)
    return msgspec.json.decode(data, type=kind) if len(data) == length else None


def take_answer(buffer: bytearray) -> Answer | None:
    """Cut the first answer off a buffer; None where it is not complete yet. msgspec.DecodeError where it is none."""
    if len(buffer) < LENGTH.size:
        return None
    end = LENGTH.size + LENGTH.unpack_from(buffer)[0]
    if len(buffer) < end:
        return None
    with memoryview(buffer) as view:
        answer: Answer = msgspec.json.decode(view[LENGTH.size : end], type=Answer)
    del buffer[:end]
    return answer
