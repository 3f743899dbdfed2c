"""A question on its way: whether it may be asked, what was said before it, what is kept of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.desk import Desk
from bot.errors import IndexChanged, StateUnavailable, TooOften
from bot.knowledge import Knowledge
from bot.limits import Limits
from bot.recent import Consulted, Recent
from bot.recollection import pack, unpack
from bot.records import Exchange, GuildSettings, new_key
from bot.state import State
from bot.wording import Language
from bot.writes import Writes
from index.types import Abstention, Turn

#: Turns that are gone back: as many as the index looks at.
MEMORY = 6
#: How long a guild's settings may be taken from memory, in seconds.
FRESH_SECONDS = 30.0
#: How long the database is waited for: an interaction has to be acknowledged within three seconds.
PATIENCE_SECONDS = 1.5
#: And where nothing has to be acknowledged, but somebody waits.
LONGER_SECONDS = 5.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question is asked, by whom, and in which language it is answered there."""

    channel: int
    guild: int | None
    asker: int
    language: Language = "en"
    private: bool = False


class Consultant:
    """Asks the desk and remembers; a database that is down takes nothing from an answer."""

    def __init__(
        self, *, desk: Desk, state: State, knowledge: Knowledge, limits: Limits, recent: Recent
    ) -> None:
        self._desk = desk
        self._state = state
        self._knowledge = knowledge
        self._limits = limits
        self.recent = recent
        self._settings: dict[int, tuple[float, GuildSettings]] = {}
        self._writes = Writes(PATIENCE_SECONDS)
        self._in_work: dict[str, int] = {}

    async def settings(self, guild: int | None) -> GuildSettings:
        """What is set for a guild; while the database is slow or down, what was last known."""
        if guild is None:
            return GuildSettings()
        then, known = self._settings.get(guild, (-FRESH_SECONDS, GuildSettings()))
        if time.monotonic() - then < FRESH_SECONDS:
            return known
        known = await _within(PATIENCE_SECONDS, self._state.guild(guild)) or known
        self._settings[guild] = time.monotonic(), known
        return known

    def changed(self, guild: int) -> None:
        """Have the settings of a guild read again."""
        self._settings.pop(guild, None)

    async def admit(self, place: Place) -> None:
        """Count a question that is to be asked; TooOften where it comes too soon."""
        settings = await self.settings(place.guild)
        wait = self._limits.take(place.asker, place.channel, settings)
        if wait is not None:
            raise TooOften(wait)

    async def ask(self, question: str, place: Place, parent: str | None = None) -> Consulted:
        """Ask what goes on from the exchange `parent`, and keep it.

        Raises QuestionError and Busy. What cannot be kept is in the log and counted by the state.
        """
        history = await self._history(parent)
        key = new_key()
        self._in_work[key] = place.asker
        begun = time.perf_counter()
        try:
            reply = await self._desk.ask(question, history)
        finally:
            wanted = self._in_work.pop(key, None) is not None
        exchange = Exchange(
            key=key,
            asked_at=datetime.now(UTC),
            asker=place.asker,
            channel=place.channel,
            guild=place.guild,
            question=question,
            reply=pack(reply),
            answered=not isinstance(reply, Abstention),
            reason=reply.reason.value if isinstance(reply, Abstention) else "",
            elapsed_ms=(time.perf_counter() - begun) * 1000,
            version=self._knowledge.version,
            parent=parent,
            language=place.language,
            private=place.private,
        )
        consulted = Consulted(exchange, reply)
        if not wanted:
            return consulted
        self.recent.put(consulted)
        await self._writes.put(exchange.key, lambda: self._state.remember(exchange))
        return consulted

    async def sent(self, key: str, message: int, *, channel: int | None = None) -> None:
        """Note the message that now shows an exchange to everybody in its place.

        `channel` is where it was posted, if not where it was asked.
        """
        if held := self.recent.get(key):
            exchange = replace(
                held.exchange, message=message, channel=channel or held.exchange.channel
            )
            self.recent.put(replace(held, exchange=exchange))
        await self._writes.put(key, lambda: self._state.sent(key, message, channel=channel))

    async def published(self, key: str, message: int) -> None:
        """Note that what only the asker saw is now shown to everybody by `message`."""
        if held := self.recent.get(key):
            self.recent.put(
                replace(held, exchange=replace(held.exchange, message=message, private=False))
            )
        await self._writes.put(key, lambda: self._state.sent(key, message, private=False))

    async def find(self, key: str) -> Consulted | None:
        """An exchange with its reply; None where it is not kept.

        Raises IndexChanged where its sources are no longer the same, and StateUnavailable.
        """
        if held := self.recent.get(key):
            return held
        exchange = await self._state.exchange(key)
        if exchange is None:
            return None
        reply = unpack(exchange.reply, self._knowledge)
        if reply is None:
            raise IndexChanged
        return Consulted(exchange, reply)

    async def shown_by(self, message: int) -> Exchange | None:
        """The exchange that a message of the bot shows; None where it is not known."""
        if held := self.recent.shown_by(message):
            return held.exchange
        return await _within(LONGER_SECONDS, self._state.exchange_of(message))

    async def latest_in(self, channel: int, within: timedelta) -> Exchange | None:
        """The newest exchange that all in `channel` see, unless it is older than `within`."""
        held = self.recent.latest_in(channel)
        latest = held.exchange if held else None
        if latest is None:
            latest = await _within(LONGER_SECONDS, self._state.latest_in(channel))
        if latest is None or datetime.now(UTC) - latest.asked_at > within:
            return None
        return latest

    async def remove(self, key: str) -> None:
        """Delete an exchange for good; StateUnavailable where it may come back."""
        self.recent.drop(key)
        await self._writes.done(key)
        await self._state.remove(key)

    async def forget(self, person: int) -> int:
        """Delete all that a person asked and voted; returns how much that was.

        What they have asked and is still in work is answered, but not kept.
        """
        self._in_work = {key: asker for key, asker in self._in_work.items() if asker != person}
        self.recent.forget(person)
        await self._writes.done()
        return await self._state.forget(person)

    async def close(self) -> None:
        """Return when what is being written is kept, or given up."""
        await self._writes.done()

    async def _history(self, key: str | None) -> tuple[Turn, ...]:
        """The turns up to the exchange `key`, oldest first."""
        turns: list[Turn] = []
        while key and len(turns) < MEMORY and (held := self.recent.get(key)):
            turns.insert(0, Turn(held.reply.question, held.reply))
            key = held.exchange.parent
        if key and len(turns) < MEMORY:
            chain = self._state.chain(key, MEMORY - len(turns))
            kept = await _within(LONGER_SECONDS, chain) or ()
            replies = [unpack(exchange.reply, self._knowledge) for exchange in kept]
            # What its sources no longer say is no ground to go on from.
            turns[:0] = [Turn(reply.question, reply) for reply in replies if reply]
        return tuple(turns)


async def _within(seconds: float, read: Awaitable[T]) -> T | None:
    """What is read, or None where the database is down or too slow."""
    with suppress(StateUnavailable, TimeoutError):
        return await asyncio.wait_for(read, seconds)
    return None
