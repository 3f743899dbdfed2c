"""BM25 over passages, with bm25s."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from index.words import fold, is_content, words_of

#: Lucene's variant; k1 and b chosen on `squad2-part-b` (the proof is measured on another part).
K1, B = 0.9, 0.4

_WRITTEN = "written.json"

Scores = npt.NDArray[np.float32]


class LexicalIndex:
    """BM25 (Robertson and Zaragoza, 2009, doi:10.1561/1500000019) over the terms of passages."""

    def __init__(self, size: int, bm25: bm25s.BM25 | None, written: Iterable[str] = ()) -> None:
        self._size = size
        #: The content words as they are written, folded: what a misspelt word may have meant.
        self.written = frozenset(written)
        self._bm25 = bm25  # None where no passage has a term: bm25s cannot index nothing
        self.vocabulary = frozenset(bm25.vocab_dict) - {""} if bm25 else frozenset[str]()

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """Index `texts`, one a passage."""
        words = [[word for word in words_of(text) if is_content(word)] for text in texts]
        documents = [[word.form for word in document] for document in words]
        if not any(documents):
            return cls(len(documents), None)
        written = {fold(word.written) for document in words for word in document}
        bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        bm25.index(documents, show_progress=False)
        return cls(len(documents), bm25, written)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Take back what `save` wrote for `size` passages."""
        if not (folder / _WRITTEN).exists():
            return cls(size, None)
        written = json.loads((folder / _WRITTEN).read_bytes())
        return cls(size, bm25s.BM25.load(folder, allow_pickle=False), written)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, which must exist."""
        if self._bm25:
            self._bm25.save(folder, allow_pickle=False, show_progress=False)
            (folder / _WRITTEN).write_text(json.dumps(sorted(self.written)), encoding="utf-8")

    def scores(self, asked: Sequence[str]) -> Scores:
        """The BM25 score of every passage for the terms `asked`, (n,); 0 where none is in it."""
        known = [term for term in asked if term in self.vocabulary]
        if not self._bm25 or not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)
