"""The panel with a guild's settings: what it shows, and what it makes of a choice."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import ui

from bot import panel
from bot.records import GuildSettings
from tests.bot.shown import texts

SET = GuildSettings(frozenset({1, 2}), True, "fr", 3, 9)


def control(view: ui.LayoutView, custom_id: str) -> Any:  # noqa: ANN401 (of several classes)
    [found] = [item for item in view.walk_children() if getattr(item, "custom_id", "") == custom_id]
    return found


def chosen(view: ui.LayoutView, custom_id: str) -> list[str]:
    return [option.value for option in control(view, custom_id).options if option.default]


def test_the_panel_shows_what_is_set() -> None:
    view = panel.panel(SET, (1, 2, 3), "en")
    assert [value.id for value in control(view, panel.CHANNELS).default_values] == [1, 2]
    assert chosen(view, panel.REPLIES) == ["threads"]
    assert chosen(view, panel.LANGUAGE) == ["fr"]
    assert "A person may ask 3 questions a minute, a channel 9." in texts(view)[-1]


def test_the_panel_of_a_new_guild_answers_everywhere() -> None:
    view = panel.panel(GuildSettings(), (1, 2), "en")
    channels = control(view, panel.CHANNELS)
    assert (channels.default_values, channels.placeholder) == ([], "Everywhere")
    assert chosen(view, panel.REPLIES) == ["inline"]
    assert chosen(view, panel.LANGUAGE) == ["auto"]


def test_where_every_chosen_channel_is_deleted_everywhere_is_not_claimed() -> None:
    channels = control(panel.panel(SET, (3,), "en"), panel.CHANNELS)
    assert channels.default_values == []
    assert channels.placeholder != "Everywhere"


def test_more_channels_than_discord_takes_are_cut() -> None:
    settings = GuildSettings(frozenset(range(1, 41)))
    channels = control(panel.panel(settings, range(100), "en"), panel.CHANNELS)
    assert (len(channels.default_values), channels.max_values, channels.min_values) == (25, 25, 0)


def test_announcements_can_be_chosen_and_categories_cannot() -> None:
    channels = control(panel.panel(SET, (), "en"), panel.CHANNELS)
    assert discord.ChannelType.news in channels.channel_types
    assert discord.ChannelType.category not in channels.channel_types


def test_the_panel_and_the_modal_are_french_for_the_french() -> None:
    view = panel.panel(SET, (1,), "fr", "✅")
    assert texts(view)[0] == "✅"
    assert not any("answer" in text or "minute, a" in text for text in texts(view))
    modal = panel.limits_modal(SET, "fr")
    labels = [item.text for item in modal.children if isinstance(item, ui.Label)]
    assert not any("For one" in label for label in labels)


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        (panel.CHANNELS, ["7", "8"], GuildSettings(frozenset({7, 8}), True, "fr", 3, 9)),
        (panel.CHANNELS, [], GuildSettings(frozenset(), True, "fr", 3, 9)),
        (panel.REPLIES, ["inline"], GuildSettings(SET.channels, False, "fr", 3, 9)),
        (panel.LANGUAGE, ["auto"], GuildSettings(SET.channels, True, "auto", 3, 9)),
        (panel.LIMITS_SENT, ["1", "60"], GuildSettings(SET.channels, True, "fr", 1, 60)),
        (panel.LIMITS_SENT, [" 4 ", "5"], GuildSettings(SET.channels, True, "fr", 4, 5)),
    ],
)
def test_a_choice_changes_its_setting_and_no_other(
    name: str, values: list[str], expected: GuildSettings
) -> None:
    assert panel.changed(SET, name, values) == expected


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (panel.CHANNELS, ["general"]),
        (panel.REPLIES, ["elsewhere"]),
        (panel.REPLIES, []),
        (panel.LANGUAGE, ["de"]),
        (panel.LANGUAGE, ["en", "fr"]),
        (panel.LIMITS_SENT, ["", ""]),
        (panel.LIMITS_SENT, ["0", "1"]),
        (panel.LIMITS_SENT, ["1", "61"]),
        (panel.LIMITS_SENT, ["1"]),
        (panel.LIMITS, ["1", "2"]),
        ("v1:set:else", ["1"]),
    ],
)
def test_a_choice_that_a_control_does_not_have_is_refused(name: str, values: list[str]) -> None:
    with pytest.raises(ValueError, match=r"invalid literal|no such choice|from 1 to 60"):
        panel.changed(SET, name, values)
