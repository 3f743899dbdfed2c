"""The tables of the database. Changing them takes a revision in `bot/migrations/versions`."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class Moment(TypeDecorator[datetime]):
    """A time in UTC; SQLite keeps no zone, so it is taken off and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """What people write, without the two kinds of characters that a database may refuse."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        # PostgreSQL knows no zero character, and half of a surrogate pair is in no encoding.
        whole = value.replace("\0", "\N{REPLACEMENT CHARACTER}")
        return whole.encode("utf-8", "replace").decode("utf-8")


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

exchanges = Table(
    "exchanges",
    metadata,
    Column("key", String(24), primary_key=True),
    Column("asked_at", Moment, nullable=False, index=True),
    Column("asker", BigInteger, nullable=False, index=True),
    Column("channel", BigInteger, nullable=False, index=True),
    Column("guild", BigInteger, nullable=True),
    Column("message", BigInteger, nullable=True, index=True),
    Column("parent", String(24), nullable=True, index=True),
    Column("question", Words, nullable=False),
    Column("reply", Words, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("elapsed_ms", Float, nullable=False),
    Column("version", String(80), nullable=False),
    Column("language", String(8), nullable=False),
    Column("private", Boolean, nullable=False),
    Index("ix_exchanges_guild_asked_at", "guild", "asked_at"),
)

votes = Table(
    "votes",
    metadata,
    Column("key", String(24), ForeignKey("exchanges.key", ondelete="CASCADE"), primary_key=True),
    Column("voter", BigInteger, primary_key=True, index=True),
    Column("verdict", String(8), nullable=False),
    Column("fault", String(32), nullable=True),
    Column("comment", Words, nullable=False),
    Column("at", Moment, nullable=False),
)

guilds = Table(
    "guilds",
    metadata,
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("channels", Text, nullable=False),
    Column("threads", Boolean, nullable=False),
    Column("language", String(8), nullable=False),
    Column("per_person", Integer, nullable=False),
    Column("per_channel", Integer, nullable=False),
)

#: The sources that were added for a guild, by whom; what is indexed decides which are shown.
additions = Table(
    "additions",
    metadata,
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("source", String(200), primary_key=True),
    Column("title", Words, nullable=False),
    Column("origin", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", BigInteger, nullable=True, index=True),
)

#: Files that exchanges were exported to, so that what is forgotten can be taken out of them.
exports = Table("exports", metadata, Column("path", String(4096), primary_key=True))
