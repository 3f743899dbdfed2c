"""What is older than the operator lets it be kept is deleted: at the start, and then every hour."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from bot.errors import StateUnavailable
from bot.recent import Recent
from bot.state import State

log = logging.getLogger(__name__)

HOUR_SECONDS = 3600.0


async def keep_expiring(
    state: State, recent: Recent | None = None, every: float = HOUR_SECONDS
) -> None:
    """Delete what has expired, from memory too, every so many seconds, until cancelled."""
    while True:
        now = datetime.now(UTC)
        if recent is not None:
            recent.expire(now - timedelta(days=state.keep_days))
        try:
            expired = await state.expire(now)
            if expired:
                log.info("%d questions were older than is kept, and are deleted", expired)
        except StateUnavailable:
            pass  # the state has logged it
        except Exception as error:  # whatever it is, the next hour is another try
            # Not in full: it may quote what was asked.
            log.warning("What has expired could not be deleted: %s", type(error).__name__)
        await asyncio.sleep(every)
