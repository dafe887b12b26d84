"""One bar on standard error: how far, how fast, how long yet. Where that is no terminal, a line for each new step."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from services.cli.console import remark, safe


class Gauge:
    """Within a `with` it is on the screen."""

    def __init__(self, title: str) -> None:
        console = Console(file=sys.stderr, markup=False, highlight=False)
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}", markup=False),
            TimeRemainingColumn(),
        )
        self.title, self.step = title, ""
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal)
        self._task = self._progress.add_task(title, total=None, rate="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def show(self, done: int, total: int, step: str) -> None:
        """So much of `total` (0: nobody knows) is done of a step."""
        if step != self.step:
            self._begin(step)
        speed = self._progress.tasks[0].speed
        rate = "" if speed is None else f"{speed:.0f}/s"
        self._progress.update(self._task, completed=done, total=total or None, rate=rate)

    def _begin(self, step: str) -> None:
        self.step = step
        self._progress.reset(self._task, description=f"{self.title} {safe(step)}", rate="")
        if self._progress.disable and step:
            remark(f"{self.title}: {step}")
