"""Samples for people to judge: with which chance each statement was drawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of chances."""
    op.create_table(
        "chance",
        sa.Column("run_key", KEY, nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run_key"], ["run.key"]),
        sa.UniqueConstraint("run_key", "statement_id"),
    )
    op.create_index("ix_chance_statement_id", "chance", ["statement_id"])
