"""Cosine search over unit vectors with FAISS: of few all are scored, of many the likely."""

from __future__ import annotations

import faiss
import numpy as np

from index.arrays import Buffer, Ints
from index.embedding import Vectors
from index.ranking import best

#: Up to so many rows all are scored.
EXACT = 25_000

_TIED = 1e-5  # float32 rounding of cosines that are the same
_TOLERANCE = 1e-3  # float32 rounding over some hundred dimensions stays far below
_INNER = faiss.METRIC_INNER_PRODUCT
# So many rows are put forward to be scored, for each that is asked for and at the least. On
# vectors of sentences from Wikipedia all of the ten nearest are among the first 80.
_FORWARD, _FORWARD_LEAST = 8, 400
_TRAINING = 4096  # rows; each code is one of 16, so more tell nothing new
_ROUNDS = 10


class VectorIndex:
    """Rows of unit length, (n, d), found by their inner product, which then is the cosine.

    Where there are more than `EXACT`, codes of 4 bits for each pair of dimensions (Jégou et al.,
    2011, doi:10.1109/TPAMI.2010.57; André et al., 2015, doi:10.14778/2856318.2856324) put forward
    the rows that are scored. All codes are looked at: unlike lists of neighbours, that finds as
    much for questions, which lie elsewhere than the rows.
    """

    def __init__(self, rows: Vectors, codes: Buffer = b"") -> None:
        """Take rows and what `codes_of` gave for them; to be called on checked bytes only."""
        self.rows = rows
        self.codes = codes
        self._coded = faiss.deserialize_index(np.frombuffer(codes, np.uint8)) if codes else None
        if self._coded and (self._coded.ntotal, self._coded.d) != rows.shape:
            raise ValueError("the codes are of other vectors")

    def __len__(self) -> int:
        return len(self.rows)

    def search(self, question: Vectors, count: int) -> tuple[Ints, Vectors]:
        """The places of the `count` rows nearest to `question`, (d,), best first; their cosines."""
        count = min(count, len(self))
        if not count:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        # A second thread gains little, and waits long where another process holds its core.
        faiss.omp_set_num_threads(1)
        if self._coded is None:
            near, found = faiss.knn(
                question[np.newaxis], self.rows, min(2 * count, len(self)), _INNER
            )
            if near[0, -1] > near[0, count - 1] - _TIED:  # more may be as near, and stand before
                found = np.arange(len(self))[np.newaxis]
        else:
            forward = min(max(_FORWARD * count, _FORWARD_LEAST), len(self))
            _, found = self._coded.search(question[np.newaxis], forward)
        places = np.sort(found[0][found[0] >= 0]).astype(np.int64)
        cosines = cosines_of(self.rows[places], question)
        first = best(cosines, count)
        return places[first], cosines[first]


def cosines_of(rows: Vectors, question: Vectors) -> Vectors:
    """The cosines of `rows`, (n, d), with `question`, (d,): the same wherever a row stands."""
    return np.asarray(np.einsum("ij,j->i", rows, question), dtype=np.float32)


def checked(rows: Vectors) -> Vectors:
    """`rows`, (n, d) float32; ValueError where one is not of unit length."""
    if rows.ndim != 2 or not np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=_TOLERANCE):
        raise ValueError("the vectors must be rows of unit length")
    return np.ascontiguousarray(rows, dtype=np.float32)


def codes_of(rows: Vectors) -> bytes:
    """The codes of `rows`, the same for the same rows; empty for so few that all are scored."""
    count, dimension = rows.shape
    if count <= EXACT:
        return b""
    faiss.omp_set_num_threads(1)  # more wait for each other: each part of the training is tiny
    pairs = dimension // 2 if dimension % 2 == 0 else dimension
    coded = faiss.IndexPQFastScan(dimension, pairs, 4, _INNER)
    coded.pq.cp.niter = _ROUNDS
    coded.train(np.ascontiguousarray(rows[:: count // _TRAINING][:_TRAINING]))
    coded.add(rows)
    return bytes(faiss.serialize_index(coded).tobytes())
