"""How long a value may be. What is cut is doubtful."""

from dataclasses import replace

from gazette.model import Document

LONGEST = {
    "title": 1000,
    "issuer": 300,
    "signatory": 300,
    "doc_number": 100,
    "doc_number_toc": 100,
    "attachment_of": 100,
}


def bounded(document: Document) -> Document:
    """The document with its title, issuer and numbers cut to their bounds, and the cut ones named as doubtful."""
    cut = {
        name: value[:limit] for name, limit in LONGEST.items() if len(value := getattr(document, name) or "") > limit
    }
    if not cut:
        return document
    return replace(document, **cut, doubtful=tuple(sorted({*document.doubtful, *cut})))  # type: ignore[arg-type]
