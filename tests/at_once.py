"""The same thing from several threads at the same moment, or again and again while something else is done."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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


@contextmanager
def again_and_again(work: Callable[[], object], seconds_between: float) -> Iterator[None]:
    """Call `work` in a thread until the block ends, which waits for the last call; raises what a call raised."""
    over = threading.Event()

    def repeat() -> None:
        while not over.wait(seconds_between):
            work()

    with ThreadPoolExecutor(1) as pool:
        repeated = pool.submit(repeat)
        try:
            yield
        finally:
            over.set()
        repeated.result()
