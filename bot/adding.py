"""A source that administrators add or remove: done in its turn, with what happens shown to them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord import ui

from bot import catalogue, incident, showing
from bot.errors import BotError, StateUnavailable
from bot.holdings import Added, Link, Step, Upload
from bot.managing import may_manage, refusal
from bot.records import Addition
from bot.render import notice
from bot.wording import language_of, say, told
from bot.workshop import Progress
from index.errors import IndexDamaged, LibraryError, SourceError
from index.types import Source

if TYPE_CHECKING:
    from bot.client import SummitBot

log = logging.getLogger(__name__)

#: Bytes of a file that is taken.
LARGEST = 10 << 20
#: Seconds between two edits of a message that shows how far something has got.
EDIT_SECONDS = 2.0

Offer = Link | discord.Attachment
Interaction = discord.Interaction["SummitBot"]


class Shown:
    """The message that shows a job. Where it is gone, or can no longer be edited, the job goes on.

    That is so after 15 minutes, when Discord forgets an interaction.
    """

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction
        self._gone = False

    async def put(self, view: ui.LayoutView) -> None:
        """Show `view`, if that can be."""
        if self._gone or self._interaction.is_expired():
            return
        try:
            await showing.edit(self._interaction, view)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            self._gone = isinstance(error, discord.HTTPException) and error.status < 500
            # Only its kind: the text of a failed request may hold an interaction's token.
            log.info("What became of a source could not be shown (%s)", type(error).__name__)


def begin_adding(interaction: Interaction, guild: int, offer: Offer) -> None:
    """Add what is offered in its turn; the interaction is answered. Busy where too many wait."""
    _begin(interaction, guild, lambda shown: _add(interaction, shown, guild, offer))


def begin_removing(interaction: Interaction, guild: int, source: Source) -> None:
    """Remove a guild's source in its turn; the interaction is answered."""
    _begin(interaction, guild, lambda _: _remove(interaction, guild, source))


def _begin(
    interaction: Interaction, guild: int, work: Callable[[Shown], Awaitable[ui.LayoutView]]
) -> None:
    shown = Shown(interaction)

    async def job() -> None:
        await shown.put(await _outcome(interaction, shown, work))

    async def dropped() -> None:
        sentence = say(
            "I am being restarted, and may not have got to the end of this. Please look at "
            "/sources list in a minute.",
            language_of(interaction.locale),
        )
        await shown.put(notice(sentence))

    interaction.client.workshop.begin(guild, job, person=interaction.user.id, dropped=dropped)


async def _outcome(
    interaction: Interaction, shown: Shown, work: Callable[[Shown], Awaitable[ui.LayoutView]]
) -> ui.LayoutView:
    """What `work` shows in the end, or what stood in its way."""
    language = language_of(interaction.locale)
    try:
        if await _may_still(interaction):
            return await work(shown)
        return notice(refusal(language))
    except (SourceError, BotError) as reason:
        return notice(told(reason, language))
    except LibraryError as error:
        log.error("A guild's index could not be changed: %s", error)  # noqa: TRY400 (says it all)
        if isinstance(error, IndexDamaged):
            sentence = say(
                "The index of this server's own sources is damaged, so nothing can be added or "
                "removed. The operator finds in the log what to do.",
                language,
            )
        else:
            sentence = say(
                "The index could not be changed, and is as it was. Please try again in a minute, "
                "and if it goes on, tell the operator.",
                language,
            )
        return notice(sentence)
    except Exception as error:
        sentences: list[str] = []

        async def tell(sentence: str) -> None:
            sentences.append(sentence)

        await incident.report(error, "/sources", tell, language)
        return notice(sentences[0])


async def _may_still(interaction: Interaction) -> bool:
    """Whether the person may manage the guild now that it is their turn."""
    if interaction.guild is None:
        return False
    try:
        member = await interaction.guild.fetch_member(interaction.user.id)
    except discord.NotFound:
        return False
    return may_manage(member.guild_permissions)


async def _add(interaction: Interaction, shown: Shown, guild: int, offer: Offer) -> ui.LayoutView:
    bot, language = interaction.client, language_of(interaction.locale)
    noted = await bot.state.additions(guild)  # StateUnavailable: who added it could not be kept

    async def show(step: Step) -> None:
        await shown.put(catalogue.under_way(step, language))

    added = await _added(bot, guild, await _taken(offer), show)
    if added.unchanged and added.source.id in noted:
        return catalogue.unchanged(added, language)
    addition = Addition(
        guild=guild,
        source=added.source.id,
        title=added.source.title,
        origin=offer.address if isinstance(offer, Link) else offer.filename,
        at=datetime.now(UTC),
        person=bot.workshop.person,
    )
    with suppress(StateUnavailable):  # the state has logged it, and the list will say it
        await bot.state.note_addition(addition)
        if addition.person != bot.workshop.person:  # who was forgotten while it was written
            await bot.state.note_addition(replace(addition, person=None))
    if added.unchanged:
        return catalogue.unchanged(added, language)
    return catalogue.added(added, language)


async def _taken(offer: Offer) -> Link | Upload:
    """What is offered, with the content of a file."""
    if isinstance(offer, Link):
        return offer
    try:
        return Upload(offer.filename, await offer.read())
    except (discord.HTTPException, aiohttp.ClientError, OSError):  # with TimeoutError
        raise BotError("Discord did not hand out the file. Please attach it again.") from None


async def _added(
    bot: SummitBot,
    guild: int,
    offer: Link | Upload,
    show: Callable[[Step], Awaitable[None]],
) -> Added:
    progress, seen = Progress(), None
    work = asyncio.ensure_future(bot.workshop.run(bot.holdings.add, guild, offer, progress))
    try:
        while not work.done():
            await asyncio.wait({work}, timeout=EDIT_SECONDS)
            if progress.step != seen and progress.step and not work.done():
                seen = progress.step
                await show(seen)
    except asyncio.CancelledError:
        progress.abandon()
        work.cancel()
        raise
    return work.result()


async def _remove(interaction: Interaction, guild: int, source: Source) -> ui.LayoutView:
    bot, language = interaction.client, language_of(interaction.locale)
    try:
        await bot.workshop.run(bot.holdings.remove, guild, source.id)
    except SourceError:  # somebody was faster
        return catalogue.not_there(language)
    with suppress(StateUnavailable):  # what is indexed decides what is shown
        await bot.state.remove_addition(guild, source.id)
    return catalogue.removed(source, language)
