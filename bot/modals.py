"""The two modals, and what was written into them.

Their state stands in their `custom_id`, and what is sent is read from the interaction itself: a
modal that was open while the bot was started again is answered like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import ui

from bot.records import Fault
from bot.wording import Language, say

WRONG = "wrong"
MORE = "more"
LONGEST_COMMENT = 300
LONGEST_QUESTION = 500
#: discord.py forgets a modal after this many seconds; what is sent later is read all the same.
_HELD_SECONDS = 900.0


def wrong(key: str, language: Language) -> ui.Modal:
    """What was wrong with the answer of the exchange `key`?"""
    faults = {
        Fault.WRONG: say("It is wrong", language),
        Fault.INCOMPLETE: say("It is incomplete", language),
        Fault.WRONG_SOURCE: say("It quotes the wrong source", language),
        Fault.SHOULD_REFUSE: say("It should have refused", language),
        Fault.SHOULD_ANSWER: say("It should not have refused", language),
        Fault.OTHER: say("Something else", language),
    }
    options = [discord.SelectOption(label=text, value=fault) for fault, text in faults.items()]
    modal = ui.Modal(
        title=say("What was wrong?", language),
        custom_id=f"v1:{WRONG}:{key}",
        timeout=_HELD_SECONDS,
    )
    choice: ui.Select[Any] = ui.Select(custom_id="fault", options=options, required=True)
    modal.add_item(ui.Label(text=say("The answer", language), component=choice))
    comment: ui.TextInput[Any] = ui.TextInput(
        custom_id="comment",
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=LONGEST_COMMENT,
    )
    modal.add_item(ui.Label(text=say("Anything else? (optional)", language), component=comment))
    return modal


def follow_up(key: str, language: Language) -> ui.Modal:
    """What else would you like to know, after the exchange `key`?"""
    modal = ui.Modal(
        title=say("Follow up", language),
        custom_id=f"v1:{MORE}:{key}",
        timeout=_HELD_SECONDS,
    )
    question: ui.TextInput[Any] = ui.TextInput(
        custom_id="question",
        placeholder=say("And the British?", language),
        max_length=LONGEST_QUESTION,
    )
    modal.add_item(ui.Label(text=say("Your next question", language), component=question))
    return modal


def wrong_in(interaction: discord.Interaction[Any]) -> tuple[Fault | None, str]:
    """The fault that was chosen and the comment, cut to what may be kept."""
    values = dict(values_in(interaction))
    chosen = values.get("fault", "")
    fault = Fault(chosen) if chosen in set(Fault) else None
    return fault, values.get("comment", "").strip()[:LONGEST_COMMENT]


def question_in(interaction: discord.Interaction[Any]) -> str:
    """The question that was typed."""
    return dict(values_in(interaction)).get("question", "")[:LONGEST_QUESTION]


def name_of(interaction: discord.Interaction[Any]) -> str:
    """The `custom_id` of the component or modal that an interaction comes from."""
    data: Any = interaction.data or {}
    return str(data.get("custom_id", ""))


def values_in(interaction: discord.Interaction[Any]) -> Iterator[tuple[str, str]]:
    """Each field of a modal with what was put into it."""
    data: Any = interaction.data or {}
    waiting = list(data.get("components", ()))
    while waiting:
        part = waiting.pop()
        waiting += part.get("components", ())
        if inner := part.get("component"):
            waiting.append(inner)
        name = part.get("custom_id", "")
        if "value" in part:
            yield name, str(part["value"] or "")
        elif part.get("values"):
            yield name, str(part["values"][0])
