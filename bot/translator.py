"""The commands' names, descriptions and choices in French, for those whose Discord is French."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation

from bot.wording import french, language_of

#: In the catalogue a name has this context: it is lower case and without spaces, as Discord wants.
NAME = "name"

_NAMES = frozenset(
    {
        TranslationContextLocation.command_name,
        TranslationContextLocation.group_name,
        TranslationContextLocation.parameter_name,
    }
)


class Translator(app_commands.Translator):
    """Asked by discord.py for each text of each command in each locale."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in `locale`; None leaves the English one."""
        if language_of(locale) == "en":
            return None
        return french(string.message, NAME if context.location in _NAMES else "")
