"""What many readers ask for at once is made once."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Fresh(Generic[Made]):
    """Calls `make` at most every so many seconds; who comes meanwhile waits for it and gets the same."""

    def __init__(self, make: Callable[[], Made], seconds: float = 1.0) -> None:
        self.make, self.seconds = make, seconds
        self.turn = threading.Lock()
        self.held: tuple[float, Made] | None = None

    def __call__(self) -> Made:
        with self.turn:
            if self.held is None or time.monotonic() - self.held[0] >= self.seconds:
                self.held = time.monotonic(), self.make()
            return self.held[1]
