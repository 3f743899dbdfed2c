"""Exchanges, votes, guilds' settings and additions, to and from the rows of the database."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, desc, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.recollection import as_asked
from bot.records import Addition, Complaint, Exchange, Fault, GuildSettings, Verdict, Vote
from bot.schema import additions, exchanges, guilds, votes


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


def remove_exchanges(db: Connection, keys: Collection[str]) -> set[str]:
    """Delete exchanges with their votes; returns the keys of these and of their follow-ups.

    Follow-ups begin anew. They were understood with words of what is deleted, so that from now on
    they are kept as they were asked.
    """
    later = _later(db, keys)
    for batch in _batches(later):
        query = select(exchanges.c.key, exchanges.c.question, exchanges.c.reply)
        for key, question, reply in db.execute(query.where(exchanges.c.key.in_(batch))).all():
            change_exchange(db, key, {"reply": as_asked(reply, question)})
    for batch in _batches(keys):
        db.execute(update(exchanges).where(exchanges.c.parent.in_(batch)).values(parent=None))
        db.execute(delete(votes).where(votes.c.key.in_(batch)))
        db.execute(delete(exchanges).where(exchanges.c.key.in_(batch)))
    return {*keys, *later}


def _later(db: Connection, keys: Collection[str]) -> set[str]:
    """The keys of the exchanges that went on from these, however far on."""
    seen = set(keys)
    newest: Collection[str] = seen
    while newest:
        found: set[str] = set()
        for batch in _batches(newest):
            query = select(exchanges.c.key).where(exchanges.c.parent.in_(batch))
            found.update(db.execute(query).scalars())
        newest = found - seen
        seen |= newest
    return seen - set(keys)


def _batches(keys: Collection[str]) -> Iterator[list[str]]:
    """`keys` in lists that are short enough for one statement."""
    ordered = sorted(keys)
    return (ordered[at : at + 500] for at in range(0, len(ordered), 500))


def put_vote(db: Connection, vote: Vote) -> bool:
    """Keep `vote` in place of an earlier one; False where its exchange is not kept."""
    # On a server it must not be deleted between this and what follows.
    asked = select(exchanges.c.key).where(exchanges.c.key == vote.key)
    if db.execute(asked.with_for_update(read=True, key_share=True)).first() is None:
        return False
    put(db, votes, asdict(vote))
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
    put(db, guilds, {"guild": guild, **kept})


def put_addition(db: Connection, addition: Addition) -> None:
    put(db, additions, asdict(addition))


def remove_addition(db: Connection, guild: int, source: str) -> None:
    db.execute(delete(additions).where(additions.c.guild == guild, additions.c.source == source))


def additions_of(db: Connection, guild: int) -> dict[str, Addition]:
    """What was added for a guild, by the sources' ids."""
    rows = db.execute(select(additions).where(additions.c.guild == guild)).mappings()
    return {row["source"]: Addition(**row) for row in rows}


def guilds_kept(db: Connection) -> frozenset[int]:
    """The guilds of which settings or additions are kept; what was asked may be asked anywhere."""
    return frozenset(
        guild
        for table in (guilds, additions)
        for guild in db.execute(select(table.c.guild).distinct()).scalars()
    )


def put(db: Connection, table: Table, row: dict[str, Any]) -> None:
    """Keep `row` in place of the one that has its primary key.

    In one statement: two people, or one who presses twice, may do so at the same moment.
    """
    statement = insert_into(db, table).values(row)
    keys = [column.name for column in table.primary_key]
    db.execute(
        statement.on_conflict_do_update(
            index_elements=keys,
            set_={name: statement.excluded[name] for name in row if name not in keys},
        )
    )


def insert_into(db: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insertion that can say what to do where the row is there already."""
    if db.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def leave(db: Connection, guild: int) -> set[str]:
    """Delete what is kept of a guild: settings, additions, and what was asked there, see above."""
    for table in (guilds, additions):
        db.execute(delete(table).where(table.c.guild == guild))
    asked = select(exchanges.c.key).where(exchanges.c.guild == guild)
    return remove_exchanges(db, list(db.execute(asked).scalars()))


def _exchange(row: RowMapping) -> Exchange:
    names: Any = exchanges.c.keys()
    return Exchange(**{name: row[name] for name in names})


def _vote(row: RowMapping) -> Vote:
    fault = Fault(row["fault"]) if row["fault"] else None
    verdict = Verdict(row["verdict"])
    return Vote(row["key"], row["voter"], verdict, fault, row["comment"], row["at"])
