"""A reply with its buttons, which keep their state in their `custom_id` and survive a restart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Self

import discord
from discord import ui

from bot.recent import Consulted
from bot.render import render
from bot.wording import Language, language_of, say
from index.types import Answer

#: The key of an exchange, as it stands in a `custom_id`.
KEY = r"(?P<key>[\w-]{12})"


class Action(StrEnum):
    """What a button under a reply does."""

    SOURCES = "sources"
    UP = "up"
    DOWN = "down"
    FOLLOW = "follow"
    DELETE = "delete"
    SHARE = "share"


class Button(ui.DynamicItem[ui.Button[Any]], template=rf"v1:(?P<action>{'|'.join(Action)}):{KEY}"):
    """One of the buttons under the reply of the exchange `key`."""

    def __init__(
        self, action: Action, key: str, language: Language = "en", *, spent: bool = False
    ) -> None:
        """The label is in `language`; a button that is `spent` can only be looked at."""
        self.action = action
        self.key = key
        super().__init__(
            ui.Button(
                label=_spent(language) if spent else _label(action, language),
                style=discord.ButtonStyle.secondary,
                custom_id=f"v1:{action}:{key}",
                disabled=spent,
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(Action(match["action"]), match["key"], language_of(interaction.locale))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        interaction.client.dispatch("reply_button", self.action, interaction, self.key)


class Page(ui.DynamicItem[ui.Button[Any]], template=rf"v1:page(?P<page>\d{{1,2}}):{KEY}"):
    """Turns to a page of the sources of the exchange `key`."""

    def __init__(self, page: int, key: str, label: str = "▶") -> None:
        """`page` is the one that is turned to."""
        self.page = page
        self.key = key
        super().__init__(ui.Button(label=label, custom_id=f"v1:page{page}:{key}"))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["page"]), match["key"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        interaction.client.dispatch("reply_page", self.page, interaction, self.key)


ITEMS: tuple[type[ui.DynamicItem[Any]], ...] = (Button, Page)


def answer_view(
    consulted: Consulted, *, asked: str = "", shared_by: str = "", spent: bool = False
) -> ui.LayoutView:
    """The reply of an exchange with its buttons.

    `asked` is the question, where the reader would not see it otherwise, and `shared_by` the
    mention of who has shown to all what they alone saw. What is shared is `spent`: it cannot be
    shared again.
    """
    exchange, reply = consulted.exchange, consulted.reply
    language: Language = "fr" if exchange.language == "fr" else "en"
    view = render(reply, asked, language, shared_by)
    actions = [Action.UP, Action.DOWN, Action.FOLLOW]
    if isinstance(reply, Answer) or reply.contradiction:
        actions.insert(0, Action.SOURCES)
    last = Action.SHARE if exchange.private else Action.DELETE
    buttons = [Button(action, exchange.key, language) for action in actions]
    view.add_item(row([*buttons, Button(last, exchange.key, language, spent=spent)]))
    return view


def turning(page: int, pages: int) -> tuple[tuple[int, str], ...]:
    """The pages beside this one, with what stands on their buttons."""
    beside = ((page - 1, "◀"), (page + 1, "▶"))
    return tuple((at, label) for at, label in beside if 0 <= at < pages)


def row(buttons: Iterable[ui.Item[Any]]) -> ui.ActionRow[ui.LayoutView]:
    """Buttons beside each other; a narrow screen breaks them into two lines."""
    made: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    for button in buttons:
        made.add_item(button)
    return made


def _label(action: Action, language: Language) -> str:
    match action:
        case Action.SOURCES:
            return say("Sources", language)
        case Action.UP:
            return "👍"
        case Action.DOWN:
            return "👎"
        case Action.FOLLOW:
            return say("Follow up", language)
        case Action.DELETE:
            return say("Delete", language)
        case Action.SHARE:
            return say("Share with the channel", language)


def _spent(language: Language) -> str:
    return say("Shared", language)
