"""What is remembered: who asked what, what came of it, and what a guild has set."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Literal

#: Random bytes of a key; six bits a character make 12 characters.
_KEY_BYTES = 9


def new_key() -> str:
    """A key for a new exchange: 12 URL-safe characters that nobody can guess."""
    return secrets.token_urlsafe(_KEY_BYTES)


class Verdict(StrEnum):
    """A person's vote on an answer."""

    UP = "up"
    DOWN = "down"


class Fault(StrEnum):
    """What was wrong with an answer that was voted down."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    WRONG_SOURCE = "wrong_source"
    SHOULD_REFUSE = "should_refuse"
    SHOULD_ANSWER = "should_answer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question as it was asked, and the reply to it.

    `key` stands in the buttons under the reply. `reply` is packed (`bot.recollection`), `version`
    that of the index it comes from. `message` shows the reply, once it is sent. `parent` is the key
    of the exchange that this one goes on from. Times are in UTC.
    """

    key: str
    asked_at: datetime
    asker: int
    channel: int
    question: str
    reply: str
    answered: bool
    reason: str
    elapsed_ms: float
    version: str
    guild: int | None = None
    message: int | None = None
    parent: str | None = None
    language: str = "en"
    private: bool = False

    def __post_init__(self) -> None:
        if self.asked_at.tzinfo is None:
            raise ValueError("a time without its zone cannot be compared")


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What the administrators of a guild have set.

    `channels` are those in which mentions are answered, all where it is empty. With `threads` a
    mention is answered in a thread. The limits are questions a minute.
    """

    channels: frozenset[int] = frozenset()
    threads: bool = False
    language: Literal["auto", "en", "fr"] = "auto"
    per_person: int = 10
    per_channel: int = 30

    def __post_init__(self) -> None:
        if self.per_person < 1 or self.per_channel < 1:
            raise ValueError("a limit below one question would shut the bot up")


@dataclass(frozen=True, slots=True)
class Vote:
    """What a person thinks of an answer; there is one for each person and answer."""

    key: str
    voter: int
    verdict: Verdict
    fault: Fault | None = None
    comment: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Addition:
    """Who added a source for a guild, when and from where.

    `person` is None once they have had their data deleted. `origin` is an address, or the name of
    a file.
    """

    guild: int
    source: str
    title: str
    origin: str
    at: datetime
    person: int | None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was deleted of a person: questions and votes; and the additions that were theirs."""

    rows: int
    additions: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """How much was asked in a period. `by_day` has each of its days: answered, refused."""

    questions: int
    answered: int
    refused: int
    up: int
    down: int
    elapsed_ms: tuple[float, ...]
    by_day: tuple[tuple[date, int, int], ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that was refused or whose answer was voted down; `why` is the reason or fault."""

    key: str
    question: str
    asked_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """An exchange that somebody has voted down, and what they said was wrong with it."""

    exchange: Exchange
    fault: Fault | None
    comment: str
