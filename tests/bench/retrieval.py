"""Which retrieval finds the right paragraph: ours beside what one would otherwise use."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import bm25s
import faiss
import numpy as np

from index import weights
from index.embedding import Embedder
from index.library import Library, build
from tests.bench.data import SHARED, Asked, plain_model, squad

FILE = "squad2-part-a.json"
DEPTH = 10
Key = tuple[str, int]


def run(embedder: Embedder) -> None:
    """Print hit@1, hit@3 and MRR@10 of each way, over all questions and the answerable ones."""
    if not (SHARED / "qa" / FILE).exists():
        print(f"\nRetrieval: skipped, ../shared/qa/{FILE} is absent")
        return
    documents, questions = squad(FILE)
    keys = [(d.source.id, p.number) for d in documents for p in d.paragraphs]
    texts = [d.text[p.span.start : p.span.end] for d in documents for p in d.paragraphs]
    asked = [question.text for question in questions]
    print(f"\nRetrieval on {FILE}: {len(texts)} paragraphs, {len(questions)} questions")
    print(f"{'':38}{'hit@1':>8}{'hit@3':>8}{'MRR@10':>8}   hit@1 of the answerable")
    ways = {
        "sentence-transformers + FAISS": _dense(texts, asked),
        "bm25s, its own tokens": _bm25s(texts, asked),
        "txtai, hybrid": _txtai(texts, asked),
    }
    for name, places in ways.items():
        if places is None:
            print(f"{name:38}  not installed (make bench installs it)")
        else:
            _print(name, questions, [[keys[place] for place in row] for row in places])
    with tempfile.TemporaryDirectory() as folder:
        build(documents, Path(folder), embedder)
        library = Library.open(Path(folder), embedder)
        _print("summit-bot", questions, [_ours(library, question) for question in asked])


def _ours(library: Library, question: str) -> list[Key]:
    """Paragraphs by their best passage: a long paragraph is cut into several."""
    found = dict.fromkeys(
        (hit.passage.source.id, hit.passage.paragraph)
        for hit in library.search(question, 3 * DEPTH)
    )
    return list(found)[:DEPTH]


def _dense(texts: list[str], asked: list[str]) -> list[list[int]]:
    model = plain_model()
    index = faiss.IndexFlatIP(model.get_embedding_dimension() or 0)
    index.add(np.asarray(model.encode(texts, normalize_embeddings=True)))
    _, places = index.search(np.asarray(model.encode(asked, normalize_embeddings=True)), DEPTH)
    return [[int(place) for place in row] for row in places]


def _bm25s(texts: list[str], asked: list[str]) -> list[list[int]]:
    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts, stopwords="en", show_progress=False), show_progress=False)
    tokens = bm25s.tokenize(asked, stopwords="en", show_progress=False)
    places, _ = index.retrieve(tokens, k=DEPTH, show_progress=False)
    return [[int(place) for place in row] for row in places]


def _txtai(texts: list[str], asked: list[str]) -> list[list[int]] | None:
    try:
        from txtai import Embeddings
    except ModuleNotFoundError:
        return None
    index = Embeddings(path=str(weights.packaged()), hybrid=True, content=False)
    index.index([(place, text, None) for place, text in enumerate(texts)])
    return [[place for place, _ in row] for row in index.batchsearch(asked, DEPTH)]


def _print(name: str, questions: Sequence[Asked], found: Sequence[Sequence[Key]]) -> None:
    ranks = [
        row.index((q.document, q.paragraph)) + 1 if (q.document, q.paragraph) in row else 0
        for q, row in zip(questions, found, strict=True)
    ]
    answerable = [rank for rank, q in zip(ranks, questions, strict=True) if q.answerable]
    print(
        f"{name:38}{_hits(ranks, 1):8.3f}{_hits(ranks, 3):8.3f}"
        f"{sum(1 / rank for rank in ranks if rank) / len(ranks):8.3f}"
        f"   {_hits(answerable, 1):.3f} ({len(answerable)})"
    )


def _hits(ranks: Sequence[int], depth: int) -> float:
    return sum(0 < rank <= depth for rank in ranks) / len(ranks)
