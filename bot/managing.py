"""What only those may use who manage the guild; Discord's own check is a hint and no more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import discord

from bot import pressing, showing
from bot.wording import Language, language_of, say

if TYPE_CHECKING:
    from bot.client import SummitBot

#: Answers an interaction for the guild that it comes from.
Show = Callable[["discord.Interaction[SummitBot]", int], Awaitable[None]]


async def for_managers(show: Show, interaction: discord.Interaction[SummitBot]) -> None:
    """Acknowledge a command and answer it with `show`, if the person may manage the guild."""

    async def acknowledged(interaction: discord.Interaction[SummitBot], guild: int) -> None:
        await showing.acknowledge(interaction)
        await show(interaction, guild)

    await if_managed(acknowledged, interaction)


async def if_managed(answer: Show, interaction: discord.Interaction[SummitBot]) -> None:
    """Have `answer` acknowledge and answer, if the person may manage the guild."""

    async def admitted(interaction: discord.Interaction[SummitBot], _: str) -> None:
        guild = await managed(interaction)
        if guild is not None:
            await answer(interaction, guild)

    await pressing.press(admitted, interaction, "")


async def managed(interaction: discord.Interaction[Any]) -> int | None:
    """The guild; None where the person may not manage it, which they are told."""
    if interaction.guild_id is not None and may_manage(interaction.permissions):
        return interaction.guild_id
    await showing.tell(interaction, refusal(language_of(interaction.locale)))
    return None


def may_manage(granted: discord.Permissions) -> bool:
    """Whether what is `granted` to a person lets them manage the guild."""
    return granted.manage_guild or granted.administrator


def refusal(language: Language) -> str:
    """What whoever may not is told."""
    return say("Only people who may manage this server can use that.", language)
