"""Pictures of pages that were drawn: which they are, and the last ones of them; and which pages were refused."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from gazette.errors import RejectedError

MOST_REFUSED = 1_000
REFUSED_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of the file with this hash, so many pixels wide; `name` is what errors call the file."""

    sha256: str
    name: str
    page: int
    width: int

    @property
    def key(self) -> tuple[str, int, int]:
        """What makes the picture."""
        return self.sha256, self.page, self.width


class Kept:
    """The pictures asked for last, up to so many bytes, and the last refusals, for ten minutes each.

    What is too much for a page at one width is too much at every larger one; after a while it is tried anew, since a
    busy machine may have been the cause.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._size, self._clock = most, 0, clock
        self._pictures: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._refused: OrderedDict[tuple[str, int], tuple[int, float, RejectedError]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, int, int]) -> bytes | None:
        """A picture that is kept. RejectedError where it was refused."""
        with self._lock:
            picture = self._pictures.get(key)
            if picture is not None:
                self._pictures.move_to_end(key)
                return picture
            width, until, error = self._refused.get(key[:2], (0, 0.0, None))
        if error is not None and key[2] >= width and self._clock() < until:
            raise _again(error)
        return None

    def put(self, key: tuple[str, int, int], picture: bytes) -> None:
        """Keep a picture in place of those that nobody asked for the longest."""
        with self._lock:
            self._size += len(picture) - len(self._pictures.pop(key, b""))
            self._pictures[key] = picture
            while self._size > self._most:
                self._size -= len(self._pictures.popitem(last=False)[1])

    def refuse(self, key: tuple[str, int, int], error: RejectedError) -> None:
        """Keep a refusal in place of the oldest one."""
        with self._lock:
            self._refused.pop(key[:2], None)
            self._refused[key[:2]] = key[2], self._clock() + REFUSED_SECONDS, _again(error)
            while len(self._refused) > MOST_REFUSED:
                self._refused.popitem(last=False)


def _again(error: RejectedError) -> RejectedError:
    """The same without its past, which would grow with each raise."""
    return RejectedError(error.code, str(error), error.chinese)
