"""Several at once, odd characters, and a schema that is what the tables say, on both databases."""

from __future__ import annotations

import asyncio
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot.database import engine_for, migrate
from bot.records import GuildSettings, Verdict, Vote
from bot.schema import metadata
from bot.state import State
from tests.bot.test_state import NOW, exchange


async def test_who_presses_many_times_at_once_has_one_vote_and_loses_none(state: State) -> None:
    asked = exchange()
    await state.remember(asked)
    presses = (Vote(asked.key, 1, Verdict.DOWN, comment=str(n), at=NOW) for n in range(16))
    assert all(await asyncio.gather(*map(state.vote, presses)))
    assert len(await state.complaints()) == 1
    assert state.lost == 0


async def test_administrators_who_change_settings_at_once_leave_those_of_one(state: State) -> None:
    wanted = [GuildSettings(per_person=number) for number in range(1, 17)]
    await asyncio.gather(*(state.change_guild(31, one) for one in wanted))
    assert await state.guild(31) in wanted
    assert state.lost == 0


async def test_votes_on_an_answer_that_is_deleted_meanwhile_are_kept_or_told_to_be_late(
    state: State,
) -> None:
    for _ in range(5):
        asked = exchange()
        await state.remember(asked)
        votes = [state.vote(Vote(asked.key, voter, Verdict.UP)) for voter in range(6)]
        await asyncio.gather(*votes[:3], state.remove(asked.key), *votes[3:])
        assert await state.vote_of(asked.key, 0) is None
    assert state.lost == 0


async def test_what_a_database_refuses_as_text_is_kept_without_it(state: State) -> None:
    asked = exchange("a\0b \ud800 \N{PILE OF POO} é\u202e")
    await state.remember(asked)
    await state.vote(Vote(asked.key, 1, Verdict.DOWN, comment="\0"))
    kept = await state.exchange(asked.key)
    assert kept is not None
    assert kept.question == "a\N{REPLACEMENT CHARACTER}b ? \N{PILE OF POO} é\u202e"
    assert state.lost == 0


def test_the_revisions_make_the_tables_that_the_program_knows(address: str) -> None:
    engine = engine_for(address)
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_database_that_is_up_to_date_is_left_alone(address: str) -> None:
    engine = engine_for(address)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE exports"))
    migrate(engine)
    with engine.connect() as connection:
        assert not engine.dialect.has_table(connection, "exports")
    engine.dispose()


async def test_states_that_one_process_opens_at_once_do_not_disturb_each_other(
    tmp_path: Path,
) -> None:
    states = [State(f"sqlite:///{tmp_path}/{number}.sqlite3") for number in range(8)]
    await asyncio.gather(*(state.__aenter__() for state in states))
    await asyncio.gather(*(state.remember(exchange()) for state in states))
    await asyncio.gather(*(state.__aexit__(None, None, None) for state in states))
    assert [state.lost for state in states] == [0] * 8
