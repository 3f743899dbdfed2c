"""What administrators set and see, as they and others use it in a simulated Discord."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
import simcord

from bot import panel
from bot.records import Addition, GuildSettings, Verdict, Vote
from bot.state import State
from tests.bot.asked import DOWN
from tests.bot.cabinet import Cabinet, shelf_of
from tests.bot.fakes import Recorder, abstention, answer
from tests.bot.pressed import ask, key_of, restart, told
from tests.bot.world import World, shown, world

REFUSED = "Only people who may manage this server can use that."
NOT_A_LIMIT = "A limit is a whole number from 1 to 60."
UNREACHABLE = "What was kept cannot be reached at the moment. Please try again in a minute."
COMMANDS = ("settings", "stats", "gaps")


async def opened(here: World, command: str = "settings", **options: int) -> simcord.ResponseMessage:
    """What a command shows the administrator, and nobody else."""
    result = await here.admin.slash(here.channel, command, **options)
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


async def kept(here: World) -> GuildSettings:
    return await here.state.guild(here.guild.id)


async def set_limits(
    here: World, settings: simcord.ResponseMessage, person: str, channel: str
) -> simcord.InteractionResult:
    modal = await here.admin.click(settings, custom_id=panel.LIMITS)
    return await here.admin.submit_modal(modal, {"per_person": person, "per_channel": channel})


async def change_all(here: World, settings: simcord.ResponseMessage) -> None:
    await here.admin.select(settings, [here.channel], custom_id=panel.CHANNELS)
    await here.admin.select(settings, ["threads"], custom_id=panel.REPLIES)
    await here.admin.select(settings, ["fr"], custom_id=panel.LANGUAGE)
    await set_limits(here, settings, "3", "9")


def changed(here: World) -> GuildSettings:
    """What `change_all` sets."""
    return GuildSettings(frozenset({here.channel.id}), True, "fr", 3, 9)


async def test_each_control_changes_its_setting_and_says_that_it_is_saved() -> None:
    async with world(Recorder()) as here:
        settings = await opened(here)
        assert "Saved" not in shown(settings)
        await here.admin.select(settings, ["threads"], custom_id=panel.REPLIES)
        assert shown(settings).startswith("✅ Saved.")
        assert await kept(here) == GuildSettings(threads=True)
        await change_all(here, settings)
        assert await kept(here) == changed(here)
        assert "3 questions a minute, a channel 9" in shown(settings)
        await here.admin.select(settings, [], custom_id=panel.CHANNELS)
        await here.admin.select(settings, ["inline"], custom_id=panel.REPLIES)
        await here.admin.select(settings, ["auto"], custom_id=panel.LANGUAGE)
        assert await kept(here) == GuildSettings(per_person=3, per_channel=9)


async def test_a_panel_works_after_a_restart_and_shows_what_was_set_before(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/state.sqlite3"
    async with world(Recorder(), database=address) as here, State(address) as second:
        settings = await opened(here)
        await here.admin.select(settings, ["fr"], custom_id=panel.LANGUAGE)
        await restart(here, state=second)
        assert await second.guild(here.guild.id) == GuildSettings(language="fr")
        await change_all(here, settings)
        assert await kept(here) == changed(here)
        assert "3 questions a minute" in shown(await opened(here))


async def test_a_panel_that_was_open_for_long_still_works() -> None:
    async with world(Recorder()) as here:
        settings = await opened(here)
        await here.env.advance_time(20 * 60)
        await change_all(here, settings)
        assert await kept(here) == changed(here)


@pytest.mark.parametrize(
    ("person", "channel"), [("0", "5"), ("5", "61"), ("-1", "5"), ("5", "ab"), ("1.", "5")]
)
async def test_limits_that_are_none_are_told_and_not_kept(person: str, channel: str) -> None:
    async with world(Recorder()) as here:
        settings = await opened(here)
        assert told(await set_limits(here, settings, person, channel)) == NOT_A_LIMIT
        assert await kept(here) == GuildSettings()
        assert "10 questions a minute, a channel 30" in shown(settings)


async def test_the_modal_holds_the_limits_that_are_in_force() -> None:
    async with world(Recorder()) as here:
        settings = await opened(here)
        await set_limits(here, settings, "60", "1")
        modal = (await here.admin.click(settings, custom_id=panel.LIMITS)).modal
    assert modal is not None
    assert [label["component"]["value"] for label in modal["components"]] == ["60", "1"]


async def test_what_is_set_holds_at_once() -> None:
    recorder = Recorder()
    async with world(recorder) as here:
        other = here.guild.create_text_channel("ask-here")
        settings = await opened(here)
        await here.member.send(here.channel, f"{here.mention} before?")
        await here.admin.select(settings, [other], custom_id=panel.CHANNELS)
        await here.member.send(here.channel, f"{here.mention} elsewhere?")
        await here.member.send(other, f"{here.mention} there?")
        await set_limits(here, settings, "1", "60")
        await here.member.send(other, f"{here.mention} too often?")
    assert recorder.questions == ["before?", "there?"]


async def test_a_channel_that_was_deleted_is_no_longer_shown_as_chosen() -> None:
    async with world(Recorder()) as here:
        other = here.guild.create_text_channel("gone-soon")
        settings = await opened(here)
        await here.admin.select(settings, [here.channel, other], custom_id=panel.CHANNELS)
        assert defaults(await opened(here)) == sorted([here.channel.id, other.id])
        here.env.backend.delete_channel(other.id)
        await here.env.settle()
        assert defaults(await opened(here)) == [here.channel.id]


def defaults(message: simcord.ResponseMessage) -> list[int]:
    """The channels that a panel shows as chosen."""
    [frame] = message.components
    return [
        int(value["id"])
        for row in frame["components"]
        for control in row.get("components", ())
        if control["custom_id"] == panel.CHANNELS
        for value in control["default_values"]
    ]


async def test_who_may_not_manage_the_server_does_not_even_see_the_commands() -> None:
    async with world(Recorder()) as here:
        assert set(COMMANDS) <= set(here.admin.available_commands(here.channel))
        assert not set(COMMANDS) & set(here.member.available_commands(here.channel))
        assert not set(COMMANDS) & set(here.admin.user.available_commands())


@pytest.mark.parametrize("command", COMMANDS)
async def test_whoever_is_let_use_a_command_needs_the_permission_all_the_same(command: str) -> None:
    async with world(Recorder([abstention()])) as here:
        await ask(here)
        found = {each.name: each for each in await here.bot.tree.fetch_commands()}
        here.guild.set_command_permissions(found[command], {here.member: True})
        result = await here.member.slash(here.channel, command)
        assert told(result) == REFUSED
        assert not result.response or not result.response.attachments


async def test_a_control_that_somebody_else_presses_changes_nothing() -> None:
    async with world(Recorder()) as here:
        shown_to_all = here.bot.get_partial_messageable(here.channel.id)
        message = await shown_to_all.send(view=panel.panel(GuildSettings(), (), "en"))
        for control, values in (
            (panel.CHANNELS, [here.channel]),
            (panel.REPLIES, ["threads"]),
            (panel.LANGUAGE, ["fr"]),
        ):
            result = await here.member.select(message, values, custom_id=control)
            assert told(result) == REFUSED
        pressed = await here.member.click(message, custom_id=panel.LIMITS)
        assert pressed.modal is None
        assert told(pressed) == REFUSED
        assert await kept(here) == GuildSettings()


async def test_a_permission_that_is_taken_away_while_the_panel_is_open_counts() -> None:
    async with world(Recorder()) as here:
        settings = await opened(here)
        modal = await here.admin.click(settings, custom_id=panel.LIMITS)
        keepers = here.guild.roles["keepers"]
        here.env.backend.remove_member_role(here.guild.id, here.admin.id, keepers.id)
        await here.env.settle()
        pressed = await here.admin.select(settings, ["threads"], custom_id=panel.REPLIES)
        values = {"per_person": "1", "per_channel": "1"}
        sent = await here.admin.submit_modal(modal, values)
        assert [told(result) for result in (pressed, sent)] == [REFUSED, REFUSED]
        assert await kept(here) == GuildSettings()


async def test_stats_count_this_server_alone_and_draw_it() -> None:
    async with world(Recorder([answer(), abstention(), answer()])) as here:
        first = await ask(here)
        await ask(here)
        await here.member.click(first, label="👍")
        elsewhere = here.env.create_guild()
        there = elsewhere.create_text_channel("other")
        stranger = elsewhere.add_member(here.member.user)
        await stranger.slash(there, "ask", question="How many?", private=False)
        figures = await opened(here, "stats", period=30)
        [picture] = figures.attachments
        assert (await picture.read()).startswith(b"\x89PNG\r\n\x1a\n")
    assert picture.filename == "stats.png"
    text = shown(figures)
    for wanted in (
        "**The last 30 days**",
        "Questions: 2\n",
        "Answered: 1 · refused: 1\n",
        "👍 1 · 👎 0\n",
        "Time to answer: median ",
    ):
        assert wanted in text
    gallery = figures.components[0]["components"][-1]["items"]
    assert gallery[0]["media"]["url"].startswith(("attachment://stats.png", "https://"))


async def test_without_questions_there_is_a_sentence_and_no_picture() -> None:
    async with world(Recorder()) as here:
        for command, sentence in (
            ("stats", "Nothing was asked here in that time."),
            ("gaps", "There was nothing that I could not answer in that time."),
        ):
            found = await opened(here, command)
            assert shown(found) == sentence
            assert found.attachments == []


async def test_gaps_are_shown_in_groups_with_all_of_them_in_a_file() -> None:
    async with world(Recorder([abstention(), abstention(), answer()])) as here:
        await ask(here, "Did Freedonia sign?")
        await ask(here, "did Freedonia sign")
        wrong = await ask(here, "How many signed, @everyone?")
        await here.state.vote(Vote(key_of(wrong), here.admin.id, Verdict.DOWN))
        gaps = await opened(here, "gaps", period=7)
        [file] = gaps.attachments
        table = list(csv.reader(io.StringIO((await file.read()).decode("utf-8-sig"))))
    text = shown(gaps)
    assert "**What I could not answer well in the last 7 days**" in text
    assert "\n2 × did Freedonia sign\n-# a name that the sources lack\n" in text
    assert "\n1 × How many signed, \\@everyone?\n-# voted down" in text
    assert file.filename == "gaps.csv"
    assert table[0] == ["question", "count", "reasons", "last asked (UTC)"]
    assert [row[:3] for row in table[1:]] == [
        ["did Freedonia sign", "2", "unknown_name 2"],
        ["How many signed, @everyone?", "1", "other 1"],
    ]
    for name in (here.member, here.admin):
        assert str(name.id) not in text + str(table)
        assert name.name not in text + str(table)


@pytest.mark.parametrize("command", ["settings", "stats", "gaps"])
async def test_a_database_that_is_down_is_told_in_a_sentence(command: str) -> None:
    async with world(Recorder(), database=DOWN) as here:
        assert shown(await opened(here, command)) == UNREACHABLE


async def test_what_cannot_be_kept_is_not_said_to_be_saved(tmp_path: Path) -> None:
    async with world(Recorder()) as here, State(DOWN) as down:
        settings = await opened(here)
        await restart(here, state=down)
        pressed = await here.admin.select(settings, ["threads"], custom_id=panel.REPLIES)
        assert told(pressed) == UNREACHABLE
        assert told(await set_limits(here, settings, "3", "9")) == UNREACHABLE
        assert "Saved" not in shown(settings)
        assert await kept(here) == GuildSettings()


async def test_of_a_server_that_is_left_nothing_is_kept() -> None:
    async with world(Recorder()) as here:
        asked = await ask(here)
        await change_all(here, await opened(here))
        here.env.backend.remove_guild(here.guild.id)
        await here.env.settle()
        assert await kept(here) == GuildSettings()
        assert await here.state.exchange(key_of(asked)) is None


def addition(guild: int) -> Addition:
    return Addition(guild, "notes", "Notes", "notes.txt", datetime.now(UTC), None)


async def test_of_servers_that_were_left_meanwhile_nothing_is_kept_after_the_start() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        left, stranger = 4, 5
        cabinet.guilds = {here.guild.id: shelf_of("a", A="A."), left: shelf_of("b", B="B.")}
        await here.state.note_addition(addition(here.guild.id))
        await here.state.note_addition(addition(left))
        await here.state.change_guild(stranger, GuildSettings(threads=True))
        await restart(here)
        await here.env.settle()
        assert await here.state.guilds() == {here.guild.id}
        assert set(cabinet.left) == {left, stranger}
        assert len(cabinet.own(here.guild.id)) == 1
        # Only once: what comes to be kept later is of servers that were joined.
        await here.state.note_addition(addition(left))
        here.bot.dispatch("ready")
        await here.env.settle()
        assert left in await here.state.guilds()


async def test_a_bot_that_is_in_none_of_the_servers_deletes_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        cabinet.guilds = {4: shelf_of("b", B="B.")}
        await here.state.note_addition(addition(5))
        await restart(here)
        await here.env.settle()
        assert await here.state.guilds() == {5}
    assert cabinet.left == []
    assert "is DISCORD_TOKEN that of another bot?" in caplog.text
