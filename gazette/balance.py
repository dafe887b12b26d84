"""Where the lines of a file went."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive lines, both ends included, and what they belong to.

    `part` is cover, contents, document or remainder; a document is named by its index, a remainder by a reason.
    """

    start_line: int
    end_line: int
    part: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance sheet of an issue: every line counted once, `lines` is the sum of the others."""

    lines: int = 0
    cover: int = 0
    contents: int = 0
    documents: int = 0
    remainder: int = 0
    stretches: tuple[Stretch, ...] = ()


NO_LINES = Balance()
