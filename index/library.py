"""Build an index from sources, open it, search it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path

import numpy as np

from index import ranking, store
from index.chunking import Chunking
from index.ellipsis import refused_in
from index.embedding import Embedded, Embedder, Vectors
from index.errors import LibraryError, SourceError
from index.generations import exclusive
from index.initials import initials_in
from index.lexical import LexicalIndex
from index.sources import read_source, shipped
from index.types import Document, Hit, Passage, Source
from index.words import is_content, terms, weight_known, words_of

#: How many passages the dense and the lexical search each put forward to be scored in full.
POOL = 50

Started = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: counts of passages, and the sources that are now indexed."""

    sources: tuple[Source, ...]
    passages: int
    embedded: int
    generation: str

    @property
    def kept(self) -> int:
        """Passages whose vectors were taken over from the generation before."""
        return self.passages - self.embedded


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


def build(
    documents: Sequence[Document],
    into: Path,
    embedder: Embedder,
    *,
    chunking: Chunking | None = None,
    started: Started | None = None,
    progress: Callable[[int], None] | None = None,
) -> Built:
    """Index `documents` into the folder `into`; passages it already holds are not embedded again.

    `started` is told how many passages there are to embed, `progress` each number done since.
    """
    chunking = chunking or Chunking()
    passages = tuple(p for document in documents for p in chunking.passages(document))
    if not passages:
        raise SourceError("There is nothing to index. Give a source with at least one paragraph.")
    with exclusive(into):
        known = _known_vectors(into, embedder)
        fresh = tuple(passage for passage in passages if _key(passage) not in known)
        if started:
            started(len(fresh))
        new = embedder.embed_passages(fresh, progress)
        known |= _by_key(fresh, new.passages, new.sentences)
        rows = [known[_key(passage)] for passage in passages]
        generation = store.write(
            into,
            sources=tuple(document.source for document in documents),
            passages=passages,
            embedded=Embedded(
                np.stack([row for row, _ in rows]), np.concatenate([part for _, part in rows])
            ),
            lexical=LexicalIndex.build(_matched(passage) for passage in passages),
            embedder=embedder,
            chunking=chunking,
        )
    return Built(
        tuple(document.source for document in documents), len(passages), len(fresh), generation
    )


_Key = tuple[str, str, tuple[tuple[int, int], ...]]
_Rows = tuple[Vectors, Vectors]


def _key(passage: Passage) -> _Key:
    """What a passage's vectors depend on."""
    sentences = tuple((s.start - passage.start, s.end - passage.start) for s in passage.sentences)
    return passage.context, passage.text, sentences


def _by_key(passages: Sequence[Passage], whole: Vectors, parts: Vectors) -> dict[_Key, _Rows]:
    ends = list(accumulate(len(passage.sentences) for passage in passages))
    return {
        _key(passage): (whole[place], parts[end - len(passage.sentences) : end])
        for place, (passage, end) in enumerate(zip(passages, ends, strict=True))
    }


def _known_vectors(folder: Path, embedder: Embedder) -> dict[_Key, _Rows]:
    try:
        stored = store.read(folder, embedder)
    except LibraryError:  # none, damaged or of another model: then everything is new
        return {}
    every = stored.vectors.rows(np.arange(len(stored.passages)))
    return _by_key(stored.passages, every, stored.sentences)


def _matched(passage: Passage) -> str:
    """What BM25 sees of a passage: its words, and whom or what they are about."""
    return f"{passage.context}\n{passage.text}"


class Library:
    """An open index with the embedder that it was made with."""

    def __init__(self, stored: store.Stored, embedder: Embedder) -> None:
        self._stored = stored
        self._embedder = embedder
        ends = np.cumsum([len(passage.sentences) for passage in stored.passages])
        self._sentences = np.stack([np.concatenate([[0], ends[:-1]]), ends], axis=1)
        # Enough for every passage of a small index and for the busy ones of a large.
        self._terms_of = lru_cache(maxsize=8192)(self._sentence_terms)

    @classmethod
    def open(cls, folder: Path, embedder: Embedder, *, chunking: Chunking | None = None) -> Library:
        """Open the index in `folder`; a LibraryError says why where it cannot be."""
        return cls(store.read(folder, embedder, chunking), embedder)

    @property
    def sources(self) -> tuple[Source, ...]:
        return self._stored.sources

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self._stored.passages

    @property
    def vocabulary(self) -> frozenset[str]:
        """The form of every content word that the passages and their contexts hold."""
        return self._stored.lexical.vocabulary

    @property
    def written(self) -> frozenset[str]:
        """The same words as they are written, folded."""
        return self._stored.lexical.written

    @cached_property
    def initials(self) -> dict[str, str]:
        """The names that the passages spell out, by their initials."""
        return initials_in(passage.text for passage in self._stored.passages)

    @property
    def generation(self) -> str:
        return self._stored.generation

    @cached_property
    def refused(self) -> str:
        """What the passages speak of as refused, a verb; empty where nothing is."""
        return refused_in(passage.text for passage in self._stored.passages)

    def search(self, question: str, count: int = 5) -> tuple[Hit, ...]:
        """The `count` passages that fit `question` best, best first."""
        vector = self._embedder.embed_question(question)
        bm25 = self._stored.lexical.scores(terms(question))
        near = self._stored.vectors.search(vector, POOL)
        pool = np.union1d(near, ranking.best(bm25, POOL))
        cosine = self._stored.vectors.rows(pool) @ vector
        by_sentence = [
            self._stored.sentences[slice(*self._sentences[place])] @ vector for place in pool
        ]
        highest = np.array([max(row, default=0.0) for row in by_sentence], dtype=np.float32)
        asked = [word for word in words_of(question) if is_content(word)]
        coverage = np.array(
            [
                max(
                    (weight_known(asked, words) for words in self._terms_of(int(place))),
                    default=0.0,
                )
                if bm25[place] > 0  # where no word matches there is nothing to count
                else 0.0
                for place in pool
            ],
            dtype=np.float32,
        )
        scores = ranking.fuse(cosine, highest, bm25[pool], coverage)
        return tuple(
            Hit(
                passage=self._stored.passages[pool[place]],
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
        near = self._stored.vectors.search(self._embedder.embed_question(question), count)
        bm25 = self._stored.lexical.scores(terms(question))
        passages = self._stored.passages
        return (
            tuple(passages[place] for place in near),
            tuple(passages[place] for place in ranking.best(bm25, count) if bm25[place] > 0),
        )

    def _sentence_terms(self, place: int) -> tuple[frozenset[str], ...]:
        passage = self._stored.passages[place]
        about = terms(passage.context)
        return tuple(frozenset([*terms(passage.words(s)), *about]) for s in passage.sentences)
