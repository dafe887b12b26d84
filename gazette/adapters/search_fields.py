"""What every search engine indexes of a document, and how it is searched. The engines have the same fields."""

from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, date

from gazette.query import Field
from gazette.search import IndexedDocument
from gazette.tokens import fold

PHRASE_FIELDS = ("title_words", "text_words", "number_words", "issuer_words", "person_words", "topic_words")
EXACT_FIELDS = ("id", "issue_id", "number_key", "cited_key")
FACET_FIELDS = ("doc_type", "issuer", "topic", "legal_status")
INTEGER_FIELDS = ("year", "day", "order_key")

ANYWHERE = {"title_words": 4.0, "text_words": 1.0, "number_words": 4.0, "issuer_words": 2.0, "person_words": 2.0}
"""Where a word without a field is looked for, and how much a match there counts."""

WORDS = {
    Field.TITLE: "title_words",
    Field.NUMBER: "number_words",
    Field.ISSUER: "issuer_words",
    Field.TOPIC: "topic_words",
    Field.PERSON: "person_words",
}
EXACT = {Field.TYPE: "doc_type", Field.CITES: "cited_key"}
NUMBER_BOOST = 50.0


def words(document: IndexedDocument) -> Mapping[str, tuple[str, ...]]:
    """Phrase field → folded texts; an engine cuts them into tokens."""
    texts = {
        "title_words": (document.title,),
        "text_words": (document.text,),
        "number_words": (document.doc_number,),
        "issuer_words": document.issuers,
        "person_words": document.persons,
        "topic_words": document.topics,
    }
    return {name: tuple(fold(text) for text in several if text) for name, several in texts.items()}


def values(document: IndexedDocument) -> Mapping[str, tuple[str, ...]]:
    """Exact and facet field → values, without `id`."""
    several = {
        "issue_id": (document.issue_id,),
        "number_key": (document.doc_number_key,),
        "cited_key": document.cited_keys,
        "doc_type": (document.doc_type,),
        "issuer": document.issuers,
        "topic": document.topics,
        "legal_status": (document.legal_status,),
    }
    return {name: tuple(value for value in found if value) for name, found in several.items()}


def integers(document: IndexedDocument) -> Mapping[str, int]:
    """Integer field → value; an undated document has neither day nor year."""
    issued = document.issued_date
    dated = {"day": day(issued), "year": int(issued[:4])} if issued else {}
    return {"order_key": document.order_key, **dated}


def day(iso_date: str) -> int:
    """Day number of an ISO date."""
    return date.fromisoformat(iso_date).toordinal()


def possible(years: Iterable[int]) -> list[int]:
    """The years that a date can have."""
    return [year for year in years if 0 < year <= MAXYEAR]
