"""Jobs beside the questions: in turn, bounded, abandoned."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.errors import Busy
from bot.holdings import Step
from bot.workshop import FAREWELL_SECONDS, MOST, MOST_OF_A_GUILD, Abandoned, Progress, Workshop


async def test_jobs_are_done_one_after_the_other_in_the_order_they_came() -> None:
    workshop = Workshop()
    seen: list[str] = []

    def job(name: str) -> None:
        async def work() -> None:
            seen.append(f"{name} begins")
            await asyncio.sleep(0.01)
            seen.append(f"{name} ends")

        workshop.begin(1, work)

    job("first")
    job("second")
    await asyncio.sleep(0.1)
    assert seen == ["first begins", "first ends", "second begins", "second ends"]
    assert not workshop.busy
    await workshop.close()


async def test_so_many_may_wait_of_a_guild_and_so_many_in_all() -> None:
    workshop = Workshop()
    over = asyncio.Event()

    async def job() -> None:
        await over.wait()

    for guild in range(MOST // MOST_OF_A_GUILD):
        for _ in range(MOST_OF_A_GUILD):
            workshop.begin(guild, job)
        with pytest.raises(Busy):
            workshop.begin(guild, job)
    with pytest.raises(Busy, match="try again in a few minutes"):
        workshop.admit(99)
    over.set()
    await asyncio.sleep(0.05)
    workshop.admit(99)
    await workshop.close()


async def test_the_jobs_of_one_guild_are_abandoned_and_the_others_go_on() -> None:
    workshop = Workshop()
    done: list[int] = []

    def begin(guild: int) -> None:
        async def job() -> None:
            await asyncio.sleep(0.02)
            done.append(guild)

        workshop.begin(guild, job)

    for guild in (1, 2, 1):
        begin(guild)
    await asyncio.sleep(0)
    await workshop.abandon(1)
    await asyncio.sleep(0.1)
    assert done == [2]
    await workshop.close()


async def test_what_is_called_runs_in_one_thread_of_its_own() -> None:
    workshop = Workshop()
    threads = {await workshop.run(threading.current_thread) for _ in range(3)}
    assert len(threads) == 1
    assert threads != {threading.main_thread()}
    with pytest.raises(ZeroDivisionError):
        await workshop.run(lambda: 1 // 0)
    await workshop.close()
    with pytest.raises(Busy, match="being shut down"):
        await workshop.run(threading.current_thread)


def test_whoever_tells_what_is_abandoned_is_ended() -> None:
    progress = Progress()
    progress(Step("reading"))
    assert progress.step == Step("reading")
    progress.abandon()
    with pytest.raises(Abandoned):
        progress(Step("indexing", 1, 2))
    assert progress.step == Step("reading")


async def test_what_is_dropped_when_it_closes_is_told_whether_it_waits_or_is_in_work() -> None:
    workshop, told = Workshop(), list[str]()

    async def forever() -> None:
        await asyncio.Event().wait()

    def telling(name: str) -> Callable[[], Coroutine[Any, Any, None]]:
        async def tell() -> None:
            told.append(name)

        return tell

    for guild, name in ((1, "in work"), (2, "left"), (3, "waits")):
        workshop.begin(guild, forever, dropped=telling(name))
    await asyncio.sleep(0)
    await workshop.abandon(2)
    assert told == []
    await workshop.close()
    assert sorted(told) == ["in work", "waits"]


async def test_who_cannot_be_told_holds_up_a_close_for_seconds_only() -> None:
    workshop = Workshop()

    async def forever() -> None:
        await asyncio.Event().wait()

    for guild in range(3):
        workshop.begin(guild, forever, dropped=forever)
    await asyncio.sleep(0)
    async with asyncio.timeout(FAREWELL_SECONDS + 2):
        await workshop.close()


async def test_a_job_is_somebody_s_until_they_are_forgotten() -> None:
    workshop, seen = Workshop(), list[int | None]()
    go = asyncio.Event()

    async def job() -> None:
        seen.append(workshop.person)
        await go.wait()
        seen.append(workshop.person)

    for person in (1, 2):
        workshop.begin(person, job, person=person)
    await asyncio.sleep(0)
    workshop.forget(1)
    go.set()
    await asyncio.sleep(0.05)
    assert seen == [1, None, 2, 2]
    assert workshop.person is None
    await workshop.close()
