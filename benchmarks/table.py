"""Figures beside their goals."""

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure, what it is, and the goal where there is one."""

    figure: str
    value: str
    goal: str = ""


def show(title: str, rows: list[Row]) -> None:
    """Print a table."""
    table = Table(title=title, title_justify="left")
    for heading in ("figure", "measured", "goal"):
        table.add_column(heading)
    for row in rows:
        table.add_row(row.figure, row.value, row.goal)
    Console().print(table)


def quantile(values: list[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
