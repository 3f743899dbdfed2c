"""A hand-written embedder and small made-up documents for the tests of the index."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from hypothesis import strategies as st

from index.embedding import Embedded, Progress, Vectors
from index.question import Question
from index.reading import Reader, Reading
from index.types import Document, Extract, Hit, Paragraph, Passage, Source, Span
from index.words import form_of, terms

DIMENSION = 32
# So many that two words are never near by chance.
WORD_DIMENSION = 1024


def direction(key: str, dimension: int = DIMENSION) -> Vectors:
    """A unit vector of its own for each `key`, the same in every run."""
    seed = int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:8])
    vector = np.random.default_rng(seed).standard_normal(dimension)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def bag(text: str) -> Vectors:
    """The unit vector of a text: the mean direction of its terms."""
    total = np.sum([direction(term) for term in terms(text) or ["(nothing)"]], axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-12), dtype=np.float32)


@dataclass
class BagOfWords:
    """An `Embedder` for which texts are near when they share words; it notes what it embedded."""

    name: str = "bag-of-words"
    fingerprint: str = "0" * 64
    dimension: int = DIMENSION
    embedded: list[Passage] = field(default_factory=list)

    def embed_question(self, question: str) -> Vectors:
        return bag(question)

    def embed_passages(
        self, passages: Sequence[Passage], progress: Progress | None = None
    ) -> Embedded:
        self.embedded += passages
        if progress:
            progress(len(passages))
        whole = [bag(f"{passage.context}. {passage.text}") for passage in passages]
        parts = [bag(p.words(sentence)) for p in passages for sentence in p.sentences]
        empty = np.zeros((0, DIMENSION), dtype=np.float32)
        return Embedded(np.stack(whole) if whole else empty, np.stack(parts) if parts else empty)

    def embed_word(self, word: str) -> Vectors:
        return direction(form_of(word), WORD_DIMENSION)


class ByLength(BagOfWords):
    """An embedder that only looks at how long a text is, and so has done with many soon."""

    def embed_passages(
        self, passages: Sequence[Passage], progress: Progress | None = None
    ) -> Embedded:
        if progress:
            progress(len(passages))
        axes = np.eye(DIMENSION, dtype=np.float32)
        lengths = [s.end - s.start for passage in passages for s in passage.sentences]
        return Embedded(
            axes[np.array([len(passage.text) % DIMENSION for passage in passages], dtype=int)],
            axes[np.array([length % DIMENSION for length in lengths], dtype=int)],
        )


@dataclass(frozen=True, slots=True)
class Choosing:
    """A `Reader` that adds to what another reads the words that a network would choose.

    `chosen` says for words how far they are ahead of none, in logits, as the span's and as the
    verdict's; a sentence that holds none of them is read and has no answer.
    """

    base: Reader
    chosen: dict[str, float]

    def read(self, question: Question, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        return tuple(
            replace(reading, extract=self._extract(reading))
            for reading in self.base.read(question, hits)
        )

    def _extract(self, reading: Reading) -> Extract:
        sentence = reading.hit.passage.words(reading.sentence)
        for words, logits in self.chosen.items():
            if words in sentence:
                start = reading.sentence.start + sentence.index(words)
                return Extract(start, start + len(words), logits, 0.0, logits)
        return Extract(0, 0, -20.0, 0.0, -10.0)


def source(identity: str = "gazette") -> Source:
    return Source(identity, f"The {identity}", hashlib.sha256(identity.encode()).hexdigest())


def document(*paragraphs: str, identity: str = "gazette") -> Document:
    """A document of these paragraphs, a blank line between them."""
    text, found = "", []
    for number, paragraph in enumerate(paragraphs, 1):
        start = len(text)
        text += paragraph + "\n\n"
        found.append(Paragraph(Span(start, start + len(paragraph)), number))
    told = replace(source(identity), text_sha256=hashlib.sha256(text.encode()).hexdigest())
    return Document(told, text, tuple(found))


def passage(
    text: str, *sentences: str, paragraph: int = 1, context: str = "", start: int = 0
) -> Passage:
    """A passage with these sentences, the whole of it where none is given."""
    spans = []
    for sentence in sentences or (text,):
        at = start + text.index(sentence)
        spans.append(Span(at, at + len(sentence)))
    return Passage(
        source(), start, start + len(text), text, paragraph, context=context, sentences=tuple(spans)
    )


def telling(of: Passage, sentence: Span, *, cosine: float = 0.9) -> Reading:
    """A reading of which every figure speaks for the sentence."""
    return Reading(
        hit=hit(of, cosine=cosine),
        sentence=sentence,
        marks=(),
        score=0.9,
        cosine=cosine,
        told=1.0,
        told_nearby=1.0,
        gap=0.0,
        named=1.0,
        named_nearby=1.0,
        about_subject=True,
        agrees=True,
        fit=1.0,
    )


def hit(of: Passage, *, score: float = 0.5, cosine: float = 0.5, bm25: float = 1.0) -> Hit:
    return Hit(of, score, cosine, bm25)


_SPACES = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000"
_PIECES = [
    "A.", "U.S.", "Mr.", "No.", "e.g.", "“No.”", "”", "?!", "...", "。", "(a)", "[1]", "’s", "He",
    "1,000.5%", "she", "President", "Ada Byron", "\r\n", "\n\n", "x" * 40, "ﾞ", "e\u0301", "İ",
    "ſ", "ß", "united states", "South\u00a0Korea", "\U0001f1eb\U0001f1f7", "\u200b", "\u202e",
    "\ufeff",
]  # fmt: skip

#: Any text that UTF-8 can hold, with more of what cuts and joins words than chance would give.
TEXTS = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8"), max_size=8),
        st.sampled_from(_SPACES),
        st.sampled_from(_PIECES),
    ),
    max_size=30,
).map("".join)
