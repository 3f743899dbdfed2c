"""What `/stats` and `/gaps` show. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot import markdown
from bot.chart import percentile
from bot.gaps import Gap
from bot.records import Usage
from bot.render import framed
from bot.wording import Language, say, say_n

STATS_FILE = "stats.png"
GAPS_FILE = "gaps.csv"
#: Groups that are shown; all of them are in the file.
GAPS_SHOWN = 10
#: The commonest reasons of a group.
_REASONS_SHOWN = 3
_QUESTION_UNITS = 200


def stats(usage: Usage, days: int, language: Language) -> ui.LayoutView:
    """The figures of a period, above the picture `STATS_FILE`, which is sent along."""
    median, slow = (percentile(usage.elapsed_ms, percent) for percent in (50, 95))
    lines = (
        say_n("**The last day**", "**The last {count} days**", days, language),
        say("Questions: {count}", language, count=usage.questions),
        say(
            "Answered: {answered} · refused: {refused}",
            language,
            answered=usage.answered,
            refused=usage.refused,
        ),
        f"👍 {usage.up} · 👎 {usage.down}",
        say(
            "Time to answer: median {median} ms, 95th percentile {slow} ms",
            language,
            median=round(median),
            slow=round(slow),
        ),
    )
    view = framed("\n".join(lines))
    [container] = view.children
    if isinstance(container, ui.Container):
        picture = discord.MediaGalleryItem(
            f"attachment://{STATS_FILE}",
            description=say("Questions answered and refused, day by day", language),
        )
        container.add_item(ui.MediaGallery(picture))
    return view


def gaps(found: Sequence[Gap], days: int, language: Language) -> ui.LayoutView:
    """The commonest groups, above the file `GAPS_FILE` with all of them, which is sent along."""
    head = say_n(
        "**What I could not answer well on the last day**",
        "**What I could not answer well in the last {count} days**",
        days,
        language,
    )
    lines = [
        f"{gap.count} × {markdown.fit(' '.join(gap.question.split()), _QUESTION_UNITS)}\n"
        f"-# {', '.join(_reason(reason, language) for reason, _ in gap.reasons[:_REASONS_SHOWN])}"
        for gap in found[:GAPS_SHOWN]
    ]
    view = framed(head, "\n".join(lines))
    view.add_item(ui.File(f"attachment://{GAPS_FILE}"))
    return view


def _reason(reason: str, language: Language) -> str:
    """Why a question is among the gaps, in words."""
    words = {
        "off_topic": say("about something else", language),
        "not_in_sources": say("not in the sources", language),
        "unknown_name": say("a name that the sources lack", language),
        "false_premise": say("takes for granted what the sources deny", language),
        "not_a_question": say("no question", language),
        "unintelligible": say("not understood", language),
        "too_vague": say("too vague", language),
        "wrong": say("voted down: wrong", language),
        "incomplete": say("voted down: incomplete", language),
        "wrong_source": say("voted down: wrong source", language),
        "should_refuse": say("voted down: should have refused", language),
        "should_answer": say("voted down: should not have refused", language),
        "other": say("voted down", language),
    }
    return words.get(reason, reason)
