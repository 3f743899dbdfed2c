"""The button that shows to the channel what one person saw, pressed in a simulated Discord."""

from __future__ import annotations

import discord

from tests.bot.fakes import Recorder, Shelf
from tests.bot.pressed import ask, buttons, key_of, labels, press, restart, told
from tests.bot.world import World, world

SHARE = "Share with the channel"


def public(here: World) -> list[discord.Message]:
    """What everybody sees in the channel."""
    return here.channel.history()


async def test_a_private_answer_is_seen_by_nobody_else() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here, private=True)
        assert answered.ephemeral
        assert public(here) == []


async def test_what_is_shared_is_a_message_of_its_own_that_says_who_shared_it() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here, private=True)
        await press(here.member, answered, SHARE)
        [message] = public(here)
        [container, _] = message.components
        assert isinstance(container, discord.components.Container)
        [said, *_] = container.children
        assert isinstance(said, discord.components.TextDisplay)
        assert said.content.startswith(
            f"-# Shared by {here.member.mention}\n-# How many signed?\n> In all, **61 countries**"
        )
        assert labels(message) == ["Sources", "👍", "👎", "Follow up", "Delete"]
        [body] = here.requests("POST", f"channels/{here.channel.id}/messages")
        assert body["allowed_mentions"] == {"parse": []}
        exchange = await here.state.exchange(key_of(answered))
    assert exchange is not None
    assert (exchange.private, exchange.message) == (False, message.id)


async def test_it_is_shared_once() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here, private=True)
        await press(here.member, answered, SHARE)
        [*_, last] = buttons(answered)
        assert (last["label"], last["disabled"]) == ("Shared", True)
        assert len(public(here)) == 1


async def test_pressing_twice_at_once_shares_once() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here, private=True)
        here.env.inject_error(  # the button stays as it was
            "PATCH", "/webhooks/*/messages/@original", status=404, code=10008, message="Unknown"
        )
        await press(here.member, answered, SHARE)
        again = await press(here.member, answered, SHARE)
        assert told(again) == "This answer is shared already."
        await restart(here)
        assert told(await press(here.member, answered, SHARE)) == "This answer is shared already."
        assert len(public(here)) == 1


async def test_it_can_be_shared_after_a_restart() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here, private=True)
        await restart(here)
        await press(here.member, answered, SHARE)
        assert len(public(here)) == 1


async def test_what_is_shared_has_buttons_that_work_for_everybody() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        await press(here.member, await ask(here, private=True), SHARE)
        [message] = public(here)
        assert (await press(here.admin, message, "Sources")).ephemeral
        opened = await press(here.admin, message, "Follow up")
        followed = await here.admin.submit_modal(opened, {"question": "And the British?"})
        assert not followed.ephemeral
        await press(here.member, message, "Delete")
        assert message.id not in [one.id for one in public(here)]
    assert len(recorder.histories[1]) == 1


async def test_where_the_bot_may_not_write_nothing_is_shared() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here, private=True)
        here.env.inject_error(
            "POST", "/channels/*/messages", status=403, code=50013, message="Missing Permissions"
        )
        pressed = await press(here.member, answered, SHARE)
        assert told(pressed) == "I may not write in this channel, so nothing was shared."
        assert public(here) == []
        await press(here.member, answered, SHARE)
        assert len(public(here)) == 1


async def test_who_may_not_write_in_the_channel_does_not_write_through_the_bot() -> None:
    async with world(Recorder()) as here:
        denied = discord.PermissionOverwrite(send_messages=False)
        here.channel = here.guild.create_text_channel("read", overwrites={here.member: denied})
        answered = await ask(here, private=True)
        pressed = await press(here.member, answered, SHARE)
        assert told(pressed) == "You may not write in this channel, so nothing was shared."
        assert public(here) == []


async def test_an_answer_that_is_no_longer_kept_is_not_shared() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here, private=True)
        await here.bot.consultant.forget(here.member.id)
        pressed = await press(here.member, answered, SHARE)
        assert told(pressed) == "I no longer have this answer. Please ask again."
        assert labels(answered)[-1] == SHARE


async def test_an_answer_from_sources_that_have_changed_is_not_shared() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here, private=True)
        await restart(here, knowledge=Shelf("gen-2", (), ()))
        pressed = await press(here.member, answered, SHARE)
        assert told(pressed) == "My sources have changed since this answer. Please ask again."


async def test_while_the_database_is_down_it_is_shared_all_the_same() -> None:
    async with world(Recorder(), database="sqlite:////dev/null/state.sqlite3") as here:
        answered = await ask(here, private=True)
        await press(here.member, answered, SHARE)
        assert len(public(here)) == 1


async def test_in_a_direct_message_it_is_posted_there() -> None:
    async with world(Recorder()) as here:
        person = here.member.user
        asked = await person.slash("ask", question="How many signed?", private=True)
        await press(person, asked.response, SHARE)
        [message] = person.dm_channel.history()
        assert labels(message)[-1] == "Delete"
