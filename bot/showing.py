"""How an interaction is answered: acknowledged at once, then a sentence or a view."""

from __future__ import annotations

import io
from typing import Any

import discord
from discord import ui

from bot.render import notice

#: Discord's code for an interaction that was answered already.
ACKNOWLEDGED = 40060
#: Its codes for what came too late: nobody is left to tell. Interaction, message, webhook, token.
TOO_LATE = frozenset({10062, 10008, 10015, 50027, ACKNOWLEDGED})

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
            await send(interaction, notice(sentence))
        case discord.InteractionResponseType.deferred_channel_message:
            await edit(interaction, notice(sentence))
        case _:
            await whisper(interaction, sentence)


async def send(interaction: discord.Interaction[Any], view: ui.LayoutView) -> None:
    """Answer the interaction with `view`, for this person alone."""
    await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=_NONE)


async def whisper(interaction: discord.Interaction[Any], sentence: str) -> None:
    """A sentence for this person alone, beside a message that stays as it is."""
    await interaction.followup.send(view=notice(sentence), ephemeral=True, allowed_mentions=_NONE)


async def edit(
    interaction: discord.Interaction[Any], view: ui.LayoutView
) -> discord.InteractionMessage:
    """Put `view` in place of "thinking", or of the message that was pressed."""
    return await interaction.edit_original_response(view=view, allowed_mentions=_NONE)


async def edit_with_file(
    interaction: discord.Interaction[Any], view: ui.LayoutView, name: str, held: bytes
) -> None:
    """Put `view`, which shows the file `name`, in place of "thinking"."""
    await interaction.edit_original_response(
        view=view,
        attachments=[discord.File(io.BytesIO(held), name)],
        allowed_mentions=_NONE,
    )
