"""BM25 over passages, and how much of what is asked for one sentence holds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from index.postings import Postings
from index.words import Word, rarity

#: Lucene's variant; k1 and b chosen on `squad2-part-b` (the proof is measured on another part).
K1, B = 0.9, 0.4

T = TypeVar("T")
Scores = npt.NDArray[np.float32]


class Words(Set[str]):
    """Several sets of words seen as one, without a copy of them."""

    def __init__(self, parts: Sequence[frozenset[str]]) -> None:
        self._parts = parts

    def __contains__(self, word: object) -> bool:
        return any(word in part for part in self._parts)

    def __iter__(self) -> Iterator[str]:
        for place, part in enumerate(self._parts):
            before = self._parts[:place]
            yield from (word for word in part if not any(word in other for other in before))

    @classmethod
    def _from_iterable(cls, it: Iterable[T]) -> Set[T]:  # what `&`, `|` and `-` make
        return frozenset(it)

    @cached_property
    def _length(self) -> int:
        return sum(1 for _ in self)

    def __len__(self) -> int:
        return self._length


class LexicalIndex:
    """BM25 (Robertson and Zaragoza, 2009, doi:10.1561/1500000019) over the terms of passages.

    The passages are those of all `parts`, in order: how rare a term is, and how long a passage, is
    counted over all of them.
    """

    def __init__(self, parts: Sequence[Postings]) -> None:
        self._parts = parts
        sizes = [len(part.lengths) for part in parts]
        self._firsts = [sum(sizes[:place]) for place in range(len(sizes))]
        self._size = sum(sizes)
        self._average = sum(part.total for part in parts) / max(self._size, 1)
        self.vocabulary: Set[str] = _one([part.vocabulary for part in parts])
        #: The content words as they are written, folded: what a misspelt word may have meant.
        self.written: Set[str] = _one([part.spellings for part in parts])

    def scores(self, asked: Collection[str]) -> Scores:
        """The BM25 score of every passage for the terms `asked`, (n,); 0 where none is in it."""
        scores = np.zeros(self._size)
        for term, times in Counter(asked).items():
            found = [part.holding(term) for part in self._parts]
            holding = sum(len(places) for places, _ in found)
            if not holding:
                continue
            idf = math.log(1 + (self._size - holding + 0.5) / (holding + 0.5))
            for part, first, (places, counts) in zip(self._parts, self._firsts, found, strict=True):
                norm = K1 * (1 - B + B * part.lengths[places] / self._average)
                scores[places + first] += times * idf * (counts / (counts + norm))
        return scores.astype(np.float32)

    def coverage(self, asked: Sequence[Word], places: npt.NDArray[np.int64]) -> Scores:
        """How much of `asked`, by rarity, the fullest sentence of each passage holds, in [0, 1].

        A sentence holds the words of its passage's context too.
        """
        weights = np.array([rarity(word.written) for word in asked])
        covered = np.zeros(len(places))
        for part, first in zip(self._parts, self._firsts, strict=True):
            here = (places >= first) & (places < first + len(part.lengths))
            covered[here] = part.fullest(
                [word.form for word in asked], weights, places[here] - first
            )
        return np.asarray(covered / max(float(weights.sum()), 1e-12), dtype=np.float32)


def _one(parts: Sequence[frozenset[str]]) -> Set[str]:
    return parts[0] if len(parts) == 1 else Words(parts)
