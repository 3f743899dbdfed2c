"""The button that takes an answer away, pressed by members in a simulated Discord."""

from __future__ import annotations

import discord
import simcord

from tests.bot.fakes import Recorder, Shelf
from tests.bot.pressed import ask, key_of, press, restart, told
from tests.bot.world import World, world

ONLY = "Only the person who asked and the moderators can delete this answer."


def keeper(here: World, **permissions: bool) -> simcord.MemberActor:
    """A member with these permissions."""
    role = here.guild.create_role("role", permissions=discord.Permissions(**permissions))
    return here.guild.add_member(here.env.create_user("keeper"), roles=[role])


async def test_who_asked_deletes_the_answer_and_what_is_kept_of_it() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        key = key_of(answered)
        await press(here.admin, answered, "👍")
        await press(here.member, answered, "Delete")
        assert here.channel.history() == []
        assert await here.state.exchange(key) is None
        assert await here.state.vote_of(key, here.admin.id) is None
        assert await here.bot.consultant.find(key, here.guild.id) is None


async def test_an_answer_to_a_mention_is_deleted_and_the_mention_stays() -> None:
    async with world(Recorder()) as here:
        await here.member.send(here.channel, f"{here.mention} How many signed?")
        [question, answered] = here.channel.history()
        await press(here.member, answered, "Delete")
        assert [message.id for message in here.channel.history()] == [question.id]


async def test_somebody_else_is_told_that_they_may_not() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        other = here.guild.add_member(here.env.create_user("bob"))
        assert told(await press(other, answered, "Delete")) == ONLY
        [still] = here.replies()
        assert "61 countries" in still
        assert await here.state.exchange(key_of(answered))


async def test_moderators_and_administrators_delete_what_others_asked() -> None:
    for permissions in ({"manage_messages": True}, {"manage_guild": True}, {"administrator": True}):
        async with world(Recorder()) as here:
            answered = await ask(here)
            await press(keeper(here, **permissions), answered, "Delete")
            assert here.replies() == []


async def test_whoever_may_delete_messages_elsewhere_may_not_here() -> None:
    """What counts is the permission in this channel, as Discord tells it with the press."""
    async with world(Recorder()) as here:
        moderator = keeper(here, manage_messages=True)
        denied = discord.PermissionOverwrite(manage_messages=False)
        here.channel = here.guild.create_text_channel("here", overwrites={moderator: denied})
        answered = await ask(here)
        assert told(await press(moderator, answered, "Delete")) == ONLY


async def test_an_answer_is_deleted_after_a_restart() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        await restart(here, knowledge=Shelf("gen-2", (), ()))
        await press(here.member, answered, "Delete")
        assert here.replies() == []
        assert await here.state.exchange(key_of(answered)) is None


async def test_who_asked_is_known_to_discord_where_it_is_no_longer_kept() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        other = here.guild.add_member(here.env.create_user("bob"))
        await here.bot.consultant.remove(key_of(answered))
        assert told(await press(other, answered, "Delete")) == ONLY
        await press(here.member, answered, "Delete")
        assert here.replies() == []


async def test_in_a_direct_message_the_one_person_deletes() -> None:
    async with world(Recorder()) as here:
        await here.member.send_dm("How many signed?")
        [_, answered] = here.member.user.dm_channel.history()
        await restart(here)
        await press(here.member.user, answered, "Delete")
        assert len(here.member.user.dm_channel.history()) == 1


async def test_a_second_press_finds_it_deleted() -> None:
    async with world(Recorder()) as here:
        answered = await ask(here)
        here.env.inject_error(
            "DELETE", "/webhooks/*/messages/@original", status=404, code=10008, message="Unknown"
        )
        pressed = await press(here.member, answered, "Delete")
        assert told(pressed) == "This answer is deleted already."
        assert await here.state.exchange(key_of(answered)) is None


async def test_while_the_database_is_down_the_message_goes_and_the_rest_is_said() -> None:
    async with world(Recorder(), database="sqlite:////dev/null/state.sqlite3") as here:
        answered = await ask(here)
        pressed = await press(here.member, answered, "Delete")
        assert told(pressed).startswith("The message is gone. What I have kept of it cannot be")
        assert here.replies() == []


async def test_while_the_database_is_down_nobody_unknown_deletes_and_the_answer_stays() -> None:
    async with world(Recorder(), database="sqlite:////dev/null/state.sqlite3") as here:
        answered = await ask(here)
        await restart(here)
        assert "cannot be reached" in told(await press(here.member, answered, "Delete"))
        assert "61 countries" in here.replies()[0]
