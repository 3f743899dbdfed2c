"""What can go wrong in the bot, below `index.errors.SummitError`; each says what to do.

SummitError (index)
└── BotError
    ├── SettingsError   a setting that cannot be used
    ├── TokenError      a token that is malformed or that Discord refuses
    ├── Unreachable     Discord that cannot be reached at the start
    ├── PortTaken       the preview's port is in use
    └── Busy            more questions are waiting than the bot may hold
"""

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
