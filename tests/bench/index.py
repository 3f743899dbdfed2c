"""What an index of many passages costs: to add to, to open, to ask; and what it finds."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import faiss
import numpy as np
import torch

from index.answering import Answerer
from index.chunking import Chunking
from index.embedding import Embedder, SentenceTransformerEmbedder, Vectors
from index.library import POOL, Library, add
from index.reading import open_reader
from index.vectors import EXACT, VectorIndex, codes_of, cosines_of
from tests.bench import pool
from tests.bench.data import SHARED
from tests.bench.grown import document, grown, texts
from tests.bench.timing import p95, row, timed

FEW, MIDDLE, MANY = 1_000, 10_000, 100_000
ARTICLES, PARAGRAPHS = 7, 30
OPENINGS = 7
ASKED = 60
_NEAREST = 10
_TIED = 1e-6


def adding(embedder: Embedder) -> None:
    """One article of thirty paragraphs, beside embedding its passages alone."""
    unseen = texts(MIDDLE + ARTICLES * PARAGRAPHS)[MIDDLE:]
    alone, whole = [], []
    with tempfile.TemporaryDirectory(dir=pool.KEPT) as place:
        folder = Path(place) / "index"
        shutil.copytree(grown(MIDDLE).folder, folder)
        for number in range(ARTICLES):
            first = number * PARAGRAPHS
            article = document(unseen[first : first + PARAGRAPHS], f"article-{number}")
            passages = Chunking().passages(article)
            embedding = partial(embedder.embed_passages, passages)
            before = timed(embedding)
            whole.append(timed(partial(add, [article], folder, embedder)))
            alone.append((before + timed(embedding)) / 2)  # a busy spell meets both
    name = f"adding {PARAGRAPHS} paragraphs to {MIDDLE:,} passages"
    row(name, median(alone[1:]), median(whole[1:]), "ms", "at most 1.5")  # the first one warms up


def opening(embedder: Embedder) -> None:
    """An index that the disk's cache holds."""
    folder = grown(MANY).folder
    Library.open(folder, embedder)
    took = median(timed(partial(Library.open, folder, embedder)) for _ in range(OPENINGS)) / 1000
    print(f"{f'opening {MANY:,} passages':44}{took:20.2f} s {'':12}   at most 2")


def asking(embedder: Embedder) -> None:
    """The same questions of few passages and of many, in turns."""
    torch.set_num_threads(1)  # as many as the bot uses
    reader, _ = open_reader(embedder)
    libraries = [Library.open(grown(count).folder, embedder) for count in (FEW, MANY)]
    answerers = [Answerer(library, reader) for library in libraries]
    questions = pool.questions()
    questions = questions[:: len(questions) // ASKED]
    every: dict[str, list[Callable[[str], object]]] = {
        "search": [library.search for library in libraries],
        "a whole answer": [answerer.ask for answerer in answerers],
    }
    for name, ways in every.items():
        took: list[list[float]] = [[], []]
        for round_ in range(3):
            for question in questions:
                for way, into in zip(ways, took, strict=True):
                    ms = timed(partial(way, question))
                    if round_:  # the first one warms up
                        into.append(ms)
        few, many = took
        row(f"{name}, {FEW:,} and {MANY:,}, p50", median(few), median(many), "ms", "at most 1.5")
        row(f"{name}, {FEW:,} and {MANY:,}, p95", p95(few), p95(many), "ms", "")


def recall(embedder: Embedder) -> None:
    """How many of the exact ten nearest are found among real vectors, for real questions."""
    rows = np.concatenate(
        [pool.vectors(every, embedder) for every in (pool.singles(), pool.pairs(), pool.wholes())]
    )
    questions = pool.vectors(pool.questions(), embedder)
    begun = time.perf_counter()
    index = VectorIndex(rows, codes_of(rows))
    coded = time.perf_counter() - begun
    exact = faiss.IndexFlatIP(rows.shape[1])
    exact.add(rows)
    faiss.omp_set_num_threads(1)
    ours_ms, exact_ms, found = [], [], []
    for question in questions:
        exact_ms.append(timed(partial(exact.search, question[np.newaxis], POOL)))
        ours_ms.append(timed(partial(index.search, question, POOL)))
        found.append(_found(index, exact, question))
    assert len(rows) > EXACT, "or nothing is measured"
    row(f"{len(rows):,} vectors, exact and ours", median(exact_ms), median(ours_ms), "ms", "")
    share = sum(found) / len(found)
    name = f"recall@{_NEAREST} of {len(questions):,} questions"
    print(f"{name:44}{share:20.4f} {'':14}   at least 0.98")
    print(f"{'their codes':44}{coded:20.1f} s")


def _found(index: VectorIndex, exact: faiss.Index, question: Vectors) -> float:
    """The share of what is found that is as near as the exact ten nearest, ties included."""
    nearest = exact.search(question[np.newaxis], _NEAREST)[1][0]
    least = cosines_of(index.rows[nearest], question).min()
    return float((index.search(question, POOL)[1][:_NEAREST] >= least - _TIED).mean())


def run(embedder: SentenceTransformerEmbedder) -> None:
    """Print every figure on an index of many passages."""
    if not (SHARED / "qa").exists():
        print("\nThe index: skipped, ../shared/qa is absent")
        return
    pool.vectors(pool.singles(), embedder)
    print(f"\nThe index{'':39}{'plain':>6}{'ours':>12}{'ratio':>14}   wanted")
    adding(embedder)
    opening(embedder)
    asking(embedder)
    recall(embedder)
