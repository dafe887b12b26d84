"""Files of the inbox that cannot become issues: moved aside with the reason beside them, never removed."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count, islice
from pathlib import PurePosixPath

from gazette.errors import NotFoundError, RejectedError
from gazette.ports import ObjectStore, StoredObject

REFUSED = "refused/"
REASON = ".reason.txt"
REASON_BYTES = 2_000


@dataclass(frozen=True, slots=True)
class Refused:
    """A refused file: its path below `refused/`, its size in bytes, since when it lies there, and why."""

    path: str
    size: int
    at: datetime
    reason: str


def refuse(objects: ObjectStore, key: str, path: str, refusal: RejectedError) -> str:
    """Move an object to `refused/<path>`, or the next free name like it; returns where it is.

    The reason comes first: a crash in between leaves a reason without a file, and the file where it will be refused
    again. NotFoundError where the object is gone.
    """
    target = next(name for name in _names(REFUSED + path) if not _is_held(objects, name))
    objects.put(target + REASON, io.BytesIO(f"{refusal.chinese}\n{refusal}\n".encode()))
    objects.move(key, target)
    return target


def refusals(objects: ObjectStore, most: int) -> tuple[int, list[Refused]]:
    """How many files were refused, and the newest of them, newest first."""
    held = {one.key: one for one in objects.list(REFUSED)}
    since = {key: held.get(key + REASON, one).modified for key, one in held.items() if not key.endswith(REASON)}
    newest = sorted(since, key=lambda key: since[key], reverse=True)
    return len(since), [_refused(objects, held[key], since[key]) for key in islice(newest, most)]


def readable(path: str) -> str:
    """A path of bytes that are not UTF-8 is taken for GB 18030, as older systems write it."""
    return path.encode("utf-8", "surrogateescape").decode("gb18030", "replace") if _is_raw(path) else path


def _is_raw(path: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in path)


def _refused(objects: ObjectStore, held: StoredObject, at: datetime) -> Refused:
    try:
        with objects.open(held.key + REASON) as data:
            reason = data.read(REASON_BYTES).decode("utf-8", "replace")
    except NotFoundError:
        reason = ""
    path = "/".join(map(readable, held.key.removeprefix(REFUSED).split("/")))
    return Refused(path, held.size, at, reason.strip())


def _names(key: str) -> Iterator[str]:
    """The key itself, then with numbers before its suffix."""
    yield key
    path = PurePosixPath(key)
    yield from (str(path.with_name(f"{path.stem} ({number}){path.suffix}")) for number in count(2))


def _is_held(objects: ObjectStore, key: str) -> bool:
    try:
        objects.stat(key)
    except NotFoundError:
        return False
    return True
