"""What a guild is answered from, as its administrators see it, and what came of a change. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import discord
from discord import ui

from bot import markdown
from bot.holdings import Added, Step
from bot.listing import TURNING_UNITS, page_of, paged
from bot.records import Addition
from bot.references import dated, restated
from bot.render import TEXT_UNITS, framed, notice
from bot.views import row, turning
from bot.wording import Language, day, say, say_n, thing
from index.types import Source

#: What the buttons' `custom_id`s begin with: a page of the list, and a source to be removed.
PAGE = "v1:list:"
REMOVE = "v1:remove:"
#: Characters of a source's id that have room in a `custom_id`.
ID_SHOWN = 90
_HASH_SHOWN = 12
_ORIGIN_UNITS = 200
_TITLE_UNITS = 200


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a guild is answered from: its `own` sources, and those that are everybody's.

    `counts` are passages, `additions` who added what, both by the sources' ids.
    """

    own: tuple[Source, ...]
    shared: tuple[Source, ...]
    counts: Mapping[str, int]
    additions: Mapping[str, Addition]
    generation: str
    problem: bool = False


def listed(catalogue: Catalogue, language: Language, page: int = 0) -> ui.LayoutView:
    """The list, a page of it where it is long; `page` counts from 0."""
    sources = (*catalogue.own, *catalogue.shared)
    passages = sum(catalogue.counts.get(source.id, 0) for source in sources)
    counted = (
        say_n("{count} source", "{count} sources", len(sources), language),
        say_n("{count} passage", "{count} passages", passages, language),
    )
    version = say(
        "Version of the index: {version}", language, version=markdown.escape(catalogue.generation)
    )
    head = f"**{', '.join(counted)}**\n{version}"
    if catalogue.problem:
        problem = say(
            "The index of this server's own sources is damaged: they may be missing, or not up to "
            "date. The operator finds the cause in the log.",
            language,
        )
        head += f"\n⚠ {problem}"
    entries = [_own(source, catalogue, language) for source in catalogue.own]
    entries += [_shared(source, catalogue, language) for source in catalogue.shared]
    pages = paged(entries, TEXT_UNITS - markdown.units(head) - TURNING_UNITS - len(entries))
    at = min(page, len(pages) - 1)
    if len(pages) == 1:
        return framed(head, "\n".join(pages[0]))
    view = framed(head, "\n".join(pages[at]), page_of(at, len(pages), language))
    turns = (
        ui.Button[ui.LayoutView](label=label, custom_id=f"{PAGE}{number}")
        for number, label in turning(at, len(pages))
    )
    view.add_item(row(turns))
    return view


def waiting(language: Language) -> ui.LayoutView:
    return framed(say("⏳ Waiting until other sources are done …", language))


def under_way(step: Step, language: Language) -> ui.LayoutView:
    """How far adding a source has got."""
    match step.stage:
        case "fetching":
            return framed(say("⏳ Fetching the page …", language))
        case "reading":
            return framed(say("⏳ Reading it …", language))
    if not step.total:
        return framed(say("⏳ Putting it into the index …", language))
    told = say(
        "⏳ Putting it into the index: passage {done} of {total} …",
        language,
        done=step.done,
        total=step.total,
    )
    return framed(told)


def added(what: Added, language: Language) -> ui.LayoutView:
    """What was added, and what was left out of it."""
    passages = say_n("{count} passage", "{count} passages", what.passages, language)
    told = say(
        "✅ Added for this server: {title}, {passages}.",
        language,
        title=_title(what.source),
        passages=passages,
    )
    if what.kept > 0:
        told += " " + say_n(
            "{count} of them was there before.",
            "{count} of them were there before.",
            what.kept,
            language,
        )
    if what.replaced:
        told += "\n" + say(
            "It takes the place of what was there under the same name or address.", language
        )
    if what.dropped:
        things = ", ".join(
            f"{count} × {markdown.escape(thing(kind, language))}" for kind, count in what.dropped
        )
        told += "\n" + say("Left out, since nobody can see it: {things}.", language, things=things)
    return framed(told)


def unchanged(what: Added, language: Language) -> ui.LayoutView:
    """That a source is there already."""
    return framed(
        say("{title} is there already, and has not changed.", language, title=_title(what.source))
    )


def to_be_removed(
    source: Source, count: int, addition: Addition | None, language: Language
) -> ui.LayoutView:
    """Asks once more: what was attached cannot be fetched again."""
    passages = say_n("{count} passage", "{count} passages", count, language)
    asked = say(
        "Remove {title}, {passages}? Answers that quote it stay; under “Sources” they will say "
        "that it was removed. Until the next two changes of sources here, copies of it stay on the "
        "disk I run on.",
        language,
        title=_title(source),
        passages=passages,
    )
    view = framed(f"{asked}\n-# {_who(source, addition, language)}")
    sure: ui.Button[ui.LayoutView] = ui.Button(
        label=say("Remove the source", language),
        style=discord.ButtonStyle.danger,
        custom_id=f"{REMOVE}{source.id[:ID_SHOWN]}",
    )
    view.add_item(row([sure]))
    return view


def removed(source: Source, language: Language) -> ui.LayoutView:
    return framed(say("✅ Removed: {title}.", language, title=_title(source)))


def not_there(language: Language) -> ui.LayoutView:
    return notice(
        say("This server has no such source of its own. /sources list shows them.", language)
    )


def _own(source: Source, catalogue: Catalogue, language: Language) -> str:
    addition = catalogue.additions.get(source.id)
    return f"{_entry(source, catalogue, language)}\n-# {_who(source, addition, language)}"


def _shared(source: Source, catalogue: Catalogue, language: Language) -> str:
    entry = _entry(source, catalogue, language) + restated(source, language)
    if source.ours:
        return entry + say(", shipped with me", language)
    return entry + say(", for every server", language)


def _entry(source: Source, catalogue: Catalogue, language: Language) -> str:
    parts = (_title(source), markdown.fit(source.publisher, 100), dated(source.date, language))
    count = catalogue.counts.get(source.id, 0)
    passages = say_n("{count} passage", "{count} passages", count, language)
    facts = f"-# SHA-256 {source.sha256[:_HASH_SHOWN]}, {passages}"
    return f"{', '.join(part for part in parts if part)}\n{facts}"


def _title(source: Source) -> str:
    return markdown.link(source.title, source.url, _TITLE_UNITS)


def _who(source: Source, addition: Addition | None, language: Language) -> str:
    """By whom a source was added, when and from where, as far as that is known."""
    if addition is None:
        # By the operator, mostly: where they have it from may be a path, which is theirs alone.
        return _when(source, language) + _from(source.url, language)
    when = day(addition.at.date(), language)
    if addition.person is None:
        told = say("added on {day}; by whom is no longer known", language, day=when)
    else:
        person = f"<@{addition.person}>"
        told = say("added on {day} by {person}", language, day=when, person=person)
    return told + _from(addition.origin, language)


def _when(source: Source, language: Language) -> str:
    """When a source was added of which is not kept by whom."""
    try:
        when = datetime.fromisoformat(source.added).date()
    except ValueError:
        return say("by whom it was added is not known", language)
    return say("added on {day}; by whom is not known", language, day=day(when, language))


def _from(origin: str, language: Language) -> str:
    if not origin:
        return ""
    shown = markdown.fit(" ".join(origin.split()), _ORIGIN_UNITS)
    return say(", from {origin}", language, origin=shown)
