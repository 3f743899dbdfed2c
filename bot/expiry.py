"""What is older than the operator lets it be kept is deleted: at the start, and then every hour."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime

from bot.errors import StateUnavailable
from bot.state import State

log = logging.getLogger(__name__)

HOUR_SECONDS = 3600.0


async def keep_expiring(state: State, every: float = HOUR_SECONDS) -> None:
    """Delete what has expired, every so many seconds, until cancelled."""
    while True:
        with suppress(StateUnavailable):  # the state has logged it
            expired = await state.expire(datetime.now(UTC))
            if expired:
                log.info("%d questions were older than is kept, and are deleted", expired)
        await asyncio.sleep(every)
