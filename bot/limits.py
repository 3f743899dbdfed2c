"""How often one person, and everybody in one channel, may ask: a sliding window of a minute."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from bot.records import GuildSettings

WINDOW_SECONDS = 60.0

_Key = tuple[str, int]


class Limits:
    """Counts the questions of the last minute, in memory; what is refused is not counted."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells seconds and never goes back."""
        self._clock = clock
        self._asked: dict[_Key, deque[float]] = {}
        self._swept = clock()

    def take(self, person: int, channel: int, settings: GuildSettings) -> float | None:
        """Count a question and return None, or return the seconds until it may be asked."""
        now = self._clock()
        self._sweep(now)
        bounds = {
            ("person", person): settings.per_person,
            ("channel", channel): settings.per_channel,
        }
        wait = max(self._wait(key, bound, now) for key, bound in bounds.items())
        if wait > 0:
            return wait
        for key in bounds:
            self._asked.setdefault(key, deque()).append(now)
        return None

    def __len__(self) -> int:
        """Persons and channels that are remembered."""
        return len(self._asked)

    def _wait(self, key: _Key, bound: int, now: float) -> float:
        asked = self._asked.get(key, deque())
        while asked and asked[0] <= now - WINDOW_SECONDS:
            asked.popleft()
        if len(asked) < bound:
            return 0.0
        # A bound that was lowered lets more than one of them pass out of the window first.
        return asked[len(asked) - bound] + WINDOW_SECONDS - now

    def _sweep(self, now: float) -> None:
        """Forget, once a window, whoever has not asked within it."""
        if now - self._swept < WINDOW_SECONDS:
            return
        self._swept = now
        # The newest decides; none is left where a question was refused for the other's sake.
        gone = [
            key
            for key, asked in self._asked.items()
            if not asked or asked[-1] <= now - WINDOW_SECONDS
        ]
        for key in gone:
            del self._asked[key]
