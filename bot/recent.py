"""The latest exchanges, in memory: at hand at once, and also while the database is not."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.records import Exchange
from index.types import Reply

#: Exchanges that are held; the oldest give way.
HELD = 512


@dataclass(frozen=True, slots=True)
class Consulted:
    """An exchange with its reply in full."""

    exchange: Exchange
    reply: Reply


class Recent:
    """A bounded number of exchanges by their keys and by the messages that show them."""

    def __init__(self, held: int = HELD) -> None:
        """`held` is how many are kept."""
        self._held = held
        self._by_key: OrderedDict[str, Consulted] = OrderedDict()
        self._keys: dict[int, str] = {}

    def put(self, consulted: Consulted) -> None:
        """Hold an exchange, in place of an earlier state of it."""
        exchange = consulted.exchange
        self._let_go(exchange.key)
        self._by_key[exchange.key] = consulted
        if exchange.message is not None:
            self._keys[exchange.message] = exchange.key
        while len(self._by_key) > self._held:
            self._let_go(next(iter(self._by_key)))

    def get(self, key: str) -> Consulted | None:
        return self._by_key.get(key)

    def shown_by(self, message: int) -> Consulted | None:
        """The exchange that this message of the bot shows."""
        return self.get(self._keys.get(message, ""))

    def latest_in(self, channel: int) -> Consulted | None:
        """The newest exchange that everybody in `channel` can see."""
        for consulted in reversed(self._by_key.values()):
            if consulted.exchange.channel == channel and not consulted.exchange.private:
                return consulted
        return None

    def drop(self, key: str) -> None:
        """Drop an exchange that is deleted."""
        self._drop_all({key})

    def forget(self, person: int) -> None:
        """Drop whatever `person` asked."""
        self._drop_where(lambda exchange: exchange.asker == person)

    def leave(self, guild: int) -> None:
        """Drop whatever was asked in a guild."""
        self._drop_where(lambda exchange: exchange.guild == guild)

    def expire(self, before: datetime) -> None:
        """Drop whatever was asked before a moment."""
        self._drop_where(lambda exchange: exchange.asked_at < before)

    def _drop_where(self, unwanted: Callable[[Exchange], bool]) -> None:
        self._drop_all({key for key, held in self._by_key.items() if unwanted(held.exchange)})

    def _drop_all(self, keys: set[str]) -> None:
        """Drop these and what went on from them: that holds their words in its full question."""
        found: set[str] = set()
        latest = keys
        while latest:
            found |= latest
            latest = {
                key
                for key, held in self._by_key.items()
                if held.exchange.parent in latest and key not in found
            }
        for key in found:
            self._let_go(key)

    def _let_go(self, key: str) -> None:
        gone = self._by_key.pop(key, None)
        if gone and gone.exchange.message is not None:
            self._keys.pop(gone.exchange.message, None)

    def __len__(self) -> int:
        return len(self._by_key)
