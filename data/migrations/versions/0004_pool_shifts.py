"""Shifts that were worked out, by release and plan."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pool_shifts",
        sa.Column("release_id", sa.Integer, sa.ForeignKey("releases.id"), primary_key=True),
        sa.Column("plan_id", sa.Integer, sa.ForeignKey("plans.id"), primary_key=True),
        sa.Column("goal", sa.String(8), primary_key=True),
        sa.Column("pool", sa.Text, primary_key=True),
        sa.Column("monday", sa.String(10), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("schedule_efficiency", sa.Float),
        sa.Column("body", sa.Text, nullable=False),
    )
