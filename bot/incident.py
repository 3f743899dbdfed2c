"""The one place where an unforeseen error ends: a log line with an id, a sentence with the same."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable

import discord

from bot.wording import Language, say

log = logging.getLogger(__name__)

Tell = Callable[[str], Awaitable[object]]


async def report(
    error: BaseException, where: str, tell: Tell | None = None, language: Language = "en"
) -> str:
    """Log `error` for the operator, tell the person through `tell`, and return the id they share.

    Never raises an Exception: where the person cannot be told either, that is logged as well.
    """
    incident = secrets.token_hex(4)
    log.error("Error %s in %s", incident, where, exc_info=error)
    if tell is not None:
        try:
            await tell(
                say(
                    "Something went wrong on my side; it is not your question's fault. Please ask "
                    "again, and if it goes on, tell the operator: error {incident}.",
                    language,
                    incident=incident,
                )
            )
        except Exception as untold:
            # Only its kind: the text of a failed request may hold an interaction's token.
            log.warning("Error %s: the person was not told (%s)", incident, type(untold).__name__)
    return incident


def to_interaction(interaction: discord.Interaction[discord.Client]) -> Tell:
    """How to tell the person behind `interaction`, whatever its state is by then.

    Before it is acknowledged: to that person alone. Afterwards as a follow-up, which takes the
    place of a "thinking" that is still shown.
    """

    async def tell(text: str) -> None:
        if interaction.response.is_done():
            await interaction.followup.send(text, allowed_mentions=discord.AllowedMentions.none())
        else:
            await interaction.response.send_message(
                text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
            )

    return tell
