"""What the bot itself says, in English or French; quotations are never translated.

The English text is its own key. The French of it stands in `locale/fr.po`; what has none there
stays English.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

import discord
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.sentences import SENTENCES

Language = Literal["en", "fr"]


def say(message: str, language: Language, /, **values: object) -> str:
    """`message` in `language`, with its {placeholders} filled from `values`."""
    text = french(message) if language == "fr" else None
    return (text or message).format(**values)


def say_n(one: str, many: str, count: int, language: Language, /, **values: object) -> str:
    """`one` or `many` as `count` wants it in `language`; {count} is among what is filled in."""
    if language == "fr":
        text = _catalogue().ngettext(one, many, count)
    else:
        text = one if count == 1 else many
    return text.format(count=count, **values)


def language_of(locale: discord.Locale | str | None) -> Language:
    """The language for a person or a guild with this locale."""
    return "fr" if str(locale).lower().startswith("fr") else "en"


def day(when: date, language: Language) -> str:
    """A date with the month as a word, which no country reads another way round."""
    first = language == "fr" and when.day == 1
    return format_date(when, "d'er' MMM y" if first else "d MMM y", locale=language)


def month(when: date, language: Language) -> str:
    """The month of a date, as a word, and its year."""
    return format_date(when, "MMM y", locale=language)


def told(error: Exception, language: Language) -> str:
    """The sentence that one of our errors carries, in `language`."""
    return _in_french(str(error)) if language == "fr" else str(error)


def thing(name: str, language: Language) -> str:
    """What the index calls something that it found in a source, in `language`."""
    return (french(name) if language == "fr" else None) or name


def _in_french(text: str) -> str:
    """A sentence of an error, or a part of one; what is not noted stays as it is."""
    for pattern, template in _patterns():
        if found := pattern.fullmatch(text):
            values = {name: _in_french(value) for name, value in found.groupdict().items()}
            return say(template, "fr", **values)
    return _number(text)


def french(message: str, context: str = "") -> str | None:
    """The French of `message`; None where there is none. `context` tells names from sentences."""
    if not message:
        return None  # gettext keeps the catalogue's header under the empty text
    catalogue = _catalogue()
    text = catalogue.pgettext(context, message) if context else catalogue.gettext(message)
    # A translation may well be the same word, and then is no loss to leave out.
    return text if text != message else None


@cache
def _catalogue() -> gettext.GNUTranslations:
    """The French catalogue, compiled in memory: what is edited is what is used."""
    compiled = io.BytesIO()
    with resources.files("bot").joinpath("locale", "fr.po").open("rb") as written:
        write_mo(compiled, read_po(written, locale="fr"))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_pattern(sentence), re.DOTALL), sentence) for sentence in SENTENCES)


def _pattern(sentence: str) -> str:
    """A pattern that matches `sentence` with anything in place of its placeholders."""

    def parts() -> Iterator[str]:
        for index, part in enumerate(re.split(r"\{(\w+)\}", sentence)):
            yield f"(?P<{part}>.+?)" if index % 2 else re.escape(part)

    return "".join(parts())


def _number(value: str) -> str:
    """A number as French groups it: with a narrow no-break space for each comma."""
    return value.replace(",", "\u202f") if re.fullmatch(r"\d{1,3}(,\d{3})+", value) else value
