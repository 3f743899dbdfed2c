"""What administrators add for their server and remove again, in a simulated Discord."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
import simcord
from discord import ui

from bot import adding
from bot.catalogue import REMOVE
from bot.consulting import Place
from bot.holdings import Link, Upload
from bot.records import Addition
from bot.workshop import MOST_OF_A_GUILD
from index.errors import IndexDamaged, LibraryError, SourceError
from tests.bot.asked import DOWN
from tests.bot.cabinet import PAGE, Cabinet, shelf_of
from tests.bot.fakes import KNOWLEDGE, Recorder, Shelf, answer
from tests.bot.pressed import ask, labels, press, restart, told
from tests.bot.shown import read
from tests.bot.world import World, shown, world

REFUSED = "Only people who may manage this server can use that."
UNREACHABLE = "What was kept cannot be reached at the moment. Please try again in a minute."
NOT_THERE = "This server has no such source of its own. /sources list shows them."
COMMANDS = ("sources list", "sources add", "sources remove")


async def use(here: World, command: str, **options: Any) -> simcord.ResponseMessage:  # noqa: ANN401
    """What a command has shown the administrator in the end, and nobody else."""
    result = await here.admin.slash(here.channel, f"sources {command}", **options)
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


async def added(here: World, place: str = PAGE) -> simcord.ResponseMessage:
    return await use(here, "add", link=place)


async def removed(here: World, source: str) -> simcord.InteractionResult:
    """What comes of removing a source of this server, and of confirming it."""
    asked = await use(here, "remove", source=source)
    return await press(here.admin, asked, "Remove the source")


def edits(here: World) -> list[str]:
    """What the message of an interaction was changed to, in order."""
    return [str(body) for body in here.requests("PATCH", "/messages/@original")]


@asynccontextmanager
async def holding(cabinet: Cabinet) -> AsyncIterator[threading.Event]:
    """Whatever is added meanwhile is not done before the event that this yields."""
    cabinet.held = threading.Event()
    try:
        yield cabinet.held
    finally:
        cabinet.held.set()


def place(here: World) -> Place:
    return Place(here.channel.id, here.guild.id, here.member.id)


def permissions() -> discord.Permissions:
    return discord.Permissions(manage_guild=True)


def keepers(here: World) -> simcord.RoleHandle:
    return here.guild.roles["keepers"]


def shown_in(result: simcord.InteractionResult) -> str:
    assert result.response is not None
    return shown(result.response)


async def public(here: World, message: simcord.ResponseMessage) -> discord.Message:
    """What only one person sees, as if all did."""
    view = ui.LayoutView.from_message(message.message)
    return await here.bot.get_partial_messageable(here.channel.id).send(view=view)


async def waited_for(cabinet: Cabinet) -> None:
    assert await asyncio.to_thread(cabinet.begun.wait, 5)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 (what happens is the bot's, and has no event)
            await asyncio.sleep(0.01)


@asynccontextmanager
async def occupied(here: World, jobs: int = 1) -> AsyncIterator[None]:
    """As if as many sources were being added for this server meanwhile."""
    over = asyncio.Event()

    async def job() -> None:
        await over.wait()

    for _ in range(jobs):
        here.bot.workshop.begin(here.guild.id, job)
    await until(lambda: here.bot.workshop.busy)
    try:
        yield
    finally:
        over.set()
        await until(lambda: not here.bot.workshop.busy)


async def test_a_link_is_added_for_this_server_and_kept_with_who_did_it() -> None:
    cabinet = Cabinet()
    before = datetime.now(UTC)
    async with world(Recorder(), holdings=cabinet) as here:
        text = shown(await added(here))
        additions = await here.state.additions(here.guild.id)
    [source] = cabinet.own(here.guild.id)
    assert text == f"✅ Added for this server: [Title of news.example/summit]({PAGE}), 2 passages."
    addition = additions[source.id]
    assert addition == Addition(
        here.guild.id, source.id, source.title, PAGE, addition.at, here.admin.id
    )
    assert before <= addition.at <= datetime.now(UTC)
    assert cabinet.tried == [Link(PAGE)]
    assert cabinet.threads == {"workshop_0"}


async def test_a_file_is_added_with_its_content_and_its_name() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        text = shown(await use(here, "add", file=("minutes.txt", b"They met.")))
        listed = shown(await use(here, "list"))
    assert text == "✅ Added for this server: Title of minutes.txt, 1 passage."
    assert cabinet.tried == [Upload("minutes.txt", b"They met.")]
    assert ", from minutes.txt" in listed


async def test_what_nobody_can_see_and_was_left_out_is_told() -> None:
    cabinet = Cabinet(dropped=(("bidirectional controls", 3), ("hidden HTML", 2)))
    async with world(Recorder(), holdings=cabinet) as here:
        text = shown(await added(here))
    assert text.endswith(
        "\nLeft out, since nobody can see it: 3 × bidirectional controls, 2 × hidden HTML."
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Give a link or a file: one of the two, not both."),
        (
            {"link": PAGE, "file": ("a.txt", b"a")},
            "Give a link or a file: one of the two, not both.",
        ),
        ({"link": "/etc/passwd"}, "A link begins with http:// or https://. Give one that does."),
        ({"link": "file:///a"}, "A link begins with http:// or https://. Give one that does."),
        (
            {"file": ("a.txt", b"a" * (adding.LARGEST + 1))},
            "The file is larger than 10 MiB. Give the part that matters.",
        ),
    ],
)
async def test_what_cannot_be_added_is_told_before_anything_is_done(
    options: dict[str, Any], sentence: str
) -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        assert read(shown(await use(here, "add", **options))) == sentence
    assert cabinet.tried == []


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (SourceError("It holds no text. Give one that does."), "It holds no text. Give one that"),
        (LibraryError("/var/x is full."), "The index could not be changed, and is as it was."),
        (
            IndexDamaged("/var/x is damaged."),
            "The index of this server's own sources is damaged, so",
        ),
        (RuntimeError("secret"), "Something went wrong on my side"),
    ],
)
async def test_what_goes_wrong_is_told_in_a_sentence_and_keeps_nothing(
    failure: Exception, sentence: str
) -> None:
    cabinet = Cabinet(failure=failure)
    async with world(Recorder(), holdings=cabinet) as here:
        text = shown(await added(here))
        assert await here.state.additions(here.guild.id) == {}
        cabinet.failure = None
        assert shown(await added(here)).startswith("✅")
    assert text.startswith(sentence)
    assert "/var/x" not in text
    assert "secret" not in text


async def test_questions_are_answered_while_something_is_added() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        async with holding(cabinet):
            work = asyncio.create_task(here.admin.slash(here.channel, "sources add", link=PAGE))
            await waited_for(cabinet)
            [first] = here.requests("POST", "/callback")
            consulted = await here.bot.consultant.ask("how many?", place(here))
            assert not work.done()
        assert shown_in(await work).startswith("✅")
    assert "⏳ Fetching the page …" in str(first)
    assert consulted.reply == answer()


async def test_what_is_added_at_once_is_told_in_one_edit() -> None:
    cabinet = Cabinet(pages={PAGE: "\n".join(f"Line {number}." for number in range(50))})
    async with world(Recorder(), holdings=cabinet) as here:
        await added(here)
        assert len(edits(here)) == 1


async def test_who_adds_what_is_there_already_is_told_and_nothing_is_done() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        await added(here)
        other = here.guild.add_member(here.env.create_user("bob"), roles=[keepers(here)])
        text = shown_in(await other.slash(here.channel, "sources add", link=PAGE))
        [addition] = (await here.state.additions(here.guild.id)).values()
    assert text.endswith(" is there already, and has not changed.")
    assert addition.person == here.admin.id
    assert len(cabinet.own(here.guild.id)) == 1


async def test_who_has_to_wait_is_told_so_and_gets_their_turn() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        async with occupied(here):
            work = asyncio.create_task(here.admin.slash(here.channel, "sources add", link=PAGE))
            await until(lambda: bool(here.requests("POST", "/callback")))
            [first] = here.requests("POST", "/callback")
            assert "⏳ Waiting until other sources are done …" in str(first)
            assert cabinet.tried == []
        assert shown_in(await work).startswith("✅")


async def test_what_has_changed_is_taken_up_and_the_new_person_kept() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        await added(here)
        cabinet.pages[PAGE] = "It was empty."
        other = here.guild.add_member(here.env.create_user("bob"), roles=[keepers(here)])
        result = await other.slash(here.channel, "sources add", link=PAGE)
        assert (
            "1 passage.\nIt takes the place of what was there under the same name or address."
            in shown_in(result)
        )
        [addition] = (await here.state.additions(here.guild.id)).values()
    assert addition.person == other.id


async def test_more_than_may_wait_are_turned_away() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        async with occupied(here, MOST_OF_A_GUILD):
            text = shown(await added(here))
        assert text.startswith("Too many sources are waiting to be added.")
        assert shown(await added(here)).startswith("✅")
    assert cabinet.tried == [Link(PAGE)]


async def test_who_may_not_manage_the_server_does_not_even_see_the_commands() -> None:
    async with world(Recorder()) as here:
        assert set(COMMANDS) <= set(here.admin.available_commands(here.channel))
        assert not set(COMMANDS) & set(here.member.available_commands(here.channel))
        assert not set(COMMANDS) & set(here.admin.user.available_commands())


@pytest.mark.parametrize(
    ("command", "options"),
    [("list", {}), ("add", {"link": PAGE}), ("remove", {"source": "x"})],
)
async def test_whoever_is_let_use_a_command_needs_the_permission_all_the_same(
    command: str, options: dict[str, str]
) -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        [root] = [one for one in await here.bot.tree.fetch_commands() if one.name == "sources"]
        here.guild.set_command_permissions(root, {here.member: True})
        result = await here.member.slash(here.channel, f"sources {command}", **options)
        assert told(result) == REFUSED
        cabinet.guilds[here.guild.id] = shelf_of("own", secret="The hall.")
        choices = await here.member.autocomplete(here.channel, "sources remove", "source", "")
        assert choices == []
    assert cabinet.tried == []


async def test_the_commands_are_for_servers_that_have_the_bot_and_not_for_its_users() -> None:
    async with world(Recorder()) as here:
        [commands] = here.requests("PUT", "/commands")
    kinds = {one["name"]: one.get("integration_types") for one in commands}
    for name in ("sources", "settings", "stats", "gaps"):
        assert kinds[name] == [0], name


async def test_a_permission_that_is_lost_while_one_waits_counts() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        async with occupied(here):
            work = asyncio.create_task(here.admin.slash(here.channel, "sources add", link=PAGE))
            await until(lambda: bool(here.requests("POST", "/callback")))
            here.env.backend.remove_member_role(here.guild.id, here.admin.id, keepers(here).id)
        assert shown_in(await work) == REFUSED
    assert cabinet.tried == []


async def test_a_message_that_is_gone_does_not_keep_it_from_being_added() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        here.env.inject_error(
            "PATCH", "/webhooks/*", status=404, code=10008, message="Unknown Message"
        )
        await added(here)
        assert len(await here.state.additions(here.guild.id)) == 1
    assert len(cabinet.own(here.guild.id)) == 1


async def test_while_the_database_is_down_nothing_is_added_and_the_list_is_shown() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet, database=DOWN) as here:
        assert shown(await added(here)) == UNREACHABLE
        cabinet.guilds[here.guild.id] = shelf_of("own", Notes="The hall was full.")
        cabinet.damaged.add(here.guild.id)
        text = shown(await use(here, "list"))
        assert "[Notes](https://Notes.example)" in text
        assert "⚠ The index of this server's own sources is damaged" in text
    assert cabinet.tried == []


async def test_a_bot_that_is_closed_abandons_what_is_under_way() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        async with holding(cabinet) as go:
            work = asyncio.create_task(here.admin.slash(here.channel, "sources add", link=PAGE))
            await waited_for(cabinet)
            await here.bot.workshop.close()
            go.set()
        assert shown_in(await work).startswith("I am being restarted, and may not have got to the")
        assert shown(await use(here, "list")).startswith("**2 sources")
        assert await here.state.additions(here.guild.id) == {}
        await restart(here)
        assert shown(await added(here)).startswith("✅")
    assert [one.url for one in cabinet.own(here.guild.id)] == [PAGE]


async def test_the_list_tells_who_added_what_and_what_is_everybody_s() -> None:
    cabinet = Cabinet(
        Shelf(
            "gen-1",
            (
                replace(KNOWLEDGE.sources[0], origin="shipped"),
                replace(KNOWLEDGE.sources[1], origin="/home/two.md"),
            ),
            KNOWLEDGE.passages,
        )
    )
    async with world(Recorder(), holdings=cabinet) as here:
        await added(here)
        text = shown(await use(here, "list"))
    head, _, entries = text.partition("\n[")
    assert head == "**3 sources, 6 passages**\nVersion of the index: gen-1+own-1"
    first, second, third = entries.split("\n[")
    assert first.startswith(f"Title of news.example/summit]({PAGE})\n-# SHA-256 ")
    assert first.endswith(f" by <@{here.admin.id}>, from https\\://news.example/summit")
    assert "2 passages\n-# added on " in first
    assert second.endswith("-# SHA-256 000000000000, 3 passages, shipped with me")
    assert third.endswith(
        "-# SHA-256 111111111111, 1 passage, restated in other words, for every server"
    )


async def test_what_the_operator_added_is_told_without_a_path_of_theirs() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        own = shelf_of("own-1", Notes="The hall was full.")
        [source] = own.sources
        source = replace(source, origin="/home/operator/notes.txt", url="")
        cabinet.guilds[here.guild.id] = Shelf("own-1", (source,), ())
        text = shown(await use(here, "list"))
        dated = replace(source, added="2026-11-30T09:00:00+00:00")
        cabinet.guilds[here.guild.id] = Shelf("own-2", (dated,), ())
        later = shown(await use(here, "list"))
    assert "-# by whom it was added is not known\n" in text
    assert "-# added on 30 Nov 2026; by whom is not known\n" in later
    assert "/home" not in text + later


async def test_a_long_list_has_pages_which_turn_after_a_restart() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        texts = {f"T{number:02}": f"Text {number}." for number in range(60)}
        cabinet.guilds[here.guild.id] = shelf_of("own", **texts)
        page = await use(here, "list")
        seen = shown(page)
        await restart(here)
        while "▶" in labels(page):
            turned = await press(here.admin, page, "▶")
            assert turned.response is not None
            page = turned.response
            seen += shown(page)
        assert labels(page) == ["◀"]
        refused = await here.member.click(await public(here, page), label="◀")
        assert told(refused) == REFUSED
    assert all(f"[{title}](" in seen for title in texts)
    assert seen.count("[What was signed in Paris](") == 1


async def test_a_damaged_index_of_the_server_is_told_and_the_shared_one_answers() -> None:
    cabinet = Cabinet()
    recorder = Recorder()
    async with world(recorder, holdings=cabinet) as here:
        cabinet.damaged.add(here.guild.id)
        text = shown(await use(here, "list"))
        assert "⚠ The index of this server's own sources is damaged" in text
        assert "[What was signed in Paris](" in text
        assert "61 countries" in shown(await ask(here))


async def test_what_was_added_is_offered_and_removed_once_that_is_confirmed() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        await added(here)
        [source] = cabinet.own(here.guild.id)
        choices = await here.admin.autocomplete(here.channel, "sources remove", "source", "SUMM")
        assert choices == [{"name": source.title, "value": source.id}]
        assert await here.admin.autocomplete(here.channel, "sources remove", "source", "x y") == []
        asked = await use(here, "remove", source=source.id)
        assert shown(asked).startswith(
            f"Remove [Title of news.example/summit]({PAGE}), 2 passages?"
        )
        assert f"by <@{here.admin.id}>" in shown(asked)
        assert "Until the next two changes of sources here, copies of it stay" in shown(asked)
        assert len(cabinet.own(here.guild.id)) == 1
        await restart(here)
        result = await press(here.admin, asked, "Remove the source")
        assert result.response is not None
        assert shown(result.response).startswith("✅ Removed: [Title of news.example/summit](")
        assert await here.state.additions(here.guild.id) == {}
    assert cabinet.own(here.guild.id) == ()


@pytest.mark.parametrize("source", ["nothing", "gazette"])
async def test_only_what_was_added_here_can_be_removed(source: str) -> None:
    async with world(Recorder()) as here:
        assert shown(await use(here, "remove", source=source)) == NOT_THERE


async def test_who_has_to_wait_to_remove_something_is_told_so() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        await added(here)
        [source] = cabinet.own(here.guild.id)
        asked = await use(here, "remove", source=source.id)
        async with occupied(here):
            work = asyncio.create_task(press(here.admin, asked, "Remove the source"))
            await until(lambda: "Waiting until other sources" in str(edits(here)[-1:]))
            assert len(cabinet.own(here.guild.id)) == 1
        assert shown_in(await work).startswith("✅ Removed: ")


async def test_more_than_may_wait_are_turned_away_with_the_question_still_there() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        await added(here)
        [source] = cabinet.own(here.guild.id)
        asked = await use(here, "remove", source=source.id)
        async with occupied(here, MOST_OF_A_GUILD):
            assert told(await press(here.admin, asked, "Remove the source")).startswith("Too many")
        assert labels(asked) == ["Remove the source"]


async def test_what_is_gone_by_the_time_it_is_confirmed_is_told() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        await added(here)
        [source] = cabinet.own(here.guild.id)
        first, second = [await use(here, "remove", source=source.id) for _ in range(2)]
        await press(here.admin, first, "Remove the source")
        await press(here.admin, second, "Remove the source")
        assert shown(second) == NOT_THERE


async def test_whoever_else_presses_a_confirmation_removes_nothing() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        await added(here)
        [source] = cabinet.own(here.guild.id)
        asked = await use(here, "remove", source=source.id)
        pressed = await here.member.click(
            await public(here, asked), custom_id=f"{REMOVE}{source.id}"
        )
        assert told(pressed) == REFUSED
    assert len(cabinet.own(here.guild.id)) == 1


async def test_what_was_added_answers_there_and_is_seen_nowhere_else() -> None:
    cabinet, recorder = Cabinet(), Recorder()
    async with world(recorder, holdings=cabinet) as here:
        await added(here)
        elsewhere = here.env.create_guild()
        there = elsewhere.create_text_channel("other")
        keeper = elsewhere.create_role("keepers", permissions=permissions())
        stranger = elsewhere.add_member(here.admin.user, roles=[keeper])
        await ask(here)
        await stranger.slash(there, "ask", question="How many?", private=False)
        await here.admin.user.slash("ask", question="How many?", private=False)
        assert recorder.guilds == [here.guild.id, elsewhere.id, None]
        seen = [
            shown_in(await stranger.slash(there, "sources list")),
            shown_in(await stranger.slash(there, "about")),
            shown_in(await here.admin.user.slash("about")),
            str(await stranger.autocomplete(there, "sources remove", "source", "")),
            str(await stranger.autocomplete(there, "ask", "question", "")),
        ]
        assert not any("summit](" in text or "Title of" in text for text in seen)
        assert "Title of" in shown_in(await here.member.slash(here.channel, "about"))


async def test_of_a_server_that_is_left_nothing_is_kept_and_nothing_goes_on() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        await added(here)
        async with holding(cabinet) as go:
            cabinet.begun.clear()
            cabinet.pages[PAGE] = "Something new."
            work = asyncio.create_task(here.admin.slash(here.channel, "sources add", link=PAGE))
            await waited_for(cabinet)
            here.env.backend.remove_guild(here.guild.id)
            await until(lambda: not here.bot.workshop.busy)
            go.set()
        await work
        await here.env.settle()
        assert await here.state.additions(here.guild.id) == {}
    assert cabinet.left == [here.guild.id]
    assert cabinet.own(here.guild.id) == ()


async def test_who_is_forgotten_while_something_of_theirs_is_added_is_not_kept_with_it() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        async with holding(cabinet):
            work = asyncio.create_task(here.admin.slash(here.channel, "sources add", link=PAGE))
            await waited_for(cabinet)
            here.bot.workshop.forget(here.admin.id)
        assert shown_in(await work).startswith("✅")
        [addition] = (await here.state.additions(here.guild.id)).values()
    assert addition.person is None


async def test_forgetme_is_heard_where_sources_are_added() -> None:
    async with world(Recorder()) as here:
        seen, go = list[int | None](), asyncio.Event()

        async def job() -> None:
            seen.append(here.bot.workshop.person)
            await go.wait()
            seen.append(here.bot.workshop.person)

        here.bot.workshop.begin(here.guild.id, job, person=here.admin.id)
        asked = (await here.admin.slash(here.channel, "forgetme")).response
        assert asked is not None
        await press(here.admin, asked, "Delete my data")
        go.set()
        await until(lambda: not here.bot.workshop.busy)
    assert seen == [here.admin.id, None]


async def test_what_is_there_with_nobody_known_gets_who_adds_it_again() -> None:
    cabinet = Cabinet()
    async with world(Recorder(), holdings=cabinet) as here:
        await added(here)
        [source] = cabinet.own(here.guild.id)
        await here.state.remove_addition(here.guild.id, source.id)
        assert shown(await added(here)).endswith(" is there already, and has not changed.")
        [addition] = (await here.state.additions(here.guild.id)).values()
    assert addition.person == here.admin.id
