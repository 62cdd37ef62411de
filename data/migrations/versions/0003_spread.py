"""Rows of history that are parts of daily totals are marked."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("history", sa.Column("spread", sa.Integer, nullable=False, server_default="0"))
