"""A disk that is full, a file that is broken, a server that is silent: told, and nothing more."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.database import engine_for
from bot.errors import SettingsError, StateUnavailable
from bot.state import State
from tests.bot.test_state import exchange

ROOT = Path(__file__).parents[2]

# Runs by itself, since the bound is one for a whole process: no file of it may grow beyond.
_FULL = """
import asyncio, logging, resource, sys
from bot.errors import StateUnavailable
from bot.state import State
from tests.bot.test_state import exchange

async def main():
    logging.basicConfig(stream=sys.stdout)
    async with State(sys.argv[1]) as state:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
        kept = []
        try:
            while len(kept) < 1000:
                asked = exchange("The lighthouse. " * 50)
                await state.remember(asked)
                kept.append(asked)
        except StateUnavailable:
            print("full,", state.lost, "lost")
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        kept.append(exchange())
        await state.remember(kept[-1])
        found = [await state.exchange(one.key) for one in kept]
        print("all" if found == kept else "not all", "kept")

asyncio.run(main())
"""


def test_on_a_full_disk_one_write_is_lost_and_told_and_later_ones_are_kept(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/state.sqlite3"
    done = subprocess.run(  # noqa: S603 (our own code, above)
        [sys.executable, "-c", _FULL, address],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    log, full, kept = done.stdout.splitlines()
    assert log.startswith("WARNING:bot.state:Not kept, 1 writes so far: OperationalError (SQLITE_")
    assert "lighthouse" not in log
    assert (full, kept) == ("full, 1 lost", "all kept")


async def test_a_file_with_broken_pages_is_told_by_every_method(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "state.sqlite3"
    async with State(f"sqlite:///{file}") as state:
        for _ in range(50):
            await state.remember(exchange("The lighthouse. " * 20))
    held = file.read_bytes()
    file.write_bytes(held[:200] + b"\xa5" * (len(held) - 200))
    async with State(f"sqlite:///{file}") as state:
        for work in (state.remember(exchange()), state.complaints(), state.data_of(11)):
            with pytest.raises(StateUnavailable):
                await work
        for deletion in (state.forget(11), state.leave_guild(31), state.remove("A" * 12)):
            with pytest.raises(StateUnavailable):
                await deletion
        assert state.lost == 4
    assert "lighthouse" not in caplog.text


async def test_a_journal_that_cannot_be_emptied_is_told_and_the_next_try_does_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "state.sqlite3"
    asked = exchange("The lighthouse.")
    async with State(f"sqlite:///{file}?timeout=1") as state:
        await state.remember(asked)
        reader = sqlite3.connect(file)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM exchanges").fetchall()
        with pytest.raises(StateUnavailable):
            await state.forget(asked.asker)
        reader.close()
        await state.forget(asked.asker)
        journal = tmp_path / "state.sqlite3-wal"
        assert journal.stat().st_size == 0
        assert b"lighthouse" not in file.read_bytes()


async def test_a_database_of_a_later_version_is_told_and_left_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "state.sqlite3"
    async with State(f"sqlite:///{file}") as state:
        await state.remember(exchange())
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    async with State(f"sqlite:///{file}") as state:
        with pytest.raises(StateUnavailable):
            await state.complaints()
    assert "made by another version of this program" in caplog.text


async def test_those_who_wait_for_a_silent_server_fail_together(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        address = f"postgresql://me:hunter2@127.0.0.1:{port}/name?connect_timeout=2"
        async with State(address) as state:
            begun = time.monotonic()
            writes = (state.remember(exchange()) for _ in range(5))
            found = await asyncio.gather(*writes, return_exceptions=True)
            took = time.monotonic() - begun
    assert [type(one) for one in found] == [StateUnavailable] * 5
    assert state.lost == 5
    # One after the other they would take ten seconds.
    assert took < 7
    assert "hunter2" not in caplog.text


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    async def work() -> None:
        async with State(f"sqlite:///{tmp_path}/new folder/100% mine.sqlite3") as state:
            await state.remember(exchange())
            for file in (tmp_path / "new folder").iterdir():
                assert stat.S_IMODE(file.stat().st_mode) == 0o600

    before = os.umask(0o022)
    asyncio.run(work())
    os.umask(before)
    assert (tmp_path / "new folder" / "100% mine.sqlite3").exists()


@pytest.mark.parametrize("address", ["mysql://a@b/c", "x"])
def test_only_files_and_servers_of_the_known_kind_are_taken(address: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL is no address"):
        State(address)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
async def test_in_memory_nothing_is_kept_and_that_is_told(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Each thread would have a database of its own there."""
    async with State(address) as state:
        with pytest.raises(StateUnavailable):
            await state.remember(exchange())
    assert "its address names no file" in caplog.text


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_addresses_that_hosts_hand_out_are_taken(scheme: str) -> None:
    engine = engine_for(f"{scheme}://me:hunter2@host/name")
    assert (engine.dialect.name, engine.driver) == ("postgresql", "psycopg")
    assert "hunter2" not in repr(engine)


async def test_a_failure_to_read_is_told_once_and_counts_for_no_write(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "state.sqlite3").mkdir()
    caplog.set_level(logging.INFO, logger="bot")
    async with State(f"sqlite:///{tmp_path}/state.sqlite3") as state:
        caplog.clear()
        with pytest.raises(StateUnavailable):
            await state.latest_in(21)
        assert state.lost == 0
    assert [record.getMessage() for record in caplog.records] == [
        "The database could not be read: OperationalError (SQLITE_CANTOPEN)"
    ]
