"""The bot as Discord meets it: what it may hear, what it may ping, and where its errors end."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import incident, lifetime
from bot.cogs.asking import Asking
from bot.desk import Ask, Desk
from bot.errors import TokenError, Unreachable
from bot.registration import register
from bot.settings import Settings

_WHERE_TOKENS_ARE = (
    "Copy it from https://discord.com/developers/applications (your application, Bot, Reset "
    "Token) and put it into .env as DISCORD_TOKEN=… or into the environment."
)


class SummitBot(commands.Bot):
    """Answers `/ask`, mentions and direct messages; needs no privileged intent and pings nobody."""

    def __init__(self, *, desk: Desk, commands_file: Path | None = None) -> None:
        """`commands_file` remembers which slash commands Discord knows; None tells it always."""
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            # Nothing looks at past messages, so none are kept.
            max_messages=None,
        )
        self._desk = desk
        self._commands_file = commands_file
        self.tree.error(self._on_command_error)

    async def setup_hook(self) -> None:
        await self.add_cog(Asking(self, self._desk))
        await register(self.tree, self._commands_file)

    async def on_message(self, message: discord.Message, /) -> None:
        """Nothing: there are no prefix commands, and the cogs listen for themselves."""

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Report what an event's listener raised; the author of a message is told."""
        error = sys.exc_info()[1]
        if error is None:
            return
        told = args[0].channel.send if args and isinstance(args[0], discord.Message) else None
        await incident.report(error, event_method, told)

    async def _on_command_error(
        self, interaction: discord.Interaction[SummitBot], error: app_commands.AppCommandError
    ) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        name = interaction.command.qualified_name if interaction.command else "a command"
        await incident.report(cause, f"/{name}", incident.to_interaction(interaction))


def run_bot(*, ask: Ask, settings: Settings) -> None:
    """Run the bot on Discord until it is told to stop.

    Raises TokenError for a token that is blank, malformed or refused, and Unreachable where Discord
    cannot be reached at the start. A connection that is lost later is restored by discord.py.
    """
    token = checked_token(settings.discord_token.get_secret_value())
    lifetime.set_up_logging(settings.log_level)
    lifetime.run(_serve(ask, settings, token))


async def _serve(ask: Ask, settings: Settings, token: str) -> None:
    remembered = settings.index_dir.parent / "commands.sha256"
    async with (
        Desk(ask, workers=settings.answer_workers, queue=settings.answer_queue) as desk,
        SummitBot(desk=desk, commands_file=remembered) as bot,
    ):
        try:
            await bot.start(token)
        except discord.LoginFailure as refused:
            raise TokenError(
                f"Discord refused the token in DISCORD_TOKEN. {_WHERE_TOKENS_ARE}"
            ) from refused
        except discord.PrivilegedIntentsRequired as refused:
            raise Unreachable(
                "Discord demands privileged intents, though this bot asks for none. Start it "
                "unmodified, or allow them at https://discord.com/developers/applications."
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
