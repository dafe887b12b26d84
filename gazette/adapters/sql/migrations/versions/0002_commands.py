"""Commands, and what people did about dead letters."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

LONG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add columns that may be empty, and a table."""
    op.add_column("dead_letters", sa.Column("settled", sa.Text(), nullable=True))
    op.add_column("dead_letters", sa.Column("settled_at", MOMENT, nullable=True))
    op.add_column("dead_letters", sa.Column("settled_by", sa.Text(), nullable=True))
    op.create_index("ix_dead_letters_event", "dead_letters", ["failed_group", "event_id"], unique=False)
    op.create_table(
        "commands",
        sa.Column("id", LONG_ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("updated_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("checkpoint", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commands")),
    )
    op.create_index(op.f("ix_commands_state"), "commands", ["state"], unique=False)
