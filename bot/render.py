"""A reply as Discord shows it: what answers first, then where it stands. Pure, no input or output.

The replies are laid out with Components V2. They need no permission to embed links, which a
channel may deny, and they show small print and separators, which an embed cannot.
"""

from __future__ import annotations

from datetime import date

import discord
from discord import ui

from bot import markdown
from index.types import Abstention, Answer, Citation, Hit, Reason, Reply, Source

# Discord's bound on all text of one message that uses Components V2.
TEXT_UNITS = 4000

EXAMPLES = (
    "How many countries signed the declaration?",
    "What does von der Leyen say about the AI Act?",
    "What did Dario Amodei say about the statement?",
)

_QUESTION_UNITS = 300
_TITLE_UNITS = 256
_PUBLISHER_UNITS = 100
_NEAREST_UNITS = 300
_NOTE_UNITS = 200
_PERSON_UNITS = 120

_GREEN = discord.Colour(0x2F9E6E)
_GREY = discord.Colour(0x80848E)
_AMBER = discord.Colour(0xE0A030)

_FOOTER = "-# Automated: quotes its sources, never invents."
_NEXT_LINE = "\n> "
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Elsewhere the nearest passage would suggest that the sources have something on it.
_REASONS_WITH_NEAREST = frozenset({Reason.NOT_IN_SOURCES, Reason.UNKNOWN_NAME})


def render(reply: Reply, asked: str = "") -> ui.LayoutView:
    """`reply` as a message. `asked` is the question, where the reader would not see it otherwise.

    (Discord shows that somebody used a slash command, but not with which words.)
    """
    match reply:
        case Answer():
            return _answer(reply, asked)
        case Abstention():
            return _abstention(reply, asked)


def notice(text: str) -> ui.LayoutView:
    """A sentence for the person in place of a reply: what is wrong and what to do about it."""
    return _message(_AMBER, markdown.fit(text, TEXT_UNITS))


def guide(examples: int, mention: str) -> ui.LayoutView:
    """What the bot is for, with the first `examples` questions to try.

    `mention` is how a person writes the bot's mention here; it is shown, not sent as one.
    """
    questions = "\n".join(f"- {question}" for question in EXAMPLES[:examples])
    return _message(
        _GREEN,
        "Ask me about the AI Action Summit (Paris, February 2025). I answer in the exact words of "
        "my sources, or say that they do not tell.",
        f"For example:\n{questions}",
        f"Type /ask, or mention me: {markdown.escape(mention)} and your question.",
    )


def _answer(answer: Answer, asked: str) -> ui.LayoutView:
    head = _asked(asked) + (f"**{answer.lead.value}.**\n" if answer.lead else "")
    footer = _footer(answer.notes)
    quotations = [_quotation(citation, TEXT_UNITS) for citation in answer.citations]
    for count in range(len(quotations), 1, -1):
        quotes = head + "\n\n".join(quotations[:count])
        sources = _sources(answer.citations[:count], len(quotations) - count, footer)
        if markdown.units(quotes + sources) <= TEXT_UNITS:
            return _message(_GREEN, quotes, sources)
    sources = _sources(answer.citations[:1], len(quotations) - 1, footer)
    room = TEXT_UNITS - markdown.units(head + sources)
    return _message(_GREEN, head + _quotation(answer.citations[0], room), sources)


def _abstention(abstention: Abstention, asked: str) -> ui.LayoutView:
    head, footer = _asked(asked), _footer(abstention.notes)
    if contrary := abstention.contradiction:
        sources = _sources((contrary,), 0, footer)
        said = f"{head}{markdown.fit(abstention.text, _NEAREST_UNITS)}\n"
        room = TEXT_UNITS - markdown.units(said + sources)
        return _message(_AMBER, said + _quotation(contrary, room), sources)
    nearest = ""
    if abstention.hits and abstention.reason in _REASONS_WITH_NEAREST:
        nearest = _nearest(abstention.hits[0]) + "\n\n"
    room = TEXT_UNITS - markdown.units(head + nearest + footer)
    return _message(_GREY, head + markdown.fit(abstention.text, room), nearest + footer)


def _footer(notes: tuple[str, ...]) -> str:
    """What is said under every reply, in small print, and what is to be said under this one."""
    shown = (_on_one_line(note, _NOTE_UNITS) for note in notes)
    return "\n".join([*(f"-# {note}" for note in shown if note), _FOOTER])


def _asked(question: str) -> str:
    shown = _on_one_line(question, _QUESTION_UNITS)
    return f"-# {shown}\n" if shown else ""


def _on_one_line(text: str, limit: int) -> str:
    return markdown.fit(" ".join(text.split()), limit)


def _quotation(citation: Citation, limit: int) -> str:
    quotation = citation.quotation
    number = f" [{citation.number}]"
    marks = [range(m.start - quotation.start, m.end - quotation.start) for m in quotation.marks]
    person = _on_one_line(citation.person, _PERSON_UNITS)
    head = f"{person}:\n> " if person else "> "
    room = limit - markdown.units(head + number)
    return f"{head}{markdown.fit(quotation.text, room, marks, newline=_NEXT_LINE)}{number}"


def _sources(citations: tuple[Citation, ...], left_out: int, footer: str) -> str:
    """One line for each source: which quotation stands in which paragraph, and where that is."""
    paragraphs: dict[Source, dict[int, list[int]]] = {}
    for citation in citations:
        passage = citation.passage
        numbers = paragraphs.setdefault(passage.source, {}).setdefault(passage.paragraph, [])
        numbers.append(citation.number)
    lines = []
    if left_out:
        lines.append(
            f"-# {left_out} more {'quotation' if left_out == 1 else 'quotations'} left out."
        )
    for source, places in paragraphs.items():
        where = ", ".join(
            f"{' '.join(f'[{number}]' for number in numbers)} ¶{paragraph}"
            for paragraph, numbers in places.items()
        )
        restates = "our restatement of " if source.restates else ""
        lines.append(f"-# {where}: {restates}{_reference(source)}")
    return "\n".join([*lines, footer])


def _reference(source: Source) -> str:
    parts = (
        _on_one_line(source.publisher, _PUBLISHER_UNITS),
        markdown.link(source.title, source.url, _TITLE_UNITS),
        _day(source.date),
    )
    return ", ".join(part for part in parts if part)


def _day(text: str) -> str:
    """An ISO date as "11 Feb 2025", whatever the locale; other text stays, escaped and cut."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _on_one_line(text, 40)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _nearest(hit: Hit) -> str:
    excerpt = markdown.fit(hit.passage.text, _NEAREST_UNITS, newline="\n> ")
    return f"Nearest passage, not an answer:\n> {excerpt}"


def _message(colour: discord.Colour, *blocks: str) -> ui.LayoutView:
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=colour)
    for block in blocks:
        if container.children:
            container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(block or markdown.ELLIPSIS))
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    return view
