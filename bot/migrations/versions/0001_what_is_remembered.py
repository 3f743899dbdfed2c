"""Exchanges, votes, guilds' settings, and files that were exported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "exchanges",
        sa.Column("key", sa.String(24), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("asker", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("guild", sa.BigInteger, nullable=True),
        sa.Column("message", sa.BigInteger, nullable=True),
        sa.Column("parent", sa.String(24), nullable=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("elapsed_ms", sa.Float, nullable=False),
        sa.Column("version", sa.String(80), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_exchanges"),
    )
    for column in ("asked_at", "asker", "channel", "message", "parent"):
        op.create_index(f"ix_exchanges_{column}", "exchanges", [column])
    op.create_index("ix_exchanges_guild_asked_at", "exchanges", ["guild", "asked_at"])
    op.create_table(
        "votes",
        sa.Column("key", sa.String(24), nullable=False),
        sa.Column("voter", sa.BigInteger, nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("fault", sa.String(32), nullable=True),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", "voter", name="pk_votes"),
        sa.ForeignKeyConstraint(
            ["key"], ["exchanges.key"], name="fk_votes_key_exchanges", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_votes_voter", "votes", ["voter"])
    op.create_table(
        "guilds",
        sa.Column("guild", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("channels", sa.Text, nullable=False),
        sa.Column("threads", sa.Boolean, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("per_person", sa.Integer, nullable=False),
        sa.Column("per_channel", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("guild", name="pk_guilds"),
    )
    op.create_table(
        "exports",
        sa.Column("path", sa.String(4096), nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_exports"),
    )


def downgrade() -> None:
    for table in ("exports", "guilds", "votes", "exchanges"):
        op.drop_table(table)
