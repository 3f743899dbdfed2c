"""What anybody may know of the bot, and of their own data in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot import about, modals, pressing, showing
from bot.render import framed
from bot.wording import Language, language_of, say, say_n

if TYPE_CHECKING:
    from bot.client import SummitBot

_FORGET = "v1:forget-me"
_MY_FILE = "mydata.json"


class People(commands.Cog):
    """`/about`, `/privacy`, `/mydata` and `/forgetme`, everywhere and for everybody."""

    def __init__(self, bot: SummitBot) -> None:
        """`bot` has the state and the knowledge."""
        self._bot = bot

    @app_commands.command(name="about", description="What I am, and what I answer from.")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def about(self, interaction: discord.Interaction[SummitBot]) -> None:
        await pressing.press(self._tell_about, interaction, "")

    @app_commands.command(name="privacy", description="What I keep of you, why and how long.")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def privacy(self, interaction: discord.Interaction[SummitBot]) -> None:
        view = about.privacy(self._bot.state.keep_days, language_of(interaction.locale))
        await showing.send(interaction, view)

    @app_commands.command(name="mydata", description="Send me all that you keep of me.")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def mydata(self, interaction: discord.Interaction[SummitBot]) -> None:
        await pressing.press(self._send_data, interaction, "")

    @app_commands.command(name="forgetme", description="Delete all that you keep of me.")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def forgetme(self, interaction: discord.Interaction[SummitBot]) -> None:
        await showing.send(interaction, _confirmation(language_of(interaction.locale)))

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[SummitBot]) -> None:
        # Who sees the button is who asked for it: the message is for them alone.
        if modals.name_of(interaction) == _FORGET:
            await pressing.press(self._forget, interaction, "")

    async def _tell_about(self, interaction: discord.Interaction[Any], _: str) -> None:
        await showing.acknowledge(interaction)
        knowledge = await self._bot.consultant.knowledge(interaction.guild_id)
        await showing.edit(interaction, about.about(knowledge, language_of(interaction.locale)))

    async def _send_data(self, interaction: discord.Interaction[Any], _: str) -> None:
        await showing.acknowledge(interaction)
        language = language_of(interaction.locale)
        data = await self._bot.state.data_of(interaction.user.id)
        text = json.dumps(data, ensure_ascii=False, indent=2)
        count = sum(len(data[kind]) for kind in ("questions", "votes", "additions"))
        told = say_n(
            "I keep {count} question, vote or added source of yours. It is in the file.",
            "I keep {count} questions, votes and added sources of yours. They are in the file.",
            count,
            language,
        )
        view = framed(told if count else say("I keep nothing of you.", language))
        view.add_item(ui.File(f"attachment://{_MY_FILE}"))
        await showing.edit_with_file(interaction, view, _MY_FILE, text.encode())

    async def _forget(self, interaction: discord.Interaction[Any], _: str) -> None:
        await interaction.response.defer()
        language = language_of(interaction.locale)
        self._bot.workshop.forget(interaction.user.id)
        forgotten = await self._bot.consultant.forget(interaction.user.id)
        told = [
            say_n(
                "Done: {count} question or vote of yours is deleted.",
                "Done: {count} questions and votes of yours are deleted.",
                forgotten.rows,
                language,
            )
            if forgotten.rows
            else "",
            say_n(
                "That you added {count} source is no longer kept; the source stays.",
                "That you added {count} sources is no longer kept; the sources stay.",
                forgotten.additions,
                language,
            )
            if forgotten.additions
            else "",
        ]
        text = "\n".join(line for line in told if line)
        await showing.edit(interaction, framed(text or say("I kept nothing of you.", language)))


def _confirmation(language: Language) -> ui.LayoutView:
    """Asks once more, since what is deleted cannot be brought back."""
    view = framed(
        say(
            "I delete every question of yours, my replies to them, and your votes. They cannot be "
            "brought back, and follow-ups to old answers begin anew. Answers that stand in "
            "channels stay there; press “Delete” under them first if you want them gone. Sources "
            "that you added to a server stay, but no longer with your id.",
            language,
        )
    )
    sure: ui.Button[ui.LayoutView] = ui.Button(
        label=say("Delete my data", language),
        style=discord.ButtonStyle.danger,
        custom_id=_FORGET,
    )
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(sure)
    view.add_item(row)
    return view
