"""What was measured on the way, for the table at the end."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """Rows of (what, how much)."""

    steps: list[tuple[str, str]] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done within."""
        began = time.monotonic()
        yield
        self.steps.append((name, f"{time.monotonic() - began:.0f} s"))

    def figure(self, name: str, value: str) -> None:
        """A row that is no time."""
        self.figures.append((name, value))

    def lines(self) -> Iterator[str]:
        """The table."""
        rows = [*self.steps, *self.figures]
        width = max((len(name) for name, _ in rows), default=0)
        yield from (f"{name:<{width}}  {value}" for name, value in rows)
