"""Which ways of searching find the right paragraph, on the same questions and paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.evaluation import Case, Place
from index.library import Library
from index.peers import PEERS
from index.scoring import hit_at, mrr_at
from index.types import Document, Paragraph, Passage, Source, Span

#: Paragraphs that are looked at for each question.
DEPTH = 10
# A long paragraph is several passages.
_PASSAGES = 3 * DEPTH

#: A paragraph: the id of its source, and its number.
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sought:
    """A question and the paragraphs, any of which is right."""

    question: str
    keys: frozenset[Key]
    answerable: bool = True


@dataclass(frozen=True, slots=True)
class Ranked:
    """A way of searching, and at which rank it found a right paragraph for each question.

    Ranks count from 1; None where no right paragraph is among the first `DEPTH`. `ranks` itself is
    None where the way is not at hand.
    """

    name: str
    ranks: tuple[int | None, ...] | None

    @property
    def hit_at_1(self) -> float:
        return hit_at(1, self.ranks or ())

    @property
    def hit_at_3(self) -> float:
        return hit_at(3, self.ranks or ())

    @property
    def mrr(self) -> float:
        return mrr_at(DEPTH, self.ranks or ())


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Several ways, on the same questions."""

    questions: int
    paragraphs: int
    ways: tuple[Ranked, ...]


def retrieval(
    library: Library, documents: Sequence[Document], sought: Sequence[Sought], *, peers: bool
) -> Retrieval:
    """Search for each question in `library`, which is built of `documents`; with `peers` beside."""
    ways = list(ours(library, sought))
    if peers:
        ways += beside(documents, sought)
    return Retrieval(len(sought), sum(len(one.paragraphs) for one in documents), tuple(ways))


def ours(library: Library, sought: Sequence[Sought]) -> tuple[Ranked, ...]:
    """Cosines alone, BM25 alone, and the two fused as the bot searches."""
    dense, lexical, fused = [], [], []
    for one in sought:
        by_cosine, by_words = library.ranked(one.question, _PASSAGES)
        hits = library.search(one.question, _PASSAGES)
        dense.append(_rank(one, map(_key, by_cosine)))
        lexical.append(_rank(one, map(_key, by_words)))
        fused.append(_rank(one, (_key(hit.passage) for hit in hits)))
    return (
        Ranked("dense only", tuple(dense)),
        Ranked("lexical only", tuple(lexical)),
        Ranked("fused", tuple(fused)),
    )


def beside(documents: Sequence[Document], sought: Sequence[Sought]) -> tuple[Ranked, ...]:
    """Other libraries over the paragraphs of `documents`."""
    keys = [(each.source.id, one.number) for each in documents for one in each.paragraphs]
    texts = [each.text[p.span.start : p.span.end] for each in documents for p in each.paragraphs]
    asked = [one.question for one in sought]
    ways = []
    for name, peer in PEERS.items():
        found = peer(texts, asked, DEPTH) if asked else []
        ranks = (
            found
            if found is None
            else tuple(
                _rank(one, (keys[place] for place in row))
                for one, row in zip(sought, found, strict=True)
            )
        )
        ways.append(Ranked(name, ranks))
    return tuple(ways)


def _key(passage: Passage) -> Key:
    return passage.source.id, passage.paragraph


def _rank(sought: Sought, found: Iterable[Key]) -> int | None:
    """The rank of the first right paragraph; one that was found twice counts once."""
    distinct = list(dict.fromkeys(found))[:DEPTH]
    return next((rank for rank, key in enumerate(distinct, 1) if key in sought.keys), None)


def of_cases(cases: Iterable[Case], documents: Sequence[Document]) -> tuple[Sought, ...]:
    """The answerable cases that stand alone; their paragraphs may be of any document."""
    return tuple(
        Sought(
            case.question,
            frozenset(key for place in case.paragraphs for key in _keys(place, documents)),
        )
        for case in cases
        if case.paragraphs and not case.before
    )


def _keys(place: Place, documents: Sequence[Document]) -> Iterable[Key]:
    return [(d.source.id, place) for d in documents] if isinstance(place, int) else [place]


def of_squad(path: Path) -> tuple[tuple[Document, ...], tuple[Sought, ...]]:
    """The articles of a SQuAD file as documents, and its questions, the unanswerable ones too.

    An unanswerable question is written about its paragraph, so that is what should be found.
    Raises SourceError, naming file and line, where it is no such file.
    """
    from index.training.squad import read_articles  # needs what only training and measuring need

    documents, sought = [], []
    for place, article in enumerate(read_articles(path)):
        identity, text = f"{path.stem}-{place}", ""
        paragraphs = []
        for number, paragraph in enumerate(article.paragraphs, 1):
            paragraphs.append(
                Paragraph(Span(len(text), len(text) + len(paragraph.context)), number)
            )
            text += paragraph.context + "\n\n"
            key = frozenset({(identity, number)})
            sought += [Sought(q.question, key, not q.is_impossible) for q in paragraph.qas]
        if paragraphs:
            source = Source(identity, article.title or identity, "0" * 64)
            documents.append(Document(source, text, tuple(paragraphs)))
    return tuple(documents), tuple(sought)
