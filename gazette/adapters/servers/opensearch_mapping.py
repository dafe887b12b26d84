"""The index on OpenSearch: its fields, its tokens, and a document on its way in and out."""

from collections.abc import Mapping
from typing import Any

import msgspec

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
from gazette.tokens import LONGEST_TOKEN

FORMAT = 1
"""Raised whenever the fields or the tokenisation change: older indexes must be built anew."""

HAN = r"\p{IsHan}"
TOKEN = rf"{HAN}|[\p{{L}}\p{{N}}&&[^{HAN}]]{{1,{LONGEST_TOKEN}}}"
"""`gazette.tokens.TOKEN` as Java writes it, for folded text."""
TOKENIZER = {"type": "pattern", "pattern": TOKEN, "group": 0}

LONGEST_VALUE = 32_766 // 3
"""Java's characters, of three bytes at most: a longer value would make OpenSearch refuse the whole document."""
KEYWORD = {"type": "keyword", "ignore_above": LONGEST_VALUE}

SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "-1",
    "analysis": {
        "tokenizer": {"gazette": TOKENIZER},
        "analyzer": {"gazette": {"type": "custom", "tokenizer": "gazette"}},
    },
}
"""One shard counts facets exactly; every write refreshes for itself."""


def spread(shards: int | None, replicas: int | None) -> dict[str, Any]:
    """Settings of an index that is spread over several nodes; what is None stays as it is on one."""
    chosen: dict[str, Any] = {} if shards is None else {"number_of_shards": shards}
    if replicas is not None:
        chosen |= {"number_of_replicas": replicas, "auto_expand_replicas": "false"}
    return chosen


def index(alias: str, spread_as: Mapping[str, Any]) -> dict[str, Any]:
    """Settings, fields and alias of a new index. Everything shown is `document`; the fields are searched."""
    fields: dict[str, Any] = {name: {"type": "text", "analyzer": "gazette"} for name in PHRASE_FIELDS}
    fields |= dict.fromkeys((*EXACT_FIELDS, *FACET_FIELDS), KEYWORD)
    fields |= {name: {"type": "long"} for name in (*INTEGER_FIELDS, "revision")}
    fields |= {"deleted": {"type": "boolean"}, "document": {"type": "object", "enabled": False}}
    mapping = {
        "dynamic": "strict",
        "_meta": {"format": FORMAT},
        "_source": {"includes": ["document"]},
        "properties": fields,
    }
    return {"settings": {**SETTINGS, **spread_as}, "mappings": mapping, "aliases": {alias: {}}}


def lines(alias: str, document: IndexedDocument) -> bytes:
    """Two lines of a bulk request. Of a deleted document only id and revision are kept."""
    versioned = {"_id": document.id, "version": document.revision, "version_type": "external_gte"}
    action = {"index": {"_index": alias, **versioned}}
    return b"".join(msgspec.json.encode(line) + b"\n" for line in (action, _row(document)))


def removal(alias: str, identifier: str, revision: int) -> bytes:
    """The line of a bulk request that removes a document, unless it is newer by now."""
    versioned = {"_id": identifier, "version": revision, "version_type": "external_gte"}
    return msgspec.json.encode({"delete": {"_index": alias, **versioned}}) + b"\n"


def document(hit: dict[str, Any]) -> IndexedDocument:
    """The document that was written."""
    return msgspec.convert(hit["_source"]["document"], IndexedDocument)


def _row(document: IndexedDocument) -> dict[str, Any]:
    row: dict[str, Any] = {"id": document.id, "revision": document.revision, "deleted": document.deleted}
    if not document.deleted:
        row |= {**integers(document), **values(document), **words(document), "document": document}
    return row
