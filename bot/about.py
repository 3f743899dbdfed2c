"""What the bot says of itself and of what it keeps. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import metadata, version

from discord import ui

from bot import markdown
from bot.knowledge import Knowledge
from bot.listing import listed
from bot.references import dated, restated
from bot.render import TEXT_UNITS, framed
from bot.wording import Language, say, say_n
from index.types import Source

_PACKAGE = "summit-bot"
_SOURCES_SHOWN = 20
#: What "and more" takes up at most.
_MORE_UNITS = 50


def about(knowledge: Knowledge, language: Language) -> ui.LayoutView:
    """That it is automated, how it answers, from what, in which version, and where its code is."""
    who = say(
        "I am an automated program, version {version}. Nobody writes my answers.",
        language,
        version=version(_PACKAGE),
    )
    how = say(
        "**How I answer.** I search my sources for the passages that fit your question, and quote "
        "the words that answer it, each with its place. I write nothing of my own into an answer. "
        "Where the sources do not tell, contradict the question, or never mention a name in it, I "
        "say so instead. I use no language-model service.",
        language,
    )
    more = say("What I keep of you: /privacy", language)
    if code := _code():
        more += "\n" + say("My code: {address}", language, address=code)
    room = TEXT_UNITS - markdown.units(f"{who}\n{how}{more}") - _MORE_UNITS
    return framed(f"{who}\n{how}", _sources(knowledge.sources, room, language), more)


def _sources(sources: Sequence[Source], room: int, language: Language) -> str:
    """A line for each source, as many as there is `room` for, and how many more there are."""
    head = say("**My sources**", language)
    lines = [_source(source, language) for source in sources]
    return f"{head}\n{listed(lines, room - markdown.units(head), _SOURCES_SHOWN, language)}"


def _source(source: Source, language: Language) -> str:
    title = markdown.link(source.title, source.url, 100)
    parts = (markdown.fit(source.publisher, 60), title, dated(source.date, language))
    line = ", ".join(part for part in parts if part)
    return line + restated(source, language)


def _code() -> str:
    """Where the package says that its source is; empty where it does not say."""
    for entry in metadata(_PACKAGE).get_all("Project-URL") or ():
        name, _, address = entry.partition(", ")
        if name.casefold() == "source":
            return markdown.safe_url(address)
    return ""


def privacy(keep_days: int, language: Language) -> ui.LayoutView:
    """What is kept of people, why, how long, who sees it, and how to be rid of it."""
    return framed(
        say("**What I keep, and why**", language)
        + "\n"
        + "\n".join(
            (
                say(
                    "- Your question, my reply and how long it took, with your id, the server, the "
                    "channel and the time. So follow-ups work, “Sources” can be opened later, and "
                    "you can delete the answer.",
                    language,
                ),
                say(
                    "- Your vote on an answer, and what you wrote with it, with your id. So each "
                    "person has one vote, and mistakes can be mended.",
                    language,
                ),
                say(
                    "- What administrators set for a server, and which sources they added to it: "
                    "who, when, from where. They see that of each other. It stays as long as I am "
                    "there; /forgetme takes your id off it.",
                    language,
                ),
            )
        ),
        say("**What I do not keep**", language)
        + "\n"
        + say(
            "Your name, and messages that were not for me. My log holds no questions and no ids "
            "of people.",
            language,
        ),
        say_n(
            "**How long**\n{count} day. Then it is deleted.",
            "**How long**\n{count} days. Then it is deleted.",
            keep_days,
            language,
        ),
        say(
            "**Who sees it**\nWhoever runs me. Administrators of a server see counts, and the "
            "questions asked there that I could not answer well, without names. Nothing is used "
            "for training, and nothing is passed on.",
            language,
        ),
        say(
            "**Yours to decide**\n/mydata sends you all of it. /forgetme deletes all of it, at "
            "once. An answer stays in the channel until you press “Delete” under it.",
            language,
        ),
    )
