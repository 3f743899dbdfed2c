"""A reply as Discord shows it: what answers first, then where it stands. Pure, no input or output.

The replies are laid out with Components V2 and not as an embed; both were built and looked at on a
phone's width. An embed sets its sources in the size of its answer, so that one has to read to tell
them apart, while small print under a line does it at a glance and is as short. An embed also needs
the permission to embed links, which a channel may deny, and then arrives empty.
"""

from __future__ import annotations

import discord
from discord import ui

from bot import markdown
from bot.references import DETAILS, Detail, in_detail, place, rests_on
from bot.starters import starters
from bot.wording import Language, say, say_n
from index.types import (
    Abstention,
    Answer,
    Citation,
    Hit,
    Lead,
    Reason,
    Reference,
    Reply,
    Source,
)

# Discord's bound on all text of one message that uses Components V2.
TEXT_UNITS = 4000

_QUESTION_UNITS = 300
_NEAREST_UNITS = 300
_NOTE_UNITS = 200
_PERSON_UNITS = 120
_TITLE_UNITS = 100
# What a quotation is to have room for, whatever is to be said of its sources.
_QUOTATION_UNITS = 600

_GREEN = discord.Colour(0x2F9E6E)
_GREY = discord.Colour(0x80848E)
_AMBER = discord.Colour(0xE0A030)

_NEXT_LINE = "\n> "

# Elsewhere the nearest passage would suggest that the sources have something on it.
_REASONS_WITH_NEAREST = frozenset({Reason.NOT_IN_SOURCES, Reason.UNKNOWN_NAME})


def render(
    reply: Reply, asked: str = "", language: Language = "en", shared_by: str = ""
) -> ui.LayoutView:
    """`reply` as a message. `asked` is the question, where the reader would not see it otherwise.

    (Discord shows that somebody used a slash command, but not with which words.) `shared_by` is the
    mention of who shows to all what they alone saw.
    """
    head = _asked(asked)
    if shared_by:
        head = f"-# {say('Shared by {person}', language, person=shared_by)}\n{head}"
    match reply:
        case Answer():
            return _answer(reply, head, language)
        case Abstention():
            return _abstention(reply, head, language)


def framed(*blocks: str) -> ui.LayoutView:
    """Blocks of text, markdown already, in the frame of an answer."""
    return message(_GREEN, *blocks)


def notice(text: str) -> ui.LayoutView:
    """A sentence for the person in place of a reply: what is wrong and what to do about it."""
    return message(_AMBER, markdown.fit(text, TEXT_UNITS))


def guide(examples: int, mention: str, language: Language = "en") -> ui.LayoutView:
    """What the bot is for, with the first `examples` questions to try.

    `mention` is how a person writes the bot's mention here; it is shown, not sent as one.
    """
    questions = "\n".join(f"- {question}" for question in starters(language)[:examples])
    return message(
        _GREEN,
        say(
            "Ask me about the AI Action Summit (Paris, February 2025). I answer in the exact words "
            "of my sources, or say that they do not tell.",
            language,
        ),
        say("For example:", language) + f"\n{questions}",
        say(
            "Type /ask, or mention me: {mention} and your question.",
            language,
            mention=markdown.escape(mention),
        ),
    )


def _answer(answer: Answer, head: str, language: Language) -> ui.LayoutView:
    head += f"**{_lead(answer.lead, language)}.**\n" if answer.lead else ""
    if answer.disagreement:
        about = markdown.escape(answer.disagreement)
        head += say("**Sources disagree on {about}:**", language, about=about) + "\n"
    footer = _footer(answer.notes, language)
    quotations = [_quotation(citation, TEXT_UNITS, language) for citation in answer.citations]
    for count in range(len(quotations), 1, -1):
        quotes = head + "\n\n".join(quotations[:count])
        for detail in DETAILS:  # "Sources" has the links that find no room
            sources = _sources(
                answer.citations[:count], len(quotations) - count, footer, language, detail
            )
            if markdown.units(quotes + sources) <= TEXT_UNITS:
                return message(_GREEN, quotes, sources)
    sources = _brief(answer.citations[0], len(quotations) - 1, head, footer, language)
    room = TEXT_UNITS - markdown.units(head + sources)
    return message(_GREEN, head + _quotation(answer.citations[0], room, language), sources)


def _lead(lead: Lead, language: Language) -> str:
    return say("Yes", language) if lead is Lead.YES else say("No", language)


def _abstention(abstention: Abstention, head: str, language: Language) -> ui.LayoutView:
    footer = _footer(abstention.notes, language)
    if contrary := abstention.contradiction:
        said = f"{head}{markdown.fit(abstention.text, _NOTE_UNITS)}\n"
        sources = _brief(contrary, 0, said, footer, language)
        room = TEXT_UNITS - markdown.units(said + sources)
        return message(_AMBER, said + _quotation(contrary, room, language), sources)
    nearest = ""
    if abstention.hits and abstention.reason in _REASONS_WITH_NEAREST:
        nearest = _nearest(abstention.hits[0], language) + "\n\n"
    room = TEXT_UNITS - markdown.units(head + nearest + footer)
    return message(_GREY, head + markdown.fit(abstention.text, room), nearest + footer)


def _footer(notes: tuple[str, ...], language: Language) -> str:
    """What is said under every reply, in small print, and what is to be said under this one."""
    shown = (_on_one_line(note, _NOTE_UNITS) for note in notes)
    automated = say("Automated: quotes its sources, never invents.", language)
    return "\n".join([*(f"-# {note}" for note in shown if note), f"-# {automated}"])


def _asked(question: str) -> str:
    shown = _on_one_line(question, _QUESTION_UNITS)
    return f"-# {shown}\n" if shown else ""


def _on_one_line(text: str, limit: int) -> str:
    return markdown.fit(" ".join(text.split()), limit)


def _quotation(citation: Citation, limit: int, language: Language) -> str:
    quotation = citation.quotation
    number = f" [{citation.number}]"
    marks = [range(m.start - quotation.start, m.end - quotation.start) for m in quotation.marks]
    head = _person(citation, language) + "> "
    room = limit - markdown.units(head + number)
    return f"{head}{markdown.fit(quotation.text, room, marks, newline=_NEXT_LINE)}{number}"


def _person(citation: Citation, language: Language) -> str:
    """A line that says by whom or about whom the words are, where they do not tell."""
    name = _on_one_line(citation.subject or citation.speaker, _PERSON_UNITS)
    if not name:
        return ""
    if citation.subject:
        return say("About {name}:", language, name=name) + "\n"
    return say("{name}:", language, name=name) + "\n"


def _sources(
    citations: tuple[Citation, ...],
    left_out: int,
    footer: str,
    language: Language,
    detail: Detail = "full",
) -> str:
    """A line for each source: which quotation stands in which paragraph, and where that is.

    What rests on references of its own has a line for them.
    """
    lines: dict[tuple[Source, tuple[Reference, ...]], dict[str, list[int]]] = {}
    for citation in citations:
        passage = citation.passage
        places = lines.setdefault((passage.source, passage.references), {})
        places.setdefault(place(passage, language), []).append(citation.number)
    told = []
    if left_out:
        told.append(
            say_n(
                "{count} more quotation left out.",
                "{count} more quotations left out.",
                left_out,
                language,
            )
        )
    for (source, references), places in lines.items():
        where = ", ".join(
            f"{' '.join(f'[{number}]' for number in numbers)} {paragraph}"
            for paragraph, numbers in places.items()
        )
        told.append(f"{where}: {_reference(source, references, language, detail)}")
    return "\n".join([*(f"-# {line}" for line in told), footer])


def _brief(citation: Citation, left_out: int, said: str, footer: str, language: Language) -> str:
    """The sources of one quotation, in such detail that it has room beside what is `said`."""
    for detail in DETAILS:
        sources = _sources((citation,), left_out, footer, language, detail)
        if TEXT_UNITS - markdown.units(said + sources) >= _QUOTATION_UNITS:
            break
    return sources


def _reference(
    source: Source, references: tuple[Reference, ...], language: Language, detail: Detail
) -> str:
    """What is not ours is named, so that nobody takes what somebody has added for our word."""
    told = in_detail(source, language, detail)
    if references:
        sources = rests_on(references, language, detail)
        if source.ours:
            return say("our briefing, after {sources}", language, sources=sources)
        title = markdown.link(source.title, source.url if detail != "plain" else "", _TITLE_UNITS)
        return say("{title}, after {sources}", language, title=title, sources=sources)
    if not source.restates:
        return told
    if source.ours:
        return say("our restatement of {source}", language, source=told)
    return say("a restatement of {source}", language, source=told)


def _nearest(hit: Hit, language: Language) -> str:
    excerpt = markdown.fit(hit.passage.text, _NEAREST_UNITS, newline="\n> ")
    return say("Nearest passage, not an answer:", language) + f"\n> {excerpt}"


def message(colour: discord.Colour, *blocks: str) -> ui.LayoutView:
    """Blocks of text in a frame with a bar of `colour`, with a line between each two."""
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=colour)
    for block in blocks:
        if container.children:
            container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(block or markdown.ELLIPSIS))
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    return view
