"""An open index with the embedder that it was made with: search it, look things up in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from functools import cached_property
from pathlib import Path

import numpy as np

from index import ranking, store
from index.arrays import Ints
from index.building import (
    Built,
    add,
    build,
    counts_in,
    remove,
    rollback,
    sources_in,
)
from index.chunking import Chunking
from index.ellipsis import most_refused
from index.embedding import Embedder, Vectors
from index.errors import SourceError
from index.initials import initials_of
from index.joining import joined, left, without
from index.lexical import LexicalIndex
from index.making import Started
from index.passages import Passages
from index.segments import Segment
from index.sources import read_source, shipped
from index.store import Stored
from index.types import Document, Hit, Passage, Source
from index.vectors import cosines_of
from index.words import is_content, terms, words_of

__all__ = [
    "POOL",
    "Built",
    "Library",
    "Started",
    "add",
    "build",
    "counts_in",
    "read_documents",
    "remove",
    "rollback",
    "sources_in",
]

#: How many passages the dense and the lexical search each put forward to be scored in full.
POOL = 50


def read_documents(paths: Sequence[Path] = ()) -> tuple[Document, ...]:
    """Read the sources at `paths`, or the shipped briefings where none is given."""
    briefings = tuple(read_source(path) for path in shipped())
    if not paths:
        return briefings
    known = {
        briefing.source.id: briefing.source for briefing in briefings if briefing.source.restates
    }
    documents: dict[str, Document] = {}
    for path in paths:
        document = read_source(path, known=known)
        identity = document.source.id
        if identity in documents:
            if documents[identity].source.sha256 == document.source.sha256:
                raise SourceError(f"{path} was given twice. Give each source once.")
            raise SourceError(
                f"Two sources have the id {identity!r}, {path} is the second. "
                "Rename one, or give it an `id` in its front matter."
            )
        documents[identity] = document
    return tuple(documents.values())


class Library:
    """The passages of one index or of several, and how they are searched.

    It never changes: who holds it goes on using it, whatever is built meanwhile.
    """

    def __init__(self, generation: str, segments: Sequence[Segment], embedder: Embedder) -> None:
        self.generation = generation
        self._segments = segments
        self._embedder = embedder
        self._lexical = LexicalIndex([segment.postings for segment in segments])
        self.sources: tuple[Source, ...] = tuple(s for each in segments for s in each.sources)
        self.passages = Passages(segments)

    @classmethod
    def open(cls, folder: Path, embedder: Embedder, *, chunking: Chunking | None = None) -> Library:
        """Open the index in `folder`; a LibraryError says why where it cannot be."""
        return cls.of([store.read(folder, embedder, chunking)], embedder)

    @classmethod
    def of(cls, parts: Sequence[Stored], embedder: Embedder) -> Library:
        """Several indexes as one, in this order; of the same model.

        Of two sources with one id the first counts, so that an id means one text everywhere.
        """
        segments: list[Segment] = []
        for part in parts:
            there = {source.id for segment in segments for source in segment.sources}
            segments += left(part.segments, there)
        return cls("+".join(part.generation for part in parts), segments, embedder)

    @property
    def vocabulary(self) -> Set[str]:
        """The form of every content word that the passages and their contexts hold."""
        return self._lexical.vocabulary

    @property
    def written(self) -> Set[str]:
        """The same words as they are written, folded."""
        return self._lexical.written

    @cached_property
    def initials(self) -> dict[str, str]:
        """The names that the passages spell out, by their initials."""
        return initials_of(told.capitals for each in self._segments for told in each.traits)

    @cached_property
    def refused(self) -> str:
        """What the passages speak of as refused, a verb; empty where nothing is."""
        every = (told.refused for each in self._segments for told in each.traits)
        return most_refused(sum(every, Counter()))

    @cached_property
    def precedent(self) -> Library | None:
        """The sources of the highest precedence as a library; None where they are all or no one's.

        It is what an index of these sources alone would be.
        """
        highest = max((source.precedence for source in self.sources), default=0)
        if highest <= 0 or all(source.precedence == highest for source in self.sources):
            return None
        others = [source.id for source in self.sources if source.precedence < highest]
        parts = [part for segment in self._segments for part in without(segment, others)]
        return Library(self.generation, [joined(parts)], self._embedder)

    def find(self, source_id: str, sha256: str, start: int, end: int) -> Passage | None:
        """The passage `[start, end)` of the source with this id, if its bytes have this hash."""
        segment, number = self._source_at.get(source_id, (None, 0))
        if segment is None or segment.sources[number].sha256 != sha256:
            return None
        place = segment.place_of(number, start, end)
        return None if place is None else segment.passage(place)

    def around(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """The passages before and after `passage` in its source; None where there is none."""
        segment, number = self._source_at.get(passage.source.id, (None, 0))
        if segment is None or segment.sources[number] != passage.source:
            return None, None
        place = segment.place_of(number, passage.start, passage.end)
        if place is None:
            return None, None
        first, last = segment.postings.source_ends[number : number + 2]
        return (
            segment.passage(place - 1) if place > first else None,
            segment.passage(place + 1) if place + 1 < last else None,
        )

    def count(self, source_id: str) -> int:
        """How many passages a source has; 0 where it is unknown."""
        segment, number = self._source_at.get(source_id, (None, 0))
        return segment.count(number) if segment else 0

    def text(self, source_id: str) -> str:
        """The text of a source as it was extracted; SourceError where it is unknown."""
        segment, number = self._source_at.get(source_id, (None, 0))
        if segment is None:
            raise SourceError(f"No source has the id {source_id}. Look it up in the list of them.")
        return segment.text(number)

    def claims(self, topic: str) -> tuple[Passage, ...]:
        """The passages with a claim on `topic`: by falling precedence, then in their order."""
        return self._claims.get(topic, ())

    @cached_property
    def _source_at(self) -> dict[str, tuple[Segment | None, int]]:
        return {
            source.id: (segment, number)
            for segment in self._segments
            for number, source in enumerate(segment.sources)
        }

    @cached_property
    def _claims(self) -> dict[str, tuple[Passage, ...]]:
        claiming = [s.passage(place) for s in self._segments for place in s.columns.claiming]
        found: dict[str, list[Passage]] = {}
        for passage in sorted(claiming, key=lambda passage: -passage.source.precedence):
            for topic in dict.fromkeys(claim.topic for claim in passage.claims):
                found.setdefault(topic, []).append(passage)
        return {topic: tuple(passages) for topic, passages in found.items()}

    def search(self, question: str, count: int = 5) -> tuple[Hit, ...]:
        """The `count` passages that fit `question` best, best first."""
        if not self.passages:
            return ()
        vector = self._embedder.embed_question(question)
        bm25 = self._lexical.scores(terms(question))
        near, _ = self._nearest(vector, POOL)
        pool = np.union1d(near, ranking.best(bm25, POOL))
        cosine = cosines_of(self.passages.vectors(pool), vector)
        sentences, ends = self.passages.sentence_vectors(pool)
        by_sentence = np.split(cosines_of(sentences, vector), ends[1:-1])
        highest = np.array([max(row, default=0.0) for row in by_sentence], dtype=np.float32)
        asked = [word for word in words_of(question) if is_content(word)]
        coverage = self._lexical.coverage(asked, pool)
        coverage[bm25[pool] <= 0] = 0  # where no word matches there is nothing to count
        scores = ranking.fuse(cosine, highest, bm25[pool], coverage)
        return tuple(
            Hit(
                passage=self.passages[pool[place]],
                score=float(scores[place]),
                cosine=float(cosine[place]),
                bm25=float(bm25[pool[place]]),
                sentence_cosines=tuple(float(value) for value in by_sentence[place]),
            )
            for place in ranking.best(scores, count)
        )

    def ranked(
        self, question: str, count: int = 5
    ) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
        """The `count` passages nearest by cosine alone, and those highest by BM25 alone.

        Passages that hold no term of `question` are not among the latter. For measuring what fusing
        the two is worth.
        """
        near, _ = self._nearest(self._embedder.embed_question(question), count)
        bm25 = self._lexical.scores(terms(question))
        return (
            tuple(self.passages[place] for place in near),
            tuple(self.passages[place] for place in ranking.best(bm25, count) if bm25[place] > 0),
        )

    def _nearest(self, vector: Vectors, count: int) -> tuple[Ints, Vectors]:
        """The places of the passages nearest to `vector`, best first, and their cosines."""
        places, cosines = [], []
        for segment, first in zip(self._segments, self.passages.ends, strict=False):
            found, cosine = segment.vectors.search(vector, count)
            order = np.argsort(found)  # so that the earlier place wins a tie
            places.append(found[order] + first)
            cosines.append(cosine[order])
        every = np.concatenate(cosines)
        first_ones = ranking.best(every, count)
        return np.concatenate(places)[first_ones], every[first_ones]
