"""What follows an upload through all roles, and indexes that counts are answered from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

COUNTED = ["deleted", "status", "kind", "reason_code", "document_count", "size"]


def upgrade() -> None:
    """Add columns that may be empty, and indexes."""
    for table in ("outbox", "delayed", "dead_letters"):
        op.add_column(table, sa.Column("traceparent", sa.Text(), nullable=True))
    op.add_column("timeline", sa.Column("correlation_id", sa.Text(), nullable=True))
    op.create_index("ix_issues_counted", "issues", COUNTED, unique=False)
    settled = sa.text("settled IS NULL")
    groups = ["failed_group"]
    op.create_index(
        "ix_dead_letters_open", "dead_letters", groups, unique=False, postgresql_where=settled, sqlite_where=settled
    )
