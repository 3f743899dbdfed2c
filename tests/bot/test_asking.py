"""Asking by command and by the menu of a message, as a member does it."""

from __future__ import annotations

import asyncio
import logging
import re

import discord
import pytest

from bot.records import GuildSettings
from bot.starters import LONGEST, MOST_CHOICES, starters
from bot.wording import Language
from index.errors import IndexDamaged, QuestionError
from tests.bot.asked import DOWN, told_and_logged
from tests.bot.fakes import Blocker, Recorder, abstention, answer
from tests.bot.pressed import key_of, labels, press
from tests.bot.world import World, shown, world

MENU = "Answer from the summit sources"


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


async def test_a_question_that_cannot_be_taken_is_answered_with_the_reason() -> None:
    async with world(Recorder([QuestionError("That is *no* question.")])) as here:
        result = await here.member.slash(here.channel, "ask", question="?")
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
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    # Who came too late, or was answered by another process, is nobody to tell and no fault of ours.
    assert len(errors) == (0 if code in (10062, 40060, 10008) else 1)


def unwrapped(here: World) -> list[BaseException]:
    return [getattr(error, "original", error) for error in here.env.errors]


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


async def test_typing_a_question_offers_starters_that_hold_the_words_typed() -> None:
    async with world(ask := Recorder()) as here:
        offered = await here.member.autocomplete(here.channel, "ask", "question", "")
        narrowed = await here.member.autocomplete(here.channel, "ask", "question", "AMODEI what")
        none = await here.member.user.autocomplete("ask", "question", "ferries")
    assert [choice["value"] for choice in offered] == list(starters("en"))
    assert [choice["value"] for choice in narrowed] == [
        "What did Dario Amodei say about the statement?"
    ]
    assert none == []
    assert ask.questions == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_starters_fit_into_what_discord_takes_of_choices(language: Language) -> None:
    offered = starters(language)
    assert 3 <= len(offered) <= MOST_CHOICES
    assert len(set(offered)) == len(offered)
    assert max(map(len, offered)) <= LONGEST


async def test_a_private_question_is_answered_to_the_asker_alone() -> None:
    async with world(Recorder()) as here:
        result = await here.member.slash(
            here.channel, "ask", question="How many signed?", private=True
        )
        assert result.ephemeral
        assert here.requests("POST", "/callback") == [{"type": 5, "data": {"flags": 64}}]
        assert result.response is not None
        assert labels(result.response)[-1] == "Share with the channel"
        [exchange] = [await here.state.exchange(key_of(result.response))]
    assert exchange is not None
    assert exchange.private


async def test_the_command_and_the_menu_are_for_guilds_direct_messages_and_people() -> None:
    async with world(Recorder()) as here:
        [registered] = [
            request.json
            for request in here.env.http_requests
            if request.method == "PUT" and request.path.endswith("/commands")
        ]
    assert registered is not None
    asking = [one for one in registered if one["name"] in ("ask", MENU)]
    assert len(asking) == 2
    for one in asking:
        assert sorted(one["contexts"]) == [0, 1, 2]
        assert sorted(one["integration_types"]) == [0, 1]


async def test_a_message_s_menu_answers_it_to_whoever_wants_to_know() -> None:
    ask = Recorder()
    async with world(ask) as here:
        message = await here.admin.send(
            here.channel, f"<@{here.member.id}> do you know how many signed? <:flag:12345>"
        )
        result = await here.member.context_menu(here.channel, MENU, message)
        assert result.ephemeral
        assert result.response is not None
        text = shown(result.response)
        assert labels(result.response)[-1] == "Share with the channel"
        await press(here.member, result.response, "Share with the channel")
        assert "**61 countries**" in here.replies()[-1]
    assert ask.questions == ["alice do you know how many signed?"]
    assert text.startswith("-# alice do you know how many signed?\n")


async def test_a_message_without_words_has_nothing_to_answer() -> None:
    ask = Recorder()
    async with world(ask) as here:
        picture = await here.admin.send(here.channel, attachments=[("a.png", b"...")])
        result = await here.member.context_menu(here.channel, MENU, picture)
    assert ask.questions == []
    assert result.ephemeral
    assert result.response is not None
    assert shown(result.response) == "There are no words in this message to answer."


async def test_who_asks_too_often_is_told_alone_when_to_ask_again() -> None:
    ask = Recorder()
    async with world(ask) as here:
        await here.state.change_guild(here.guild.id, GuildSettings(per_person=1))
        await here.member.slash(here.channel, "ask", question="first")
        second = await here.member.slash(here.channel, "ask", question="second")
        await here.admin.slash(here.channel, "ask", question="third")
    assert ask.questions == ["first", "third"]
    assert second.ephemeral
    assert second.response is not None
    assert re.fullmatch(
        r"You are asking faster than I may answer\. Please ask again in (\d|[1-5]\d|60) seconds\.",
        shown(second.response),
    )


async def test_a_database_that_is_down_takes_nothing_from_an_answer() -> None:
    async with world(Recorder(), database=DOWN) as here:
        before = here.state.lost
        result = await here.member.slash(here.channel, "ask", question="How many signed?")
        assert here.state.lost == before + 2
    assert result.response is not None
    assert "61 countries" in shown(result.response)
