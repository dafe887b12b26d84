"""Progress on a terminal: bytes read, files that came to their end; rate and time left for both."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from services.cli.console import remark


class Amount(ProgressColumn):
    """Done and in all: bytes or files."""

    def render(self, task: Task) -> Text:
        """3 / 20."""
        return Text(f"{_amount(task, task.completed)} / {_amount(task, task.total or 0)}")


class Rate(ProgressColumn):
    """How much a second."""

    def render(self, task: Task) -> Text:
        """1.2 MB/s."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{_amount(task, speed)}/s", "dim")


class Gauges:
    """Two bars on standard error; nothing at all where that is no terminal."""

    def __init__(self, files: int, size: int) -> None:
        console = Console(file=sys.stderr, markup=False, highlight=False)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), Amount(), Rate(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal)
        self._bytes = self._progress.add_task("读入 reading", total=size, unit="bytes")
        self._files = self._progress.add_task("处理 processing", total=files, unit="files")
        self._told: set[str] = set()

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Within, the bars are on the screen."""
        with self._progress:
            yield

    def read(self, size: int) -> None:
        """So many more bytes were read."""
        self._progress.advance(self._bytes, size)

    def more(self) -> None:
        """One more file is to be processed."""
        self._progress.update(self._files, total=(self._progress.tasks[self._files].total or 0) + 1)

    def ended(self) -> None:
        """One more file came to its end."""
        self._progress.advance(self._files)

    def tell(self, problems: Sequence[str]) -> None:
        """Say once what stands in the way."""
        for problem in problems:
            if problem not in self._told:
                self._told.add(problem)
                remark(problem, "yellow")


def _amount(task: Task, value: float) -> str:
    if task.fields["unit"] == "bytes":
        return decimal(int(value))
    return f"{value:.1f}".removesuffix(".0")
