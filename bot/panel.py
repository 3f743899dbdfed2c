"""What administrators see of a guild's settings, and what they change there. Pure.

The controls carry fixed `custom_id`s and are read from the interaction, so that a panel works after
a restart too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import discord
from discord import ui

from bot.records import GuildSettings
from bot.wording import Language, say

CHANNELS = "v1:set:channels"
REPLIES = "v1:set:replies"
LANGUAGE = "v1:set:language"
LIMITS = "v1:set:limits"
LIMITS_SENT = "v1:set:limits-sent"

#: What Discord lets choose at once, and the highest limit that makes sense: one a second.
MOST_CHANNELS = 25
MOST_A_MINUTE = 60
#: Channels in which one can mention the bot.
_WITH_MESSAGES = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
]
#: discord.py forgets a panel after this many seconds; what is chosen later is read all the same.
_HELD_SECONDS = 900.0


def panel(
    settings: GuildSettings, existing: Collection[int], language: Language, said: str = ""
) -> ui.LayoutView:
    """The settings with a control for each; `existing` are the channels that the guild has."""
    chosen = sorted(settings.channels & set(existing))
    channels: ui.ChannelSelect[Any] = ui.ChannelSelect(
        custom_id=CHANNELS,
        channel_types=_WITH_MESSAGES,
        # Where all that were chosen are deleted, mentions are answered nowhere, not everywhere.
        placeholder=say("Everywhere", language) if not settings.channels else "–",
        min_values=0,
        max_values=MOST_CHANNELS,
        default_values=[
            discord.SelectDefaultValue(id=channel, type=discord.SelectDefaultValueType.channel)
            for channel in chosen[:MOST_CHANNELS]
        ],
    )
    replies: ui.Select[Any] = ui.Select(
        custom_id=REPLIES,
        options=[
            discord.SelectOption(
                label=say("In the channel", language), value="inline", default=not settings.threads
            ),
            discord.SelectOption(
                label=say("In a thread of its own", language),
                value="threads",
                default=settings.threads,
            ),
        ],
    )
    names = {
        "auto": say("That of the server", language),
        "en": say("English", language),
        "fr": say("French", language),
    }
    tongue: ui.Select[Any] = ui.Select(
        custom_id=LANGUAGE,
        options=[
            discord.SelectOption(label=name, value=value, default=value == settings.language)
            for value, name in names.items()
        ],
    )
    limits: ui.Button[Any] = ui.Button(
        label=say("Change the limits", language),
        style=discord.ButtonStyle.secondary,
        custom_id=LIMITS,
    )
    bounds = say(
        "**Limits**\nA person may ask {person} questions a minute, a channel {channel}.",
        language,
        person=settings.per_person,
        channel=settings.per_channel,
    )
    view = ui.LayoutView(timeout=_HELD_SECONDS)
    container: ui.Container[ui.LayoutView] = ui.Container()
    if said:
        container.add_item(ui.TextDisplay(said))
    for title, control in (
        (say("**Channels in which I answer mentions**", language), channels),
        (say("**Where I reply to mentions**", language), replies),
        (say("**Language of replies to mentions**", language), tongue),
        (bounds, limits),
    ):
        container.add_item(ui.TextDisplay(title))
        row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(control)
        container.add_item(row)
    view.add_item(container)
    return view


def limits_modal(settings: GuildSettings, language: Language) -> ui.Modal:
    """Asks for both limits."""
    modal = ui.Modal(
        title=say("Questions a minute", language), custom_id=LIMITS_SENT, timeout=_HELD_SECONDS
    )
    for name, label, value in (
        ("per_person", say("For one person (1 to 60)", language), settings.per_person),
        ("per_channel", say("For one channel (1 to 60)", language), settings.per_channel),
    ):
        typed: ui.TextInput[Any] = ui.TextInput(
            custom_id=name, default=str(value), min_length=1, max_length=2
        )
        modal.add_item(ui.Label(text=label, component=typed))
    return modal


def changed(settings: GuildSettings, control: str, values: list[str]) -> GuildSettings:
    """`settings` with what was chosen in `control`; ValueError where it has no such choice."""
    match control, values:
        case "v1:set:channels", _:
            return replace(settings, channels=frozenset(map(int, values)))
        case "v1:set:replies", [("inline" | "threads") as where]:
            return replace(settings, threads=where == "threads")
        case "v1:set:language", [("auto" | "en" | "fr") as tongue]:
            return replace(settings, language=tongue)
        case "v1:set:limits-sent", [person, channel]:
            bounds = [int(person), int(channel)]
            if not all(1 <= bound <= MOST_A_MINUTE for bound in bounds):
                raise ValueError("a limit is from 1 to 60 questions a minute")
            return replace(settings, per_person=bounds[0], per_channel=bounds[1])
    raise ValueError(f"{control} has no such choice")
