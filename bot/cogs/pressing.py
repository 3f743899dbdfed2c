"""Buttons under replies, and modals, found by their `custom_id` whenever they were opened."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot import modals, pressing
from bot.views import KEY, Action

if TYPE_CHECKING:
    from bot.client import SummitBot

_MODAL = re.compile(rf"v1:(?P<modal>{'|'.join(pressing.MODALS)}):{KEY}")


class Pressing(commands.Cog):
    """Hands what was pressed, and what was written, to what it is for."""

    def __init__(self, bot: SummitBot) -> None:
        """`bot` is not needed: each interaction brings it."""

    @commands.Cog.listener()
    async def on_reply_button(
        self, action: Action, interaction: discord.Interaction[SummitBot], key: str
    ) -> None:
        await pressing.press(pressing.BUTTONS[action], interaction, key)

    @commands.Cog.listener()
    async def on_reply_page(
        self, page: int, interaction: discord.Interaction[SummitBot], key: str
    ) -> None:
        await pressing.press(partial(pressing.turn, page), interaction, key)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[SummitBot]) -> None:
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        if found := _MODAL.fullmatch(modals.name_of(interaction)):
            await pressing.press(pressing.MODALS[found["modal"]], interaction, found["key"])
