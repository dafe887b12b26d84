"""Fields of the tantivy index, and a document on its way in and out."""

from typing import Any

import msgspec
import tantivy

from gazette.adapters.search_fields import (
    EXACT_FIELDS,
    FACET_FIELDS,
    INTEGER_FIELDS,
    PHRASE_FIELDS,
    integers,
    values,
    words,
)
from gazette.search import IndexedDocument
from gazette.tokens import ENGINE_PATTERN

FORMAT = 1
"""Raised whenever the fields or the tokenisation change: older indexes must be built anew."""

TOKENIZER = "gazette"

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
    for name in INTEGER_FIELDS:
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
        for name, number in integers(document).items():
            row.add_integer(name, number)
        for name, texts in (*values(document).items(), *words(document).items()):
            for text in texts:
                row.add_text(name, text)
        row.add_bytes("document", msgspec.msgpack.encode(document))
    return row


def unpacked(row: Any) -> IndexedDocument:
    """The document that was written."""
    return DECODER.decode(row.get_first("document"))
