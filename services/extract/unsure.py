"""What stands on a line that a recogniser was not sure of is doubtful."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from gazette.fields import Place
from gazette.layout import Layout
from gazette.model import Document, Extraction, Provenance

UNSURE = 0.6
"""Lines with a character below are named in a note."""
HIGHEST = 0.5
"""The confidence that is left to a value on such a line."""


def unsure(extraction: Extraction) -> Extraction:
    """The extraction with such values named as doubtful; unchanged where nothing was recognised."""
    lines = unsure_lines(extraction.layout)
    if not lines:
        return extraction
    return replace(extraction, documents=tuple(_document(document, lines) for document in extraction.documents))


def unsure_lines(layout: Layout | None) -> frozenset[int]:
    """The lines, from 1, that a recogniser was not sure of."""
    said = layout.confidences if layout else ()
    return frozenset(line for line, confidence in enumerate(said, 1) if confidence < UNSURE)


def _document(document: Document, lines: frozenset[int]) -> Document:
    names = {key for key, proof in document.provenance.items() if _touches(proof.place, lines)}
    rows: dict[str, Any] = {
        field.name: tuple(_row(row, lines) for row in value)
        for field in fields(document)
        if isinstance(value := getattr(document, field.name), tuple)
    }
    return replace(
        document,
        provenance={key: _proof(proof, key in names) for key, proof in document.provenance.items()},
        **{**rows, "doubtful": tuple(sorted({*document.doubtful, *names}))},
    )


def _touches(place: Place, lines: frozenset[int]) -> bool:
    return not lines.isdisjoint(range(place.start_line, place.end_line + 1))


def _proof(proof: Provenance, doubted: bool) -> Provenance:
    return replace(proof, confidence=min(HIGHEST, proof.confidence)) if doubted else proof


def _row(row: Any, lines: frozenset[int]) -> Any:
    """A row of a field of several parts, marked where it stands on such a line."""
    if not is_dataclass(row) or isinstance(row, type) or not _is_on(row, lines):
        return row
    doubted: dict[str, Any] = {"doubtful": True} if hasattr(row, "doubtful") else {}
    if isinstance(confidence := getattr(row, "confidence", None), float):
        doubted["confidence"] = min(HIGHEST, confidence)
    return replace(row, **doubted)


def _is_on(row: Any, lines: frozenset[int]) -> bool:
    place = getattr(row, "place", None)
    return _touches(place, lines) if place else getattr(row, "line", None) in lines
