"""A simulated Discord with the real bot in it, one guild, one channel and one member."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import simcord

from bot.client import SummitBot
from bot.desk import Ask, Desk
from bot.holdings import Holdings
from bot.state import State
from tests.bot.cabinet import Cabinet
from tests.bot.fakes import KNOWLEDGE, Shelf


@dataclass
class World:
    """What a test needs to act as a member and to see what the bot did."""

    env: simcord.Env
    bot: SummitBot
    desk: Desk
    state: State
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    member: simcord.MemberActor
    admin: simcord.MemberActor

    @property
    def mention(self) -> str:
        assert self.bot.user is not None
        return self.bot.user.mention

    def replies(self, channel: simcord.ChannelHandle | None = None) -> list[str]:
        """The text of every message of the bot in `channel`, oldest first."""
        messages = (channel or self.channel).history()
        return [shown(message) for message in messages if message.author == self.bot.user]

    def requests(self, method: str, part: str) -> list[Any]:
        """The bodies of the requests with `method` whose path contains `part`, in order."""
        return [
            request.json
            for request in self.env.http_requests
            if request.method == method and part in request.path
        ]


@asynccontextmanager
async def world(
    ask: Ask,
    *,
    workers: int = 1,
    queue: int = 4,
    commands_file: Path | None = None,
    knowledge: Shelf = KNOWLEDGE,
    holdings: Holdings | None = None,
    hears: bool = False,
    database: str = "",
) -> AsyncIterator[World]:
    """The bot that answers with `ask`; errors that it has swallowed fail the test at the end.

    `database` is an address; without one there is a new file. All are answered from `knowledge`,
    unless there are `holdings`.
    """
    with tempfile.TemporaryDirectory() as folder:
        async with (
            State(database or f"sqlite:///{folder}/state.sqlite3", keep_days=30) as state,
            Desk(ask, workers=workers, queue=queue) as desk,
        ):
            bot = SummitBot(
                desk=desk,
                state=state,
                holdings=holdings or Cabinet(knowledge),
                hears=hears,
                commands_file=commands_file,
            )
            intents = discord.Intents.none()
            intents.message_content = hears
            async with simcord.run(bot, approved_intents=intents) as env:
                guild = env.create_guild()
                channel = guild.create_text_channel("general")
                member = guild.add_member(env.create_user("alice"))
                administrator = guild.create_role(
                    "keepers", permissions=discord.Permissions(manage_guild=True)
                )
                admin = guild.add_member(env.create_user("ada"), roles=[administrator])
                yield World(env, bot, desk, state, guild, channel, member, admin)


def shown(message: discord.Message | simcord.ResponseMessage) -> str:
    """All text of a message, of its content and of its components."""
    if isinstance(message, simcord.ResponseMessage):
        message = message.message
    texts = [message.content]
    for item in message.components:
        texts += [getattr(part, "content", "") for part in getattr(item, "children", ())]
    return "\n".join(text for text in texts if text)
