"""The bot as a French person meets it: nothing that it says of itself is English."""

from __future__ import annotations

import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest
import simcord
from babel.messages.pofile import read_po
from discord import app_commands
from discord.ext import commands

from bot.client import SummitBot
from bot.desk import Ask, Desk
from bot.state import State
from index.errors import QuestionError
from index.types import Reply
from tests.bot.cabinet import Cabinet
from tests.bot.fakes import Recorder, abstention, answer, premise
from tests.bot.pressed import labels, press, told
from tests.bot.said import BOT
from tests.bot.world import World


class _Tree(app_commands.CommandTree[Any]):
    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        interaction.locale = discord.Locale.french
        return True


class _WithTree(commands.Bot):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (handed on)
        super().__init__(*args, tree_cls=_Tree, **kwargs)


class FrenchBot(SummitBot, _WithTree):
    """The bot where every person's Discord is French; the simulated one has English only."""

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Called before the listeners of the cogs."""
        interaction.locale = discord.Locale.french


@asynccontextmanager
async def french_world(ask: Ask) -> AsyncIterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        async with (
            State(f"sqlite:///{folder}/state.sqlite3", keep_days=30) as state,
            Desk(ask, workers=1, queue=4) as desk,
        ):
            bot = FrenchBot(desk=desk, state=state, holdings=Cabinet())
            async with simcord.run(bot) as env:
                guild = env.create_guild(preferred_locale="fr")
                channel = guild.create_text_channel("general")
                member = guild.add_member(env.create_user("alice"))
                keepers = guild.create_role(
                    "keepers", permissions=discord.Permissions(manage_guild=True)
                )
                admin = guild.add_member(env.create_user("ada"), roles=[keepers])
                yield World(env, bot, desk, state, guild, channel, member, admin)


def english() -> list[str]:
    """Runs of words, between what is filled in, of every English text with more than two words."""
    with (BOT / "locale" / "fr.po").open("rb") as written:
        catalogue = read_po(written, locale="fr")
    texts = [
        text
        for each in catalogue
        for text in (each.id if isinstance(each.id, tuple) else (each.id,))
    ]
    runs = [run.strip() for text in texts for run in re.split(r"\{[^}]*\}", str(text))]
    return [run for run in runs if len(run.split()) > 2]


ENGLISH = english()


def texts(message: discord.Message | simcord.ResponseMessage | None) -> str:
    """Every text of a message and of its controls."""
    assert message is not None
    if isinstance(message, simcord.ResponseMessage):
        message = message.message
    found = [message.content]
    waiting: list[Any] = list(message.components)
    while waiting:
        part = waiting.pop(0)
        waiting += getattr(part, "children", [])
        waiting += getattr(part, "options", [])
        found += [getattr(part, name, None) or "" for name in ("content", "label", "placeholder")]
    return "\n".join(text for text in found if isinstance(text, str) and text)


def assert_french(shown: str) -> None:
    assert shown
    assert [run for run in ENGLISH if run in shown] == []


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (answer(), "Réponse automatique : cite ses sources"),
        (abstention(), "Passage le plus proche"),
        (premise(), "notre reformulation de"),
        (QuestionError("The question is empty. Ask something about the AI Action Summit."), "vide"),
    ],
)
async def test_a_command_is_answered_in_french(reply: Reply | Exception, sentence: str) -> None:
    async with french_world(Recorder([reply])) as here:
        result = await here.member.slash(here.channel, "ask", question="Combien ?")
        shown = texts(result.response)
    assert sentence.replace(" :", "\u00a0:") in shown
    assert_french(shown)


async def test_a_mention_in_a_french_guild_is_answered_in_french() -> None:
    async with french_world(Recorder()) as here:
        await here.member.send(here.channel, f"{here.mention} combien de pays ont signé ?")
        [reply] = [each for each in here.channel.history() if each.author == here.bot.user]
        shown = texts(reply)
    assert "11 févr. 2025" in shown
    assert_french(shown)


async def test_what_is_around_an_answer_is_in_french() -> None:
    async with french_world(Recorder()) as here:
        result = await here.member.slash(here.channel, "ask", question="Combien ?")
        assert result.response is not None
        assert labels(result.response) == ["Sources", "👍", "👎", "Poursuivre", "Supprimer"]
        opened = await press(here.member, result.response, "Sources")
        voted = await press(here.member, result.response, "👍")
        stranger = here.guild.add_member(here.env.create_user("bob"))
        refused = await press(stranger, result.response, "Supprimer")
        assert_french(texts(opened.response))
        assert_french(told(voted))
        assert_french(told(refused))


@pytest.mark.parametrize("command", ["about", "privacy", "mydata", "forgetme"])
async def test_everybody_s_commands_are_answered_in_french(command: str) -> None:
    async with french_world(Recorder()) as here:
        await here.member.slash(here.channel, "ask", question="Combien ?")
        result = await here.member.slash(here.channel, command)
        assert_french(texts(result.response))


@pytest.mark.parametrize("command", ["settings", "sources list", "stats", "gaps"])
async def test_administrators_are_answered_in_french_and_others_turned_away_in_it(
    command: str,
) -> None:
    async with french_world(Recorder([abstention()])) as here:
        await here.member.slash(here.channel, "ask", question="Combien ?")
        result = await here.admin.slash(here.channel, command)
        assert_french(texts(result.response))
        # An administrator may let others see the command; what is behind it stays closed to them.
        root = command.split()[0]
        [known] = [each for each in await here.bot.tree.fetch_commands() if each.name == root]
        here.guild.set_command_permissions(known, {here.member: True})
        refused = await here.member.slash(here.channel, command)
        assert "Seules les personnes qui peuvent gérer ce serveur" in texts(refused.response)


async def test_what_is_not_foreseen_is_told_in_french() -> None:
    async with french_world(Recorder([RuntimeError("cause")])) as here:
        result = await here.member.slash(here.channel, "ask", question="Combien ?")
        here.env.errors.clear()
        shown = texts(result.response)
    assert "votre question n’y est pour rien" in shown
    assert_french(shown)
