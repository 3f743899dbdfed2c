"""How much was asked in a guild and what came of it, counted from the rows of the database."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.records import Fault, Missed, Usage, Verdict
from bot.schema import exchanges, votes


def usage(db: Connection, guild: int, since: datetime, until: datetime) -> Usage:
    """What was asked in `guild` from `since` until before `until`; days are those of UTC."""
    within = (
        exchanges.c.guild == guild,
        exchanges.c.asked_at >= since,
        exchanges.c.asked_at < until,
    )
    asked = select(exchanges.c.asked_at, exchanges.c.answered, exchanges.c.elapsed_ms)
    rows = db.execute(asked.where(*within)).all()
    days = Counter((row.asked_at.date(), row.answered) for row in rows)
    counted = (
        select(votes.c.verdict, func.count())
        .join(exchanges, exchanges.c.key == votes.c.key)
        .where(*within)
        .group_by(votes.c.verdict)
    )
    verdicts = {row[0]: row[1] for row in db.execute(counted)}
    answered = sum(row.answered for row in rows)
    first, last = since.date(), (until - timedelta(microseconds=1)).date()
    period = [first + timedelta(days=day) for day in range((last - first).days + 1)]
    return Usage(
        questions=len(rows),
        answered=answered,
        refused=len(rows) - answered,
        up=verdicts.get(Verdict.UP.value, 0),
        down=verdicts.get(Verdict.DOWN.value, 0),
        elapsed_ms=tuple(row.elapsed_ms for row in rows),
        by_day=tuple((day, days[day, True], days[day, False]) for day in period),
    )


def missed(db: Connection, guild: int, since: datetime) -> tuple[Missed, ...]:
    """What was refused in `guild` since then, and each vote against an answer, newest first."""
    columns = (exchanges.c.key, exchanges.c.question, exchanges.c.asked_at)
    within = (exchanges.c.guild == guild, exchanges.c.asked_at >= since)
    refused = select(*columns, exchanges.c.reason).where(*within, exchanges.c.answered.is_(False))
    against = (
        select(*columns, func.coalesce(votes.c.fault, Fault.OTHER.value))
        .join(votes, votes.c.key == exchanges.c.key)
        .where(*within, votes.c.verdict == Verdict.DOWN.value)
    )
    found = [Missed(*row) for query in (refused, against) for row in db.execute(query)]
    return tuple(sorted(found, key=lambda one: one.asked_at, reverse=True))
