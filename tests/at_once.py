"""The same thing from several threads at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def at_once(count: int, work: Callable[[int], Result]) -> list[Result]:
    """Call `work` with 0 to count-1, all at once; raises what one of them raised."""
    gate = threading.Barrier(count)

    def begin(serial: int) -> Result:
        gate.wait()
        return work(serial)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))
