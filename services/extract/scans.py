"""What is recognised on pictures of pages, and where this is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec


class Run(msgspec.Struct, frozen=True, array_like=True):
    """Characters side by side: where each begins and ends, how sure it is (0 to 1), the middle of the run, its size."""

    text: str
    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    sure: tuple[float, ...]
    across: float
    down: float
    size: float


class Scan(msgspec.Struct, frozen=True):
    """One page as it was recognised, in points as it is shown; level lines fall by `slant` a point to the right.

    `red` is the share of red in what is printed.
    """

    number: int
    width: float
    height: float
    slant: float = 0.0
    runs: tuple[Run, ...] = ()
    rules: tuple[tuple[float, float, float, float], ...] = ()
    red: float = 0.0

    @property
    def characters(self) -> int:
        """How many there are."""
        return sum(len(run.text) for run in self.runs)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as an array of its pixels, rows of red, green and blue, or of grey, and how many of them make an inch."""

    pixels: Any
    dpi: float


Recognise = Callable[[int, Picture], Scan]
Keep = Callable[[Scan, int], None]


def forget(_scan: Scan, _pages: int) -> None:
    """Keep nothing."""


class Desk:
    """Where pictures are recognised: none twice that was `held`, each new one is given to `keep` with the page count.

    `recognise` None: there is nothing here that recognises pictures.
    """

    def __init__(self, recognise: Recognise | None, held: Sequence[Scan] = (), keep: Keep = forget) -> None:
        self._recognise, self._keep = recognise, keep
        self._held = {scan.number: scan for scan in held}

    @property
    def is_open(self) -> bool:
        """Whether pictures can be recognised here."""
        return self._recognise is not None

    def scan(self, number: int, pages: int, picture: Callable[[], Picture]) -> Scan:
        """What page `number` of so many says; its picture is made only where it is needed."""
        if found := self._held.pop(number, None):
            return found
        if self._recognise is None:
            raise RuntimeError("nothing here recognises pictures")
        found = self._recognise(number, picture())
        self._keep(found, pages)
        return found
