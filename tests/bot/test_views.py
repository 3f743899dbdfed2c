"""The buttons that a reply has, before anybody presses one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
from discord import ui

from bot.recent import Consulted
from bot.recollection import pack
from bot.records import Exchange, new_key
from bot.views import ITEMS, answer_view
from index.types import Abstention, Reason, Reply
from tests.bot.fakes import abstention, answer, claim, premise
from tests.bot.shown import texts


def consulted(reply: Reply, *, language: str = "en", private: bool = False) -> Consulted:
    exchange = Exchange(
        key=new_key(),
        asked_at=datetime(2026, 1, 1, tzinfo=UTC),
        asker=1,
        channel=2,
        question=reply.question,
        reply=pack(reply),
        answered=not isinstance(reply, Abstention),
        reason=reply.reason.value if isinstance(reply, Abstention) else "",
        elapsed_ms=1.0,
        version="gen-1",
        language=language,
        private=private,
    )
    return Consulted(exchange, reply)


def pressable(view: ui.LayoutView) -> list[discord.ui.Button[Any]]:
    return [item.item for item in view.walk_children() if isinstance(item, ui.DynamicItem)]


def labels(view: ui.LayoutView) -> list[str | None]:
    return [button.label for button in pressable(view)]


@pytest.mark.parametrize("reply", [answer(), claim(), premise()])
def test_what_quotes_opens_its_sources(reply: Reply) -> None:
    assert labels(answer_view(consulted(reply))) == ["Sources", "👍", "👎", "Follow up", "Delete"]


@pytest.mark.parametrize(
    "reason", [reason for reason in Reason if reason is not Reason.FALSE_PREMISE]
)
def test_a_refusal_quotes_nothing_and_so_has_no_sources(reason: Reason) -> None:
    view = answer_view(consulted(abstention(reason=reason)))
    assert labels(view) == ["👍", "👎", "Follow up", "Delete"]


def test_what_one_person_sees_can_be_shared_in_place_of_being_deleted() -> None:
    view = answer_view(consulted(answer(), private=True))
    assert labels(view)[-1] == "Share with the channel"
    assert not pressable(view)[-1].disabled


def test_what_is_shared_cannot_be_shared_again() -> None:
    last = pressable(answer_view(consulted(answer(), private=True), spent=True))[-1]
    assert (last.label, last.disabled) == ("Shared", True)


def test_each_button_carries_what_it_does_and_to_which_answer() -> None:
    one = consulted(answer())
    found = [button.custom_id for button in pressable(answer_view(one))]
    key = one.exchange.key
    assert found == [f"v1:{does}:{key}" for does in ("sources", "up", "down", "follow", "delete")]


@pytest.mark.parametrize(
    "custom_id",
    [
        "v1:sources:abcdefghijk",
        "v1:sources:abcdefghijklm",
        "v1:sources:abcdefghij.l",
        "v2:sources:abcdefghijkl",
        "v1:drop:abcdefghijkl",
        "v1:page:abcdefghijkl",
        "v1:page123:abcdefghijkl",
        "xv1:up:abcdefghijkl",
    ],
)
def test_nothing_else_is_taken_for_one_of_the_buttons(custom_id: str) -> None:
    patterns = [item.__discord_ui_compiled_template__ for item in ITEMS]
    assert not any(pattern.fullmatch(custom_id) for pattern in patterns)


def test_every_new_key_fits_into_a_button() -> None:
    [pattern, _] = [item.__discord_ui_compiled_template__ for item in ITEMS]
    assert all(re.fullmatch(pattern, f"v1:up:{new_key()}") for _ in range(200))


def test_labels_are_in_the_language_of_the_answer() -> None:
    found = labels(answer_view(consulted(answer(), language="fr")))
    assert len(found) == 5
    assert "Follow up" not in found
    assert "Delete" not in found


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("private", [True, False])
def test_buttons_stand_in_one_row_with_short_labels(language: str, *, private: bool) -> None:
    """Five in a row are the most that Discord takes; a phone has room for few words."""
    view = answer_view(consulted(answer(), language=language, private=private), asked="How many?")
    [row] = [item for item in view.walk_children() if isinstance(item, ui.ActionRow)]
    assert len(row.children) == 5
    assert all(len(label or "") <= 25 for label in labels(view))
    assert texts(view)


def test_who_shared_an_answer_stands_above_it() -> None:
    [said, _] = texts(answer_view(consulted(answer()), asked="How many?", shared_by="<@7>"))
    assert said.startswith("-# Shared by <@7>\n-# How many?\n> In all")
