"""An answer that one person saw, shown to the channel: once, and only where both may write."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot import showing
from bot.recent import Consulted
from bot.views import answer_view
from bot.wording import language_of, say

if TYPE_CHECKING:
    from bot.client import SummitBot

log = logging.getLogger(__name__)

_NONE = discord.AllowedMentions.none()


async def share(interaction: discord.Interaction[SummitBot], consulted: Consulted) -> None:
    """Post what `consulted` holds as a message of its own; the interaction is acknowledged."""
    language = language_of(interaction.locale)
    consultant = interaction.client.consultant
    if not _may_write(interaction):
        sentence = say("You may not write in this channel, so nothing was shared.", language)
        await showing.whisper(interaction, sentence)
        return
    key = consulted.exchange.key
    private = consultant.recent.get(key) or consulted
    if not private.exchange.private:
        await showing.whisper(interaction, say("This answer is shared already.", language))
        return
    public = replace(private, exchange=replace(private.exchange, private=False))
    # Nothing is awaited since the question above, so that a second press finds the first.
    consultant.recent.put(public)
    asked = private.exchange.question
    sent = await _posted(
        interaction, answer_view(public, asked=asked, shared_by=interaction.user.mention)
    )
    if sent is None:
        consultant.recent.put(private)
        sentence = say("I may not write in this channel, so nothing was shared.", language)
        await showing.whisper(interaction, sentence)
        return
    await consultant.published(key, sent)
    await showing.edit(interaction, answer_view(private, asked=asked, spent=True))


def _may_write(interaction: discord.Interaction[Any]) -> bool:
    """Whether the person could write it themselves."""
    if interaction.guild_id is None:
        return True
    granted = interaction.permissions
    if isinstance(interaction.channel, discord.Thread):
        return granted.send_messages_in_threads
    return granted.send_messages


async def _posted(interaction: discord.Interaction[SummitBot], view: ui.LayoutView) -> int | None:
    """The id of the message that shows `view` to all; None where there cannot be one."""
    channel = interaction.channel_id
    bot = interaction.client
    try:
        if channel and _is_there(interaction):
            messageable = bot.get_partial_messageable(channel)
            return (await messageable.send(view=view, allowed_mentions=_NONE)).id
        sent = await interaction.followup.send(view=view, wait=True, allowed_mentions=_NONE)
    except (discord.Forbidden, discord.NotFound) as denied:
        log.info("Nothing shared in channel %s (%s)", channel, denied.code)
        return None
    # Where apps of members may not post, Discord shows it to the person alone.
    return None if sent.flags.ephemeral else sent.id


def _is_there(interaction: discord.Interaction[SummitBot]) -> bool:
    """Whether the bot itself is in the place, and not only brought there by a person."""
    if interaction.guild_id is not None:
        return interaction.client.get_guild(interaction.guild_id) is not None
    return interaction.context.dm_channel
