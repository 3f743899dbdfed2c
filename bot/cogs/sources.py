"""`/sources`: what a guild is answered from, and what its administrators add and remove."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import adding, catalogue, modals, pressing, showing
from bot.catalogue import ID_SHOWN, PAGE, REMOVE, Catalogue
from bot.errors import Busy, StateUnavailable
from bot.holdings import Holdings, Link, Step
from bot.managing import for_managers, if_managed, managed, may_manage
from bot.records import Addition
from bot.render import notice
from bot.starters import LONGEST, MOST_CHOICES
from bot.wording import language_of, say, told
from index.types import Source

if TYPE_CHECKING:
    from bot.client import SummitBot

#: How long choices are waited for while somebody types, in seconds.
_PATIENCE_SECONDS = 2.0


class Sources(commands.Cog):
    """For whoever may manage the guild; what is added is for that guild alone."""

    sources = app_commands.Group(
        name="sources",
        description="What I answer from.",
        guild_only=True,
        allowed_contexts=app_commands.AppCommandContext(guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        default_permissions=discord.Permissions(manage_guild=True),
    )

    def __init__(self, bot: SummitBot) -> None:
        """`bot` has the holdings, the state and the workshop."""
        self._bot = bot

    @sources.command(name="list", description="What I answer from here, and who added it.")
    async def show(self, interaction: discord.Interaction[SummitBot]) -> None:
        await for_managers(partial(self._show_list, page=0), interaction)

    @sources.command(name="add", description="Have me answer from one more page or file here.")
    @app_commands.describe(
        link="The address of a page or a PDF", file="A text, Markdown, HTML, PDF or DOCX file"
    )
    async def add(
        self,
        interaction: discord.Interaction[SummitBot],
        link: app_commands.Range[str, 1, 2000] | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        await if_managed(partial(self._add, link, file), interaction)

    @sources.command(name="remove", description="Have me no longer answer from what was added.")
    @app_commands.describe(source="One of the sources that were added here")
    async def remove(self, interaction: discord.Interaction[SummitBot], source: str) -> None:
        await for_managers(partial(self._ask_to_remove, source), interaction)

    @remove.autocomplete("source")
    async def choices(
        self, interaction: discord.Interaction[SummitBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        guild = interaction.guild_id
        if guild is None or not may_manage(interaction.permissions):
            return []
        own: tuple[Source, ...] = ()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                own = await asyncio.to_thread(self._bot.holdings.own, guild)
        words = typed.casefold().split()
        found = [
            app_commands.Choice(name=source.title[:LONGEST], value=source.id[:ID_SHOWN])
            for source in own
            if all(word in f"{source.title} {source.id}".casefold() for word in words)
        ]
        return found[:MOST_CHOICES]

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[SummitBot]) -> None:
        name = modals.name_of(interaction)
        if name.startswith(PAGE):
            await pressing.press(self._turn, interaction, name.removeprefix(PAGE))
        elif name.startswith(REMOVE):
            await pressing.press(self._remove, interaction, name.removeprefix(REMOVE))

    async def _show_list(
        self, interaction: discord.Interaction[SummitBot], guild: int, page: int
    ) -> None:
        additions: dict[str, Addition] = {}
        with contextlib.suppress(StateUnavailable):  # what is indexed can be shown without
            additions = await self._bot.state.additions(guild)
        found = await asyncio.to_thread(_catalogue, self._bot.holdings, guild, additions)
        view = catalogue.listed(found, language_of(interaction.locale), page)
        await showing.edit(interaction, view)

    async def _turn(self, interaction: discord.Interaction[SummitBot], page: str) -> None:
        guild = await managed(interaction)
        if guild is not None and page.isdecimal():
            await interaction.response.defer()
            await self._show_list(interaction, guild, int(page))

    async def _add(
        self,
        link: str | None,
        file: discord.Attachment | None,
        interaction: discord.Interaction[SummitBot],
        guild: int,
    ) -> None:
        language = language_of(interaction.locale)
        if (link is None) == (file is None):
            sentence = say("Give a link or a file: one of the two, not both.", language)
            await showing.tell(interaction, sentence)
            return
        if file and file.size > adding.LARGEST:
            sentence = say("The file is larger than 10 MiB. Give the part that matters.", language)
            await showing.tell(interaction, sentence)
            return
        try:
            offer = file or Link((link or "").strip())
        except ValueError:
            sentence = say("A link begins with http:// or https://. Give one that does.", language)
            await showing.tell(interaction, sentence)
            return
        self._bot.workshop.admit(guild)
        reading = Step("fetching" if isinstance(offer, Link) else "reading")
        view = (
            catalogue.waiting(language)
            if self._bot.workshop.busy
            else catalogue.under_way(reading, language)
        )
        await showing.send(interaction, view)
        await self._begin(partial(adding.begin_adding, interaction, guild, offer), interaction)

    async def _ask_to_remove(
        self, named: str, interaction: discord.Interaction[SummitBot], guild: int
    ) -> None:
        language = language_of(interaction.locale)
        source = await self._own(guild, named)
        if source is None:
            await showing.edit(interaction, catalogue.not_there(language))
            return
        additions: dict[str, Addition] = {}
        with contextlib.suppress(StateUnavailable):  # what is asked can be answered without
            additions = await self._bot.state.additions(guild)
        knowledge = await self._bot.consultant.knowledge(guild)
        count = await asyncio.to_thread(knowledge.count, source.id)
        addition = additions.get(source.id)
        view = catalogue.to_be_removed(source, count, addition, language)
        await showing.edit(interaction, view)

    async def _remove(self, interaction: discord.Interaction[SummitBot], named: str) -> None:
        guild = await managed(interaction)
        if guild is None:
            return
        await interaction.response.defer()
        source = await self._own(guild, named)
        if source is None:
            await showing.edit(interaction, catalogue.not_there(language_of(interaction.locale)))
            return
        self._bot.workshop.admit(guild)
        if self._bot.workshop.busy:
            await showing.edit(interaction, catalogue.waiting(language_of(interaction.locale)))
        await self._begin(partial(adding.begin_removing, interaction, guild, source), interaction)

    async def _begin(
        self, begin: Callable[[], None], interaction: discord.Interaction[SummitBot]
    ) -> None:
        """Begin what the message says is waited for; it says so where others were faster."""
        try:
            begin()
        except Busy as busy:
            await showing.edit(interaction, notice(told(busy, language_of(interaction.locale))))

    async def _own(self, guild: int, named: str) -> Source | None:
        """The guild's own source with that id, as far as a button has room for it."""
        own = await asyncio.to_thread(self._bot.holdings.own, guild)
        return next((each for each in own if each.id[:ID_SHOWN] == named[:ID_SHOWN]), None)


def _catalogue(holdings: Holdings, guild: int, additions: dict[str, Addition]) -> Catalogue:
    knowledge = holdings.knowledge(guild)
    own = holdings.own(guild)
    mine = {source.id for source in own}
    return Catalogue(
        own=own,
        shared=tuple(source for source in knowledge.sources if source.id not in mine),
        counts={source.id: knowledge.count(source.id) for source in knowledge.sources},
        additions=additions,
        generation=knowledge.generation,
        problem=bool(holdings.problem(guild)),
    )
