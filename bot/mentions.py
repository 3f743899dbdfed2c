"""What a message asks, without the codes that Discord's clients put into it. Pure."""

from __future__ import annotations

import re

import discord

_REFERENCE = re.compile(r"<(?P<kind>@!?|@&|#)(?P<id>\d+)>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>")


def words_of(message: discord.Message, me: discord.abc.User | None) -> str:
    """The words of `message` without mentions of `me`, other mentions as bare names.

    A name without its "@" is a word that sources can hold. What has no name here, custom emoji
    among it, is left out, since its digits would be taken for words of the question.
    """
    mine = me.id if me else 0
    users = {user.id: user.display_name for user in message.mentions if user.id != mine}
    roles = {role.id: role.name for role in message.role_mentions}
    channels = {channel.id: channel.name for channel in message.channel_mentions}
    names = {"@": users, "@!": users, "@&": roles, "#": channels}

    def name(reference: re.Match[str]) -> str:
        if reference["kind"] is None:
            return " "
        return names[reference["kind"]].get(int(reference["id"]), " ")

    return " ".join(_REFERENCE.sub(name, message.content).split())
