"""What a reply quotes, each passage in its surroundings, in pages. Pure."""

from __future__ import annotations

from discord import ui

from bot import markdown, surroundings
from bot.knowledge import Knowledge
from bot.recent import Consulted
from bot.render import TEXT_UNITS, framed
from bot.views import Page, row
from bot.wording import Language, say
from index.types import Answer, Citation, Reply

#: What one citation may take: a page holds at least three, and long addresses leave it words.
_CITATION_UNITS = 1250
#: The line that says which page this is.
_TURNING_UNITS = 60


def cited(reply: Reply) -> tuple[Citation, ...]:
    """What `reply` quotes: for an answer, or against what a question takes for granted."""
    if isinstance(reply, Answer):
        return reply.citations
    return (reply.contradiction,) if reply.contradiction else ()


def sources_view(
    consulted: Consulted, knowledge: Knowledge, language: Language, page: int = 0
) -> ui.LayoutView:
    """The passages that a reply quotes; `page` counts from 0 and is taken to the last there is."""
    pages = _pages(cited(consulted.reply), knowledge, language)
    at = min(page, len(pages) - 1)
    if len(pages) == 1:
        return framed(*pages[0])
    where = say("Page {number} of {count}", language, number=at + 1, count=len(pages))
    view = framed(*pages[at], f"-# {where}")
    key = consulted.exchange.key
    others = [(at - 1, "◀"), (at + 1, "▶")]
    turns = [Page(number, key, label) for number, label in others if 0 <= number < len(pages)]
    view.add_item(row(turns))
    return view


def _pages(
    citations: tuple[Citation, ...], knowledge: Knowledge, language: Language
) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    room = TEXT_UNITS - _TURNING_UNITS
    for citation in citations:
        block = surroundings.shown(citation, knowledge, _CITATION_UNITS, language)
        if pages[-1] and markdown.units(block) > room:
            pages.append([])
            room = TEXT_UNITS - _TURNING_UNITS
        pages[-1].append(block)
        room -= markdown.units(block)
    return pages
