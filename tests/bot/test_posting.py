"""Replies to messages: in threads, where writing is not allowed, and where all is gone."""

from __future__ import annotations

import asyncio
import logging

import discord
import pytest
import simcord

from bot.posting import Post
from bot.records import GuildSettings
from tests.bot.asked import last, thread_of
from tests.bot.fakes import Blocker, Recorder
from tests.bot.pressed import key_of
from tests.bot.world import World, shown, world

THREADS = GuildSettings(threads=True)
MAY_NOT = "I may not write in the channel where you asked me."


def denying(here: World, **permissions: bool) -> simcord.ChannelHandle:
    """A channel in which the bot lacks permissions."""
    assert here.bot.user is not None
    overwrite = discord.PermissionOverwrite(**permissions)
    return here.guild.create_text_channel("closed", overwrites={here.bot.user: overwrite})


async def mentioned(here: World, channel: simcord.ChannelHandle, question: str) -> None:
    """What a member's mention does; the channel may be gone by the end of it."""
    content = f"{here.mention} {question}"
    here.env.backend.create_message(channel.id, here.member.id, content)
    await here.env.settle()


async def by_thread(here: World, question: str) -> simcord.ChannelHandle:
    """The thread in which a mention was answered."""
    await here.state.change_guild(here.guild.id, THREADS)
    await here.member.send(here.channel, f"{here.mention} {question}")
    [thread] = here.channel.threads
    return thread


async def test_the_reply_to_a_question_deleted_meanwhile_needs_no_question() -> None:
    async with world(blocker := Blocker()) as here:
        asking = asyncio.create_task(here.member.send(here.channel, f"{here.mention} how many?"))
        assert await asyncio.to_thread(blocker.begun.wait, 5)
        [question] = here.channel.history()
        here.env.backend.delete_message(here.channel.id, question.id)
        blocker.release.set()
        await asking
        assert len(here.replies()) == 1
        [body] = here.requests("POST", f"/channels/{here.channel.id}/messages")
    assert body["message_reference"]["fail_if_not_exists"] is False


async def test_without_the_right_to_read_history_the_answer_is_a_plain_message() -> None:
    async with world(Recorder()) as here:
        here.env.inject_error("POST", "/channels/*/messages", status=400, code=160002)
        await here.member.send(here.channel, f"{here.mention} how many?")
        assert len(here.replies()) == 1
        first, second = here.requests("POST", f"/channels/{here.channel.id}/messages")
    assert "message_reference" in first
    assert "message_reference" not in second


@pytest.mark.parametrize("status", [403, 404])
async def test_where_the_bot_may_not_write_nothing_but_a_line_is_logged(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "bot"):
        async with world(Recorder()) as here:
            here.env.inject_error("POST", "/channels/*/messages", status=status, times=None)
            await here.member.send(here.channel, f"{here.mention} how many?")
            assert here.replies() == []
    ours = [record for record in caplog.records if record.name.startswith("bot")]
    assert {record.levelname for record in ours} == {"INFO"}
    assert f"hannel {here.channel.id}" in ours[0].getMessage()
    assert "how many" not in caplog.text


async def test_a_guild_may_have_its_answers_in_threads() -> None:
    async with world(Recorder()) as here:
        thread = await by_thread(here, "how *many* signed, <#1>?")
        assert thread.id == here.channel.history()[0].id
        assert not any("61 countries" in text for text in here.replies())
        assert thread.name == "how *many* signed, ?"
        [reply] = here.replies(thread)
        assert "**61 countries**" in reply
        exchange = await here.state.exchange(key_of(last(here, thread)))
    assert exchange is not None
    assert exchange.channel == thread.id
    assert exchange.message is not None


async def test_in_a_thread_of_the_bot_s_everybody_goes_on_without_a_mention() -> None:
    recorder = Recorder()
    async with world(recorder, hears=True) as here:
        thread = await by_thread(here, "how many signed?")
        await here.admin.send(thread, "and the British?")
        await here.member.send(thread, "why?")
        assert len(here.replies(thread)) == 3
        assert len(here.channel.threads) == 1
    assert [len(history) for history in recorder.histories] == [0, 1, 2]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("word " * 30 + "?", "word " * 19 + "word…"),
        ("x" * 200, "x" * 99 + "…"),
        ("🇫🇷" * 60, None),
        ("how\u202e many?", "how many?"),
    ],
)
async def test_a_thread_s_name_is_the_question_as_far_as_it_fits(
    question: str, name: str | None
) -> None:
    async with world(Recorder()) as here:
        thread = await by_thread(here, question)
        assert thread.name is not None
        assert len(thread.name.encode("utf-16-le")) <= 200
        assert thread.name == name or name is None


@pytest.mark.parametrize("lacking", ["create_public_threads", "send_messages_in_threads"])
async def test_where_threads_are_not_allowed_the_answer_stands_in_the_channel(
    lacking: str,
) -> None:
    async with world(Recorder()) as here:
        await here.state.change_guild(here.guild.id, THREADS)
        closed = denying(here, **{lacking: False})
        await here.member.send(closed, f"{here.mention} how many?")
        assert len(here.replies(closed)) == 1
        assert closed.threads == []


@pytest.mark.parametrize("path", ["/channels/*/messages/*/threads", "/channels/*/threads"])
async def test_where_a_thread_cannot_be_opened_the_answer_stands_in_the_channel(path: str) -> None:
    async with world(Recorder()) as here:
        await here.state.change_guild(here.guild.id, THREADS)
        here.env.inject_error("POST", path, status=400, code=200001, times=None)
        await here.member.send(here.channel, f"{here.mention} how many?")
        assert len(here.replies()) == 1


async def test_within_a_thread_there_is_no_other_thread() -> None:
    async with world(Recorder()) as here:
        await here.state.change_guild(here.guild.id, THREADS)
        thread = await thread_of(here)
        await here.member.send(thread, f"{here.mention} how many?")
        assert len(here.replies(thread)) == 1


async def test_where_the_bot_may_not_write_the_person_is_told_in_private_and_once() -> None:
    async with world(Recorder()) as here:
        closed = denying(here, send_messages=False)
        for _ in range(3):
            await here.member.send(closed, f"{here.mention} how many?")
        await here.admin.send(closed, f"{here.mention} how many?")
        assert here.replies(closed) == []
        for person in (here.member, here.admin):
            [told] = here.replies(person.user.dm_channel)
            assert told.startswith(MAY_NOT)


async def test_an_hour_later_the_person_is_told_again() -> None:
    seconds = [0.0]
    post = Post(clock=lambda: seconds[0])
    async with world(Recorder()) as here:
        sent = await here.member.send(here.channel, "how many?")
        channel = here.bot.get_channel(here.channel.id)
        assert isinstance(channel, discord.TextChannel)
        message = await channel.fetch_message(sent.id)
        for seconds[0] in (0.0, 3599.0, 3601.0):
            await post.tell_privately(message, "fr")
        told = here.replies(here.member.user.dm_channel)
    assert len(told) == 2
    assert told[0].startswith("Je n’ai pas le droit d’écrire")


async def test_where_links_may_not_be_embedded_the_answer_is_the_same() -> None:
    async with world(Recorder()) as here:
        closed = denying(here, embed_links=False, attach_files=False)
        await here.member.send(closed, f"{here.mention} how many?")
        assert "**61 countries**" in here.replies(closed)[0]


async def test_where_history_may_not_be_read_the_answer_comes_all_the_same() -> None:
    async with world(Recorder()) as here:
        closed = denying(here, read_message_history=False)
        await here.member.send(closed, f"{here.mention} how many?")
        assert len(here.replies(closed)) == 1


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        (403, 50001, 1),
        (403, 50013, 1),
        (400, 50083, 1),  # the thread is archived
        (400, 160005, 1),  # and locked
        (400, 200000, 1),  # a rule of the guild's against the text
        (400, 50035, 0),
        (500, 0, 0),
    ],
)
async def test_only_a_refusal_means_that_the_bot_may_not_write(
    status: int, code: int, told: int
) -> None:
    async with world(Recorder()) as here:
        here.env.inject_error("POST", "/channels/*/messages", status=status, code=code)
        await here.member.send(here.channel, f"{here.mention} how many?")
        assert len(here.replies(here.member.user.dm_channel)) == told
        assert len(here.env.errors) == 1 - told


async def test_a_channel_deleted_meanwhile_harms_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async with world(blocker := Blocker()) as here:
        doomed = here.guild.create_text_channel("doomed")
        asking = asyncio.create_task(mentioned(here, doomed, "how many?"))
        assert await asyncio.to_thread(blocker.begun.wait, 5)
        here.env.backend.delete_channel(doomed.id)
        blocker.release.set()
        await asking
        result = await here.member.slash(here.channel, "ask", question="How many?")
        assert result.response is not None
        assert "61 countries" in shown(result.response)
        assert here.env.errors == []
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_guild_left_meanwhile_harms_nothing() -> None:
    async with world(blocker := Blocker()) as here:
        asking = asyncio.create_task(mentioned(here, here.channel, "how many?"))
        assert await asyncio.to_thread(blocker.begun.wait, 5)
        guild = here.bot.get_guild(here.guild.id)
        assert guild is not None
        await guild.leave()
        blocker.release.set()
        await asking
        assert here.env.errors == []
        await here.member.send_dm("how many?")
        assert "61 countries" in here.replies(here.member.user.dm_channel)[-1]
