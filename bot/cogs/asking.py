"""Questions from Discord: `/ask`, mentions of the bot, and direct messages."""

from __future__ import annotations

import contextlib
import logging
import re

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.desk import Desk
from bot.errors import Busy
from bot.render import guide, notice, render
from index.errors import QuestionError

log = logging.getLogger(__name__)

_REFERENCE = re.compile(r"<(?P<kind>@!?|@&|#)(?P<id>\d+)>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>")
_NO_READ_HISTORY = 160002


class Asking(commands.Cog):
    """Hands each question to the desk and shows the reply where it was asked."""

    def __init__(self, bot: commands.Bot, desk: Desk) -> None:
        self._bot = bot
        self._desk = desk

    @app_commands.command(name="ask", description="Ask about the AI Action Summit in Paris, 2025.")
    @app_commands.describe(question="Your question, in plain words")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    async def ask(
        self,
        interaction: discord.Interaction[commands.Bot],
        question: app_commands.Range[str, 1, 500],
    ) -> None:
        # Discord gives up on an interaction that is not acknowledged within three seconds.
        await interaction.response.defer(thinking=True)
        view = await self._consult(question, asked=question)
        await interaction.edit_original_response(
            view=view, allowed_mentions=discord.AllowedMentions.none()
        )

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        me = self._bot.user
        if me is None or message.author.bot or message.webhook_id or message.is_system():
            return
        # Not `mentioned_in`, which is true for @everyone as well.
        if message.guild is not None and me not in message.mentions:
            return
        question = question_in(message, me)
        try:
            await self._reply(message, question, me.display_name)
        except (discord.Forbidden, discord.NotFound) as denied:
            log.info("No reply in channel %s: %s", message.channel.id, denied)

    async def _reply(self, message: discord.Message, question: str, my_name: str) -> None:
        async with contextlib.AsyncExitStack() as working:
            if question:
                # Only a courtesy: where typing cannot be shown, the reply comes all the same.
                with contextlib.suppress(discord.HTTPException):
                    await working.enter_async_context(message.channel.typing())
                view = await self._consult(question)
            else:
                view = guide(examples=2, mention=f"@{my_name}")
        # By the time of the reply the question may be deleted; then Discord posts a plain message.
        reference = message.to_reference(fail_if_not_exists=False)
        try:
            await message.channel.send(view=view, reference=reference, mention_author=False)
        except discord.HTTPException as refused:
            if refused.code != _NO_READ_HISTORY:
                raise
            await message.channel.send(view=view)

    async def _consult(self, question: str, asked: str = "") -> ui.LayoutView:
        try:
            reply = await self._desk.ask(question)
        except (QuestionError, Busy) as refusal:
            return notice(str(refusal))
        return render(reply, asked)


def question_in(message: discord.Message, me: discord.abc.User) -> str:
    """What `message` asks: its words without mentions of `me`, other mentions as bare names.

    A name without its "@" is a word that sources can hold. What has no name here, custom emoji
    among it, is left out, since its digits would be taken for words of the question.
    """
    users = {user.id: user.display_name for user in message.mentions if user.id != me.id}
    roles = {role.id: role.name for role in message.role_mentions}
    channels = {channel.id: channel.name for channel in message.channel_mentions}
    names = {"@": users, "@!": users, "@&": roles, "#": channels}

    def name(reference: re.Match[str]) -> str:
        if reference["kind"] is None:
            return " "
        return names[reference["kind"]].get(int(reference["id"]), " ")

    return " ".join(_REFERENCE.sub(name, message.content).split())
