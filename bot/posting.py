"""A reply to a message: inline or in a thread, or a word in private where neither may be."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

import discord
from discord import ui

from bot.markdown import ELLIPSIS, units
from bot.render import notice
from bot.wording import Language, say

log = logging.getLogger(__name__)

_NO_READ_HISTORY = 160002
#: What is no Forbidden and means the same: a thread that is archived or locked, and a rule of the
#: guild's against a text.
_DENIALS = frozenset({50083, 160005, 200000})
_NONE = discord.AllowedMentions.none()
#: What Discord takes of a thread's name, and how long a thread stays open without a message.
_NAME = 100
_OPEN_MINUTES: Literal[1440] = 1440
#: How often, in seconds, somebody is told in private that the bot may not write in a channel.
_TOLD_SECONDS = 3600.0
_TOLD_MOST = 1000


class Post:
    """Sends replies; remembers for an hour whom it has told that it may not."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells seconds and never goes back."""
        self._clock = clock
        self._told: OrderedDict[tuple[int, int], float] = OrderedDict()

    async def reply(
        self, message: discord.Message, view: ui.LayoutView, *, delete_after: float | None = None
    ) -> discord.Message:
        """Reply to `message` where it stands, for `delete_after` seconds or for good."""
        # By the time of the reply the question may be deleted; then Discord posts a plain message.
        reference = message.to_reference(fail_if_not_exists=False)
        channel = message.channel
        try:
            sent = await channel.send(
                view=view, reference=reference, mention_author=False, allowed_mentions=_NONE
            )
        except discord.HTTPException as refused:
            if refused.code != _NO_READ_HISTORY:
                raise
            sent = await channel.send(view=view, allowed_mentions=_NONE)
        if delete_after is not None:
            await sent.delete(delay=delete_after)
        return sent

    async def in_thread(
        self, message: discord.Message, view: ui.LayoutView, name: str
    ) -> discord.Message | None:
        """Open a thread on `message` and reply there; None where there cannot be one."""
        channel = message.channel
        if not isinstance(channel, discord.TextChannel):
            return None
        granted = channel.permissions_for(channel.guild.me)
        if not (granted.create_public_threads and granted.send_messages_in_threads):
            return None
        try:
            thread = await message.create_thread(
                name=thread_name(name), auto_archive_duration=_OPEN_MINUTES
            )
            return await thread.send(view=view, allowed_mentions=_NONE)
        except discord.HTTPException as refused:
            log.info("No thread in channel %s (%s)", channel.id, refused.code)
            return None

    async def tell_privately(self, message: discord.Message, language: Language) -> None:
        """Tell the author that the bot may not write there; once an hour and channel."""
        told = (message.author.id, message.channel.id)
        now = self._clock()
        if now - self._told.get(told, -_TOLD_SECONDS) < _TOLD_SECONDS:
            return
        self._told[told] = now
        self._told.move_to_end(told)
        while len(self._told) > _TOLD_MOST:
            self._told.popitem(last=False)
        sentence = say(
            "I may not write in the channel where you asked me. Ask its moderators to let me, or "
            "ask me here.",
            language,
        )
        try:
            await message.author.send(view=notice(sentence), allowed_mentions=_NONE)
        except discord.HTTPException as refused:
            log.info("Nobody could be told about channel %s (%s)", told[1], refused.code)


def denied(error: discord.HTTPException) -> bool:
    """Whether the bot may not write what it wanted to where it wanted to."""
    return isinstance(error, discord.Forbidden) or error.code in _DENIALS


def thread_name(question: str) -> str:
    """A thread's name, in which Discord reads no markdown and no mentions."""
    name = "".join(character for character in question if character.isprintable())
    if units(name) > _NAME:
        while units(name) > _NAME - units(ELLIPSIS):
            name = name.rpartition(" ")[0] or name[:-1]
        name += ELLIPSIS
    return name.strip() or ELLIPSIS
