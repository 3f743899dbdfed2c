"""Questions by message: mentions, replies, threads and direct messages."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.consulting import Place
from bot.errors import BotError, TooOften
from bot.mentions import words_of
from bot.posting import Post, denied
from bot.records import Exchange
from bot.render import guide, notice
from bot.views import answer_view
from bot.wording import Language, language_of, told
from index.errors import QuestionError

if TYPE_CHECKING:
    from bot.client import SummitBot

log = logging.getLogger(__name__)

#: How long what was asked last is what a new message goes on from.
_IN_DM = timedelta(minutes=30)
_IN_THREAD = timedelta(days=1)
#: How long whoever asked in a thread of others need not mention the bot there again.
_STILL_TALKING = timedelta(minutes=10)
#: How long "not so fast" stays in the channel, in seconds.
_SHORTLY = 15.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A message to be answered; `parent` is the key of the exchange that it goes on from."""

    message: discord.Message
    question: str
    parent: str | None
    language: Language


class Listening(commands.Cog):
    """Answers what is meant for the bot, and goes on from what was said before."""

    def __init__(self, bot: SummitBot) -> None:
        """`bot` tells what it may hear."""
        self._bot = bot
        self._post = Post()
        self._warned: dict[int, float] = {}

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        heard = await self._heard(message)
        if heard is None:
            return
        try:
            await self._reply(heard)
        except discord.NotFound as gone:
            log.info("Channel %s is gone (%s)", message.channel.id, gone.code)
        except discord.HTTPException as error:
            if not denied(error):
                raise
            log.info("No reply in channel %s (%s)", message.channel.id, error.code)
            if message.guild is not None:
                await self._post.tell_privately(message, heard.language)

    async def _heard(self, message: discord.Message) -> Heard | None:
        """`message` as a question; None where it is not for the bot."""
        me = self._bot.user
        if me is None or message.author.bot or message.webhook_id or message.is_system():
            return None
        question = words_of(message, me)
        if message.guild is None:
            before = await self._before(message, _IN_DM)
            # Discord does not tell which language a person reads outside of interactions.
            language: Language = "fr" if before and before.language == "fr" else "en"
            return Heard(message, question, before.key if before else None, language)
        # Not `mentioned_in`, which is true for @everyone as well.
        named = me in message.mentions
        # Before the database is asked: most of what is heard is between others.
        if not named and not (question and self._bot.hears and _may_be_for(me, message)):
            return None
        before = await self._before(message, _IN_THREAD)
        if not named and not _is_for(me, message, before):
            return None
        settings = await self._bot.consultant.settings(message.guild.id)
        if settings.channels and not _places(message) & settings.channels:
            return None
        locale = settings.language
        language = language_of(message.guild.preferred_locale if locale == "auto" else locale)
        return Heard(message, question, before.key if before else None, language)

    async def _before(self, message: discord.Message, within: timedelta) -> Exchange | None:
        """What `message` goes on from: what it replies to, or what was asked here last."""
        if _is_reply(message) and message.reference and message.reference.message_id:
            shown = await self._bot.consultant.shown_by(message.reference.message_id)
            # A reply to what is no longer known is asked as it stands, not after something else.
            if shown or _replies_to(message) in (None, self._bot.user):
                return shown
        if isinstance(message.channel, discord.DMChannel | discord.Thread):
            return await self._bot.consultant.latest_in(message.channel.id, within)
        return None

    async def _reply(self, heard: Heard) -> None:
        message, consultant = heard.message, self._bot.consultant
        if not heard.question:
            name = f"@{self._bot.user.display_name}" if self._bot.user else ""
            await self._post.reply(message, guide(2, name, heard.language))
            return
        guild = message.guild.id if message.guild else None
        place = Place(message.channel.id, guild, message.author.id, heard.language)
        try:
            await consultant.admit(place)
        except TooOften as refusal:
            await self._slow_down(heard, refusal)
            return
        async with contextlib.AsyncExitStack() as working:
            # Only a courtesy: where typing cannot be shown, the reply comes all the same.
            with contextlib.suppress(discord.HTTPException):
                await working.enter_async_context(message.channel.typing())
            try:
                consulted = await consultant.ask(heard.question, place, heard.parent)
            except (QuestionError, BotError) as refusal:
                await self._post.reply(message, notice(told(refusal, heard.language)))
                return
        view = answer_view(consulted)
        settings = await consultant.settings(guild)
        if settings.threads and (sent := await self._post.in_thread(message, view, heard.question)):
            await consultant.sent(consulted.exchange.key, sent.id, channel=sent.channel.id)
            return
        sent = await self._post.reply(message, view)
        await consultant.sent(consulted.exchange.key, sent.id)

    async def _slow_down(self, heard: Heard, refusal: TooOften) -> None:
        """Say when to ask again, once; whoever goes on is not answered until then."""
        now = self._bot.loop.time()
        self._warned = {person: until for person, until in self._warned.items() if until > now}
        author = heard.message.author.id
        if author in self._warned:
            return
        self._warned[author] = now + refusal.seconds
        view = notice(told(refusal, heard.language))
        await self._post.reply(heard.message, view, delete_after=_SHORTLY)


def _may_be_for(me: discord.abc.User, message: discord.Message) -> bool:
    """Whether a message that does not mention the bot may be for it."""
    if message.mentions:
        return False
    if _is_reply(message):
        return _replies_to(message) == me
    return isinstance(message.channel, discord.Thread)


def _is_for(me: discord.abc.User, message: discord.Message, before: Exchange | None) -> bool:
    """Whether a message that may be for the bot is, after what was asked `before` it."""
    thread = message.channel
    if _is_reply(message) or (isinstance(thread, discord.Thread) and thread.owner_id == me.id):
        return True
    # In a thread of others they talk with each other; who has just asked goes on with the bot.
    if before is None or before.asker != message.author.id:
        return False
    return datetime.now(UTC) - before.asked_at < _STILL_TALKING


def _is_reply(message: discord.Message) -> bool:
    return message.type is discord.MessageType.reply


def _replies_to(message: discord.Message) -> discord.abc.User | None:
    """Whose message `message` replies to; None where that is deleted or not told."""
    replied = message.reference.resolved if message.reference else None
    return replied.author if isinstance(replied, discord.Message) else None


def _places(message: discord.Message) -> frozenset[int]:
    """The channel of `message`; of a thread also the one that it belongs to."""
    channel = message.channel
    parent = channel.parent_id if isinstance(channel, discord.Thread) else channel.id
    return frozenset({channel.id, parent})
