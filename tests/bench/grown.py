"""Indexes of any number of passages, of real sentences and their real vectors, without a model."""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import psutil

from index import weights
from index.embedding import DEFAULT_MODEL, Embedded, Progress, Vectors
from index.library import add, build
from index.types import Document, Paragraph, Passage, Source, Span
from tests.bench import pool
from tests.bench.data import ROOT

_SENTENCES = 4  # a passage
_PARAGRAPHS = 100  # a document
_STEP = 2_500  # documents that are indexed at once, more are added: a step takes 5 GB of memory
# The modules on which depends what is built and how long that takes.
_BUILDING = """arrays building chunking files joining making names postings segments sentences store
    types vectors words""".split()


@dataclass(frozen=True)
class Known:
    """The project's embedding model for the sentences and questions of which `vectors` are known.

    A passage's vector is the mean of its sentences': the model takes the mean too, over tokens.
    """

    vectors: Mapping[str, Vectors]
    name: str = DEFAULT_MODEL
    fingerprint: str = field(default_factory=lambda: weights.official(weights.packaged()))
    dimension: int = 384

    def embed_question(self, question: str) -> Vectors:
        return self.vectors[question]

    def embed_passages(
        self, passages: Sequence[Passage], progress: Progress | None = None
    ) -> Embedded:
        parts = [np.stack([self._of(p.words(s)) for s in p.sentences]) for p in passages]
        whole = np.stack([part.mean(axis=0) for part in parts])
        whole /= np.linalg.norm(whole, axis=1, keepdims=True)
        return Embedded(whole, np.concatenate(parts))

    def embed_word(self, word: str) -> Vectors:
        raise NotImplementedError("there is no model here")

    def _of(self, sentence: str) -> Vectors:
        if sentence in self.vectors:
            return self.vectors[sentence]
        # Neighbouring sentences that the cutting takes for one.
        drawn = np.random.default_rng(len(sentence)).standard_normal(self.dimension)
        return np.asarray(drawn / np.linalg.norm(drawn), dtype=np.float32)


def of_questions() -> Known:
    """It for the questions of the pool, which must have been embedded."""
    empty = Known({})
    asked = pool.questions()
    return Known(dict(zip(asked, pool.vectors(asked, empty), strict=True)))


def of_sentences() -> Known:
    """It for the sentences of the pool, which must have been embedded."""
    singles = pool.singles()
    return Known(dict(zip(singles, pool.vectors(singles, Known({})), strict=True)))


def texts(count: int) -> list[str]:
    """So many different paragraphs: as they stand first, then two and two sentences."""
    windows = [
        " ".join(paragraph[first : first + _SENTENCES])
        for paragraph in pool.sentences()
        for first in range(len(paragraph) - _SENTENCES + 1)
    ]
    random.Random(5).shuffle(windows)  # noqa: S311 (the same in every run)
    pairs = pool.pairs()
    mixed = (
        f"{pairs[at % len(pairs)]} {pairs[(at * 7919 + at // len(pairs)) % len(pairs)]}"
        for at in range(max(count - len(windows), 0))
    )
    return [*windows[:count], *mixed]


def documents(count: int, named: str = "grown") -> Iterator[Document]:
    """So many passages or a few more, in documents of a hundred paragraphs."""
    every = texts(count)
    for number in range(0, count, _PARAGRAPHS):
        yield document(every[number : number + _PARAGRAPHS], f"{named}-{number}")


def document(paragraphs: Sequence[str], named: str) -> Document:
    text, spans = "", []
    for number, paragraph in enumerate(paragraphs, 1):
        spans.append(Paragraph(Span(len(text), len(text) + len(paragraph)), number))
        text += paragraph + "\n\n"
    return Document(Source(named, f"Benchmark {named}", "0" * 64), text, tuple(spans))


@dataclass(frozen=True, slots=True)
class Grown:
    """An index, the seconds that its build took without the model, and the bytes it took at most.

    Those are beside the texts and vectors that were given.
    """

    folder: Path
    passages: int
    seconds: float
    peak: int


def grown(count: int) -> Grown:
    """An index of so many passages: one that the same code built before, or in a new process."""
    folder = pool.KEPT / f"index-{count}-{_code()}"
    told = folder / "told.json"
    if not told.exists():
        for old in pool.KEPT.glob(f"index-{count}-*"):
            shutil.rmtree(old)
        subprocess.run(  # noqa: S603 (ourselves)
            [sys.executable, "-m", "tests.bench.grown", str(count), str(folder)],
            cwd=ROOT,
            check=True,
        )
    return Grown(folder / "index", **json.loads(told.read_bytes()))


@lru_cache(maxsize=1)
def _code() -> str:
    told = hashlib.sha256()
    for name in _BUILDING:
        told.update((ROOT / "index" / f"{name}.py").read_bytes())
    return told.hexdigest()[:12]


def _grow(count: int, folder: Path) -> None:
    embedder = of_sentences()
    given = list(documents(count))
    before = psutil.Process().memory_info().rss
    begun = time.perf_counter()
    passages = build(given[:_STEP], folder / "index", embedder).passages
    for first in range(_STEP, len(given), _STEP):
        passages += add(given[first : first + _STEP], folder / "index", embedder).passages
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
    told = {"passages": passages, "seconds": seconds, "peak": peak}
    (folder / "told.json").write_text(json.dumps(told))
    os.sync()  # what follows is measured on a quiet disk


if __name__ == "__main__":
    _grow(int(sys.argv[1]), Path(sys.argv[2]))
