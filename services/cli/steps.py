"""A bar for work of several steps, on a terminal alone."""

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class Steps:
    """One bar a step on standard error; nothing at all where that is no terminal."""

    def __init__(self) -> None:
        console = Console(file=sys.stderr, markup=False, highlight=False)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal)
        self._bars: dict[str, TaskID] = {}

    def __enter__(self) -> "Steps":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def report(self, step: str, done: int, of: int) -> None:
        """How far a step has come; `of` is 0 where nobody knows how much there is."""
        if step not in self._bars:
            self._bars[step] = self._progress.add_task(step, total=of or None)
        self._progress.update(self._bars[step], completed=done, total=of or None)
