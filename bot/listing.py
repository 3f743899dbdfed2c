"""A list that says how many there are more where a message has no room for all. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot import markdown
from bot.wording import Language, say_n


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
