"""A cited passage as it stands in its source, with the quotation marked. Pure."""

from __future__ import annotations

from bot import markdown
from bot.fragments import link_to
from bot.knowledge import Knowledge, holds, text_around
from bot.references import named, rests_on
from bot.wording import Language, say
from index.types import Citation

_NEIGHBOUR_UNITS = 160
_NEXT_LINE = "\n> "

#: Characters of the passage that are tried on each side of a quotation where not all has room.
_CONTEXTS = (1600, 800, 400, 200, 100, 50)


def shown(
    citation: Citation,
    knowledge: Knowledge,
    limit: int,
    language: Language,
    *,
    problem: bool = False,
) -> str:
    """Where `citation` stands, then its passage between its neighbours, in `limit` UTF-16 units.

    The quotation is bold. Where there is no room for all, the neighbours go first, then the
    passage around the quotation, then the link, and the end of the quotation last. `problem` as in
    `since`.
    """
    changed = since(citation, knowledge, language, problem=problem)
    note = f"⚠ {changed}\n" if changed else ""
    head = f"**[{citation.number}]** {where(citation, knowledge, language)}\n{note}"
    least = min(markdown.units(_quotation(citation, 10 * limit)), limit // 2)
    if markdown.units(head) > limit - least:
        number = say("paragraph {number}", language, number=citation.passage.paragraph)
        head = f"**[{citation.number}]** {number}\n{note}"
    room = limit - markdown.units(head)
    before, after = knowledge.around(citation.passage)
    above = f"-# {_end_of(before.text)}\n" if before else ""
    below = f"\n-# {markdown.fit(_line(after.text), _NEIGHBOUR_UNITS)}" if after else ""
    whole = f"{above}> {_around(citation, len(citation.passage.text))}{below}"
    if markdown.units(whole) <= room:
        return head + whole
    return f"{head}> {_cut(citation, room - 2)}"


def where(citation: Citation, knowledge: Knowledge, language: Language) -> str:
    """The source of `citation` with its paragraph, linked to the quoted words where that can be."""
    passage, quotation = citation.passage, citation.quotation
    source = passage.source
    before, after = text_around(knowledge, passage)
    address = link_to(
        source,
        quotation.text,
        f"{before}\n{passage.text[: quotation.start - passage.start]}",
        f"{passage.text[quotation.end - passage.start :]}\n{after}",
        passage.page,
    )
    parts = [
        named(source, language, address),
        say("paragraph {number}", language, number=passage.paragraph),
    ]
    if passage.page:
        parts.append(say("page {number}", language, number=passage.page))
    told = ", ".join(parts)
    if passage.references:
        sources = rests_on(passage.references, language)
        if source.ours:
            return f"{told} " + say("(our briefing, after {sources})", language, sources=sources)
        return f"{told} " + say("(after {sources})", language, sources=sources)
    if not source.restates:
        return told
    if source.ours:
        return f"{told} " + say("(what follows is our restatement of it)", language)
    return f"{told} " + say("(what follows is a restatement of it)", language)


def since(
    citation: Citation, knowledge: Knowledge, language: Language, *, problem: bool = False
) -> str:
    """What has become of the cited source since it was quoted; empty where it is as it was.

    With a `problem` not all that is indexed can be opened, so what is missing may be there.
    """
    then = citation.passage.source
    now = next((one for one in knowledge.sources if one.id == then.id), None)
    if now is None and problem:
        return say("The source cannot be reached at the moment.", language)
    if now is None:
        return say("The source was removed since this answer.", language)
    same = now.sha256 == then.sha256 and now.text_sha256 in ("", then.text_sha256)
    if same or holds(knowledge, citation.passage):
        return ""
    if _line(citation.quotation.text) in _line(knowledge.text(now.id)):
        return say(
            "The source has changed since this answer; the quoted words still stand in it.",
            language,
        )
    return say(
        "The source has changed since this answer; the quoted words no longer stand in it.",
        language,
    )


def _cut(citation: Citation, limit: int) -> str:
    """The quotation with as much of its passage on both sides as `limit` allows."""
    for context in (len(citation.passage.text), *_CONTEXTS):
        text = _around(citation, context)
        if markdown.units(text) <= limit:
            return text
    return _quotation(citation, limit)


def _around(citation: Citation, context: int) -> str:
    """The quotation in bold, with up to `context` characters of its passage on each side."""
    text, quotation = citation.passage.text, citation.quotation
    start, end = quotation.start - citation.passage.start, quotation.end - citation.passage.start
    left, right = max(start - context, 0), min(end + context, len(text))
    # From the start of a word to the end of one.
    while 0 < left < start and not text[left - 1].isspace():
        left += 1
    while end < right < len(text) and not text[right].isspace():
        right -= 1
    bold = [range(start - left, end - left)]
    # An escaped text has at most two units for each of the original, and a bar for each line.
    told = markdown.fit(text[left:right], 10 * len(text) + 10, bold, newline=_NEXT_LINE)
    return (
        (markdown.ELLIPSIS if left else "")
        + told
        + (markdown.ELLIPSIS if right < len(text) else "")
    )


def _quotation(citation: Citation, limit: int) -> str:
    text = citation.quotation.text
    return markdown.fit(text, limit, [range(len(text))], newline=_NEXT_LINE)


def _end_of(text: str) -> str:
    """The end of `text` on one line, from the start of a word."""
    line = _line(text)
    # Half of the units, since each character may need an escape.
    if len(line) <= _NEIGHBOUR_UNITS // 2:
        return markdown.fit(line, _NEIGHBOUR_UNITS)
    kept = line[-_NEIGHBOUR_UNITS // 2 :]
    kept = kept.partition(" ")[2] or kept
    return markdown.ELLIPSIS + markdown.fit(kept, _NEIGHBOUR_UNITS)


def _line(text: str) -> str:
    return " ".join(text.split())
