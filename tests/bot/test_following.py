"""Going on from what was said before: by replies, in threads, in direct messages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.recollection import pack
from bot.records import Exchange, new_key
from bot.wording import Language
from tests.bot.asked import DOWN, last, thread_of
from tests.bot.fakes import KNOWLEDGE, Recorder, answer
from tests.bot.pressed import ask, key_of, labels, restart
from tests.bot.world import World, world


def earlier(
    here: World,
    ago: timedelta,
    *,
    channel: int,
    guild: int | None = None,
    language: Language = "en",
) -> Exchange:
    """What the member has asked `ago`."""
    return Exchange(
        key=new_key(),
        asked_at=datetime.now(UTC) - ago,
        asker=here.member.id,
        channel=channel,
        question="How many signed?",
        reply=pack(answer()),
        answered=True,
        reason="",
        elapsed_ms=5.0,
        version=KNOWLEDGE.generation,
        guild=guild,
        language=language,
    )


def turns(recorder: Recorder) -> list[int]:
    """How many turns went before each question."""
    return [len(history) for history in recorder.histories]


async def test_a_reply_goes_on_from_the_answer_it_replies_to() -> None:
    ask_ = Recorder([answer("first"), answer("second"), answer("third")])
    async with world(ask_) as here:
        await here.member.send(here.channel, f"{here.mention} first")
        first = last(here)
        await here.member.send(here.channel, f"{here.mention} second")
        await here.admin.send(here.channel, f"{here.mention} and?", reply_to=first)
        exchange = await here.state.exchange(key_of(last(here)))
        assert exchange is not None
        assert exchange.parent == key_of(first)
    assert [[turn.question for turn in history] for history in ask_.histories] == [
        [],
        [],
        ["first"],
    ]


async def test_a_reply_to_a_command_s_answer_goes_on_from_it() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        answered = await ask(here)
        await here.member.send(here.channel, f"{here.mention} and?", reply_to=answered)
    assert turns(recorder) == [0, 1]


async def test_the_chain_of_replies_is_remembered_over_a_restart_and_within_a_bound() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        await here.member.send(here.channel, f"{here.mention} how many?")
        for number in range(4):
            await here.member.send(here.channel, f"{here.mention} and?", reply_to=last(here))
            if number == 1:
                await restart(here)
        for _ in range(4):
            await here.member.send(here.channel, f"{here.mention} and?", reply_to=last(here))
    assert turns(recorder) == [0, 1, 2, 3, 4, 5, 6, 6, 6]


async def test_a_reply_to_what_is_no_longer_known_is_asked_as_it_stands() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        await here.member.send(here.channel, f"{here.mention} how many?")
        await here.bot.consultant.remove(key_of(last(here)))
        await here.member.send(here.channel, f"{here.mention} and?", reply_to=last(here))
    assert turns(recorder) == [0, 0]


async def test_in_direct_messages_a_reply_goes_on_from_what_it_replies_to() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        dm = here.member.user.dm_channel

        async def reply(to: discord.Message) -> None:
            reference = {"channel_id": str(dm.id), "message_id": str(to.id)}
            await here.member.send_dm("and?", reference=reference)

        await here.member.send_dm("how many?")
        first = last(here, dm)
        await here.member.send_dm("and?")
        await reply(first)
        await here.bot.consultant.remove(key_of(first))
        await reply(first)
    assert turns(recorder) == [0, 1, 1, 0]


async def test_after_a_restart_without_its_database_replies_are_asked_as_they_stand() -> None:
    recorder = Recorder()
    async with world(recorder, database=DOWN) as here:
        await here.member.send(here.channel, f"{here.mention} how many?")
        await restart(here)
        await here.member.send(here.channel, f"{here.mention} and?", reply_to=last(here))
    assert turns(recorder) == [0, 0]


async def test_while_the_database_is_down_a_conversation_goes_on_from_memory() -> None:
    recorder = Recorder()
    async with world(recorder, database=DOWN) as here:
        await here.member.send(here.channel, f"{here.mention} how many?")
        for _ in range(3):
            await here.member.send(here.channel, f"{here.mention} and?", reply_to=last(here))
    assert turns(recorder) == [0, 1, 2, 3]


async def test_a_direct_message_goes_on_from_the_one_before() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        await here.member.send_dm("how many?")
        await here.member.send_dm("and?")
        await here.admin.send_dm("and?")
        await restart(here)
        await here.member.send_dm("why?")
    assert turns(recorder) == [0, 1, 0, 2]


@pytest.mark.parametrize(("minutes", "remembered"), [(25, 1), (35, 0)])
async def test_half_an_hour_later_a_direct_message_begins_anew(
    minutes: int, remembered: int
) -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        dm = here.member.user.dm_channel.id
        await here.state.remember(earlier(here, timedelta(minutes=minutes), channel=dm))
        await here.member.send_dm("and?")
    assert turns(recorder) == [remembered]


async def test_a_direct_message_is_answered_in_the_language_of_the_answer_before() -> None:
    async with world(Recorder()) as here:
        dm = here.member.user.dm_channel
        await here.state.remember(earlier(here, timedelta(minutes=5), channel=dm.id, language="fr"))
        await here.member.send_dm("et les autres ?")
        await here.admin.send_dm("how many?")
        assert labels(last(here, dm))[-1] == "Supprimer"
        assert labels(last(here, here.admin.user.dm_channel))[-1] == "Delete"


async def test_in_a_thread_a_mention_goes_on_from_what_was_asked_there() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        await here.member.send(here.channel, f"{here.mention} elsewhere")
        thread = await thread_of(here)
        await here.member.send(thread, f"{here.mention} how many?")
        await here.admin.send(thread, f"{here.mention} and?")
    assert turns(recorder) == [0, 0, 1]


async def test_in_a_thread_the_next_message_of_whoever_asked_needs_no_mention() -> None:
    recorder = Recorder()
    async with world(recorder, hears=True) as here:
        thread = await thread_of(here)
        await here.member.send(thread, "nobody is asked")
        await here.member.send(thread, f"{here.mention} how many?")
        await here.admin.send(thread, "I know that one!")
        await here.member.send(thread, f"{here.admin.mention} do you?")
        await here.member.send(thread, "and the British?")
        await here.member.send(thread, attachments=[("a.png", b"...")])
        assert len(here.replies(thread)) == 2
    assert recorder.questions == ["how many?", "and the British?"]
    assert turns(recorder) == [0, 1]


async def test_without_the_intent_to_hear_only_mentions_are_answered_in_a_thread() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        thread = await thread_of(here)
        await here.member.send(thread, f"{here.mention} how many?")
        await here.member.send(thread, "and the British?")
    assert recorder.questions == ["how many?"]


async def test_much_later_a_thread_of_others_is_left_alone_again() -> None:
    recorder = Recorder()
    async with world(recorder, hears=True) as here:
        thread = await thread_of(here)
        before = earlier(here, timedelta(minutes=11), channel=thread.id, guild=here.guild.id)
        await here.state.remember(before)
        await here.member.send(thread, "and the British?")
        assert recorder.questions == []
        await here.member.send(thread, f"{here.mention} and the British?")
    assert turns(recorder) == [1]


async def test_in_a_post_of_a_forum_a_mention_is_answered_and_gone_on_from() -> None:
    recorder = Recorder()
    async with world(recorder, hears=True) as here:
        forum = here.guild.create_forum_channel("questions")
        made = here.env.backend.create_thread(forum.id, "A post", type=11, owner_id=here.member.id)
        await here.env.settle()
        [post] = [each for each in forum.threads if each.id == made.id]
        await here.member.send(post, f"{here.mention} how many?")
        await here.member.send(post, "and the British?")
        assert len(here.replies(post)) == 2
    assert turns(recorder) == [0, 1]


async def test_a_reply_without_a_ping_is_heard_with_the_intent_to() -> None:
    recorder = Recorder()
    async with world(recorder, hears=True) as here:
        await here.member.send(here.channel, f"{here.mention} how many?")
        first = last(here)
        said = await here.admin.send(here.channel, "I know that one!")
        await here.member.send(here.channel, "do you?", reply_to=said)
        sent = here.env.backend.create_message(
            here.channel.id,
            here.member.id,
            "and the British?",
            reference=here.env.backend.normalize_message_reference(
                here.channel.id,
                {"channel_id": str(here.channel.id), "message_id": str(first.id)},
            ),
        )
        await here.env.settle()
        assert sent.content == "and the British?"
    assert recorder.questions == ["how many?", "and the British?"]
    assert turns(recorder) == [0, 1]
