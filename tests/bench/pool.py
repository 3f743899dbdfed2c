"""Real sentences and their vectors, to build indexes of any size from; embedded once and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from index.embedding import Embedder, Vectors
from index.sentences import sentences_of
from index.types import Passage, Source, Span
from tests.bench.data import ROOT, asked, paragraphs

KEPT = ROOT / "var" / "bench"
_BLOCK = 2048  # texts embedded before they are written
_EVERY = 1_000_000  # more than there are


@lru_cache(maxsize=1)
def sentences() -> tuple[tuple[str, ...], ...]:
    """The sentences of each paragraph of `shared/qa`."""
    return tuple(
        tuple(text[span.start : span.end] for span in sentences_of(text, 0, len(text)))
        for text in paragraphs(_EVERY)
    )


def singles() -> list[str]:
    """Every sentence."""
    return [sentence for paragraph in sentences() for sentence in paragraph]


def pairs() -> list[str]:
    """Every two neighbouring sentences."""
    return [f"{one} {two}" for paragraph in sentences() for one, two in pairwise(paragraph)]


def wholes() -> list[str]:
    """Every paragraph."""
    return [" ".join(paragraph) for paragraph in sentences()]


def questions() -> list[str]:
    """A thousand questions on the paragraphs, from everywhere in them."""
    every = asked()
    return every[:: len(every) // 1000][:1000]


def vectors(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """The model's vectors of `texts`, (n, d); what an earlier run embedded is taken from disk."""
    told = hashlib.sha256(embedder.fingerprint.encode())
    for text in texts:
        told.update(text.encode() + b"\0")
    path = KEPT / f"{told.hexdigest()[:16]}.f32"
    KEPT.mkdir(parents=True, exist_ok=True)
    width = 4 * embedder.dimension
    done = path.stat().st_size // width if path.exists() else 0
    if done < len(texts):
        print(f"embedding {len(texts) - done:,} texts for {path.relative_to(ROOT)} …", flush=True)
    with path.open("ab") as file:
        file.truncate(done * width)
        for first in range(done, len(texts), _BLOCK):
            block = [_passage(text) for text in texts[first : first + _BLOCK]]
            file.write(embedder.embed_passages(block).passages.tobytes())
            file.flush()
    return np.fromfile(path, np.float32).reshape(-1, embedder.dimension)


def _passage(text: str) -> Passage:
    source = Source("pool", "Pool", "0" * 64)
    return Passage(source, 0, len(text), text, 1, sentences=(Span(0, len(text)),))
