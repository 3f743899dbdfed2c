"""What several tests of asking need."""

from __future__ import annotations

import re

import discord
import pytest
import simcord

from tests.bot.world import World

#: No database can be opened below a file.
DOWN = "sqlite:////dev/null/state.sqlite3"
SENTENCE = re.compile(r"tell the operator: error ([0-9a-f]{8})\.$")


async def told_and_logged(here: World, text: str, caplog: pytest.LogCaptureFixture) -> None:
    """The person gets one sentence with an id and no more, the log the same id and the cause."""
    assert len(here.env.errors) == 1
    found = SENTENCE.search(text)
    assert found is not None
    assert "secret cause" not in text
    assert "Traceback" not in text
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert found[1] in record.getMessage()
    assert "secret cause" in caplog.text


def last(here: World, channel: simcord.ChannelHandle | None = None) -> discord.Message:
    """The bot's last message."""
    return [m for m in (channel or here.channel).history() if m.author == here.bot.user][-1]


async def thread_of(here: World, name: str = "signatures") -> simcord.ChannelHandle:
    """A thread that a member has opened, and not the bot."""
    thread = here.env.backend.create_thread(here.channel.id, name, type=11, owner_id=here.admin.id)
    await here.env.settle()
    return next(each for each in here.channel.threads if each.id == thread.id)
