"""A person's own data: all of it told, all of it deleted, and nothing kept longer than is set."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from bot import exports as files
from bot.keeping import descendants, remove_exchanges
from bot.schema import exchanges, exports, votes


def data_of(db: Connection, person: int) -> dict[str, Any]:
    """Everything that is kept about `person`, such that JSON can hold it."""
    asked = select(exchanges).where(exchanges.c.asker == person).order_by(exchanges.c.asked_at)
    voted = select(votes).where(votes.c.voter == person).order_by(votes.c.at)
    return {
        "person": str(person),
        "questions": [
            {**_told(row), "reply": json.loads(row["reply"])}
            for row in db.execute(asked).mappings()
        ],
        "votes": [_told(row) for row in db.execute(voted).mappings()],
    }


def _told(row: RowMapping) -> dict[str, Any]:
    """A row with text for times, and for identifiers, which other programs would round."""
    identifiers = ("asker", "voter", "channel", "guild", "message")
    return {
        name: value.isoformat()
        if isinstance(value, datetime)
        else str(value)
        if name in identifiers and value is not None
        else value
        for name, value in row.items()
    }


def asked_by(db: Connection, person: int) -> list[str]:
    return list(db.execute(select(exchanges.c.key).where(exchanges.c.asker == person)).scalars())


def complained_of(db: Connection, person: int) -> list[str]:
    """The keys of the exchanges that `person` has voted on."""
    return list(db.execute(select(votes.c.key).where(votes.c.voter == person)).scalars())


def forget(db: Connection, person: int) -> int:
    """Delete what `person` asked and how they voted; returns the number of rows."""
    keys = asked_by(db, person)
    own = votes.c.key.in_(keys) | (votes.c.voter == person)
    rows = db.execute(select(func.count()).select_from(votes).where(own)).scalar_one()
    db.execute(delete(votes).where(votes.c.voter == person))
    remove_exchanges(db, keys)
    return len(keys) + int(rows)


def older_than(db: Connection, moment: datetime) -> list[str]:
    return list(db.execute(select(exchanges.c.key).where(exchanges.c.asked_at < moment)).scalars())


def note_export(db: Connection, path: Path) -> None:
    place = str(path.resolve())
    db.execute(delete(exports).where(exports.c.path == place))
    db.execute(insert(exports).values(path=place))


def clear_exports(db: Connection, keys: Collection[str]) -> None:
    """Take these exchanges out of every file that was exported; call it before they are deleted.

    What went on from them goes, too, since its lines hold the questions before it.
    """
    keys = set(keys) | descendants(db, keys)
    for place in list(db.execute(select(exports.c.path)).scalars()):
        if not files.remove(Path(place), keys):
            db.execute(delete(exports).where(exports.c.path == place))
