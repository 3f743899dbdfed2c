"""A database that fails, that is cut off, and that has to leave nothing behind."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import SettingsError, StateUnavailable
from bot.records import Verdict, Vote
from bot.state import State
from tests.bot.fakes import Recorder
from tests.bot.servers import postgres
from tests.bot.test_state import exchange
from tests.bot.world import world

ROOT = Path(__file__).parents[2]
SECRET = "Why does the lighthouse blink at 0417?"


def address_of(file: Path) -> str:
    return f"sqlite:///{file}"


async def test_a_database_that_cannot_be_opened_is_told_counted_and_used_when_it_is_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "state.sqlite3"
    file.mkdir()
    asked = exchange(SECRET)
    async with State(address_of(file)) as state:
        for _ in range(2):
            with pytest.raises(StateUnavailable, match="try again in a minute"):
                await state.remember(asked)
        with pytest.raises(StateUnavailable):
            await state.exchange(asked.key)
        assert state.lost == 2
        file.rmdir()
        await state.remember(asked)
        assert await state.exchange(asked.key) == asked
        assert state.lost == 2
    assert "nothing is remembered until it can" in caplog.text
    assert "Not kept, 2 writes so far" in caplog.text
    assert SECRET not in caplog.text


async def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite3"
    file.write_bytes(b"my diary, not a database. " * 100)
    async with State(address_of(file)) as state:
        with pytest.raises(StateUnavailable):
            await state.remember(exchange())
    assert file.read_bytes().startswith(b"my diary")


async def test_while_the_database_is_full_questions_are_answered(tmp_path: Path) -> None:
    file = tmp_path / "state.sqlite3"
    async with State(address_of(file)) as state:
        await state.remember(exchange())
    with sqlite3.connect(file) as connection:
        # How large a file may grow each connection sets for itself, so that cannot be set here.
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON exchanges BEGIN "
                           "SELECT RAISE(ABORT, 'database or disk is full'); END")  # fmt: skip
    connection.close()
    async with world(Recorder(), database=address_of(file)) as here:
        await here.member.slash(here.channel, "ask", question="How many signed?")
        assert "61 countries" in here.replies()[0]
        assert here.state.lost >= 1


async def test_while_the_database_is_away_questions_and_follow_ups_are_answered(
    tmp_path: Path,
) -> None:
    file = tmp_path / "state.sqlite3"
    file.mkdir()
    ask = Recorder()
    async with world(ask, database=address_of(file)) as here:
        await here.member.send_dm("How many signed?")
        await here.member.send_dm("Which ones?")
        assert len(here.replies(here.member.user.dm_channel)) == 2
    assert [len(history) for history in ask.histories] == [0, 1]


def test_an_address_that_is_none_is_refused_without_being_repeated() -> None:
    for address in ("not an address", "mysterydb://me:hunter2@host/name"):
        with pytest.raises(SettingsError, match="DATABASE_URL is no address") as caught:
            State(address)
        assert "hunter2" not in str(caught.value)


async def test_a_server_that_stops_takes_nothing_but_what_was_asked_meanwhile() -> None:
    with postgres() as server:
        async with State(server.database("stopped")) as state:
            before, after = exchange(), exchange()
            await state.remember(before)
            server.stop()
            with pytest.raises(StateUnavailable):
                await state.remember(exchange())
            assert state.lost == 1
            server.start()
            await state.remember(after)
            assert await state.exchange(before.key) == before
            assert await state.exchange(after.key) == after


_WRITER = """
import asyncio, sys
from bot.state import State
from tests.bot.test_state import exchange

async def main():
    async with State(sys.argv[1]) as state:
        while True:
            asked = exchange()
            await state.remember(asked)
            print(asked.key, flush=True)

asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_a_process_that_is_killed(tmp_path: Path) -> None:
    address = address_of(tmp_path / "state.sqlite3")
    writer = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WRITER, address, cwd=ROOT, stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    keys = [(await writer.stdout.readline()).decode().strip() for _ in range(50)]
    writer.kill()
    rest = (await writer.stdout.read()).decode().splitlines()
    keys += [line for line in rest if len(line) == 12]
    await writer.wait()
    async with State(address) as state:
        kept = [await state.exchange(key) for key in keys]
    assert None not in kept


async def test_each_commit_is_synced_to_the_disk(tmp_path: Path) -> None:
    """A power cut cannot be tried here; what SQLite promises with these settings can be."""
    async with State(address_of(tmp_path / "state.sqlite3")) as state:
        connection = state._engine.raw_connection()
        found = [
            connection.cursor().execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        ]
        connection.close()
    assert found == ["wal", 2, 1, 1]


async def test_of_who_is_forgotten_no_file_holds_a_byte(tmp_path: Path) -> None:
    asker = 0x0417_BEEF_CAFE_F00D
    async with State(address_of(tmp_path / "state.sqlite3")) as state:
        others = [exchange(f"Another question, number {number}?") for number in range(200)]
        mine = exchange(SECRET, asker=asker)
        for one in (*others[:100], mine, *others[100:]):
            await state.remember(one)
        await state.vote(Vote(others[0].key, asker, Verdict.DOWN, comment="blinking, I said"))
        wanted = (SECRET.encode(), b"blinking, I said", asker.to_bytes(8, "big"), mine.key.encode())
        assert all(any(one in held for held in _files(tmp_path)) for one in wanted)
        await state.forget(asker)
        # While it is still open, and so with its journal.
        assert not any(one in held for held in _files(tmp_path) for one in wanted)
        assert await state.exchange(others[-1].key) == others[-1]


def _files(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]


async def test_the_log_holds_neither_questions_nor_people(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    async with world(Recorder()) as here:
        await here.member.slash(here.channel, "ask", question=SECRET)
        await here.member.send(here.channel, f"{here.mention} {SECRET}")
        await asyncio.sleep(0)
        person = str(here.member.user.id)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert not any(SECRET in line or person in line for line in ours)
