"""What one would otherwise search with: other libraries over the same paragraphs, side by side.

It is for measuring; no answer depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import bm25s
import faiss
import numpy as np

from index import weights

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

#: For each question the places of the texts that were found, best first.
Found = list[list[int]]
Peer = Callable[[Sequence[str], Sequence[str], int], Found | None]


def dense(texts: Sequence[str], asked: Sequence[str], depth: int) -> Found:
    """Cosines of whole paragraphs: sentence-transformers with the same model, and FAISS."""
    model = _plain_model()
    index = faiss.IndexFlatIP(model.get_embedding_dimension() or 0)
    index.add(_encoded(model, texts))
    _, places = index.search(_encoded(model, asked), min(depth, len(texts)))
    return [[int(place) for place in row] for row in places]


def lexical(texts: Sequence[str], asked: Sequence[str], depth: int) -> Found:
    """BM25 as bm25s comes: its own tokens, English stop words, its own parameters."""
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize(list(texts), stopwords="en", show_progress=False), show_progress=False
    )
    tokens = bm25s.tokenize(list(asked), stopwords="en", show_progress=False)
    places, _ = index.retrieve(tokens, k=min(depth, len(texts)), show_progress=False)
    return [[int(place) for place in row] for row in places]


def hybrid(texts: Sequence[str], asked: Sequence[str], depth: int) -> Found | None:
    """The hybrid search of txtai with the same model; None where txtai is not installed."""
    try:
        from txtai import Embeddings
    except ModuleNotFoundError:
        return None
    index = Embeddings(path=str(weights.packaged()), hybrid=True, content=False)
    index.index([(place, text, None) for place, text in enumerate(texts)])
    return [[place for place, _ in row] for row in index.batchsearch(list(asked), depth)]


PEERS: dict[str, Peer] = {
    "sentence-transformers + FAISS": dense,
    "bm25s": lexical,
    "txtai, hybrid": hybrid,
}
#: What to say where a peer found nothing since it is not there.
ABSENT = "not installed; pip install 'summit-bot[peers]' brings it"


@lru_cache(maxsize=1)
def _plain_model() -> SentenceTransformer:
    """The same weights as anybody would load them."""
    from sentence_transformers import SentenceTransformer  # seconds to import

    return SentenceTransformer(str(weights.packaged()), device="cpu")


def _encoded(model: SentenceTransformer, texts: Sequence[str]) -> np.typing.NDArray[np.float32]:
    return np.asarray(
        model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False),
        dtype=np.float32,
    )
