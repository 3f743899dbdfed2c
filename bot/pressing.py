"""What the buttons under a reply do. Each acknowledges first, and ends in a sentence."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import discord

from bot import incident, modals, sharing, showing
from bot.consulting import PATIENCE_SECONDS, Place
from bot.deleting import delete
from bot.errors import BotError, IndexChanged, StateUnavailable
from bot.opening import opened, sources_view
from bot.recent import Consulted
from bot.recollection import cited
from bot.records import Fault, Verdict, Vote
from bot.views import Action, answer_view
from bot.wording import Language, language_of, say, told
from index.errors import QuestionError

if TYPE_CHECKING:
    from bot.client import SummitBot

log = logging.getLogger(__name__)

#: Discord's codes for a channel, a guild or an interaction that is gone.
_GONE = showing.TOO_LATE | {10003, 10004}

Handler = Callable[["discord.Interaction[SummitBot]", str], Awaitable[None]]


async def press(handler: Handler, interaction: discord.Interaction[Any], key: str) -> None:
    """Run `handler`; whatever goes wrong becomes a sentence for the person alone."""
    language = language_of(interaction.locale)
    try:
        try:
            await handler(interaction, key)
        except (QuestionError, BotError) as refusal:
            await showing.tell(interaction, told(refusal, language))
    except Exception as error:
        if not isinstance(error, discord.HTTPException) or error.code not in _GONE:
            await incident.report(
                error, "an interaction", partial(showing.tell, interaction), language
            )
            return
        log.info("An interaction is gone, or was answered already (%s)", error.code)
        # Where Discord has no more of it, there is nobody to tell it to.
        with contextlib.suppress(discord.HTTPException):
            await showing.whisper(interaction, _too_late(error.code, language))


async def open_sources(interaction: discord.Interaction[SummitBot], key: str) -> None:
    """Show each cited passage in its surroundings, to this person alone."""
    await showing.acknowledge(interaction)
    await _show_sources(interaction, key, 0)


async def turn(page: int, interaction: discord.Interaction[SummitBot], key: str) -> None:
    """Show another page of what `open_sources` has opened."""
    await interaction.response.defer()
    await _show_sources(interaction, key, page)


async def vote_up(interaction: discord.Interaction[SummitBot], key: str) -> None:
    await showing.acknowledge(interaction)
    await _vote(interaction, Vote(key, interaction.user.id, Verdict.UP))


async def ask_what_was_wrong(interaction: discord.Interaction[SummitBot], key: str) -> None:
    """Ask in a modal; the vote counts once that is sent, since Discord does not tell of closing."""
    # An answer whose sources have changed may still be called wrong.
    with contextlib.suppress(IndexChanged):
        if not await _at_hand(interaction, key):
            return
    await interaction.response.send_modal(modals.wrong(key, language_of(interaction.locale)))


async def vote_down(interaction: discord.Interaction[SummitBot], key: str) -> None:
    """Take what the modal of `ask_what_was_wrong` holds."""
    await showing.acknowledge(interaction)
    fault, comment = modals.wrong_in(interaction)
    vote = Vote(key, interaction.user.id, Verdict.DOWN, fault or Fault.OTHER, comment)
    await _vote(interaction, vote)


async def ask_for_more(interaction: discord.Interaction[SummitBot], key: str) -> None:
    """Ask for the next question in a modal."""
    if await _at_hand(interaction, key):
        modal = modals.follow_up(key, language_of(interaction.locale))
        await interaction.response.send_modal(modal)


async def follow(interaction: discord.Interaction[SummitBot], key: str) -> None:
    """Answer what the modal of `ask_for_more` holds, as a part of the same conversation."""
    # To all what all could see, and to one what only they could see.
    private = interaction.message is not None and interaction.message.flags.ephemeral
    await answer(interaction, modals.question_in(interaction), private=private, parent=key)


async def answer(
    interaction: discord.Interaction[SummitBot],
    question: str,
    *,
    private: bool,
    parent: str | None = None,
) -> None:
    """Acknowledge, ask and show; raises what the consultant does, see there."""
    place = place_of(interaction, private=private)
    consultant = interaction.client.consultant
    # Before the acknowledgement, which fixes whether all or one will see what follows.
    await consultant.admit(place)
    # Discord gives up on an interaction that is not acknowledged within three seconds.
    await interaction.response.defer(thinking=True, ephemeral=private)
    consulted = await consultant.ask(question, place, parent)
    sent = await showing.edit(interaction, answer_view(consulted, asked=question))
    await consultant.sent(consulted.exchange.key, sent.id)


async def share(interaction: discord.Interaction[SummitBot], key: str) -> None:
    """Post to the channel what only this person saw."""
    await interaction.response.defer()
    if consulted := await _found(interaction, key):
        await sharing.share(interaction, consulted)


def place_of(interaction: discord.Interaction[Any], *, private: bool = False) -> Place:
    """Where an interaction comes from."""
    return Place(
        channel=interaction.channel_id or 0,
        guild=interaction.guild_id,
        asker=interaction.user.id,
        language=language_of(interaction.locale),
        private=private,
    )


async def _show_sources(interaction: discord.Interaction[SummitBot], key: str, page: int) -> None:
    language = language_of(interaction.locale)
    consultant = interaction.client.consultant
    consulted = await consultant.find(key, interaction.guild_id)
    if consulted is None:
        await showing.tell(interaction, _unknown(language))
        return
    if not cited(consulted.reply):
        await showing.tell(interaction, say("This reply quotes nothing.", language))
        return
    # As it is now, and not as it was when the answer was given.
    knowledge = await consultant.knowledge(interaction.guild_id)
    problem = await consultant.problem(interaction.guild_id)
    pages = await asyncio.to_thread(opened, consulted.reply, knowledge, language, problem=problem)
    await showing.edit(interaction, sources_view(pages, key, language, page))


async def _vote(interaction: discord.Interaction[SummitBot], vote: Vote) -> None:
    language = language_of(interaction.locale)
    if not await interaction.client.state.vote(vote):
        await showing.tell(interaction, _unknown(language))
        return
    thanks = (
        say("Thanks, noted as a good answer. Press 👎 to change that.", language)
        if vote.verdict is Verdict.UP
        else say("Thanks, noted. Press 👍 to change that.", language)
    )
    await showing.tell(interaction, thanks)


async def _at_hand(interaction: discord.Interaction[SummitBot], key: str) -> bool:
    """Whether an exchange is kept; the person is told where not.

    A modal is itself the acknowledgement, so this waits for the database for a moment only.
    """
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await _found(interaction, key) is not None
    except TimeoutError as slow:
        raise StateUnavailable from slow


async def _found(interaction: discord.Interaction[SummitBot], key: str) -> Consulted | None:
    """The exchange; None where it is not kept, which the person is told.

    Raises IndexChanged where its sources are no longer the same.
    """
    consulted = await interaction.client.consultant.standing(key, interaction.guild_id)
    if consulted is None:
        await showing.tell(interaction, _unknown(language_of(interaction.locale)))
    return consulted


def _unknown(language: Language) -> str:
    return say("I no longer have this answer. Please ask again.", language)


def _too_late(code: int, language: Language) -> str:
    if code == showing.ACKNOWLEDGED:
        return say("This is being answered already.", language)
    return say("This came too late: what it belongs to is gone. Please ask again.", language)


BUTTONS: dict[Action, Handler] = {
    Action.SOURCES: open_sources,
    Action.UP: vote_up,
    Action.DOWN: ask_what_was_wrong,
    Action.FOLLOW: ask_for_more,
    Action.DELETE: delete,
    Action.SHARE: share,
}
MODALS: dict[str, Handler] = {modals.WRONG: vote_down, modals.MORE: follow}
