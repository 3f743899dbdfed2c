"""The bot as Discord meets it: what it may hear, what it may ping, and where its errors end."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import expiry, incident, lifetime
from bot.cogs.administration import Administration
from bot.cogs.asking import Asking
from bot.cogs.listening import Listening
from bot.cogs.people import People
from bot.cogs.pressing import Pressing
from bot.cogs.sources import Sources
from bot.consulting import Consultant
from bot.desk import Ask, Desk
from bot.errors import TokenError, Unreachable
from bot.holdings import Holdings
from bot.limits import Limits
from bot.recent import Recent
from bot.registration import register
from bot.settings import Settings
from bot.state import State
from bot.translator import Translator
from bot.views import ITEMS
from bot.wording import language_of
from bot.workshop import Workshop

_WHERE_TOKENS_ARE = (
    "Copy it from https://discord.com/developers/applications (your application, Bot, Reset "
    "Token) and put it into .env as DISCORD_TOKEN=… or into the environment."
)


class SummitBot(commands.Bot):
    """Answers commands, mentions and direct messages; pings nobody.

    It needs no privileged intent. With `hears` it uses the message content intent, and so reads the
    replies and the messages in its threads that do not mention it.
    """

    def __init__(
        self,
        *,
        desk: Desk,
        state: State,
        holdings: Holdings,
        hears: bool = False,
        commands_file: Path | None = None,
    ) -> None:
        """`commands_file` remembers which slash commands Discord knows; None tells it always."""
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        intents.message_content = hears
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            # Nothing looks at past messages, so none are kept.
            max_messages=None,
        )
        self.desk = desk
        self.state = state
        self.holdings = holdings
        self.workshop = Workshop()
        self.hears = hears
        self.consultant = Consultant(
            desk=desk, state=state, holdings=holdings, limits=Limits(), recent=Recent()
        )
        self._commands_file = commands_file
        self._expiring: asyncio.Task[None] | None = None
        self.tree.error(self._on_command_error)

    async def setup_hook(self) -> None:
        for cog in (Asking, Listening, Pressing, Administration, Sources, People):
            await self.add_cog(cog(self))
        self.add_dynamic_items(*ITEMS)
        await self.tree.set_translator(Translator())
        await register(self.tree, self._commands_file)
        self._expiring = asyncio.create_task(
            expiry.keep_expiring(self.state, self.consultant.recent)
        )

    async def close(self) -> None:
        if self._expiring:
            self._expiring.cancel()
        await self.workshop.close()
        await super().close()
        await self.consultant.close()

    async def on_message(self, message: discord.Message, /) -> None:
        """Nothing: there are no prefix commands, and the cogs listen for themselves."""

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Report what an event's listener raised; the author of a message is told."""
        error = sys.exc_info()[1]
        if error is None:
            return
        message = args[0] if args and isinstance(args[0], discord.Message) else None
        guild = message.guild if message else None
        language = language_of(guild.preferred_locale if guild else None)
        told = message.channel.send if message else None
        await incident.report(error, event_method, told, language)

    async def _on_command_error(
        self, interaction: discord.Interaction[SummitBot], error: app_commands.AppCommandError
    ) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        name = interaction.command.qualified_name if interaction.command else "a command"
        language = language_of(interaction.locale)
        await incident.report(cause, f"/{name}", incident.to_interaction(interaction), language)


def run_bot(*, ask: Ask, holdings: Holdings, settings: Settings) -> None:
    """Run the bot on Discord until it is told to stop.

    Raises TokenError for a token that is blank, malformed or refused, and Unreachable where Discord
    cannot be reached at the start. A connection that is lost later is restored by discord.py.
    """
    token = checked_token(settings.discord_token.get_secret_value())
    lifetime.set_up_logging(settings.log_level)
    lifetime.run(_serve(ask, holdings, settings, token))


async def _serve(ask: Ask, holdings: Holdings, settings: Settings, token: str) -> None:
    remembered = settings.index_dir.parent / "commands.sha256"
    async with (
        State(settings.database_url.get_secret_value(), keep_days=settings.keep_days) as state,
        Desk(ask, workers=settings.answer_workers, queue=settings.answer_queue) as desk,
        SummitBot(
            desk=desk,
            state=state,
            holdings=holdings,
            hears=settings.message_content,
            commands_file=remembered,
        ) as bot,
    ):
        try:
            await bot.start(token)
        except discord.LoginFailure as refused:
            raise TokenError(
                f"Discord refused the token in DISCORD_TOKEN. {_WHERE_TOKENS_ARE}"
            ) from refused
        except discord.PrivilegedIntentsRequired as refused:
            raise Unreachable(
                "Discord does not let this bot read messages. Allow the message content intent "
                "at https://discord.com/developers/applications (your application, Bot), or set "
                "MESSAGE_CONTENT=false: only replies that do not mention the bot need it."
            ) from refused
        except (aiohttp.ClientError, OSError, discord.DiscordException) as error:
            raise Unreachable(
                f"Discord cannot be reached ({error}). Check the network and "
                "https://discordstatus.com, then start again."
            ) from error


def checked_token(token: str) -> str:
    """`token` where it has a token's shape; TokenError says what to do about another."""
    if not token.strip():
        raise TokenError(f"There is no Discord token. {_WHERE_TOKENS_ARE}")
    if not re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", token, re.ASCII):
        raise TokenError(
            "DISCORD_TOKEN is no bot token: one has three parts of letters, digits, - and _, with "
            f"dots between them. {_WHERE_TOKENS_ARE}"
        )
    return token
