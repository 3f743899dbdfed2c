"""Build an index from documents, add to it, take away from it, go back."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import store
from index.chunking import Chunking
from index.embedding import Embedder, Progress
from index.errors import IndexDamaged, IndexMissing, LibraryError, SourceError
from index.generations import exclusive
from index.joining import Part, joined, left
from index.making import Started, segment_of
from index.segments import Segment
from index.store import Stored, model_of
from index.types import Document, Passage, Source
from index.vectors import EXACT

#: The most segments that a question is asked of.
SEGMENTS = 16


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    `passages` counts those of the documents that were given, and how many of them were `embedded`;
    `sources` are all that are now indexed.
    """

    sources: tuple[Source, ...]
    passages: int
    embedded: int
    generation: str

    @property
    def kept(self) -> int:
        """Passages whose vectors were taken over from the generation before."""
        return self.passages - self.embedded


def build(
    documents: Sequence[Document],
    into: Path,
    embedder: Embedder,
    *,
    chunking: Chunking | None = None,
    started: Started | None = None,
    progress: Progress | None = None,
) -> Built:
    """Index `documents` into the folder `into`, in place of all that it holds.

    Passages that it already holds are not embedded again. `started` is told how many there are to
    embed, `progress` each number done since.
    """
    chunking = chunking or Chunking()
    passages = _passages(documents, chunking)
    with exclusive(into):
        try:
            known = store.read(into, embedder).segments
        except LibraryError:  # none, damaged or of another model: then everything is new
            known = ()
        segment, embedded = segment_of(documents, passages, known, embedder, started, progress)
        generation = store.write(
            into,
            [segment],
            base=None,
            model=model_of(embedder),
            chunking=dataclasses.asdict(chunking),
        )
    return Built(segment.sources, len(segment), embedded, generation)


def add(
    documents: Sequence[Document],
    into: Path,
    embedder: Embedder,
    *,
    chunking: Chunking | None = None,
    started: Started | None = None,
    progress: Progress | None = None,
) -> Built:
    """Index `documents` beside what the folder `into` holds, in place of sources of their ids.

    As `build` otherwise; IndexMismatch where the index was made with another model or chunking, and
    IndexDamaged where it is damaged, though an earlier generation serves in its stead.
    """
    chunking = chunking or Chunking()
    passages = _passages(documents, chunking)
    with exclusive(into):
        try:
            base = _whole(store.read(into, embedder, chunking))
        except IndexMissing:
            base = None
        there = base.segments if base else ()
        segment, embedded = segment_of(documents, passages, there, embedder, started, progress)
        replaced = {source.id for source in segment.sources}
        segments = _merged([*left(there, replaced), segment])
        generation = store.write(
            into,
            segments,
            base=base,
            model=model_of(embedder),
            chunking=dataclasses.asdict(chunking),
        )
    return Built(_sources(segments), len(segment), embedded, generation)


def remove(ids: Collection[str], into: Path) -> Built:
    """Take sources out of the index in `into`; SourceError where it has none of such an id."""
    with exclusive(into):
        base = _whole(store.read(into))
        if unknown := set(ids) - {source.id for source in _sources(base.segments)}:
            raise SourceError(
                f"The index in {into} has no source {' or '.join(sorted(unknown))}. "
                "Look up the id in the list of its sources."
            )
        segments = left(base.segments, set(ids))
        generation = store.write(
            into, segments, base=base, model=base.model, chunking=base.chunking
        )
    return Built(_sources(segments), 0, 0, generation)


def rollback(into: Path) -> str:
    """Let the generation before the one that serves in `into` do so; its name.

    Can be repeated; IndexMissing where there is none. The next build clears what was turned from.
    """
    with exclusive(into):
        return store.roll_back_in(into)


def sources_in(into: Path) -> tuple[Source, ...]:
    """The sources of the index in `into`, from its manifest alone."""
    return tuple(source for source, _ in store.sources_in(into))


def counts_in(into: Path) -> dict[str, int]:
    """How many passages each source of the index in `into` has, by its id."""
    return {source.id: count for source, count in store.sources_in(into)}


def _passages(documents: Sequence[Document], chunking: Chunking) -> list[tuple[Passage, ...]]:
    passages = [chunking.passages(document) for document in documents]
    if not any(passages):
        raise SourceError("There is nothing to index. Give a source with at least one paragraph.")
    return passages


def _whole(base: Stored) -> Stored:
    """`base`; IndexDamaged where another should serve: its sources would be lost for good."""
    if base.problem:
        raise IndexDamaged(f"Nothing can be added or removed at the moment. {base.problem}")
    return base


def _merged(segments: Sequence[Segment]) -> list[Segment]:
    """The same passages in the same order, in fewer segments where they are too many."""
    first = merging([len(segment) for segment in segments])
    if len(segments) - first < 2:
        return list(segments)
    parts = [Part(segment, 0, len(segment.sources)) for segment in segments[first:]]
    return [*segments[:first], joined(parts)]


def merging(sizes: Sequence[int]) -> int:
    """The place of the first of the last segments that are to be one; the number where none are.

    Where there are too many, the last ones are joined until what they make is less than half of the
    one before: so a passage is moved a few times at most, however much is added. And those that are
    searched exactly are joined before they are more than can be.
    """
    first = len(sizes)
    total = 0
    if len(sizes) > SEGMENTS:
        while first and (len(sizes) - first < 2 or sizes[first - 1] <= 2 * total):
            first -= 1
            total += sizes[first]
        return first
    while first and sizes[first - 1] <= EXACT:
        first -= 1
        total += sizes[first]
    return first if total > EXACT else len(sizes)


def _sources(segments: Sequence[Segment]) -> tuple[Source, ...]:
    return tuple(source for segment in segments for source in segment.sources)
