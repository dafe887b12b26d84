"""Pictures of pages that were drawn: which they are, and the last ones of them."""

import threading
from collections import OrderedDict
from dataclasses import dataclass


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
    """The pictures asked for last, up to so many bytes."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._pictures: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, int, int]) -> bytes | None:
        """A picture that is kept."""
        with self._lock:
            picture = self._pictures.get(key)
            if picture is not None:
                self._pictures.move_to_end(key)
            return picture

    def put(self, key: tuple[str, int, int], picture: bytes) -> None:
        """Keep a picture in place of those that nobody asked for the longest."""
        with self._lock:
            self._size += len(picture) - len(self._pictures.pop(key, b""))
            self._pictures[key] = picture
            while self._size > self._most:
                self._size -= len(self._pictures.popitem(last=False)[1])
