"""What can go wrong in the bot, below `index.errors.SummitError`; each says what to do.

SummitError (index)
└── BotError
    ├── SettingsError   a setting that cannot be used
    ├── TokenError      a token that is malformed or that Discord refuses
    ├── Unreachable     Discord that cannot be reached at the start
    ├── PortTaken       the preview's port is in use
    ├── Busy            more questions are waiting than the bot may hold
    ├── TooOften        one person or channel asks faster than is allowed
    ├── StateUnavailable  the database cannot be reached, or not be written to
    └── IndexChanged    the sources of an earlier answer are no longer the same
"""

import math

from index.errors import SummitError


class BotError(SummitError):
    """The root of what the bot itself raises."""


class SettingsError(BotError):
    """A setting has a value that cannot be used."""


class TokenError(BotError):
    """The Discord token is malformed or was refused."""


class Unreachable(BotError):
    """Discord cannot be reached, or does not let this bot in."""


class PortTaken(BotError):
    """The port that the preview should listen on is in use."""


class Busy(BotError):
    """Too many questions are waiting; the person may try again shortly."""


class TooOften(BotError):
    """A person or a channel asks faster than is allowed; it says when to ask again."""

    def __init__(self, seconds: float) -> None:
        """`seconds` is how long to wait."""
        self.seconds = max(1, math.ceil(seconds))
        super().__init__(
            f"You are asking faster than I may answer. Please ask again in {self.seconds} seconds."
        )


class StateUnavailable(BotError):
    """The database cannot be reached, or what should be kept cannot be written."""

    def __init__(self) -> None:
        super().__init__(
            "What was kept cannot be reached at the moment. Please try again in a minute."
        )


class IndexChanged(BotError):
    """The passages that an earlier answer quotes are no longer in the index."""

    def __init__(self) -> None:
        super().__init__("My sources have changed since this answer. Please ask again.")
