"""What a document says in fields of several parts. Each value has its place and a confidence.

A confidence belongs to the rule that found a value: about the share of its values that readers of the annotated texts
found right. Below 0.7 a person should look.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a body has to do with a task: 牵头, 责任 (主责, 负责), 配合 (协办, 参与)."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"


class Limit(StrEnum):
    """What a deadline ends: a task (完成), the validity of the text (有效期), or a time to apply (截止)."""

    DUE = "due"
    VALID = "valid"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text of record: from (start_line, start) up to, not including, (end_line, end)."""

    start_line: int
    start: int
    end_line: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """以下简称: a short form, what it stands for in this document, and its number where it is a document."""

    short: str
    long: str
    place: Place
    doc_number: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Promulgation:
    """What a document brings out: 印发, 公布, 转发 …; `start_line` is where the text begins that is printed with it."""

    title: str
    verb: str
    place: Place
    start_line: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Amendment:
    """A text that this document changes, and the articles that it names; none where it names none."""

    title: str
    place: Place
    doc_number: str | None = None
    articles: tuple[str, ...] = ()
    clause: str | None = None
    since: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Duty:
    """Bodies that share one role in one task; the task is what stands at the place."""

    role: Role
    bodies: tuple[str, ...]
    place: Place
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit in its words; `date` is its last day (ISO), None where the text leaves it open or it recurs."""

    clause: str
    kind: Limit
    place: Place
    date: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of an indicator under the head of its column: a base year, a target."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of a table of indicators; `nature` is 约束性 or 预期性."""

    name: str
    place: Place
    unit: str | None = None
    figures: tuple[Figure, ...] = ()
    nature: str | None = None
    confidence: float = 1.0
