"""The JSON of fields of several parts. `provenance` of a row says where it stands, as for any field."""

from typing_extensions import TypedDict


class PlaceShape(TypedDict):
    """A stretch of the text of record: lines from 1, columns are code points from 0, the end excluded."""

    start_line: int
    start: int
    end_line: int
    end: int
    page: int | None


class MentionShape(TypedDict):
    """Another document as it is named in this one; `document_id` is null where it is not held.

    `candidates` has the one held document with this title, where no number stands: likely meant, never for certain.
    `alias` is the short form that stands there, `enclosed` says that an enclosure names it.
    """

    title: str | None
    doc_number: str | None
    doc_number_key: str | None
    document_id: str | None
    candidates: list[str]
    line: int | None
    doubtful: bool
    alias: str | None
    enclosed: bool
    place: PlaceShape | None
    confidence: float | None


class ContinueShape(MentionShape):
    """A document that this one says continues in force: in which sentence, from which day."""

    clause: str | None
    since: str | None


class RepealShape(ContinueShape):
    """A document that this one ends; `lapses` tells 失效 from 废止."""

    lapses: bool


class AmendmentShape(TypedDict):
    """A document that this one changes, with the articles that it names."""

    title: str
    doc_number: str | None
    doc_number_key: str | None
    document_id: str | None
    line: int
    articles: list[str]
    clause: str | None
    since: str | None
    place: PlaceShape
    confidence: float


class PromulgationShape(TypedDict):
    """What a document brings out (印发, 公布, 转发 …); `start_line` is where that text begins."""

    title: str
    verb: str
    start_line: int | None
    place: PlaceShape
    confidence: float


class AliasShape(TypedDict):
    """A short form (以下简称) and what it stands for."""

    short: str
    long: str
    doc_number: str | None
    place: PlaceShape
    confidence: float


class DutyShape(TypedDict):
    """Bodies with one role in one task; `role` is lead, responsible or supporting."""

    role: str
    bodies: list[str]
    place: PlaceShape
    confidence: float


class DeadlineShape(TypedDict):
    """A time limit in its words; `kind` is due, valid or closing; `date` its last day where the text determines it."""

    clause: str
    kind: str
    date: str | None
    place: PlaceShape
    confidence: float


class FigureShape(TypedDict):
    """A value under the head of its column."""

    column: str
    value: str


class IndicatorShape(TypedDict):
    """A row of a table of indicators."""

    name: str
    unit: str | None
    figures: list[FigureShape]
    nature: str | None
    place: PlaceShape
    confidence: float


class ParticularsShape(TypedDict):
    """Fields of several parts of one document."""

    named: list[MentionShape]
    basis: list[MentionShape]
    continues: list[ContinueShape]
    amends: list[AmendmentShape]
    promulgates: list[PromulgationShape]
    aliases: list[AliasShape]
    interpreted_by: str | None
    duties: list[DutyShape]
    deadlines: list[DeadlineShape]
    indicators: list[IndicatorShape]
