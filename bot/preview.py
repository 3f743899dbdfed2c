"""The very same bot in a simulated Discord, in the browser: no token, no account, no network."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import discord
import simcord

from bot import lifetime
from bot.client import SummitBot
from bot.desk import Ask, Desk
from bot.errors import PortTaken
from bot.holdings import Holdings
from bot.render import guide
from bot.settings import Settings
from bot.state import State

GUILD = "AI Action Summit"
CHANNEL = "ask-the-summit"
BOT_NAME = "Summit Bot"

#: Questions that the greeting offers.
GREETED_WITH = 3

# The first answer may have to wait for a model that is still being read from the disk.
_SETTLE_SECONDS = 120.0


class Visitor(simcord.MemberActor):
    """The person at the page, who may type the bot's name as in Discord's own composer.

    There one picks a name from a list and the client sends the mention's code; the page's composer
    sends what was typed, so the client's part is done here.
    """

    _NAMED = re.compile(rf"@{BOT_NAME.replace(' ', ' ?')}\b", re.IGNORECASE)

    def __init__(
        self, env: simcord.Env, guild: simcord.GuildHandle, user: simcord.UserHandle, bot: str
    ) -> None:
        """`bot` is the code that mentions the bot."""
        super().__init__(env, guild, user)
        self._bot = bot

    async def send(
        self,
        channel: simcord.ChannelHandle,
        content: str = "",
        *,
        reply_to: discord.Message | simcord.ResponseMessage | None = None,
        attachments: Sequence[tuple[str, bytes]] = (),
    ) -> discord.Message:
        sent = self._NAMED.sub(self._bot, content)
        return await super().send(channel, sent, reply_to=reply_to, attachments=attachments)


def run_preview(*, ask: Ask, holdings: Holdings, settings: Settings) -> None:
    """Serve the bot at a local address, which is printed, until it is told to stop.

    Raises PortTaken where `settings.preview_port` cannot be listened on.
    """
    lifetime.set_up_logging(settings.log_level)
    lifetime.run(_serve(ask, holdings, settings))


async def _serve(ask: Ask, holdings: Holdings, settings: Settings) -> None:
    async with (
        _passing_state(settings) as state,
        Desk(ask, workers=settings.answer_workers, queue=settings.answer_queue) as desk,
    ):
        bot = SummitBot(desk=desk, state=state, holdings=holdings, hears=True)
        # What goes wrong in a handler is told to the person, as on Discord, and ends nothing here.
        async with simcord.run(bot, check_errors=False, settle_timeout=_SETTLE_SECONDS) as env:
            channel, visitor = await _furnish(env, bot)
            try:
                async with env.preview(
                    channel, viewers=[visitor], layout="channel", port=settings.preview_port
                ) as preview:
                    _announce(preview.url)
                    await preview.wait_closed()
            except simcord.SetupError as error:
                cause = error.__cause__
                if not isinstance(cause, OSError) or cause.errno is None:
                    raise
                raise PortTaken(
                    f"Port {settings.preview_port} cannot be used: {os.strerror(cause.errno)}. "
                    "Choose another with PREVIEW_PORT=…, or any that is free with PREVIEW_PORT=0."
                ) from error


@asynccontextmanager
async def _passing_state(settings: Settings) -> AsyncIterator[State]:
    """What is remembered in a preview; nothing of it outlives the preview."""
    with tempfile.TemporaryDirectory() as folder:
        async with State(
            f"sqlite:///{folder}/state.sqlite3", keep_days=settings.keep_days
        ) as state:
            yield state


async def _furnish(env: simcord.Env, bot: SummitBot) -> tuple[simcord.ChannelHandle, Visitor]:
    """A guild with one channel, one member who manages it, and the bot's greeting."""
    me = bot.user
    if me is None:
        raise RuntimeError("the simulated Discord has not let the bot in")
    await env.advance_time(max(0.0, (datetime.now(UTC) - env.now()).total_seconds()))
    await me.edit(username=BOT_NAME)
    guild = env.create_guild(GUILD)
    channel = guild.create_text_channel(CHANNEL)
    user = env.create_user("visitor", global_name="You")
    keepers = guild.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
    guild.add_member(user, roles=[keepers])
    await bot.get_partial_messageable(channel.id).send(
        view=guide(examples=GREETED_WITH, mention=f"@{BOT_NAME}")
    )
    await env.settle()
    return channel, Visitor(env, guild, user, me.mention)


def _announce(url: str) -> None:
    print(
        f"The bot is ready in a simulated Discord: {url}\n"
        "Open that address in a browser and ask. Ctrl-C ends it.",
        flush=True,
    )
