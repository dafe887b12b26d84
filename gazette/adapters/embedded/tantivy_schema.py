"""Fields of the tantivy index, and a document on its way in and out."""

from datetime import date
from typing import Any

import msgspec
import tantivy

from gazette.search import IndexedDocument
from gazette.tokens import ENGINE_PATTERN, fold

FORMAT = 1
"""Raised whenever the fields or the tokenisation change: older indexes must be built anew."""

TOKENIZER = "gazette"
PHRASE_FIELDS = ("title_words", "text_words", "number_words", "issuer_words", "person_words", "topic_words")
EXACT_FIELDS = ("id", "issue_id", "number_key", "cited_key")
FACET_FIELDS = ("doc_type", "issuer", "topic", "legal_status")

DECODER = msgspec.msgpack.Decoder(IndexedDocument)


def schema() -> Any:
    """The fields. Everything shown is one stored value; everything searched is indexed beside it."""
    builder = tantivy.SchemaBuilder()
    for name in PHRASE_FIELDS:
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option="position")
    for name in EXACT_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACET_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("year", "day", "order_key"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_integer_field("revision", fast=True)
    builder.add_boolean_field("deleted", indexed=True)
    builder.add_bytes_field("document", stored=True)
    return builder.build()


def register(index: Any) -> None:
    """Teach an opened index our tokens."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(ENGINE_PATTERN)).build()
    index.register_tokenizer(TOKENIZER, analyzer)


def packed(document: IndexedDocument) -> Any:
    """A document as tantivy takes it. Of a deleted one only id and revision are kept."""
    row = tantivy.Document()
    row.add_text("id", document.id)
    row.add_integer("revision", document.revision)
    row.add_boolean("deleted", document.deleted)
    if not document.deleted:
        _add_values(row, document)
        _add_words(row, document)
        row.add_bytes("document", msgspec.msgpack.encode(document))
    return row


def unpacked(row: Any) -> IndexedDocument:
    """The document that was written."""
    return DECODER.decode(row.get_first("document"))


def day(iso_date: str) -> int:
    """Day number of an ISO date."""
    return date.fromisoformat(iso_date).toordinal()


def _add_values(row: Any, document: IndexedDocument) -> None:
    row.add_integer("order_key", document.order_key)
    if document.issued_date:
        row.add_integer("day", day(document.issued_date))
        row.add_integer("year", int(document.issued_date[:4]))
    values = {
        "issue_id": (document.issue_id,),
        "number_key": (document.doc_number_key,),
        "cited_key": document.cited_keys,
        "doc_type": (document.doc_type,),
        "issuer": document.issuers,
        "topic": document.topics,
        "legal_status": (document.legal_status,),
    }
    for name, several in values.items():
        for value in filter(None, several):
            row.add_text(name, value)


def _add_words(row: Any, document: IndexedDocument) -> None:
    words = {
        "title_words": (document.title,),
        "text_words": (document.text,),
        "number_words": (document.doc_number,),
        "issuer_words": document.issuers,
        "person_words": document.persons,
        "topic_words": document.topics,
    }
    for name, several in words.items():
        for text in filter(None, several):
            row.add_text(name, fold(text))
