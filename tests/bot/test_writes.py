"""Writes that an answer does not wait for, where they take long."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import StateUnavailable
from bot.writes import Writes


async def test_writes_of_one_key_keep_their_order_and_others_do_not_wait() -> None:
    done: list[str] = []
    gate = asyncio.Event()
    writes = Writes(patience=0.01)

    async def slow() -> None:
        await gate.wait()
        done.append("slow")

    async def quick(name: str) -> None:
        done.append(name)

    await writes.put("a", slow)
    await writes.put("a", lambda: quick("after"))
    await writes.put("b", lambda: quick("other"))
    assert done == ["other"]
    gate.set()
    await writes.done()
    assert done == ["other", "slow", "after"]


async def test_a_write_that_fails_does_not_stop_the_next(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    async def failing() -> None:
        raise StateUnavailable

    async def broken() -> None:
        raise RuntimeError("cause")

    async def quick() -> None:
        done.append("quick")

    writes = Writes(patience=1)
    for write in (failing, broken, quick):
        await writes.put("a", write)
    assert done == ["quick"]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
