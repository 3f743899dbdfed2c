"""The desk: bounded, in threads, and never in the event loop's way."""

from __future__ import annotations

import asyncio
import sys
import threading

import pytest

from bot.desk import Desk
from bot.errors import Busy
from index.errors import QuestionError
from index.types import Reply, Turn
from tests.bot.fakes import Blocker, Recorder, answer


async def test_question_and_history_reach_the_callable_in_another_thread() -> None:
    threads = []

    def ask(question: str, history: tuple[Turn, ...], guild: int | None) -> Reply:
        threads.append(threading.current_thread())
        return answer(f"{question} after {len(history)}")

    async with Desk(ask) as desk:
        reply = await desk.ask("second", (Turn("first", answer()),))
    assert reply.question == "second after 1"
    assert threads[0] is not threading.main_thread()


async def test_what_the_callable_raises_reaches_the_asker() -> None:
    async with Desk(Recorder([QuestionError("blank")])) as desk:
        with pytest.raises(QuestionError, match="blank"):
            await desk.ask("")


async def test_one_question_more_than_may_wait_is_turned_away_at_once() -> None:
    async with Desk(blocker := Blocker(), workers=1, queue=2) as desk:
        taken = [asyncio.create_task(desk.ask(f"question {n}")) for n in range(3)]
        await asyncio.to_thread(blocker.begun.wait, 5)
        with pytest.raises(Busy):
            await desk.ask("one too many")
        blocker.release.set()
        replies = await asyncio.gather(*taken)
        assert [reply.question for reply in replies] == ["question 0", "question 1", "question 2"]
        assert (await desk.ask("again")).question == "again"


async def test_who_leaves_the_line_frees_the_place_and_is_never_worked_for() -> None:
    async with Desk(blocker := Blocker(), workers=1, queue=1) as desk:
        working = asyncio.create_task(desk.ask("working"))
        await asyncio.to_thread(blocker.begun.wait, 5)
        waiting = asyncio.create_task(desk.ask("waiting"))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        next_one = asyncio.create_task(desk.ask("next"))
        await asyncio.sleep(0)
        assert not next_one.done()
        blocker.release.set()
        await asyncio.gather(working, next_one)
    assert blocker.questions == ["working", "next"]


async def test_who_leaves_while_being_served_keeps_the_place_until_the_thread_is_done() -> None:
    async with Desk(blocker := Blocker(), workers=1, queue=0) as desk:
        leaving = asyncio.create_task(desk.ask("leaving"))
        await asyncio.to_thread(blocker.begun.wait, 5)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        with pytest.raises(Busy):
            await desk.ask("too early")
        blocker.release.set()
        reply = None
        while reply is None:
            try:
                reply = await desk.ask("in time")
            except Busy:
                await asyncio.sleep(0.001)
    assert blocker.questions == ["leaving", "in time"]


async def test_closing_drops_what_waits_and_finishes_what_has_begun() -> None:
    desk = Desk(blocker := Blocker(), workers=1, queue=1)
    begun = asyncio.create_task(desk.ask("begun"))
    await asyncio.to_thread(blocker.begun.wait, 5)
    waiting = asyncio.create_task(desk.ask("waiting"))
    await asyncio.sleep(0)
    closing = asyncio.create_task(desk.close())
    with pytest.raises(asyncio.CancelledError):
        await waiting
    blocker.release.set()
    await closing
    assert (await begun).question == "begun"
    with pytest.raises(Busy, match="shut down"):
        await desk.ask("late")
    assert blocker.questions == ["begun"]


async def test_threads_take_turns_more_often_while_a_desk_is_open() -> None:
    before = sys.getswitchinterval()
    async with Desk(Recorder()):
        assert sys.getswitchinterval() == pytest.approx(0.001)
    assert sys.getswitchinterval() == before
