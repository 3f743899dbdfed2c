"""Questions by slash command and by the menu of a message."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import pressing, showing
from bot.errors import BotError
from bot.mentions import words_of
from bot.starters import LONGEST, MOST_CHOICES, starters
from bot.wording import language_of, say, told
from index.errors import QuestionError

if TYPE_CHECKING:
    from bot.client import SummitBot

log = logging.getLogger(__name__)

_EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
_BY_ANYBODY = app_commands.AppInstallationType(guild=True, user=True)


class Asking(commands.Cog):
    """Hands each question to the consultant and shows the reply."""

    def __init__(self, bot: SummitBot) -> None:
        """The menu of a message is no part of a cog, so it is added to `bot` here."""
        self._bot = bot
        self._menu = app_commands.ContextMenu(
            name="Answer from the summit sources",
            callback=self.answer_message,
            allowed_contexts=_EVERYWHERE,
            allowed_installs=_BY_ANYBODY,
        )

    async def cog_load(self) -> None:
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(name="ask", description="Ask about the AI Action Summit in Paris, 2025.")
    @app_commands.describe(
        question="Your question, in plain words", private="Show the answer to you alone"
    )
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def ask(
        self,
        interaction: discord.Interaction[SummitBot],
        question: app_commands.Range[str, 1, 500],
        private: bool = False,  # noqa: FBT001, FBT002 (an option of the command)
    ) -> None:
        await self._answer(interaction, question, private=private)

    @ask.autocomplete("question")
    async def starters(
        self, interaction: discord.Interaction[SummitBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        found = starters(language_of(interaction.locale), typed)
        return [
            app_commands.Choice(name=question[:LONGEST], value=question[:LONGEST])
            for question in found[:MOST_CHOICES]
        ]

    async def answer_message(
        self, interaction: discord.Interaction[SummitBot], message: discord.Message
    ) -> None:
        """Answer what a message asks, to whoever wants to know; they may share it."""
        await self._answer(interaction, words_of(message, self._bot.user), private=True)

    async def _answer(
        self, interaction: discord.Interaction[SummitBot], question: str, *, private: bool
    ) -> None:
        try:
            await self._show_answer(interaction, question, private=private)
        except discord.HTTPException as error:
            if error.code not in showing.TOO_LATE:
                raise
            log.info("A question came too late, or was answered elsewhere (%s)", error.code)

    async def _show_answer(
        self, interaction: discord.Interaction[SummitBot], question: str, *, private: bool
    ) -> None:
        language = language_of(interaction.locale)
        if not question:
            sentence = say("There are no words in this message to answer.", language)
            await showing.tell(interaction, sentence)
            return
        try:
            await pressing.answer(interaction, question, private=private)
        except (QuestionError, BotError) as refusal:
            await showing.tell(interaction, told(refusal, language))
