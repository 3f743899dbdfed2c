"""A person's own data: all of it told, all of it deleted, and nothing kept longer than is set."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, select, text, update

from bot import exports as files
from bot import keeping
from bot.records import Forgotten
from bot.schema import additions, exchanges, exports, votes


def data_of(db: Connection, person: int) -> dict[str, Any]:
    """Everything that is kept about `person`, such that JSON can hold it."""
    asked = select(exchanges).where(exchanges.c.asker == person).order_by(exchanges.c.asked_at)
    voted = select(votes).where(votes.c.voter == person).order_by(votes.c.at)
    added = select(additions).where(additions.c.person == person).order_by(additions.c.at)
    return {
        "person": str(person),
        "questions": [
            {**_told(row), "reply": json.loads(row["reply"])}
            for row in db.execute(asked).mappings()
        ],
        "votes": [_told(row) for row in db.execute(voted).mappings()],
        "additions": [_told(row) for row in db.execute(added).mappings()],
    }


def _told(row: RowMapping) -> dict[str, Any]:
    """A row with text for times, and for identifiers, which other programs would round."""
    identifiers = ("asker", "voter", "channel", "guild", "message", "person")
    return {
        name: value.isoformat()
        if isinstance(value, datetime)
        else str(value)
        if name in identifiers and value is not None
        else value
        for name, value in row.items()
    }


def forget(db: Connection, person: int) -> Forgotten:
    """Delete what `person` asked and how they voted, in exports too; returns how much that was.

    What they added stays, since others rely on it, without their id.
    """
    hold_exports(db)
    asked = select(exchanges.c.key).where(exchanges.c.asker == person)
    own = votes.c.key.in_(asked) | (votes.c.voter == person)
    rows = db.execute(select(func.count()).select_from(votes).where(own)).scalar_one()
    # An export may hold their words on an answer that is another's.
    judged = set(db.execute(select(votes.c.key).where(votes.c.voter == person)).scalars())
    db.execute(delete(votes).where(votes.c.voter == person))
    keys = list(db.execute(asked).scalars())
    clear_exports(db, judged | keeping.remove_exchanges(db, keys))
    added = db.execute(
        update(additions).where(additions.c.person == person).values(person=None)
    ).rowcount
    return Forgotten(len(keys) + int(rows), added)


def expire(db: Connection, moment: datetime) -> int:
    """Delete what was asked before `moment`, in exports too; returns the number of exchanges."""
    old = select(exchanges.c.key).where(exchanges.c.asked_at < moment)
    keys = list(db.execute(old).scalars())
    remove(db, keys)
    return len(keys)


def remove(db: Connection, keys: Collection[str]) -> None:
    """Delete exchanges, with their lines in exports."""
    if keys:
        hold_exports(db)
        clear_exports(db, keeping.remove_exchanges(db, keys))


def leave(db: Connection, guild: int) -> None:
    """Delete what is kept of a guild, with its lines in exports."""
    hold_exports(db)
    clear_exports(db, keeping.leave(db, guild))


def note_export(db: Connection, path: Path) -> None:
    hold_exports(db)
    statement = keeping.insert_into(db, exports).values(path=str(path.resolve()))
    db.execute(statement.on_conflict_do_nothing())


def hold_exports(db: Connection) -> None:
    """Have those who delete and those who export wait for each other, lest one misses the other.

    In SQLite one writes at a time anyway.
    """
    if db.dialect.name == "postgresql":
        db.execute(text(f"LOCK TABLE {exports.name} IN SHARE ROW EXCLUSIVE MODE"))


def clear_exports(db: Connection, keys: Collection[str]) -> None:
    """Take the lines of these exchanges out of every file that was exported."""
    for place in list(db.execute(select(exports.c.path)).scalars()):
        if not files.remove(Path(place), keys):
            db.execute(delete(exports).where(exports.c.path == place))
