"""What the extract worker and its parsing child say to each other: JSON, each message behind its length in bytes."""

import struct
from typing import BinaryIO

import msgspec

from gazette.model import Extraction
from services.extract.limits import USUAL, Limits

LENGTH = struct.Struct(">Q")


class Job(msgspec.Struct, frozen=True):
    """Parse the file at `path` (as the file system spells it), which was uploaded as `name`, within `limits`."""

    path: bytes
    name: str
    limits: Limits = USUAL


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """So many pages are done, of so many."""

    done: int
    of: int


class Parsed(msgspec.Struct, frozen=True, tag="parsed"):
    """The job is done."""

    extraction: Extraction


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """The job's file was rejected: a RejectedError in three strings."""

    code: str
    english: str
    chinese: str


Answer = Progress | Parsed | Refused


def write(stream: BinaryIO, message: Job | Answer) -> None:
    """Send one message."""
    data = msgspec.json.encode(message)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def read_job(stream: BinaryIO) -> Job | None:
    """Wait for the next job; None at the end of the input, also in the middle of a message."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    length = LENGTH.unpack(head)[0]
    data = stream.read(length)
    return msgspec.json.decode(data, type=Job) if len(data) == length else None


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
