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
from bot.holdings import Holdings
from bot.knowledge import Knowledge
from bot.limits import Limits
from bot.recent import Consulted, Recent
from bot.recollection import pack, stands, unpack
from bot.records import Exchange, Forgotten, GuildSettings, new_key
from bot.state import State
from bot.wording import Language
from bot.writes import Writes
from index.types import Abstention, Reply, Turn

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
        self, *, desk: Desk, state: State, holdings: Holdings, limits: Limits, recent: Recent
    ) -> None:
        self._desk = desk
        self._state = state
        self._holdings = holdings
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

    async def knowledge(self, guild: int | None) -> Knowledge:
        """What is indexed for a guild at the moment; for None, what is for everybody."""
        return await asyncio.to_thread(self._holdings.knowledge, guild)

    async def problem(self, guild: int | None) -> bool:
        """Whether not all that is indexed for a guild alone can be opened."""
        if guild is None:
            return False
        return bool(await asyncio.to_thread(self._holdings.problem, guild))

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
        knowledge = await self.knowledge(place.guild)
        history = await self._history(parent, place.guild, knowledge)
        key = new_key()
        self._in_work[key] = place.asker
        begun = time.perf_counter()
        try:
            reply = await self._desk.ask(question, history, place.guild)
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
            version=knowledge.generation,
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

    async def find(self, key: str, guild: int | None) -> Consulted | None:
        """An exchange of a guild with its reply; None where it is not kept, or is another's.

        Its sources may have changed since. Raises StateUnavailable, and IndexChanged where what it
        quotes is neither indexed any more nor kept.
        """
        held = self.recent.get(key)
        exchange = held.exchange if held else await self._state.exchange(key)
        if exchange is None or exchange.guild != guild:
            return None
        if held:
            return held
        reply = await self._unpacked(exchange, await self.knowledge(guild))
        if reply is None:
            raise IndexChanged
        return Consulted(exchange, reply)

    async def standing(self, key: str, guild: int | None) -> Consulted | None:
        """As `find`, but IndexChanged also where what it quotes is no longer indexed as it was."""
        found = await self.find(key, guild)
        if found is None:
            return None
        if not await asyncio.to_thread(stands, found.reply, await self.knowledge(guild)):
            raise IndexChanged
        return found

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

    async def forget(self, person: int) -> Forgotten:
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

    async def _history(
        self, key: str | None, guild: int | None, knowledge: Knowledge
    ) -> tuple[Turn, ...]:
        """The turns up to the exchange `key`, oldest first; none that were had elsewhere."""
        replies: list[Reply] = []
        count = 0
        while key and count < MEMORY and (held := self.recent.get(key)):
            count += 1
            if held.exchange.guild == guild:
                replies.insert(0, held.reply)
            key = held.exchange.parent
        if key and count < MEMORY:
            chain = await _within(LONGER_SECONDS, self._state.chain(key, MEMORY - count)) or ()
            kept = [
                await self._unpacked(exchange, knowledge)
                for exchange in chain
                if exchange.guild == guild
            ]
            replies[:0] = [reply for reply in kept if reply]
        return await asyncio.to_thread(_turns, replies, knowledge)

    async def _unpacked(self, exchange: Exchange, knowledge: Knowledge) -> Reply | None:
        return await asyncio.to_thread(unpack, exchange.reply, knowledge)


def _turns(replies: list[Reply], knowledge: Knowledge) -> tuple[Turn, ...]:
    # What its sources no longer say is no ground to go on from.
    return tuple(Turn(reply.question, reply) for reply in replies if stands(reply, knowledge))


async def _within(seconds: float, read: Awaitable[T]) -> T | None:
    """What is read, or None where the database is down or too slow."""
    with suppress(StateUnavailable, TimeoutError):
        return await asyncio.wait_for(read, seconds)
    return None
