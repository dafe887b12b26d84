"""Rows that are derived from documents: their titles as keys, and whose agency code they testify."""

from collections.abc import Iterable

import sqlalchemy as sa

from gazette import agencies, titles
from gazette.adapters.sql.engine import batches
from gazette.adapters.sql.schema import document_codes, document_titles
from gazette.model import Document

TABLES = (document_titles, document_codes)


def derive(connection: sa.Connection, held: Iterable[tuple[str, Document]]) -> None:
    """Write what follows from these documents (id and document), in place of what did before."""
    known = list(held)
    for some in batches(sorted({one for one, _ in known})):
        for table in TABLES:
            connection.execute(table.delete().where(table.c.document_id.in_(some)))
    named = [{"document_id": one, "key": key} for one, document in known for key in sorted(titles.keys(document))]
    signed = [(one, agencies.signed_code(document)) for one, document in known]
    codes = [{"document_id": one, "code": pair[0], "issuer": pair[1]} for one, pair in signed if pair]
    for table, rows in zip(TABLES, (named, codes), strict=True):
        if rows:
            connection.execute(table.insert(), rows)
