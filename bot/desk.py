"""Where questions are handed to worker threads, so that the event loop never waits for a model."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from types import TracebackType
from typing import Self

from bot.errors import Busy
from index.types import Reply, Turn

_TURN_SECONDS = 0.001

#: A question, the turns before it, and the guild whose sources answer too.
Ask = Callable[[str, tuple[Turn, ...], int | None], Reply]


class Desk:
    """A bounded number of questions in work and waiting; whatever comes on top is turned away.

    A waiting line without a bound would answer everybody too late: an interaction's token lives
    for 15 minutes, and nobody waits that long anyway.

    While a desk is open, threads of the whole process take turns five times as often as Python has
    it by default. The event loop has to ask for its turn anew after every packet: behind a worker
    that runs Python code, the median of 200 interactions a second was acknowledged after 5 s, and
    is now after 3 ms (`tests.bench.acknowledge`).
    """

    def __init__(self, ask: Ask, *, workers: int = 1, queue: int = 32) -> None:
        """`ask` is called in one of `workers` threads; `queue` questions may wait for a thread."""
        self._ask = ask
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="desk")
        self._places = BoundedSemaphore(workers + queue)
        self._turn_before = sys.getswitchinterval()
        sys.setswitchinterval(min(self._turn_before, _TURN_SECONDS))

    async def ask(
        self, question: str, history: tuple[Turn, ...] = (), guild: int | None = None
    ) -> Reply:
        """The reply to `question` after `history`, from a worker thread.

        Raises Busy at once where no place is free, and whatever the callable raises. If the caller
        is cancelled, its place is free again at once where the work had not begun, and else when
        the thread is done.
        """
        if not self._places.acquire(blocking=False):
            raise Busy("Too many people are asking at the moment. Please ask again in a minute.")
        try:
            work = self._threads.submit(self._ask, question, history, guild)
        except RuntimeError as closed:
            self._places.release()
            raise Busy("I am being shut down. Please ask again in a minute.") from closed
        work.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(work)

    async def close(self) -> None:
        """Cancel what waits, and return when the threads have finished what they had begun."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
        sys.setswitchinterval(self._turn_before)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()
