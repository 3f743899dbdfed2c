"""Writes to the database that an answer does not wait for, where they take long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.errors import StateUnavailable

log = logging.getLogger(__name__)

Write = Callable[[], Awaitable[object]]


class Writes:
    """Begins writes at once and waits for each a moment; those of one key go in their order."""

    def __init__(self, patience: float) -> None:
        """`patience` is that moment, in seconds."""
        self._patience = patience
        self._latest: dict[str, asyncio.Task[None]] = {}

    async def put(self, key: str, write: Write) -> None:
        """Do `write`; what fails is in the log and counted by the state, and goes no further."""
        task = asyncio.create_task(_after(self._latest.get(key), write))
        self._latest[key] = task
        task.add_done_callback(lambda done: self._forget(key, done))
        await asyncio.wait({task}, timeout=self._patience)

    async def done(self, *keys: str) -> None:
        """Wait for what is being written under `keys`, or for all that is."""
        waited_for = [task for key, task in self._latest.items() if not keys or key in keys]
        if waited_for:
            await asyncio.wait(waited_for)

    def _forget(self, key: str, task: asyncio.Task[None]) -> None:
        if self._latest.get(key) is task:
            del self._latest[key]
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("A write failed for no known reason", exc_info=error)


async def _after(before: asyncio.Task[None] | None, write: Write) -> None:
    if before is not None:
        await asyncio.wait({before})
    try:
        await write()
    except StateUnavailable:
        return  # the state has logged and counted it
