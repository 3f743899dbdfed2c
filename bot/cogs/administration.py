"""What administrators set and see: `/settings`, `/stats`, `/gaps`."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import modals, panel, pressing, reports, showing
from bot.chart import chart
from bot.errors import StateUnavailable
from bot.gaps import as_file, grouped
from bot.managing import for_managers, managed
from bot.wording import day, language_of, say

if TYPE_CHECKING:
    from bot.client import SummitBot

log = logging.getLogger(__name__)

_PERIODS = [
    app_commands.Choice(name="7 days", value=7),
    app_commands.Choice(name="30 days", value=30),
    app_commands.Choice(name="90 days", value=90),
]
_UNTIL_SET = 7


class Administration(commands.Cog):
    """For whoever may manage the guild; Discord's own check is a hint that it may override."""

    def __init__(self, bot: SummitBot) -> None:
        """`bot` has the state and the knowledge."""
        self._bot = bot
        self._compared = False

    @app_commands.command(name="settings", description="Where, how and how often I answer here.")
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)
    async def settings(self, interaction: discord.Interaction[SummitBot]) -> None:
        await for_managers(self._show_settings, interaction)

    @app_commands.command(name="stats", description="How much was asked here, and answered.")
    @app_commands.describe(period="How far back to look")
    @app_commands.choices(period=_PERIODS)
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)
    async def stats(
        self, interaction: discord.Interaction[SummitBot], period: int = _UNTIL_SET
    ) -> None:
        await for_managers(partial(self._show_stats, period), interaction)

    @app_commands.command(name="gaps", description="What I could not answer, or answered badly.")
    @app_commands.describe(period="How far back to look")
    @app_commands.choices(period=_PERIODS)
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)
    async def gaps(
        self, interaction: discord.Interaction[SummitBot], period: int = _UNTIL_SET
    ) -> None:
        await for_managers(partial(self._show_gaps, period), interaction)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[SummitBot]) -> None:
        name = modals.name_of(interaction)
        if name == panel.LIMITS:
            await pressing.press(self._ask_limits, interaction, name)
        elif name in (panel.CHANNELS, panel.REPLIES, panel.LANGUAGE, panel.LIMITS_SENT):
            await pressing.press(self._change, interaction, name)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Nothing is kept of a guild that the bot has left."""
        await self._leave(guild.id)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Nor of those that it was removed from while it was not running."""
        if self._compared:
            return
        self._compared = True
        kept = await asyncio.to_thread(self._bot.holdings.served)
        with suppress(StateUnavailable):
            kept |= await self._bot.state.guilds()
        here = {guild.id for guild in self._bot.guilds}
        if kept and not kept & here:
            log.warning(
                "What is kept is of servers that this bot is in none of, so it is left alone: is "
                "DISCORD_TOKEN that of another bot? If not, delete the database and the guilds' "
                "folder."
            )
            return
        for guild in kept - here:
            await self._leave(guild)

    async def _leave(self, guild: int) -> None:
        # What is under way first, lest it bring something back.
        await self._bot.workshop.abandon(guild)
        self._bot.consultant.changed(guild)
        self._bot.consultant.recent.leave(guild)
        with suppress(StateUnavailable):  # the state has logged it
            await self._bot.state.leave_guild(guild)
        await self._bot.workshop.run(self._bot.holdings.leave, guild)

    async def _show_settings(self, interaction: discord.Interaction[Any], guild: int) -> None:
        await showing.edit(interaction, await self._panel(interaction, guild))

    async def _show_stats(
        self, period: int, interaction: discord.Interaction[Any], guild: int
    ) -> None:
        language = language_of(interaction.locale)
        until = datetime.now(UTC)
        usage = await self._bot.state.usage(guild, until - timedelta(days=period), until)
        if not usage.questions:
            sentence = say("Nothing was asked here in that time.", language)
            await showing.tell(interaction, sentence)
            return

        def named(when: date) -> str:
            return day(when, language).rsplit(" ", 1)[0]  # without the year

        labels = say("answered", language), say("refused", language)
        picture = await asyncio.to_thread(chart, usage, labels, named)
        view = reports.stats(usage, period, language)
        await showing.edit_with_file(interaction, view, reports.STATS_FILE, picture)

    async def _show_gaps(
        self, period: int, interaction: discord.Interaction[Any], guild: int
    ) -> None:
        language = language_of(interaction.locale)
        missed = await self._bot.state.missed(guild, datetime.now(UTC) - timedelta(days=period))
        if not missed:
            sentence = say("There was nothing that I could not answer in that time.", language)
            await showing.tell(interaction, sentence)
            return
        found = await asyncio.to_thread(grouped, missed)
        view = reports.gaps(found, period, language)
        await showing.edit_with_file(interaction, view, reports.GAPS_FILE, as_file(found))

    async def _ask_limits(self, interaction: discord.Interaction[SummitBot], _: str) -> None:
        guild = await managed(interaction)
        if guild is not None:
            settings = await self._bot.consultant.settings(guild)
            modal = panel.limits_modal(settings, language_of(interaction.locale))
            await interaction.response.send_modal(modal)

    async def _change(self, interaction: discord.Interaction[SummitBot], control: str) -> None:
        language = language_of(interaction.locale)
        guild = await managed(interaction)
        if guild is None:
            return
        await interaction.response.defer()
        try:
            settings = panel.changed(
                await self._bot.state.guild(guild), control, _chosen(interaction)
            )
        except ValueError:
            sentence = say("A limit is a whole number from 1 to 60.", language)
            await showing.whisper(interaction, sentence)
            return
        await self._bot.state.change_guild(guild, settings)
        self._bot.consultant.changed(guild)
        saved = say("✅ Saved.", language)
        await showing.edit(interaction, await self._panel(interaction, guild, saved))

    async def _panel(
        self, interaction: discord.Interaction[Any], guild: int, said: str = ""
    ) -> discord.ui.LayoutView:
        settings = await self._bot.state.guild(guild)
        here = self._bot.get_guild(guild)
        existing = [channel.id for channel in here.channels] if here else list(settings.channels)
        return panel.panel(settings, existing, language_of(interaction.locale), said)


def _chosen(interaction: discord.Interaction[Any]) -> list[str]:
    """What was chosen in a control, or typed into the modal, in the order of its fields."""
    data: Any = interaction.data or {}
    if "values" in data:
        return [str(value) for value in data["values"]]
    typed = dict(modals.values_in(interaction))
    return [typed.get("per_person", ""), typed.get("per_channel", "")]
