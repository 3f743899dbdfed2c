"""Add sources to an index one at a time, told what happens, and bring them up to date."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from index import acquiring, library, sandbox
from index.acquiring import Acquired, Read
from index.chunking import Chunking
from index.embedding import Embedder, Progress
from index.errors import IndexMissing, SourceError
from index.extracted import Extracted
from index.library import Started
from index.types import Source

#: Passages of one source: a long book.
MOST_OF_A_SOURCE = 3_000
#: The origin of what was handed over as a file: this and the file's name.
HANDED_OVER = "attachment:"

_PAGES = ("text/html", "application/xhtml+xml")

Stage = Literal["fetching", "reading", "indexing"]
Step = Callable[[Stage], None]


class Acquire(Protocol):
    """What reads the source at a place: `acquiring.acquire`, or a test's stand-in."""

    def __call__(self, place: str, *, read: Read) -> Acquired: ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much an index may hold, and the ids that its sources may not have."""

    sources: int = 100
    passages: int = 20_000
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding a source.

    Of its `passages`, `embedded` were embedded and `kept` were known. `dropped` is how many
    invisible things of each kind were left out of it. Where it is `unchanged`, nothing was done;
    where it `replaced` something, that had its id: its earlier state, or another file of its name.
    """

    source: Source
    passages: int
    embedded: int
    kept: int
    dropped: tuple[tuple[str, int], ...] = ()
    unchanged: bool = False
    replaced: bool = False


def add(
    place: str,
    into: Path,
    embedder: Embedder,
    *,
    bounds: Bounds | None = None,
    step: Step | None = None,
    started: Started | None = None,
    progress: Progress | None = None,
    acquire: Acquire = acquiring.acquire,
) -> Added:
    """Add the source at `place`, a path or an address, in place of its earlier state.

    `step` is told "fetching", "reading" and "indexing" as each begins, `started` and `progress` as
    in `library.build`. What they raise ends it, with nothing changed. Raises SourceError and
    LibraryError.
    """
    tell = step or _nobody
    if "://" in place:
        tell("fetching")
    return _put(
        acquire(place, read=_reading(tell)), into, embedder, bounds, tell, started, progress
    )


def add_bytes(
    content: bytes,
    name: str,
    into: Path,
    embedder: Embedder,
    *,
    bounds: Bounds | None = None,
    step: Step | None = None,
    started: Started | None = None,
    progress: Progress | None = None,
    read: Read = sandbox.read,
) -> Added:
    """Add a file that was handed over, in place of an earlier one of that name; see `add`."""
    tell = step or _nobody
    acquired = acquiring.acquire_bytes(
        content, name, origin=HANDED_OVER + name, read=_reading(tell, read)
    )
    return _put(acquired, into, embedder, bounds, tell, started, progress)


def can_refresh(source: Source) -> bool:
    """Whether a source can be had again: it was neither handed over nor shipped."""
    return bool(source.origin) and not source.origin.startswith((HANDED_OVER, "shipped"))


def refresh(
    source: Source,
    into: Path,
    embedder: Embedder,
    *,
    step: Step | None = None,
    started: Started | None = None,
    progress: Progress | None = None,
    acquire: Acquire = acquiring.acquire,
) -> Added:
    """Add a source of the index again, from where it was had, under the id that it has; see `add`.

    SourceError where it cannot be had again.
    """
    if not can_refresh(source):
        raise SourceError(
            f"{source.id} was handed over as a file, so there is no place to read it from again. "
            "Add the new file."
        )
    tell = step or _nobody
    if "://" in source.origin:
        tell("fetching")
    acquired = acquire(source.origin, read=_reading(tell))
    document = replace(acquired.document, source=replace(acquired.document.source, id=source.id))
    acquired = replace(acquired, document=document)
    return _put(acquired, into, embedder, None, tell, started, progress)


def _put(
    acquired: Acquired,
    into: Path,
    embedder: Embedder,
    bounds: Bounds | None,
    tell: Step,
    started: Started | None,
    progress: Progress | None,
) -> Added:
    document, dropped = acquired.document, acquired.dropped
    source = document.source
    count = len(Chunking().passages(document))
    if count > MOST_OF_A_SOURCE:
        raise SourceError(
            f"The source has {count:,} passages, the most is {MOST_OF_A_SOURCE:,}. Add the part of "
            "it that matters."
        )
    there = {each.id: each for each in _sources_in(into)}
    before = there.get(source.id)
    if before and before.origin != source.origin:
        raise SourceError(
            f"Another source has the id {source.id} already. Give this one another `id` in its "
            "front matter, or remove the other."
        )
    if before and _same(before, source):
        return Added(before, count, 0, count, dropped, unchanged=True)
    if bounds:
        _check(source, count, into, there.keys(), bounds)
    tell("indexing")
    built = library.add((document,), into, embedder, started=started, progress=progress)
    kept = count - built.embedded
    return Added(source, count, built.embedded, kept, dropped, replaced=before is not None)


def _same(before: Source, now: Source) -> bool:
    """Whether nothing has changed, or of a page nothing that is seen: many differ at each visit."""
    if before.sha256 == now.sha256:
        return True
    seen = replace(now, sha256=before.sha256, added=before.added)
    return now.media_type in _PAGES and seen == before


def _check(source: Source, count: int, into: Path, there: Collection[str], bounds: Bounds) -> None:
    if source.id in bounds.taken:
        raise SourceError(
            "This source is among those that everybody is answered from. It need not be added."
        )
    others = [each for each in there if each != source.id]
    if len(others) >= bounds.sources:
        raise SourceError(
            f"There are {len(others):,} sources already, and no more can be added. Remove one "
            "first."
        )
    counts = library.counts_in(into) if others else {}
    held = sum(counts[each] for each in others)
    if held + count > bounds.passages:
        raise SourceError(
            f"With this source there would be {held + count:,} passages, the most is "
            f"{bounds.passages:,}. Remove another source first."
        )


def _sources_in(folder: Path) -> tuple[Source, ...]:
    try:
        return library.sources_in(folder)
    except IndexMissing:
        return ()


def _reading(tell: Step, read: Read = sandbox.read) -> Read:
    """`read`, which tells when it begins."""

    def telling(
        content: bytes, *, name: str, media_type: str = "", charset: str = "", url: str = ""
    ) -> Extracted:
        tell("reading")
        return read(content, name=name, media_type=media_type, charset=charset, url=url)

    return telling


def _nobody(_: Stage) -> None:
    """For whom nobody wants to be told."""
