"""Titles of documents, for those that are named by title alone."""

import json

import sqlalchemy as sa
from alembic import op

from gazette import titles

revision = "0005"
down_revision = "0004"

BATCH = 500


def upgrade() -> None:
    """Make the table and fill it with the titles of what is held."""
    table = op.create_table(
        "document_titles",
        sa.Column("document_id", sa.String(32), sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "key", name=op.f("pk_document_titles")),
    )
    op.create_index(op.f("ix_document_titles_key"), "document_titles", ["key"], unique=False)
    held = sa.table("documents", sa.column("id"), sa.column("document"))
    connection, last = op.get_bind(), ""
    wanted = sa.select(held.c.id, held.c.document).order_by(held.c.id).limit(BATCH)
    while rows := connection.execute(wanted.where(held.c.id > last)).all():
        found = [{"document_id": one, "key": key} for one, text in rows for key in sorted(_keys(text))]
        if found:
            op.bulk_insert(table, found)
        last = rows[-1][0]


def _keys(text: str) -> set[str]:
    """Keys of the titles in a packed document."""
    document = json.loads(text)
    printed = [one["title"] for one in document.get("enclosures", ()) if one.get("label") is None]
    return {key for key in map(titles.key, (document["title"], *printed)) if key}
