"""How sources are named in Discord: of a passage, of what a briefing's paragraph rests on. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal, get_args

from bot import markdown
from bot.wording import Language, day, month, say, say_n
from index.types import Passage, Reference, Source

_PUBLISHER_UNITS = 100
_TITLE_UNITS = 256
_DATE_UNITS = 40
#: A linked title; the publisher linked in its place; neither title nor link.
Detail = Literal["full", "linked", "plain"]
DETAILS: tuple[Detail, ...] = get_args(Detail)
#: References of one paragraph that are named.
_NAMED = 3
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


def named(source: Source | Reference, language: Language, address: str | None = None) -> str:
    """Publisher, title and date; the title links to `address`, or to the source's own."""
    parts = (
        markdown.fit(_line(source.publisher), _PUBLISHER_UNITS),
        markdown.link(source.title, source.url if address is None else address, _TITLE_UNITS),
        dated(source.date, language),
    )
    return ", ".join(part for part in parts if part)


def in_detail(source: Source | Reference, language: Language, detail: Detail) -> str:
    """A source named in as much detail as there is room for."""
    if detail == "full":
        return named(source, language)
    name = source.publisher or source.title
    address = source.url if detail == "linked" else ""
    parts = (markdown.link(name, address, _PUBLISHER_UNITS), dated(source.date, language))
    return ", ".join(part for part in parts if part)


def rests_on(references: Sequence[Reference], language: Language, detail: Detail = "full") -> str:
    """What a paragraph rests on, the first ones and how many more there are."""
    told = [in_detail(one, language, detail) for one in references[:_NAMED]]
    if len(references) > _NAMED:
        more = len(references) - _NAMED
        told.append(say_n("and {count} more", "and {count} more", more, language))
    return "; ".join(told)


def restated(source: Source, language: Language) -> str:
    """What is said behind a source that tells another one in other words; empty where not."""
    if not source.restates:
        return ""
    if source.ours:
        return say(", restated in our own words", language)
    return say(", restated in other words", language)


def place(passage: Passage, language: Language) -> str:
    """The paragraph, and the page where the source has pages."""
    if not passage.page:
        return f"¶{passage.paragraph}"
    page = say("page {number}", language, number=passage.page)
    return f"¶{passage.paragraph} ({page})"


def dated(text: str, language: Language) -> str:
    """An ISO date or month as it is said; other text as it stands, escaped and cut."""
    try:
        if _MONTH.fullmatch(text):
            return month(date.fromisoformat(f"{text}-01"), language)
        return day(date.fromisoformat(text), language)
    except ValueError:
        return markdown.fit(_line(text), _DATE_UNITS)


def _line(text: str) -> str:
    return " ".join(text.split())
