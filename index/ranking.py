"""Pure functions from raw scores to a ranking."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

#: The share of the dense scores in the fused one; chosen on `squad2-part-b`, where .6 to .75 are
#: within a third of a point of each other. See `make bench` for the proof on another part.
DENSE_SHARE = 0.7


def fuse(
    cosine: Scores,
    sentence_cosine: Scores,
    bm25: Scores,
    coverage: Scores,
    *,
    dense: float = DENSE_SHARE,
) -> Scores:
    """One score in [0, 1] a passage, from two dense and two lexical ones, each (n,).

    The scores are fused, not the ranks: on questions about Wikipedia paragraphs, reciprocal rank
    fusion finds fewer right passages than BM25 alone. Cosines are clipped at 0; BM25 is divided by
    the best of the passages, since it has no upper bound. The best sentence stands beside the whole
    passage, because an answer is seldom longer than a sentence.
    """
    top = float(bm25.max(initial=0.0))
    relative = bm25 / top if top > 0 else np.zeros_like(bm25)
    near = (np.clip(cosine, 0, 1) + np.clip(sentence_cosine, 0, 1)) / 2
    fused = dense * near + (1 - dense) * (relative + coverage) / 2
    return np.asarray(fused, dtype=np.float32)


def best(scores: Scores, count: int) -> npt.NDArray[np.int64]:
    """The places of the `count` highest scores, best first; the earlier place wins a tie."""
    if count <= 0:
        return np.zeros(0, dtype=np.int64)
    if count < len(scores):
        # From below, since most scores are the same 0: that takes a fortieth of the time.
        least = -np.partition(-scores, count - 1)[count - 1]
        above = np.flatnonzero(scores > least)
        tied = np.flatnonzero(scores == least)[: count - len(above)]
        places = np.sort(np.concatenate([above, tied]))
    else:
        places = np.arange(len(scores))
    return places[np.argsort(-scores[places], kind="stable")].astype(np.int64)
