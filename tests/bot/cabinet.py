"""Hand-written holdings: what all are answered from, and what is added for each guild."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.holdings import Link, Step, Upload
from index.curating import Added
from index.errors import SourceError
from index.types import Passage, Source
from tests.bot.fakes import KNOWLEDGE, Shelf

PAGE = "https://news.example/summit"


def source_of(place: str, text: str, title: str = "") -> Source:
    """A source that was added from `place`, which says `text`."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    url = place if "://" in place else ""
    identity = f"{title or 'added'}-{hashlib.sha256(place.encode()).hexdigest()[:6]}".lower()
    return Source(
        identity, title or f"Title of {place}", digest, url=url, origin=place, text_sha256=digest
    )


def shelf_of(generation: str, **texts: str) -> Shelf:
    """One source for each text, of one passage each."""
    passages = []
    for title, text in texts.items():
        passages.append(Passage(source_of(f"https://{title}.example", text, title), 0,
                                len(text), text, 1))  # fmt: skip
    return Shelf(generation, tuple(one.source for one in passages), tuple(passages))


@dataclass
class Cabinet:
    """Adds what `pages` says there is, passage by passage; `held` keeps it from going on."""

    shared: Shelf = KNOWLEDGE
    guilds: dict[int, Shelf] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=lambda: {PAGE: "The hall was full.\nMany came."})
    damaged: set[int] = field(default_factory=set)
    failure: Exception | None = None
    dropped: tuple[tuple[str, int], ...] = ()
    held: threading.Event | None = None
    begun: threading.Event = field(default_factory=threading.Event)
    left: list[int] = field(default_factory=list)
    tried: list[object] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)

    def knowledge(self, guild: int | None, /) -> Shelf:
        own = None if guild is None else self.guilds.get(guild)
        if own is None:
            return self.shared
        return Shelf(
            f"{self.shared.generation}+{own.generation}",
            (*self.shared.sources, *own.sources),
            (*self.shared.passages, *own.passages),
        )

    def own(self, guild: int, /) -> tuple[Source, ...]:
        return self.guilds[guild].sources if guild in self.guilds else ()

    def problem(self, guild: int, /) -> str:
        return "a file is damaged" if guild in self.damaged else ""

    def add(self, guild: int, offer: Link | Upload, tell: Callable[[Step], None], /) -> Added:
        self.threads.add(threading.current_thread().name)
        self.tried.append(offer)
        self.begun.set()
        match offer:
            case Link(place):
                tell(Step("fetching"))
                text = self.pages.get(place, "")
            case Upload(place, content):
                text = content.decode()
        tell(Step("reading"))
        if self.failure:
            raise self.failure
        if not text:
            raise SourceError("The page is not there (any more). Check the address.")
        return self._put(guild, place, text, tell)

    def remove(self, guild: int, source_id: str, /) -> None:
        self.threads.add(threading.current_thread().name)
        if source_id not in {one.id for one in self.own(guild)}:
            raise SourceError(f"There is no source {source_id}.")
        self._keep(guild, source_id)

    def served(self) -> frozenset[int]:
        return frozenset(self.guilds)

    def leave(self, guild: int, /) -> None:
        self.left.append(guild)
        self.guilds.pop(guild, None)

    def _put(self, guild: int, place: str, text: str, tell: Callable[[Step], None]) -> Added:
        source = source_of(place, text)
        lines = text.splitlines()
        tell(Step("indexing", 0, len(lines)))
        if self.held:
            # Bounded, so that a failing test fails instead of hanging.
            self.held.wait(10)
        tell(Step("indexing", 1, len(lines)))
        count = len(lines)
        before = {one.id: one for one in self.own(guild)}.get(source.id)
        if before and before.sha256 == source.sha256:
            return Added(before, count, 0, count, unchanged=True)
        self._keep(guild, source.id)
        at, passages = 0, []
        for number, line in enumerate(lines, 1):
            passages.append(Passage(source, at, at + len(line), line, number))
            at += len(line) + 1
        own = self.guilds.get(guild, Shelf("own-0", (), ()))
        self.guilds[guild] = replace(
            own,
            generation=f"own-{len(self.tried)}",
            sources=(*own.sources, source),
            passages=(*own.passages, *passages),
        )
        return Added(source, count, count, 0, self.dropped, replaced=before is not None)

    def _keep(self, guild: int, without: str) -> None:
        own = self.guilds.get(guild)
        if own:
            self.guilds[guild] = replace(
                own,
                sources=tuple(one for one in own.sources if one.id != without),
                passages=tuple(one for one in own.passages if one.source.id != without),
            )
