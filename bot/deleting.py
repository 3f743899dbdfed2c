"""An answer taken away, by the one who asked or by whoever may delete messages in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot import showing
from bot.errors import StateUnavailable
from bot.wording import language_of, say

if TYPE_CHECKING:
    from bot.client import SummitBot


async def delete(interaction: discord.Interaction[SummitBot], key: str) -> None:
    """Take an answer away, for the one who asked and for whoever may delete messages here."""
    await interaction.response.defer()
    language = language_of(interaction.locale)
    if not may_moderate(interaction) and not await _asked_by_them(interaction, key):
        sentence = say(
            "Only the person who asked and the moderators can delete this answer.", language
        )
        await showing.whisper(interaction, sentence)
        return
    # What all can see goes first: it can go even while the database is down.
    try:
        await interaction.delete_original_response()
    except discord.NotFound:
        await showing.whisper(interaction, say("This answer is deleted already.", language))
    try:
        await interaction.client.consultant.remove(key)
    except StateUnavailable:
        sentence = say(
            "The message is gone. What I have kept of it cannot be reached at the moment: it goes "
            "by itself after a while, or at once with /forgetme.",
            language,
        )
        await showing.whisper(interaction, sentence)


def may_moderate(interaction: discord.Interaction[Any]) -> bool:
    """Whether the person may delete others' messages here, as Discord tells with each press."""
    granted = interaction.permissions
    return interaction.guild_id is not None and (
        granted.manage_messages or granted.manage_guild or granted.administrator
    )


async def _asked_by_them(interaction: discord.Interaction[SummitBot], key: str) -> bool:
    """Whether the person who presses has asked; Discord knows it where it is no longer kept."""
    if interaction.guild_id is None and interaction.context.dm_channel:
        return True
    bot = interaction.client
    held = bot.consultant.recent.get(key)
    if exchange := held.exchange if held else await bot.state.exchange(key):
        return exchange.asker == interaction.user.id
    command = interaction.message.interaction_metadata if interaction.message else None
    return command is not None and command.user.id == interaction.user.id
