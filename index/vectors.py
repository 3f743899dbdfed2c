"""Cosine search over unit vectors, exactly, with FAISS."""

from __future__ import annotations

import faiss
import numpy as np
import numpy.typing as npt

from index.embedding import Vectors

_TOLERANCE = 1e-3  # float32 rounding over some hundred dimensions stays far below


class VectorIndex:
    """Rows of unit length, found by their inner product, which then is the cosine."""

    def __init__(self, flat: faiss.Index) -> None:
        self._flat = flat

    @classmethod
    def build(cls, vectors: Vectors) -> VectorIndex:
        """Index `vectors`, (n, d) float32; ValueError where a row is not of unit length."""
        unit = vectors.ndim == 2 and np.allclose(
            np.linalg.norm(vectors, axis=1), 1.0, atol=_TOLERANCE
        )
        if not unit:
            raise ValueError("the vectors must be rows of unit length")
        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(np.ascontiguousarray(vectors))
        return cls(flat)

    @classmethod
    def from_bytes(cls, data: bytes) -> VectorIndex:
        """Take what `to_bytes` gave. To be called on bytes whose hash has been checked only."""
        return cls(faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8)))

    def to_bytes(self) -> bytes:
        return bytes(faiss.serialize_index(self._flat).tobytes())

    def __len__(self) -> int:
        return int(self._flat.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._flat.d)

    def search(self, question: Vectors, count: int) -> npt.NDArray[np.int64]:
        """The places of the `count` rows nearest to `question`, (d,), best first."""
        count = min(count, len(self))
        _, places = self._flat.search(question[np.newaxis, :], count)
        return np.asarray(places[0], dtype=np.int64)

    def rows(self, places: npt.NDArray[np.int64]) -> Vectors:
        """The vectors at `places`, (len(places), d)."""
        return np.asarray(self._flat.reconstruct_batch(places), dtype=np.float32)
