"""Fields of several parts as JSON. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gazette import numbers
from gazette.fields import Amendment, Place
from gazette.model import Document, Mention
from services.api import field_shapes as shapes

Held = Mapping[str, str]
"""Number key → document id."""


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
        "document_id": held.get(key) if key else None,
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
    return {**row, "doc_number_key": key, "document_id": held.get(key) if key else None, "line": one.place.start_line}


def _row(one: Any) -> Any:
    """A dataclass whose fields are the shape's own; sequences as lists."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(one).items()}
