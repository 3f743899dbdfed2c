"""How an interaction is answered: acknowledged at once, then a sentence or a view."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.render import notice

_NONE = discord.AllowedMentions.none()


async def acknowledge(interaction: discord.Interaction[Any]) -> None:
    """Show this person that work has begun; what follows is for them alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)


async def tell(interaction: discord.Interaction[Any], sentence: str) -> None:
    """A sentence for this person, whatever the interaction's state is by then.

    It answers the interaction, or takes the place of "thinking". A message that has buttons stays
    as it is, and so the sentence stands beside it.
    """
    match interaction.response.type:
        case None:
            await interaction.response.send_message(
                view=notice(sentence), ephemeral=True, allowed_mentions=_NONE
            )
        case discord.InteractionResponseType.deferred_channel_message:
            await edit(interaction, notice(sentence))
        case _:
            await whisper(interaction, sentence)


async def whisper(interaction: discord.Interaction[Any], sentence: str) -> None:
    """A sentence for this person alone, beside a message that stays as it is."""
    await interaction.followup.send(view=notice(sentence), ephemeral=True, allowed_mentions=_NONE)


async def edit(
    interaction: discord.Interaction[Any], view: ui.LayoutView
) -> discord.InteractionMessage:
    """Put `view` in place of "thinking", or of the message that was pressed."""
    return await interaction.edit_original_response(view=view, allowed_mentions=_NONE)
