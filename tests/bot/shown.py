"""What Discord would make of a text: an oracle that knows nothing of `bot.markdown`."""

from __future__ import annotations

import re

import discord
from discord import ui

# Any character but letters, digits and blanks loses its meaning behind a backslash.
_ESCAPED = re.compile(r"\\([^\w\s]|_)")
_HARMLESS = "\ue000"

_LIVE = re.compile(
    r"<@|<#|</|<t:|<id:|<a?:\w+:\d|@everyone|@here|\w+://|`|\|\||~~|__|(?<!\*)\*(?!\*)|\*{3,}|_|<"
)
_LINK = re.compile(r"\[(?P<label>[^\[\]\n]+)\]\((?P<url>[^\s()<>]+)\)")
_QUOTE_OR_SUBTEXT = re.compile(r"^(?:> |-# )")
_BLOCK = re.compile(r"^\s*(?:#{1,3}\s|-#|[-*+]\s|>|\d+[.)]\s|={2,}|-{2,})")


def texts(view: ui.LayoutView) -> list[str]:
    """The text of every component, in order; fails on a component that Discord would refuse."""
    found = []
    items = list(view.walk_children())
    assert len(items) <= 40
    for item in items:
        if isinstance(item, ui.TextDisplay):
            assert item.content.strip()
            found.append(item.content)
    assert sum(utf16(text) for text in found) <= 4000
    return found


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def links(text: str) -> list[tuple[str, str]]:
    """Label and address of each masked link."""
    return [(link["label"], link["url"]) for link in _LINK.finditer(_ESCAPED.sub(_HARMLESS, text))]


def live(text: str) -> list[str]:
    """What in `text` formats, links, mentions or lays out, beyond whole links, bold and quotes."""
    plain = _LINK.sub("", _ESCAPED.sub(_HARMLESS, text))
    found = [match[0] for match in _LIVE.finditer(plain)]
    found += re.findall(r"\]\(", plain)
    for line in plain.split("\n"):
        inner = _QUOTE_OR_SUBTEXT.sub("", line)
        found += _BLOCK.findall(inner)
        if line.count("**") % 2:
            found.append("odd **")
    return found


def read(text: str) -> str:
    """`text` as a person reads it: without escapes, bold marks and quote bars."""
    lines = (_QUOTE_OR_SUBTEXT.sub("", line) for line in text.split("\n"))
    bare = re.sub(r"(?<!\\)((?:\\\\)*)\*\*", r"\1", "\n".join(lines))
    return _ESCAPED.sub(r"\1", bare)


def colour(view: ui.LayoutView) -> discord.Colour | int | None:
    [container] = view.children
    assert isinstance(container, ui.Container)
    return container.accent_colour
