"""The sources that were added for a guild, and by whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "additions",
        sa.Column("guild", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("guild", "source", name="pk_additions"),
    )
    op.create_index("ix_additions_person", "additions", ["person"])


def downgrade() -> None:
    op.drop_table("additions")
