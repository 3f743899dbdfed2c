"""Asking by message, as a member does it: mentions, replies, threads and direct messages."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bot.records import GuildSettings
from bot.starters import starters
from index.errors import IndexDamaged, QuestionError
from tests.bot.asked import SENTENCE, last, thread_of, told_and_logged
from tests.bot.fakes import Blocker, Recorder, answer
from tests.bot.pressed import ask, key_of, labels
from tests.bot.world import shown, world


async def test_a_mention_is_answered_as_a_reply_with_typing_shown() -> None:
    ask = Recorder()
    async with world(ask) as here:
        question = await here.member.send(here.channel, f"{here.mention} how many signed?")
        [reply] = [m for m in here.channel.history() if m.author == here.bot.user]
        assert len(here.requests("POST", "/typing")) == 1
    assert ask.questions == ["how many signed?"]
    assert reply.reference is not None
    assert reply.reference.message_id == question.id
    assert "**61 countries**" in shown(reply)
    assert "how many" not in shown(reply)


async def test_a_mention_in_a_thread_is_answered_there() -> None:
    async with world(Recorder()) as here:
        channel = here.bot.get_channel(here.channel.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.create_thread(name="signatures", type=discord.ChannelType.public_thread)
        [thread] = here.channel.threads
        await here.member.send(thread, f"how many signed, {here.mention}?")
        assert len(here.replies(thread)) == 1
        assert not any("61 countries" in text for text in here.replies())


async def test_a_direct_message_is_answered_without_a_mention() -> None:
    ask = Recorder()
    async with world(ask) as here:
        await here.member.send_dm("how many signed?")
        assert len(here.replies(here.member.user.dm_channel)) == 1
    assert ask.questions == ["how many signed?"]


async def test_a_reply_that_pings_the_bot_is_a_question() -> None:
    ask = Recorder()
    async with world(ask) as here:
        await here.member.send(here.channel, f"{here.mention} how many signed?")
        last = here.channel.last_message
        assert last is not None
        await here.member.send(here.channel, "and who refused?", reply_to=last)
    assert ask.questions == ["how many signed?", "and who refused?"]


@pytest.mark.parametrize("text", ["how many signed?", "@everyone how many?", "@here how many?"])
async def test_what_does_not_mention_the_bot_is_left_alone(text: str) -> None:
    ask = Recorder()
    async with world(ask) as here:
        role = here.guild.create_role(
            "Loud", permissions=discord.Permissions(mention_everyone=True)
        )
        loud = here.guild.add_member(here.env.create_user("bob"), roles=[role])
        message = await loud.send(here.channel, text)
        assert message.mention_everyone == text.startswith("@")
        assert here.replies() == []
    assert ask.questions == []


async def test_bots_and_webhooks_are_left_alone() -> None:
    ask = Recorder()
    async with world(ask) as here:
        other = here.guild.add_member(here.env.create_user("other", bot=True))
        await other.send(here.channel, f"{here.mention} how many signed?")
        webhook = here.guild.create_webhook(here.channel)
        await webhook.send(f"{here.mention} how many signed?")
        assert here.replies() == []
    assert ask.questions == []


async def test_mentions_become_names_and_the_bot_s_own_is_left_out() -> None:
    ask = Recorder()
    async with world(ask) as here:
        vance = here.guild.add_member(here.env.create_user("jd", global_name="Vance"))
        role = here.guild.create_role("Delegates")
        await here.member.send(
            here.channel,
            f"{here.mention}  what did {vance.mention} tell <@&{role.id}> in <#{here.channel.id}>"
            " <:flag:12345>, <@99>?",
        )
    assert ask.questions == ["what did Vance tell Delegates in general , ?"]


@pytest.mark.parametrize("text", ["", "   ", "<:flag:12345>"])
async def test_an_empty_mention_gets_help_with_two_examples(text: str) -> None:
    ask = Recorder()
    async with world(ask) as here:
        await here.member.send(here.channel, here.mention + text)
        [reply] = here.replies()
    assert ask.questions == []
    assert [example in reply for example in starters("en")[:3]] == [True, True, False]
    assert "/ask" in reply


@pytest.mark.parametrize("status", [403, 500])
async def test_where_typing_fails_the_answer_comes_all_the_same(status: int) -> None:
    async with world(Recorder()) as here:
        here.env.inject_error("POST", "/channels/*/typing", status=status, times=None)
        await here.member.send(here.channel, f"{here.mention} how many?")
        assert len(here.replies()) == 1


async def test_an_unforeseen_error_on_a_mention_ends_in_a_sentence_and_a_log_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with world(Recorder([RuntimeError("secret cause"), answer()])) as here:
        await here.member.send(here.channel, f"{here.mention} how many?")
        await told_and_logged(here, here.replies()[-1], caplog)
        await here.member.send(here.channel, f"{here.mention} how many?")
        assert "61 countries" in here.replies()[-1]


async def test_a_reply_that_discord_fails_to_post_is_reported() -> None:
    async with world(Recorder()) as here:
        here.env.inject_error("POST", "/channels/*/messages", status=500)
        await here.member.send(here.channel, f"{here.mention} how many?")
        assert SENTENCE.search(here.replies()[-1])
        assert len(here.env.errors) == 1


async def test_the_answer_to_a_mention_has_its_buttons_and_is_remembered() -> None:
    async with world(Recorder()) as here:
        await here.member.send(here.channel, f"{here.mention} how many signed?")
        reply = last(here)
        assert labels(reply) == ["Sources", "👍", "👎", "Follow up", "Delete"]
        exchange = await here.state.exchange(key_of(reply))
    assert exchange is not None
    assert exchange.message == reply.id
    assert exchange.channel == here.channel.id
    assert exchange.guild == here.guild.id
    assert exchange.asker == here.member.id
    assert exchange.question == "how many signed?"
    assert not exchange.private


@pytest.mark.parametrize(
    ("language", "label"), [("auto", "Delete"), ("en", "Delete"), ("fr", "Supprimer")]
)
async def test_a_mention_is_answered_in_the_guild_s_language(language: str, label: str) -> None:
    async with world(Recorder()) as here:
        settings = GuildSettings(language=language)  # type: ignore[arg-type]
        await here.state.change_guild(here.guild.id, settings)
        await here.member.send(here.channel, f"{here.mention} how many?")
        assert labels(last(here))[-1] == label


async def test_a_mention_in_a_french_guild_is_answered_in_french() -> None:
    async with world(Recorder()) as here:
        paris = here.env.create_guild("Paris", preferred_locale="fr")
        salon = paris.create_text_channel("salon")
        member = paris.add_member(here.member.user)
        await member.send(salon, f"{here.mention} combien de pays ont signé ?")
        await member.send(salon, here.mention)
        [reply, help_] = [m for m in salon.history() if m.author == here.bot.user]
    assert labels(reply)[-1] == "Supprimer"
    assert starters("fr")[0] in shown(help_)


async def test_where_mentions_are_not_answered_there_is_silence_and_commands_work() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        other = here.guild.create_text_channel("ask-here")
        settings = GuildSettings(channels=frozenset({other.id}))
        await here.state.change_guild(here.guild.id, settings)
        await here.member.send(here.channel, f"{here.mention} how many?")
        thread = await thread_of(here)
        await here.member.send(thread, f"{here.mention} how many?")
        assert here.replies() == []
        assert here.replies(thread) == []
        assert here.replies(here.member.user.dm_channel) == []
        await here.member.send(other, f"{here.mention} allowed?")
        assert len(here.replies(other)) == 1
        await ask(here, "by command?")
    assert recorder.questions == ["allowed?", "by command?"]


async def test_a_thread_counts_as_the_channel_it_belongs_to() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        settings = GuildSettings(channels=frozenset({here.channel.id}))
        await here.state.change_guild(here.guild.id, settings)
        await here.member.send(await thread_of(here), f"{here.mention} how many?")
    assert recorder.questions == ["how many?"]


async def test_who_mentions_too_often_is_told_once_and_only_for_a_moment() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        await here.state.change_guild(here.guild.id, GuildSettings(per_person=1))
        for question in ("first", "second", "third"):
            await here.member.send(here.channel, f"{here.mention} {question}")
        assert len(here.replies()) == 2
        assert here.replies()[-1].startswith("You are asking faster than I may answer.")
        await here.admin.send(here.channel, f"{here.mention} fourth")
        await here.env.advance_time(16)
        assert not any("faster" in text for text in here.replies())
    assert recorder.questions == ["first", "fourth"]


async def test_who_mentions_while_too_many_wait_is_told_so() -> None:
    async with world(blocker := Blocker(), workers=1, queue=0) as here:
        occupied = asyncio.create_task(here.desk.ask("first"))
        assert await asyncio.to_thread(blocker.begun.wait, 5)
        await here.member.send(here.channel, f"{here.mention} second")
        assert "Too many people are asking" in here.replies()[-1]
        blocker.release.set()
        await occupied


async def test_a_mentioned_question_that_cannot_be_taken_is_answered_with_the_reason() -> None:
    async with world(Recorder([QuestionError("That is *no* question.")])) as here:
        await here.member.send(here.channel, f"{here.mention} ?")
        assert here.replies() == ["That is \\*no\\* question."]


async def test_what_only_the_operator_can_mend_is_not_told_to_the_person(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with world(Recorder([IndexDamaged("secret cause")])) as here:
        await here.member.send(here.channel, f"{here.mention} how many?")
        await told_and_logged(here, here.replies()[-1], caplog)


async def test_a_forwarded_message_is_no_question() -> None:
    recorder = Recorder()
    async with world(recorder, hears=True) as here:
        await here.member.send(here.channel, f"{here.mention} how many?")
        await here.member.forward(last(here), here.channel)
    assert recorder.questions == ["how many?"]
