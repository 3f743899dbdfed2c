"""What has no room in one message: a list that says how many there are more, or pages. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot import markdown
from bot.wording import Language, say, say_n

#: What `page_of` takes up at most.
TURNING_UNITS = 60


def listed(entries: Sequence[str], room: int, most: int, language: Language) -> str:
    """At most `most` of `entries`, each on lines of its own, and how many more there are.

    They fit into `room` UTF-16 units; the last line is not counted.
    """
    lines: list[str] = []
    for number, entry in enumerate(entries):
        room -= markdown.units(entry) + 1
        if room < 0 or number == most:
            left = len(entries) - number
            lines.append(say_n("… and {count} more.", "… and {count} more.", left, language))
            break
        lines.append(entry)
    return "\n".join(lines)


def paged(blocks: Sequence[str], room: int) -> list[list[str]]:
    """`blocks` on pages of `room` UTF-16 units and one more for each block; one page at least."""
    pages: list[list[str]] = [[]]
    left = room
    for block in blocks:
        if pages[-1] and markdown.units(block) > left:
            pages.append([])
            left = room
        pages[-1].append(block)
        left -= markdown.units(block)
    return pages


def page_of(page: int, count: int, language: Language) -> str:
    """Which page this is, counted from 0, in small print."""
    where = say("Page {number} of {count}", language, number=page + 1, count=count)
    return f"-# {where}"
