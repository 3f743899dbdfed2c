"""Buttons under a reply, pressed as a member would."""

from __future__ import annotations

from typing import Any

import discord
import simcord

from bot.client import SummitBot
from bot.state import State
from tests.bot.cabinet import Cabinet
from tests.bot.fakes import Shelf
from tests.bot.world import World, shown

Message = discord.Message | simcord.ResponseMessage
Person = simcord.MemberActor | simcord.UserHandle


def buttons(message: Message) -> list[dict[str, Any]]:
    """The buttons of a message as Discord was sent them, in order."""
    if isinstance(message, discord.Message):
        rows: list[dict[str, Any]] = [dict(row.to_dict()) for row in message.components]
    else:
        rows = message.components
    return [button for row in rows if row["type"] == 1 for button in row["components"]]


def labels(message: Message) -> list[str]:
    return [button["label"] for button in buttons(message)]


def key_of(message: Message) -> str:
    """The key of the exchange that a message shows."""
    return str(buttons(message)[0]["custom_id"]).rsplit(":", 1)[1]


async def ask(
    here: World, question: str = "How many signed?", *, private: bool = False
) -> simcord.ResponseMessage:
    """The answer to a question that the member has asked with the command."""
    result = await here.member.slash(here.channel, "ask", question=question, private=private)
    assert result.response is not None
    return result.response


async def press(person: Person, message: Message, label: str) -> simcord.InteractionResult:
    return await person.click(message, label=label)


def told(result: simcord.InteractionResult) -> str:
    """The one sentence that the person alone was told, beside the message or in its place."""
    found = [*result.followups]
    if result.response is not None and result.response.ephemeral and not found:
        found = [result.response]
    [sentence] = found
    assert sentence.ephemeral
    return shown(sentence)


async def restart(
    here: World, *, knowledge: Shelf | None = None, state: State | None = None
) -> None:
    """Another run of the bot, which remembers no more than its database.

    With `knowledge` all are answered from that, otherwise from the holdings that there were.
    """
    holdings = Cabinet(knowledge) if knowledge else here.bot.holdings
    bot = SummitBot(desk=here.desk, state=state or here.state, holdings=holdings)
    await here.env.restart_bot(bot)
    here.bot = bot
