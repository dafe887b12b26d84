"""Fields of several parts as JSON. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from gazette import numbers, titles
from gazette.fields import Amendment, Place
from gazette.model import Document, Mention
from services.api import field_shapes as shapes

Titled = Mapping[str, Sequence[str]]
"""Title key → ids of documents that may be meant."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of that which a document names: number key → document id, title key → ids that may be meant."""

    numbered: Mapping[str, str]
    titled: Titled = field(default_factory=dict)

    def by_number(self, key: str | None) -> str | None:
        """The document with this number key."""
        return self.numbered.get(key) if key else None

    def by_title(self, title: str | None) -> list[str]:
        """The one document that a title may mean; none where several do."""
        found = self.titled.get(titles.key(title or "") or "", ())
        return list(found) if len(found) == 1 else []


def particulars(document: Document, held: Held) -> shapes.ParticularsShape:
    """All fields of several parts."""
    return {
        "named": [mention(one, held) for one in document.named],
        "basis": basis(document, held),
        "continues": continues(document, held),
        "amends": amends(document, held),
        "promulgates": [_row(one) for one in document.promulgates],
        "aliases": [_row(one) for one in document.aliases],
        "interpreted_by": document.interpreted_by,
        "duties": [_row(one) for one in document.duties],
        "deadlines": [_row(one) for one in document.deadlines],
        "indicators": [_row(one) for one in document.indicators],
    }


def basis(document: Document, held: Held) -> list[shapes.MentionShape]:
    """What a document rests on."""
    return [mention(one, held) for one in document.basis]


def continues(document: Document, held: Held) -> list[shapes.ContinueShape]:
    """What a document says continues in force."""
    return [continued(one, held) for one in document.continues]


def amends(document: Document, held: Held) -> list[shapes.AmendmentShape]:
    """What a document changes."""
    return [_amendment(one, held) for one in document.amends]


def mention(one: Mention, held: Held) -> shapes.MentionShape:
    """Another document as it is named."""
    key = numbers.key(one.doc_number) if one.doc_number else None
    return {
        "title": one.title,
        "doc_number": one.doc_number,
        "doc_number_key": key,
        "document_id": held.by_number(key),
        "candidates": held.by_title(one.title) if key is None else [],
        "line": one.line,
        "doubtful": one.doubtful,
        "alias": one.alias,
        "enclosed": one.enclosed,
        "place": place(one.place) if one.place else None,
        "confidence": one.confidence,
    }


def continued(one: Mention, held: Held) -> shapes.ContinueShape:
    """The same with the sentence that decides over it."""
    return {**mention(one, held), "clause": one.clause, "since": one.since}


def place(one: Place) -> shapes.PlaceShape:
    """A stretch of the text."""
    return {
        "start_line": one.start_line,
        "start": one.start,
        "end_line": one.end_line,
        "end": one.end,
        "page": one.page,
    }


def _amendment(one: Amendment, held: Held) -> shapes.AmendmentShape:
    key = numbers.key(one.doc_number) if one.doc_number else None
    row: shapes.AmendmentShape = _row(one)
    return {**row, "doc_number_key": key, "document_id": held.by_number(key), "line": one.place.start_line}


def _row(one: Any) -> Any:
    """A dataclass whose fields are the shape's own; sequences as lists."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(one).items()}
