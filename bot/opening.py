"""What a reply quotes, each passage in its surroundings, in pages."""

from __future__ import annotations

from discord import ui

from bot import surroundings
from bot.knowledge import Knowledge
from bot.listing import TURNING_UNITS, page_of, paged
from bot.recollection import cited
from bot.render import TEXT_UNITS, framed
from bot.views import Page, row, turning
from bot.wording import Language
from index.types import Reply

#: What one citation may take: a page holds at least three, and long addresses leave it words.
_CITATION_UNITS = 1250


def sources_view(
    pages: list[list[str]], key: str, language: Language, page: int = 0
) -> ui.LayoutView:
    """A page of what the reply of the exchange `key` quotes, see `opened`.

    `page` counts from 0 and is taken to the last there is.
    """
    at = min(page, len(pages) - 1)
    if len(pages) == 1:
        return framed(*pages[0])
    view = framed(*pages[at], page_of(at, len(pages), language))
    view.add_item(row(Page(number, key, label) for number, label in turning(at, len(pages))))
    return view


def opened(
    reply: Reply, knowledge: Knowledge, language: Language, *, problem: bool = False
) -> list[list[str]]:
    """The passages that `reply` quotes, in pages; it may read files.

    `problem` is whether not all that is indexed can be opened.
    """
    blocks = [
        surroundings.shown(citation, knowledge, _CITATION_UNITS, language, problem=problem)
        for citation in cited(reply)
    ]
    return paged(blocks, TEXT_UNITS - TURNING_UNITS)
