"""Measures that stand on their own: numbers in, numbers out.

Exact match and F1 are those of SQuAD's official evaluation script, version 2.0 (Rajpurkar, Jia,
Liang, 2018): answers are compared in lower case, without punctuation, articles and doubled space.
"""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole} is no share")

    @property
    def value(self) -> float:
        """The share in [0, 1]; NaN of nothing."""
        return self.part / self.whole if self.whole else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share lies with 95 % confidence (Wilson, 1927); anywhere, of nothing."""
        if not self.whole:
            return 0.0, 1.0
        from scipy.stats import binomtest  # half a second to import

        found = binomtest(self.part, self.whole).proportion_ci(method="wilson")
        return float(found.low), float(found.high)


def normalised(answer: str) -> str:
    """An answer as it is compared."""
    return " ".join(_ARTICLES.sub(" ", answer.lower().translate(_PUNCTUATION)).split())


def exact(found: str, references: Sequence[str]) -> float:
    """1 where an answer is one of the references, else 0; no reference stands for no answer."""
    if not references:
        return float(not found)
    return float(any(normalised(found) == normalised(one) for one in references))


def f1(found: str, references: Sequence[str]) -> float:
    """The greatest harmonic mean of precision and recall over words; see `exact`."""
    if not references:
        return float(not found)
    return max(_f1(normalised(found).split(), normalised(one).split()) for one in references)


def _f1(found: list[str], reference: list[str]) -> float:
    if not found or not reference:
        return float(found == reference)
    shared = sum((Counter(found) & Counter(reference)).values())
    return 2 * shared / (len(found) + len(reference))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """How often a positive scores above a negative, ties counted half; NaN without both.

    The area under the receiver operating characteristic, by ranks (Mann and Whitney, 1947).
    """
    if not len(positive) or not len(negative):
        return math.nan
    from scipy.stats import rankdata  # half a second to import

    own = float(rankdata([*positive, *negative])[: len(positive)].sum())
    least = len(positive) * (len(positive) + 1) / 2
    return (own - least) / (len(positive) * len(negative))


def hit_at(depth: int, ranks: Sequence[int | None]) -> float:
    """The share of `ranks` (from 1; None where nothing right was found) that are within `depth`."""
    if not ranks:
        return math.nan
    return sum(rank is not None and rank <= depth for rank in ranks) / len(ranks)


def mrr_at(depth: int, ranks: Sequence[int | None]) -> float:
    """The mean of 1/rank, 0 where nothing right is within `depth` (Voorhees, 1999)."""
    if not ranks:
        return math.nan
    return sum(1 / rank for rank in ranks if rank is not None and rank <= depth) / len(ranks)
