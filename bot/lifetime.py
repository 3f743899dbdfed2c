"""A program that runs until it is done or told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Coroutine


def run(main: Coroutine[object, object, None]) -> None:
    """Run `main` in an event loop of its own; Ctrl-C and SIGTERM cancel it and return as well.

    `main` sees the cancellation and can close what it has opened.
    """
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_until_terminated(main))


async def _until_terminated(main: Coroutine[object, object, None]) -> None:
    task = asyncio.ensure_future(main)
    # Windows has no such handlers, and no SIGTERM that would call them.
    with contextlib.suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        if not task.cancelled():
            raise


def set_up_logging(level: str) -> None:
    """Log to standard error at `level`, a name of the logging module.

    discord.py never below INFO: at DEBUG it writes the tokens of interactions into the log.
    """
    number = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=number, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("discord").setLevel(max(number, logging.INFO))
