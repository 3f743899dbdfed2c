"""What `/sources`, `/stats` and `/gaps` show. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot import markdown
from bot.chart import percentile
from bot.gaps import Gap
from bot.knowledge import Knowledge
from bot.listing import listed
from bot.records import Usage
from bot.references import dated
from bot.render import TEXT_UNITS, framed
from bot.wording import Language, say, say_n
from index.types import Source

STATS_FILE = "stats.png"
GAPS_FILE = "gaps.csv"
#: Groups that are shown; all of them are in the file.
GAPS_SHOWN = 10
#: The commonest reasons of a group.
_REASONS_SHOWN = 3
_HASH_SHOWN = 12
_QUESTION_UNITS = 200


def sources(knowledge: Knowledge, language: Language) -> ui.LayoutView:
    """What is indexed, as much as one message holds."""
    counted = (
        say_n("{count} source", "{count} sources", len(knowledge.sources), language),
        say_n("{count} passage", "{count} passages", len(knowledge.passages), language),
    )
    version = say(
        "Version of the index: {version}", language, version=markdown.escape(knowledge.version)
    )
    head = f"**{', '.join(counted)}**\n{version}"
    room = TEXT_UNITS - markdown.units(head) - 100
    entries = [_source(source, knowledge, language) for source in knowledge.sources]
    return framed(head, listed(entries, room, len(entries), language))


def _source(source: Source, knowledge: Knowledge, language: Language) -> str:
    title = markdown.link(source.title, source.url, 200)
    parts = (title, markdown.fit(source.publisher, 100), dated(source.date, language))
    count = knowledge.count(source)
    passages = say_n("{count} passage", "{count} passages", count, language)
    facts = f"-# SHA-256 {source.sha256[:_HASH_SHOWN]}, {passages}"
    if source.restates:
        facts += say(", restated in our own words", language)
    return f"{', '.join(part for part in parts if part)}\n{facts}"


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
