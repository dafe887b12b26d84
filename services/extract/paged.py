"""Pages of values: where the layout knows on which page a line stands, each place and document says so."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from gazette.fields import Place
from gazette.layout import Layout
from gazette.model import Document, Extraction


def paged(extraction: Extraction) -> Extraction:
    """The extraction with pages of the file; unchanged where its file has none."""
    layout = extraction.layout
    if layout is None:
        return extraction
    return replace(extraction, documents=tuple(_document(document, layout) for document in extraction.documents))


def _document(document: Document, layout: Layout) -> Document:
    proofs = {key: replace(proof, place=_place(proof.place, layout)) for key, proof in document.provenance.items()}
    rows: dict[str, Any] = {
        field.name: tuple(_row(row, layout) for row in value)
        for field in fields(document)
        if isinstance(value := getattr(document, field.name), tuple)
    }
    return replace(document, page=layout.page_of(document.start_line), provenance=proofs, **rows)


def _row(row: Any, layout: Layout) -> Any:
    """A row of a field of several parts, which may have places."""
    if not is_dataclass(row) or isinstance(row, type):
        return row
    found = {field.name: getattr(row, field.name) for field in fields(row)}
    places = {name: _place(value, layout) for name, value in found.items() if isinstance(value, Place)}
    return replace(row, **places) if places else row


def _place(place: Place, layout: Layout) -> Place:
    return replace(place, page=layout.page_of(place.start_line))
