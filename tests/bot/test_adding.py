"""How far adding a source has got, shown in a message that may be gone."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest
from discord import ui

from bot import adding
from bot.holdings import Link
from bot.records import Addition
from bot.state import State
from bot.workshop import Workshop
from tests.bot.cabinet import PAGE, Cabinet
from tests.bot.shown import texts

GUILD = 7


@dataclass
class Message:
    """An interaction by a person who may manage the guild, as far as adding needs one."""

    client: SimpleNamespace
    failure: discord.HTTPException | None = None
    expired: bool = False
    shown: list[tuple[float, str]] = field(default_factory=list)
    locale: discord.Locale = discord.Locale.american_english
    user: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(id=3))

    @property
    def guild(self) -> Message:
        return self

    async def fetch_member(self, _: int) -> SimpleNamespace:
        return SimpleNamespace(guild_permissions=discord.Permissions(manage_guild=True))

    def is_expired(self) -> bool:
        return self.expired

    async def edit_original_response(self, view: ui.LayoutView, **_: object) -> None:
        self.shown.append((time.monotonic(), "\n".join(texts(view))))
        if self.failure:
            raise self.failure


@asynccontextmanager
async def message(cabinet: Cabinet, folder: Path) -> AsyncIterator[Message]:
    """A message that shows what is added to `cabinet`, and a workshop that is closed afterwards."""
    async with State(f"sqlite:///{folder}/state.sqlite3") as state:
        workshop = Workshop()
        yield Message(SimpleNamespace(workshop=workshop, state=state, holdings=cabinet))
        await workshop.close()


def begin(shown: Message) -> None:
    adding.begin_adding(cast("Any", shown), GUILD, Link(PAGE))


async def done(shown: Message) -> None:
    async with asyncio.timeout(10):
        while shown.client.workshop.busy:  # noqa: ASYNC110 (a job tells nobody that it is done)
            await asyncio.sleep(0.01)


def refusal(status: int, code: int) -> discord.HTTPException:
    response = cast("Any", SimpleNamespace(status=status, reason="no"))
    return discord.HTTPException(response, {"code": code, "message": "no"})


async def held_for(cabinet: Cabinet, shown: Message, seconds: float) -> None:
    """Add, and be held up for so long with no passage done."""
    cabinet.held = threading.Event()
    begin(shown)
    await asyncio.sleep(seconds)
    cabinet.held.set()
    await done(shown)


async def test_how_far_it_has_got_is_shown_at_most_every_two_seconds(tmp_path: Path) -> None:
    cabinet = Cabinet()
    async with message(cabinet, tmp_path) as shown:
        begun = time.monotonic()
        await held_for(cabinet, shown, 4.5)
    [(first, meanwhile), (_, last)] = shown.shown
    assert first - begun >= adding.EDIT_SECONDS - 0.01
    assert meanwhile == "⏳ Putting it into the index: passage 0 of 2 …"
    assert last.startswith("✅ Added for this server: ")


@pytest.mark.parametrize(("status", "code"), [(401, 50027), (404, 10008), (404, 10015)])
async def test_a_message_that_is_gone_is_edited_no_more_and_the_source_added(
    status: int, code: int, tmp_path: Path
) -> None:
    cabinet = Cabinet()
    async with message(cabinet, tmp_path) as shown:
        shown.failure = refusal(status, code)
        await held_for(cabinet, shown, 2.2)
        assert len(await shown.client.state.additions(GUILD)) == 1
    assert len(shown.shown) == 1
    assert len(cabinet.own(GUILD)) == 1


async def test_an_edit_that_fails_on_discord_s_side_is_not_the_last(tmp_path: Path) -> None:
    cabinet = Cabinet()
    async with message(cabinet, tmp_path) as shown:
        shown.failure = refusal(503, 0)
        await held_for(cabinet, shown, 2.2)
    assert len(shown.shown) == 2


async def test_after_a_quarter_of_an_hour_nothing_is_edited(tmp_path: Path) -> None:
    cabinet = Cabinet()
    async with message(cabinet, tmp_path) as shown:
        shown.expired = True
        begin(shown)
        await asyncio.sleep(0)
        await done(shown)
    assert shown.shown == []
    assert len(cabinet.own(GUILD)) == 1


@dataclass
class Attachment:
    """A file that cannot be fetched."""

    failure: Exception
    filename: str = "notes.txt"

    async def read(self) -> bytes:
        raise self.failure


@pytest.mark.parametrize(
    "failure", [aiohttp.ServerDisconnectedError(), TimeoutError(), refusal(404, 0)]
)
async def test_a_file_that_discord_does_not_hand_out_is_told(
    failure: Exception, tmp_path: Path
) -> None:
    cabinet = Cabinet()
    async with message(cabinet, tmp_path) as shown:
        adding.begin_adding(cast("Any", shown), GUILD, cast("Any", Attachment(failure)))
        await asyncio.sleep(0)
        await done(shown)
    [(_, text)] = shown.shown
    assert text == "Discord did not hand out the file. Please attach it again."


async def test_who_is_forgotten_while_their_addition_is_written_is_taken_off_it(
    tmp_path: Path,
) -> None:
    cabinet = Cabinet()
    async with message(cabinet, tmp_path) as shown:
        state, workshop = shown.client.state, shown.client.workshop

        async def note(addition: Addition) -> None:
            workshop.forget(3)
            await state.note_addition(addition)

        shown.client.state = SimpleNamespace(additions=state.additions, note_addition=note)
        begin(shown)
        await asyncio.sleep(0)
        await done(shown)
        [addition] = (await state.additions(GUILD)).values()
    assert addition.person is None
