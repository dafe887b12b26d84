"""Made-up gazettes in many layouts, with the truth of each."""

from collections.abc import Callable, Iterator
from random import Random

from tests.fidelity.layouts import (
    bare,
    leaders,
    long_titles,
    loose,
    mixed,
    national,
    numbering,
    tables,
    traditional,
    weekly,
)
from tests.fidelity.layouts.sheet import Gold, Sheet

LAYOUTS: dict[str, Callable[[Random], Sheet]] = {
    "national, contents without numbers": national.listed_without_numbers,
    "national, several issuers": national.by_issuer,
    "weekly, sections in brackets": weekly.bracketed,
    "weekly, sections without brackets": weekly.plain,
    "contents as a piped table": tables.pipes,
    "contents in columns": tables.columns,
    "contents with dots": leaders.dots,
    "numbers before leaders": leaders.number_before,
    "numbers in brackets": numbering.bracketed,
    "numbers above": numbering.above,
    "no contents": bare.without_contents,
    "contents at the end": bare.contents_last,
    "traditional, by 篇": traditional.by_section,
    "traditional, labelled": traditional.labelled,
    "loose, number first": loose.number_first,
    "loose, listed plainly": loose.listed_plainly,
    "mixed manners, contents": mixed.with_contents,
    "mixed manners, no contents": mixed.without_contents,
    "long titles, listed": long_titles.whole,
    "long titles, cut": long_titles.cut,
    "long titles, an organ a line": long_titles.by_organ,
}


def cases(seed: int) -> Iterator[tuple[str, str, Gold]]:
    """For each layout its name, a text, and the gold of the text; the same for the same seed."""
    for name, layout in LAYOUTS.items():
        sheet = layout(Random(f"{name} {seed}"))
        yield name, sheet.text(), sheet.gold()
