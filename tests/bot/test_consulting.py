"""A question on its way: what went before it, what is kept, and a database that is slow or down."""

from __future__ import annotations

import asyncio
import json
import tempfile
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.consulting import MEMORY, Consultant, Place
from bot.desk import Ask, Desk
from bot.errors import IndexChanged, StateUnavailable, TooOften
from bot.limits import Limits
from bot.recent import Recent
from bot.records import Exchange, GuildSettings
from bot.state import State
from index import conversation
from index.errors import QuestionError
from tests.bot.asked import DOWN
from tests.bot.cabinet import Cabinet
from tests.bot.fakes import KNOWLEDGE, Blocker, Recorder, Shelf, abstention, answer

HERE = Place(channel=1, guild=2, asker=3)


@dataclass
class Office:
    """A consultant, and what it keeps things in."""

    consultant: Consultant
    state: State


@asynccontextmanager
async def office(
    ask: Ask,
    database: str = "",
    *,
    knowledge: Shelf = KNOWLEDGE,
    held: int = 512,
    holdings: Cabinet | None = None,
) -> AsyncIterator[Office]:
    with tempfile.TemporaryDirectory() as folder:
        address = database or f"sqlite:///{folder}/state.sqlite3"
        async with State(address) as state, Desk(ask, workers=2) as desk:
            consultant = Consultant(
                desk=desk,
                state=state,
                holdings=holdings or Cabinet(knowledge),
                limits=Limits(),
                recent=Recent(held),
            )
            yield Office(consultant, state)


def test_as_many_turns_are_gone_back_as_the_index_looks_at() -> None:
    assert MEMORY == conversation.MEMORY


async def test_what_was_asked_and_answered_is_kept() -> None:
    async with office(Recorder([answer(), abstention()])) as here:
        first = await here.consultant.ask("how many?", HERE)
        place = replace(HERE, language="fr", private=True)
        second = await here.consultant.ask("did they?", place, first.exchange.key)
        assert await here.state.exchange(first.exchange.key) == first.exchange
        assert await here.state.exchange(second.exchange.key) == second.exchange
    assert first.reply == answer()
    assert (first.exchange.question, first.exchange.answered, first.exchange.reason) == (
        "how many?",
        True,
        "",
    )
    assert first.exchange.version == "gen-1"
    assert first.exchange.elapsed_ms > 0
    assert (second.exchange.answered, second.exchange.reason) == (False, "unknown_name")
    assert second.exchange.parent == first.exchange.key
    assert (second.exchange.language, second.exchange.private) == ("fr", True)


@pytest.mark.parametrize("held", [1, 3, 512])
async def test_the_turns_before_come_oldest_first_from_memory_and_database_alike(
    held: int,
) -> None:
    replies = [answer(f"q{number}") for number in range(9)]
    recorder = Recorder(replies)
    async with office(recorder, held=held) as here:
        parent = None
        for reply in replies:
            asked = await here.consultant.ask(reply.question, HERE, parent)
            parent = asked.exchange.key
    for number, history in enumerate(recorder.histories):
        expected = [f"q{before}" for before in range(max(0, number - MEMORY), number)]
        assert [turn.question for turn in history] == expected


async def test_turns_whose_sources_have_changed_are_left_out() -> None:
    recorder = Recorder()
    changed = Shelf("gen-2", KNOWLEDGE.sources, KNOWLEDGE.passages[:1])
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/state.sqlite3"
        async with office(recorder, address) as here:
            asked = await here.consultant.ask("how many?", HERE)
        async with office(recorder, address, knowledge=changed) as here:
            await here.consultant.ask("and?", HERE, asked.exchange.key)
            with pytest.raises(IndexChanged):
                await here.consultant.standing(asked.exchange.key, 2)
            found = await here.consultant.find(asked.exchange.key, 2)
            assert found is not None
            assert found.reply == replace(answer(), hits=())
    assert recorder.histories[1] == ()


async def test_what_changes_while_the_bot_runs_is_no_ground_to_go_on_from_either() -> None:
    recorder, cabinet = Recorder(), Cabinet()
    async with office(recorder, holdings=cabinet) as here:
        asked = await here.consultant.ask("how many?", HERE)
        cabinet.shared = replace(KNOWLEDGE, generation="gen-2")
        again = await here.consultant.ask("and?", HERE, asked.exchange.key)
        cabinet.shared = Shelf("gen-3", (), ())
        last = await here.consultant.ask("and?", HERE, again.exchange.key)
        with pytest.raises(IndexChanged):
            await here.consultant.standing(asked.exchange.key, 2)
        assert await here.consultant.find(asked.exchange.key, 2) is asked
    assert [len(history) for history in recorder.histories] == [0, 1, 0]
    versions = [one.exchange.version for one in (asked, again, last)]
    assert versions == ["gen-1", "gen-2", "gen-3"]


async def test_what_an_earlier_version_kept_without_its_passages_cannot_be_shown() -> None:
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/state.sqlite3"
        async with office(Recorder(), address, knowledge=Shelf("gen-2", (), ())) as here:
            asked = await here.consultant.ask("how many?", HERE)
            kept = json.loads(asked.exchange.reply)
            del kept["passages"]
            old = replace(asked.exchange, key="B" * 12, reply=json.dumps(kept))
            await here.state.remember(old)
            with pytest.raises(IndexChanged):
                await here.consultant.find("B" * 12, 2)


@pytest.mark.parametrize("held", [0, 512])
async def test_what_was_answered_in_a_guild_is_found_and_gone_on_from_there_alone(
    held: int,
) -> None:
    recorder = Recorder()
    async with office(recorder, held=held) as here:
        asked = await here.consultant.ask("how many?", HERE)
        for guild in (3, None):
            assert await here.consultant.find(asked.exchange.key, guild) is None
            assert await here.consultant.standing(asked.exchange.key, guild) is None
            elsewhere = replace(HERE, guild=guild)
            await here.consultant.ask("and?", elsewhere, asked.exchange.key)
        await here.consultant.ask("and?", HERE, asked.exchange.key)
    assert [len(history) for history in recorder.histories] == [0, 0, 0, 1]
    assert recorder.guilds == [2, 3, None, 2]


async def test_an_answer_is_found_again_in_memory_and_in_the_database() -> None:
    async with office(Recorder(), held=1) as here:
        first = await here.consultant.ask("how many?", HERE)
        assert await here.consultant.find(first.exchange.key, 2) is first
        await here.consultant.ask("and?", HERE)
        found = await here.consultant.find(first.exchange.key, 2)
        assert found is not None
        assert found.exchange == first.exchange
        assert isinstance(found.reply, type(first.reply))
        assert found.reply.text == first.reply.text
        assert await here.consultant.find("A" * 12, 2) is None


async def test_what_shows_an_answer_is_known_by_its_message() -> None:
    async with office(Recorder(), held=1) as here:
        first = await here.consultant.ask("how many?", HERE)
        await here.consultant.sent(first.exchange.key, 77, channel=9)
        for _ in range(2):
            shown = await here.consultant.shown_by(77)
            assert shown is not None
            assert (shown.key, shown.channel) == (first.exchange.key, 9)
            await here.consultant.ask("another", HERE)
        assert await here.consultant.shown_by(78) is None


async def test_what_was_asked_last_is_what_all_can_see_and_not_old() -> None:
    async with office(Recorder()) as here:
        first = await here.consultant.ask("how many?", HERE)
        private = await here.consultant.ask("and?", replace(HERE, private=True))
        latest = await here.consultant.latest_in(1, timedelta(minutes=1))
        assert latest == first.exchange
        assert await here.consultant.latest_in(1, timedelta(0)) is None
        assert await here.consultant.latest_in(5, timedelta(minutes=1)) is None
        await here.consultant.published(private.exchange.key, 78)
        latest = await here.consultant.latest_in(1, timedelta(minutes=1))
        assert latest is not None
        assert latest.key == private.exchange.key


async def test_a_removed_exchange_is_nowhere_found() -> None:
    async with office(Recorder()) as here:
        asked = await here.consultant.ask("how many?", HERE)
        await here.consultant.sent(asked.exchange.key, 77)
        await here.consultant.remove(asked.exchange.key)
        assert await here.consultant.find(asked.exchange.key, 2) is None
        assert await here.consultant.shown_by(77) is None
        assert await here.consultant.latest_in(1, timedelta(minutes=1)) is None


async def test_a_forgotten_person_s_questions_are_nowhere_found_and_others_are() -> None:
    async with office(Recorder()) as here:
        asked = await here.consultant.ask("how many?", HERE)
        other = await here.consultant.ask("and?", replace(HERE, asker=4))
        assert (await here.consultant.forget(3)).rows == 1
        assert await here.consultant.find(asked.exchange.key, 2) is None
        assert await here.consultant.find(other.exchange.key, 2) is other


async def test_what_is_in_work_while_its_asker_is_forgotten_is_answered_and_not_kept() -> None:
    async with office(blocker := Blocker()) as here:
        asking = asyncio.create_task(here.consultant.ask("how many?", HERE))
        other = asyncio.create_task(here.consultant.ask("and?", replace(HERE, asker=4)))
        assert await asyncio.to_thread(blocker.begun.wait, 5)
        assert (await here.consultant.forget(3)).rows == 0
        blocker.release.set()
        asked, kept = await asking, await other
        assert asked.reply == answer("how many?")
        assert await here.consultant.find(asked.exchange.key, 2) is None
        assert await here.consultant.find(kept.exchange.key, 2) is kept


async def test_a_question_that_fails_leaves_nothing_behind() -> None:
    async with office(Recorder([QuestionError("no")])) as here:
        with pytest.raises(QuestionError):
            await here.consultant.ask("?", HERE)
        assert await here.consultant.latest_in(1, timedelta(minutes=1)) is None
        assert (await here.consultant.forget(3)).rows == 0


async def test_a_question_too_many_says_when_to_ask_again() -> None:
    async with office(Recorder()) as here:
        await here.state.change_guild(2, GuildSettings(per_person=2))
        await here.consultant.admit(HERE)
        await here.consultant.admit(HERE)
        with pytest.raises(TooOften, match=r"again in (60|5\d) seconds"):
            await here.consultant.admit(HERE)
        await here.consultant.admit(replace(HERE, guild=None, asker=4))


async def test_a_guild_s_settings_are_read_once_until_they_are_changed() -> None:
    async with office(Recorder()) as here:
        assert await here.consultant.settings(2) == GuildSettings()
        changed = GuildSettings(threads=True)
        await here.state.change_guild(2, changed)
        assert await here.consultant.settings(2) == GuildSettings()
        here.consultant.changed(2)
        assert await here.consultant.settings(2) == changed
        assert await here.consultant.settings(None) == GuildSettings()


async def test_while_the_database_is_down_questions_are_answered_and_what_is_lost_counted() -> None:
    recorder = Recorder()
    async with office(recorder, DOWN) as here:
        await here.consultant.admit(HERE)
        first = await here.consultant.ask("how many?", HERE)
        await here.consultant.sent(first.exchange.key, 77)
        second = await here.consultant.ask("and?", HERE, first.exchange.key)
        assert here.state.lost == 3
        assert await here.consultant.find(second.exchange.key, 2) is second
        assert await here.consultant.shown_by(78) is None
        with pytest.raises(StateUnavailable):
            await here.consultant.find("A" * 12, 2)
    assert [len(history) for history in recorder.histories] == [0, 1]


class SlowState(State):
    """A database that keeps a question only after `release`."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.release = threading.Event()

    async def remember(self, exchange: Exchange) -> None:
        await asyncio.to_thread(self.release.wait, 10)
        await super().remember(exchange)


async def test_a_slow_database_holds_up_no_answer_and_keeps_all_in_the_end(
    tmp_path: Path,
) -> None:
    async with (
        SlowState(f"sqlite:///{tmp_path}/state.sqlite3") as state,
        Desk(Recorder()) as desk,
    ):
        consultant = Consultant(
            desk=desk, state=state, holdings=Cabinet(), limits=Limits(), recent=Recent()
        )
        asked = await asyncio.wait_for(consultant.ask("how many?", HERE), 5)
        await asyncio.wait_for(consultant.sent(asked.exchange.key, 77), 5)
        assert await state.exchange(asked.exchange.key) is None
        removing = asyncio.create_task(consultant.forget(3))
        state.release.set()
        assert (await removing).rows == 1
        assert await state.exchange(asked.exchange.key) is None


async def test_whoever_closes_waits_for_what_is_being_written(tmp_path: Path) -> None:
    async with (
        SlowState(f"sqlite:///{tmp_path}/state.sqlite3") as state,
        Desk(Recorder()) as desk,
    ):
        consultant = Consultant(
            desk=desk, state=state, holdings=Cabinet(), limits=Limits(), recent=Recent()
        )
        asked = await asyncio.wait_for(consultant.ask("how many?", HERE), 5)
        closing = asyncio.create_task(consultant.close())
        await asyncio.sleep(0)
        assert not closing.done()
        state.release.set()
        await closing
        assert await state.exchange(asked.exchange.key) is not None
