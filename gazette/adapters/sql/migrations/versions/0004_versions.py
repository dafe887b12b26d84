"""Which version of the program each role is."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add a column that may be empty."""
    op.add_column("beats", sa.Column("version", sa.Text(), nullable=True))
