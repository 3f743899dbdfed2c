"""What is too old is deleted by itself, and a database that is down delays that at most."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.expiry import keep_expiring
from bot.recent import Consulted, Recent
from bot.records import Exchange, new_key
from bot.state import State
from tests.bot.asked import DOWN
from tests.bot.fakes import Recorder, answer
from tests.bot.world import world

YOUNG = Exchange(
    key=new_key(),
    asked_at=datetime.now(UTC) - timedelta(days=29),
    asker=1,
    channel=2,
    question="Where did Zoe sign?",
    reply="{}",
    answered=True,
    reason="",
    elapsed_ms=1,
    version="gen-1",
)
OLD = replace(YOUNG, key=new_key(), asked_at=datetime.now(UTC) - timedelta(days=31))


async def gone(state: State, key: str) -> bool:
    """Whether an exchange is deleted within a few seconds."""
    for _ in range(200):
        if await state.exchange(key) is None:
            return True
        await asyncio.sleep(0.02)
    return False


async def test_what_is_too_old_is_deleted_at_the_start_and_again_and_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with State(f"sqlite:///{tmp_path}/state.sqlite3", keep_days=30) as state:
        for one in (YOUNG, OLD):
            await state.remember(one)
        expiring = asyncio.create_task(keep_expiring(state, every=0.05))
        assert await gone(state, OLD.key)
        await state.remember(OLD)
        assert await gone(state, OLD.key)
        assert await state.exchange(YOUNG.key) == YOUNG
        expiring.cancel()
        with pytest.raises(asyncio.CancelledError):
            await expiring
    assert "1 questions were older" in caplog.text
    assert "Zoe" not in caplog.text


async def test_a_database_that_is_down_is_tried_again() -> None:
    async with State(DOWN) as state:
        expiring = asyncio.create_task(keep_expiring(state, every=0.01))
        for _ in range(200):
            if state.lost >= 3:
                break
            await asyncio.sleep(0.02)
        assert state.lost >= 3
        assert not expiring.done()
        expiring.cancel()
        with pytest.raises(asyncio.CancelledError):
            await expiring


async def test_an_export_that_somebody_has_made_no_text_of_stops_nothing(tmp_path: Path) -> None:
    export = tmp_path / "export.jsonl"
    line = b'{"id": "feedback-' + OLD.key.encode() + b'"}\n'
    await asyncio.to_thread(export.write_bytes, b"\xff\n" + line)
    async with State(f"sqlite:///{tmp_path}/state.sqlite3", keep_days=30) as state:
        await state.remember(OLD)
        await state.note_export(export)
        await state.expire(datetime.now(UTC))
        assert await state.exchange(OLD.key) is None
    assert await asyncio.to_thread(export.read_bytes) == b"\xff\n"


async def test_what_is_too_old_is_not_held_in_memory_either(tmp_path: Path) -> None:
    recent = Recent()
    for one in (YOUNG, OLD):
        recent.put(Consulted(one, answer()))
    async with State(f"sqlite:///{tmp_path}/state.sqlite3", keep_days=30) as state:
        expiring = asyncio.create_task(keep_expiring(state, recent))
        assert await gone(state, OLD.key)
        expiring.cancel()
        with pytest.raises(asyncio.CancelledError):
            await expiring
    assert recent.get(OLD.key) is None
    assert recent.get(YOUNG.key) is not None


async def test_the_bot_does_so_from_its_start(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/state.sqlite3"
    async with State(address, keep_days=30) as state:
        await state.remember(OLD)
    async with world(Recorder(), database=address) as here:
        assert await gone(here.state, OLD.key)
