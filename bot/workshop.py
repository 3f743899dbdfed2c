"""Where sources are added and removed: one after the other, in a thread beside the questions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from bot.errors import Busy
from bot.holdings import Step

#: Jobs that may be in work or wait, in all and for one guild.
MOST = 16
MOST_OF_A_GUILD = 4
#: Seconds that a job has, when the bot is closed, to say that it was dropped.
FAREWELL_SECONDS = 2.0

Job = Callable[[], Coroutine[Any, Any, None]]
T = TypeVar("T")


class Abandoned(Exception):
    """Nobody waits any more for what a thread is doing."""


class Progress:
    """How far a thread has got: it tells, the event loop looks."""

    def __init__(self) -> None:
        self.step: Step | None = None
        self._abandoned = False

    def __call__(self, step: Step) -> None:
        """Raises Abandoned in the thread where it has been abandoned."""
        if self._abandoned:
            raise Abandoned
        self.step = step

    def abandon(self) -> None:
        """Have the thread end at the next step."""
        self._abandoned = True


class Workshop:
    """A bounded number of jobs, of which one is in work; whatever comes on top is turned away."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="workshop")
        self._turn = asyncio.Lock()
        self._jobs: dict[asyncio.Task[None], int] = {}
        self._people: dict[asyncio.Task[None], int] = {}
        self._closing = False

    @property
    def busy(self) -> bool:
        """Whether a job that is begun now has to wait."""
        return self._turn.locked()

    def admit(self, guild: int) -> None:
        """Raise Busy where no more jobs of a guild can be begun now."""
        mine = sum(other == guild for other in self._jobs.values())
        if len(self._jobs) >= MOST or mine >= MOST_OF_A_GUILD:
            raise Busy(
                "Too many sources are waiting to be added. Please try again in a few minutes."
            )

    def begin(
        self, guild: int, job: Job, *, person: int | None = None, dropped: Job | None = None
    ) -> None:
        """Do `job`, which handles its own errors, when it is its turn; Busy as in `admit`.

        It is a `person`'s. Where the bot is closed before it is done, `dropped` says so to them.
        """
        self.admit(guild)
        task = asyncio.create_task(self._in_turn(job, dropped))
        self._jobs[task] = guild
        task.add_done_callback(self._jobs.pop)
        if person is not None:
            self._people[task] = person
            task.add_done_callback(lambda done: self._people.pop(done, None))

    @property
    def person(self) -> int | None:
        """Whose the job is that asks; None where they have had themselves forgotten since."""
        task: asyncio.Task[None] | None = asyncio.current_task()
        return self._people.get(task) if task else None

    def forget(self, person: int) -> None:
        """Have the jobs of a person go on as nobody's."""
        self._people = {task: of for task, of in self._people.items() if of != person}

    async def run(self, call: Callable[..., T], *arguments: object) -> T:
        """What `call` returns, from the thread."""
        try:
            work = self._thread.submit(call, *arguments)
        except RuntimeError as closed:
            raise Busy("I am being shut down. Please ask again in a minute.") from closed
        return await asyncio.wrap_future(work)

    async def abandon(self, guild: int | None = None) -> None:
        """End the jobs of a guild, or all; what a thread is at has no effect any more."""
        ended = [task for task, of in self._jobs.items() if guild in (None, of)]
        for task in ended:
            task.cancel()
        await asyncio.gather(*ended, return_exceptions=True)

    async def close(self) -> None:
        """Abandon all; a thread that is at work ends by itself, at its next step."""
        self._closing = True
        await self.abandon()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _in_turn(self, job: Job, dropped: Job | None) -> None:
        try:
            async with self._turn:
                await job()
        except asyncio.CancelledError:
            if self._closing and dropped:
                with suppress(TimeoutError):
                    async with asyncio.timeout(FAREWELL_SECONDS):
                        await dropped()
            raise
