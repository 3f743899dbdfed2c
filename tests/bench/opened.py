"""Open an index in a process of its own and ask it questions; prints what that took, as JSON.

The questions' vectors are known: what is measured is the index alone.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import faiss
import numpy as np
import psutil

from index import store
from index.embedding import Vectors
from index.library import POOL, Library
from index.vectors import VectorIndex, cosines_of
from index.words import rarity
from tests.bench.grown import of_questions

QUESTIONS = 200
_NEAREST = 10
_TIED = 1e-6


def main(folder: Path) -> None:
    embedder = of_questions()
    asked = list(embedder.vectors)[:: len(embedder.vectors) // QUESTIONS][:QUESTIONS]
    rarity("river")  # what words are rare is read when it is first asked for
    before = psutil.Process().memory_info()
    library = Library.open(folder, embedder)
    first = _timed(partial(library.search, asked[0]))
    for question in asked:
        library.search(question)
    after = psutil.Process().memory_info()
    opening = [_timed(partial(Library.open, folder, embedder)) for _ in range(5)]
    searching = [_timed(partial(library.search, question)) for question in asked]
    segments = [of.vectors for of in store.read(folder).segments]
    rows = np.concatenate([of.rows for of in segments])
    flat = faiss.IndexFlatIP(embedder.dimension)
    flat.add(rows)
    faiss.omp_set_num_threads(1)
    dense, exact, found = [], [], []
    for question in asked:
        vector = embedder.embed_question(question)
        dense.append(_timed(partial(_nearest, segments, vector)))
        exact.append(_timed(partial(flat.search, vector[np.newaxis], POOL)))
        nearest = flat.search(vector[np.newaxis], _NEAREST)[1][0]
        least = cosines_of(rows[nearest[nearest >= 0]], vector).min()
        found.append(float((_nearest(segments, vector)[:_NEAREST] >= least - _TIED).mean()))
    print(
        json.dumps(
            {
                "opening": median(opening) / 1000,
                "first": first,
                "p50": median(searching),
                "p95": sorted(searching)[int(0.95 * (len(searching) - 1))],
                "resident": after.rss - before.rss,
                "mapped": after.shared - before.shared,
                "dense": median(dense),
                "exact": median(exact),
                "recall": sum(found) / len(found),
            }
        )
    )


def _nearest(segments: Sequence[VectorIndex], question: Vectors) -> Vectors:
    """The cosines of what is found in all segments, the highest first."""
    return -np.sort(-np.concatenate([of.search(question, POOL)[1] for of in segments]))


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


main(Path(sys.argv[1]))
