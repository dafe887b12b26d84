"""Pictures of pages, drawn on demand in child processes that are watched; the last ones are kept in memory."""

import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from importlib.util import find_spec

from gazette.errors import BusyError
from gazette.ports import ObjectStore
from services.extract.drawing.drawer import COMMAND, Drawer, Turn
from services.extract.drawing.pictures import Kept, Wanted
from services.extract.limits import Limits

KEPT_BYTES = 64 << 20
WAITING = 8
DRAWN = frozenset({"application/pdf", "application/ofd"})
PICTURES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/bmp", "image/webp"})
"""Shown where Pillow is installed, which their reader needs too."""


class PageImages:
    """Draws so many pages at once, each within `limits`; few may wait for their turn."""

    def __init__(
        self, objects: ObjectStore, limits: Limits, at_once: int = 2, command: Sequence[str] = COMMAND
    ) -> None:
        self.kept = Kept(KEPT_BYTES)
        self._places = threading.BoundedSemaphore(at_once + WAITING)
        self._turns: queue.SimpleQueue[Turn | None] = queue.SimpleQueue()
        self._drawers = [Drawer(self._turns, self.kept, objects, limits, command) for _ in range(at_once)]
        self._start = threading.Lock()

    @property
    def media_types(self) -> frozenset[str]:
        """Whose pages can be drawn."""
        return DRAWN | (PICTURES if find_spec("PIL") else frozenset())

    def draw(self, sha256: str, name: str, page: int, width: int) -> bytes:
        """A page as a PNG.

        BusyError where too many wait; RejectedError `no_image`, `damaged`, `too_slow`, `too_large_in_memory`;
        TransientError where the child died; NotFoundError where the file is lost.
        """
        wanted = Wanted(sha256, name, page, width)
        picture = self.kept.get(wanted.key)
        if picture is not None:
            return picture
        if not self._places.acquire(blocking=False):
            raise BusyError("too many pages are being drawn; ask again in a moment")
        try:
            return self._drawn(wanted)
        finally:
            self._places.release()

    def close(self) -> None:
        """Let the children go."""
        for drawer in self._drawers:
            if drawer.is_alive():
                self._turns.put(None)

    def _drawn(self, wanted: Wanted) -> bytes:
        with self._start:
            for drawer in self._drawers:
                if drawer.ident is None:
                    drawer.start()
        turn = Turn(wanted, Future())
        self._turns.put(turn)
        return turn.picture.result()
