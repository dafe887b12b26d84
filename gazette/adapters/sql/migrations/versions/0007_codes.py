"""Who signed documents with which agency code."""

import json

import sqlalchemy as sa
from alembic import op

from gazette import numbers

revision = "0007"
down_revision = "0006"

BATCH = 500
DECIDING = {"doc_number", "issuer"}


def upgrade() -> None:
    """Make the table and fill it from what is held."""
    table = op.create_table(
        "document_codes",
        sa.Column("document_id", sa.String(32), sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_codes")),
    )
    op.create_index(op.f("ix_document_codes_code"), "document_codes", ["code"], unique=False)
    held = sa.table("documents", sa.column("id"), sa.column("document"))
    connection, last = op.get_bind(), ""
    wanted = sa.select(held.c.id, held.c.document).order_by(held.c.id).limit(BATCH)
    while rows := connection.execute(wanted.where(held.c.id > last)).all():
        found = [row for one, text in rows if (row := _row(one, json.loads(text)))]
        if found:
            op.bulk_insert(table, found)
        last = rows[-1][0]


def _row(identifier: str, document: dict[str, object]) -> dict[str, str] | None:
    """What a packed document testifies: one issuer under a code, neither doubtful."""
    number, issuer, doubtful = (document.get(key) for key in ("doc_number", "issuer", "doubtful"))
    if not isinstance(number, str) or not isinstance(issuer, str) or "、" in issuer:
        return None
    code = numbers.agency_code(number)
    clear = isinstance(doubtful, list | None) and not DECIDING & {*(doubtful or ())}
    return {"document_id": identifier, "code": code, "issuer": issuer} if code and issuer and clear else None
