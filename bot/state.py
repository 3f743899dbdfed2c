"""What the bot remembers, in a database; its work is done in threads, so that no loop waits."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self, TypeVar

from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot import database, keeping, privacy, usage
from bot.errors import SettingsError, StateUnavailable
from bot.records import Addition, Complaint, Exchange, Forgotten, GuildSettings, Missed, Usage, Vote

log = logging.getLogger(__name__)

T = TypeVar("T")


class State:
    """Exchanges, votes, guilds' settings and additions.

    Every method raises StateUnavailable where it fails. A database that is down when this is opened
    is tried again at each call. `lost` counts the writes that could not be kept.
    """

    def __init__(self, url: str, *, keep_days: int = 30) -> None:
        """`url` is SQLAlchemy's; SettingsError where it is none."""
        try:
            self._engine = database.engine_for(url)
        except (ArgumentError, ImportError) as error:
            # Not the address itself: it may hold a password.
            raise SettingsError(
                "DATABASE_URL is no address of a database that I know. Write "
                "sqlite:///path/to/file or postgresql://user:password@host/name."
            ) from error
        self.keep_days = keep_days
        self.lost = 0
        self._ready = False
        self._opening = Lock()
        self._failure: tuple[float, Exception | None] = (0.0, None)

    async def __aenter__(self) -> Self:
        try:
            await asyncio.to_thread(self._open)
        except _FAILURES as error:
            log.warning(
                "The database cannot be used, so nothing is remembered until it can: %s",
                _cause(error),
            )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await asyncio.to_thread(self._engine.dispose)

    async def remember(self, exchange: Exchange) -> None:
        """Keep a new exchange."""
        await self._write(lambda db: keeping.add_exchange(db, exchange))

    async def sent(
        self, key: str, message: int, *, channel: int | None = None, private: bool | None = None
    ) -> None:
        """Note the message that shows an exchange, and what else has changed by showing it."""
        told = {"message": message, "channel": channel, "private": private}
        changed = {name: value for name, value in told.items() if value is not None}
        await self._write(lambda db: keeping.change_exchange(db, key, changed))

    async def exchange(self, key: str) -> Exchange | None:
        return await self._read(lambda db: keeping.exchange_where(db, key=key))

    async def exchange_of(self, message: int) -> Exchange | None:
        """The exchange that the bot's `message` shows."""
        return await self._read(lambda db: keeping.exchange_where(db, message=message))

    async def latest_in(self, channel: int) -> Exchange | None:
        """The newest exchange that everybody in `channel` can see."""
        return await self._read(
            lambda db: keeping.exchange_where(db, channel=channel, private=False)
        )

    async def chain(self, key: str, limit: int = 6) -> tuple[Exchange, ...]:
        """An exchange and those it goes on from, oldest first, at most `limit`."""
        return await self._read(lambda db: keeping.chain(db, key, limit))

    async def remove(self, key: str) -> None:
        """Delete an exchange, its votes, and its lines in exports."""
        await self._write(lambda db: privacy.remove(db, [key]))

    async def vote(self, vote: Vote) -> bool:
        """Keep a vote in place of an earlier one; False where its exchange is not kept."""
        return await self._write(lambda db: keeping.put_vote(db, vote))

    async def vote_of(self, key: str, voter: int) -> Vote | None:
        return await self._read(lambda db: keeping.vote_of(db, key, voter))

    async def complaints(self) -> tuple[Complaint, ...]:
        """Every vote against an answer, with its exchange."""
        return await self._read(keeping.complaints)

    async def guild(self, guild: int) -> GuildSettings:
        return await self._read(lambda db: keeping.settings_of(db, guild))

    async def change_guild(self, guild: int, settings: GuildSettings) -> None:
        await self._write(lambda db: keeping.put_settings(db, guild, settings))

    async def additions(self, guild: int) -> dict[str, Addition]:
        """What was added for a guild, by the sources' ids."""
        return await self._read(lambda db: keeping.additions_of(db, guild))

    async def note_addition(self, addition: Addition) -> None:
        """Keep who added a source, in place of who did before."""
        await self._write(lambda db: keeping.put_addition(db, addition))

    async def remove_addition(self, guild: int, source: str) -> None:
        await self._write(lambda db: keeping.remove_addition(db, guild, source))

    async def guilds(self) -> frozenset[int]:
        """The guilds of which settings or additions are kept."""
        return await self._read(keeping.guilds_kept)

    async def leave_guild(self, guild: int) -> None:
        """Delete what is kept of a guild that the bot has left."""
        await self._write(lambda db: privacy.leave(db, guild))
        await self._wipe()

    async def usage(self, guild: int, since: datetime, until: datetime) -> Usage:
        """What was asked in a guild, see `bot.usage.usage`."""
        return await self._read(lambda db: usage.usage(db, guild, since, until))

    async def missed(self, guild: int, since: datetime) -> tuple[Missed, ...]:
        """What was refused or voted down in a guild, newest first."""
        return await self._read(lambda db: usage.missed(db, guild, since))

    async def data_of(self, person: int) -> dict[str, Any]:
        """Everything that is kept about a person, such that JSON can hold it."""
        return await self._read(lambda db: privacy.data_of(db, person))

    async def forget(self, person: int) -> Forgotten:
        """Delete what a person asked and voted, and take their id off what they added.

        Afterwards nothing of it stands in the database's files, or in files that were exported.
        """
        forgotten = await self._write(lambda db: privacy.forget(db, person))
        await self._wipe()
        return forgotten

    async def expire(self, now: datetime) -> int:
        """Delete what is older than `keep_days`; returns the number of exchanges."""
        before = now - timedelta(days=self.keep_days)
        expired = await self._write(lambda db: privacy.expire(db, before))
        if expired:
            await self._wipe()
        return expired

    async def note_export(self, path: Path) -> None:
        """Remember a file of exchanges: what is deleted later is taken out of it as well."""
        await self._write(lambda db: privacy.note_export(db, path))

    async def _read(self, work: Callable[[Connection], T]) -> T:
        return await self._do(lambda: self._in_transaction(work, writing=False), writing=False)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        return await self._do(lambda: self._in_transaction(work, writing=True), writing=True)

    async def _wipe(self) -> None:
        await self._do(lambda: database.wipe(self._engine), writing=True)

    async def _do(self, work: Callable[[], T], *, writing: bool) -> T:
        try:
            return await asyncio.to_thread(work)
        except _FAILURES as error:
            if writing:
                self.lost += 1
                log.warning("Not kept, %d writes so far: %s", self.lost, _cause(error))
            else:
                log.warning("The database could not be read: %s", _cause(error))
            raise StateUnavailable from error

    def _in_transaction(self, work: Callable[[Connection], T], *, writing: bool) -> T:
        self._open()
        connection = self._engine.connect().execution_options(writing=writing)
        with connection, connection.begin():
            return work(connection)

    def _open(self) -> None:
        arrived = time.monotonic()
        with self._opening:
            if self._ready:
                return
            failed, error = self._failure
            if error and arrived < failed:
                # Who has waited for another's attempt does not wait for one more in vain.
                raise error
            try:
                database.migrate(self._engine)
            except _FAILURES as error:
                self._failure = time.monotonic(), error
                raise
            self._ready = True


_FAILURES = (SQLAlchemyError, CommandError, OSError)


def _cause(error: BaseException) -> str:
    """The kind of an error and no word of it: its text may hold an address or what was asked."""
    origin = getattr(error, "orig", None) or error
    if isinstance(origin, CommandError):
        return "it was made by another version of this program"
    if isinstance(origin, ArgumentError):
        return "its address names no file"
    # SQLite tells a full disk from a missing file by a name of its own.
    name = getattr(origin, "sqlite_errorname", None)
    return f"{type(origin).__name__} ({name})" if name else type(origin).__name__
