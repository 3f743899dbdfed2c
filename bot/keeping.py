"""Exchanges, votes and guilds' settings, to and from the rows of the database."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, desc, insert, select, update

from bot.records import Complaint, Exchange, Fault, GuildSettings, Verdict, Vote
from bot.schema import exchanges, guilds, votes


def add_exchange(db: Connection, exchange: Exchange) -> None:
    db.execute(insert(exchanges).values(asdict(exchange)))


def change_exchange(db: Connection, key: str, columns: dict[str, Any]) -> None:
    db.execute(update(exchanges).where(exchanges.c.key == key).values(columns))


def exchange_where(db: Connection, **columns: object) -> Exchange | None:
    """The newest exchange whose columns have these values."""
    query = select(exchanges).order_by(desc(exchanges.c.asked_at)).limit(1)
    for name, value in columns.items():
        query = query.where(exchanges.c[name] == value)
    row = db.execute(query).mappings().first()
    return _exchange(row) if row else None


def chain(db: Connection, key: str, limit: int) -> tuple[Exchange, ...]:
    """The exchange and those it goes on from, oldest first, at most `limit`."""
    found: list[Exchange] = []
    following: str | None = key
    while following and len(found) < limit:
        exchange = exchange_where(db, key=following)
        if exchange is None:
            break
        found.append(exchange)
        following = exchange.parent
    return tuple(reversed(found))


def descendants(db: Connection, keys: Collection[str]) -> set[str]:
    """The keys of whatever goes on from these exchanges, and from that, and so on."""
    found: set[str] = set()
    latest = set(keys)
    while latest:
        following: set[str] = set()
        for batch in _batches(sorted(latest)):
            query = select(exchanges.c.key).where(exchanges.c.parent.in_(batch))
            following.update(db.execute(query).scalars())
        latest = following - found
        found |= latest
    return found


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """`keys` in lots that fit into one statement of any database."""
    return (keys[at : at + 500] for at in range(0, len(keys), 500))


def remove_exchanges(db: Connection, keys: list[str]) -> None:
    """Delete exchanges with their votes; those that went on from them begin anew."""
    for batch in _batches(keys):
        db.execute(update(exchanges).where(exchanges.c.parent.in_(batch)).values(parent=None))
        db.execute(delete(votes).where(votes.c.key.in_(batch)))
        db.execute(delete(exchanges).where(exchanges.c.key.in_(batch)))


def put_vote(db: Connection, vote: Vote) -> bool:
    """Keep `vote` in place of an earlier one; False where its exchange is not kept."""
    if exchange_where(db, key=vote.key) is None:
        return False
    db.execute(delete(votes).where(votes.c.key == vote.key, votes.c.voter == vote.voter))
    db.execute(insert(votes).values(asdict(vote)))
    return True


def vote_of(db: Connection, key: str, voter: int) -> Vote | None:
    query = select(votes).where(votes.c.key == key, votes.c.voter == voter)
    row = db.execute(query).mappings().first()
    return _vote(row) if row else None


def complaints(db: Connection) -> tuple[Complaint, ...]:
    """Every vote against an answer with its exchange, oldest first."""
    query = (
        select(exchanges, votes.c.fault, votes.c.comment)
        .join(votes, votes.c.key == exchanges.c.key)
        .where(votes.c.verdict == Verdict.DOWN.value)
        .order_by(exchanges.c.asked_at, votes.c.at)
    )
    return tuple(
        Complaint(_exchange(row), Fault(row["fault"]) if row["fault"] else None, row["comment"])
        for row in db.execute(query).mappings()
    )


def settings_of(db: Connection, guild: int) -> GuildSettings:
    row = db.execute(select(guilds).where(guilds.c.guild == guild)).mappings().first()
    if row is None:
        return GuildSettings()
    kept = {name: value for name, value in row.items() if name not in ("guild", "channels")}
    return GuildSettings(channels=frozenset(json.loads(row["channels"])), **kept)


def put_settings(db: Connection, guild: int, settings: GuildSettings) -> None:
    kept = {**asdict(settings), "channels": json.dumps(sorted(settings.channels))}
    db.execute(delete(guilds).where(guilds.c.guild == guild))
    db.execute(insert(guilds).values(guild=guild, **kept))


def asked_in(db: Connection, guild: int) -> list[str]:
    """The keys of what was asked in a guild."""
    asked = select(exchanges.c.key).where(exchanges.c.guild == guild)
    return list(db.execute(asked).scalars())


def drop_settings(db: Connection, guild: int) -> None:
    db.execute(delete(guilds).where(guilds.c.guild == guild))


def _exchange(row: RowMapping) -> Exchange:
    names: Any = exchanges.c.keys()
    return Exchange(**{name: row[name] for name in names})


def _vote(row: RowMapping) -> Vote:
    fault = Fault(row["fault"]) if row["fault"] else None
    verdict = Verdict(row["verdict"])
    return Vote(row["key"], row["voter"], verdict, fault, row["comment"], row["at"])
