"""What a file and its documents are: kind, 文种, instrument, themes."""

from gazette.model import Classes, Document, Extraction, Kind
from services.classify.doc_type import doc_type, instrument
from services.classify.kind import kind
from services.classify.topics import topics
from services.classify.vocabulary import lexicon


def classify(extraction: Extraction) -> tuple[Kind, tuple[Classes, ...]]:
    """The kind of the file, and what each of its documents is, in their order."""
    lines = extraction.text.split("\n")
    classes = (classify_document(d, "\n".join(lines[d.start_line - 1 : d.end_line])) for d in extraction.documents)
    return kind(extraction), tuple(classes)


def classify_document(document: Document, text: str) -> Classes:
    """What one document is; `text` is its lines, title and enclosures included."""
    return Classes(
        doc_type=doc_type(document.title, document.doc_number),
        instrument=instrument(document),
        topics=topics(document.title, text, lexicon()),
    )
