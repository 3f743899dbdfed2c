"""Asking as a member does it: by command, by mention, in direct messages."""

from __future__ import annotations

import asyncio
import logging
import re

import discord
import pytest

from bot.render import EXAMPLES
from index.errors import IndexDamaged, QuestionError
from tests.bot.fakes import Blocker, Recorder, abstention, answer
from tests.bot.world import World, shown, world

SENTENCE = re.compile(r"tell the operator: error ([0-9a-f]{8})\.$")


async def test_a_command_is_answered_with_quotations_and_their_sources() -> None:
    ask = Recorder()
    async with world(ask) as here:
        result = await here.member.slash(here.channel, "ask", question="How many signed?")
    assert ask.questions == ["How many signed?"]
    assert ask.histories == [()]
    assert not result.ephemeral
    assert result.response is not None
    text = shown(result.response)
    assert "> In all, **61 countries** signed. [1]" in text
    assert "[What was signed in Paris](https://gazette.example/2025/signed)" in text


async def test_a_command_s_reply_shows_the_question_since_discord_does_not() -> None:
    async with world(Recorder()) as here:
        result = await here.member.slash(here.channel, "ask", question="How *many* signed?")
    assert result.response is not None
    assert shown(result.response).startswith("-# How \\*many\\* signed?\n")


async def test_a_refusal_carries_no_source() -> None:
    async with world(Recorder([abstention()])) as here:
        result = await here.member.slash(here.channel, "ask", question="Did Freedonia sign?")
    assert result.response is not None
    text = shown(result.response)
    assert "My sources never mention Freedonia." in text
    assert "Nearest passage, not an answer:" in text
    assert "http" not in text
    assert "[1]" not in text


async def test_a_command_works_in_a_direct_message() -> None:
    ask = Recorder()
    async with world(ask) as here:
        await here.member.user.slash("ask", question="How many signed?")
    assert ask.questions == ["How many signed?"]


async def test_a_command_is_acknowledged_before_any_work() -> None:
    async with world(blocker := Blocker()) as here:
        asking = asyncio.create_task(here.member.slash(here.channel, "ask", question="How many?"))
        assert await asyncio.to_thread(blocker.begun.wait, 5)
        assert here.requests("POST", "/callback") == [{"type": 5}]
        assert here.requests("PATCH", "@original") == []
        blocker.release.set()
        result = await asking
        assert len(here.requests("PATCH", "@original")) == 1
    assert result.response is not None
    assert "61 countries" in shown(result.response)


async def test_the_event_loop_goes_on_while_a_question_is_answered() -> None:
    async with world(blocker := Blocker()) as here:
        asking = asyncio.create_task(here.member.slash(here.channel, "ask", question="How many?"))
        assert await asyncio.to_thread(blocker.begun.wait, 5)
        turns = 0
        for _ in range(20):
            await asyncio.sleep(0.001)
            turns += 1
        assert not asking.done()
        blocker.release.set()
        await asking
    assert turns == 20


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
    assert [example in reply for example in EXAMPLES] == [True, True, False]
    assert "/ask" in reply


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
async def test_a_channel_the_bot_may_not_write_in_is_noted_quietly(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "bot"):
        async with world(Recorder()) as here:
            here.env.inject_error("POST", "/channels/*/messages", status=status, times=None)
            await here.member.send(here.channel, f"{here.mention} how many?")
            assert here.replies() == []
    assert [record.levelname for record in caplog.records] == ["INFO"]
    assert f"No reply in channel {here.channel.id}" in caplog.text


@pytest.mark.parametrize("status", [403, 500])
async def test_where_typing_fails_the_answer_comes_all_the_same(status: int) -> None:
    async with world(Recorder()) as here:
        here.env.inject_error("POST", "/channels/*/typing", status=status, times=None)
        await here.member.send(here.channel, f"{here.mention} how many?")
        assert len(here.replies()) == 1


async def test_a_question_that_cannot_be_taken_is_answered_with_the_reason() -> None:
    async with world(Recorder([QuestionError("That is *no* question.")])) as here:
        result = await here.member.slash(here.channel, "ask", question="?")
        await here.member.send(here.channel, f"{here.mention} ?")
        assert here.replies()[-1] == "That is \\*no\\* question."
    assert result.response is not None
    assert shown(result.response) == "That is \\*no\\* question."


async def test_who_asks_while_too_many_wait_is_told_so_at_once() -> None:
    async with world(blocker := Blocker(), workers=1, queue=0) as here:
        occupied = asyncio.create_task(here.desk.ask("first"))
        assert await asyncio.to_thread(blocker.begun.wait, 5)
        result = await here.member.slash(here.channel, "ask", question="second")
        blocker.release.set()
        await occupied
    assert blocker.questions == ["first"]
    assert result.response is not None
    assert "Too many people are asking" in shown(result.response)


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


@pytest.mark.parametrize("error", [RuntimeError("secret cause"), IndexDamaged("secret cause")])
async def test_an_unforeseen_error_in_a_command_ends_in_a_sentence_and_a_log_line(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(Recorder([error, answer()])) as here:
        result = await here.member.slash(here.channel, "ask", question="How many?")
        assert result.response is not None
        assert result.followups == []
        await told_and_logged(here, shown(result.response), caplog)
        again = await here.member.slash(here.channel, "ask", question="How many?")
        assert again.response is not None
        assert "61 countries" in shown(again.response)


async def test_an_unforeseen_error_on_a_mention_ends_in_a_sentence_and_a_log_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with world(Recorder([RuntimeError("secret cause"), answer()])) as here:
        await here.member.send(here.channel, f"{here.mention} how many?")
        await told_and_logged(here, here.replies()[-1], caplog)
        await here.member.send(here.channel, f"{here.mention} how many?")
        assert "61 countries" in here.replies()[-1]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("POST", "/interactions/*/callback", 404, 10062),
        ("POST", "/interactions/*/callback", 400, 40060),
        ("POST", "/interactions/*/callback", 500, 0),
        ("PATCH", "/webhooks/*/messages/@original", 403, 50001),
        ("PATCH", "/webhooks/*/messages/@original", 404, 10008),
        ("PATCH", "/webhooks/*/messages/@original", 500, 0),
        ("*", "/webhooks/*", 500, 0),
        ("*", "*", 500, 0),
    ],
)
async def test_a_failing_discord_does_the_bot_no_harm(
    method: str, path: str, status: int, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(Recorder()) as here:
        here.env.inject_error(method, path, status=status, code=code, times=2)
        await here.member.slash(here.channel, "ask", question="How many?")
        assert all(isinstance(error, discord.HTTPException) for error in unwrapped(here))
        here.env.backend.faults.clear()
        result = await here.member.slash(here.channel, "ask", question="How many?")
        assert result.response is not None
        assert "61 countries" in shown(result.response)
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1


def unwrapped(here: World) -> list[BaseException]:
    return [getattr(error, "original", error) for error in here.env.errors]


async def test_a_reply_that_discord_fails_to_post_is_reported() -> None:
    async with world(Recorder()) as here:
        here.env.inject_error("POST", "/channels/*/messages", status=500)
        await here.member.send(here.channel, f"{here.mention} how many?")
        assert SENTENCE.search(here.replies()[-1])
        assert len(here.env.errors) == 1


async def test_neither_question_nor_token_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "bot"), caplog.at_level(logging.INFO, "discord"):
        async with world(Recorder([answer(), RuntimeError("cause")])) as here:
            await here.member.slash(here.channel, "ask", question="my private matter")
            await here.member.send(here.channel, f"{here.mention} my private matter")
            tokens = list(here.env.backend.interaction_tokens)
            assert here.env.errors
    assert tokens
    assert "private matter" not in caplog.text
    assert not any(token in caplog.text for token in tokens)


async def test_nothing_that_the_bot_sends_or_edits_can_ping() -> None:
    async with world(
        Recorder([answer(), RuntimeError("cause"), QuestionError("@everyone")])
    ) as here:
        for _ in range(3):
            await here.member.slash(here.channel, "ask", question="@everyone <@1>")
        await here.member.send(here.channel, here.mention)
        here.env.inject_error("POST", "/channels/*/messages", status=500)
        await here.member.send(here.channel, f"{here.mention} @everyone")
        await here.member.send_dm("@everyone")
        sent = [
            request.json
            for request in here.env.http_requests
            if isinstance(request.json, dict) and request.json.keys() & {"content", "components"}
        ]
        assert here.env.errors
    assert len(sent) == 7
    for body in sent:
        assert body["allowed_mentions"]["parse"] == []
        assert not body["allowed_mentions"].get("replied_user")
        assert "users" not in body["allowed_mentions"]
