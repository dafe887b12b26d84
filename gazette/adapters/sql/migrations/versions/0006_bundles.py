"""What was in bundles, and the issues that it became."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "bundle_entries",
        sa.Column("bundle_id", sa.String(32), sa.ForeignKey("issues.id"), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("issue_id", sa.String(32), sa.ForeignKey("issues.id"), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("bundle_id", "position", name=op.f("pk_bundle_entries")),
    )
    op.create_index(op.f("ix_bundle_entries_issue_id"), "bundle_entries", ["issue_id"], unique=False)
