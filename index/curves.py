"""What refusing costs and gains, and whether the probabilities mean what they say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from index.evaluation import Judged
from index.scoring import Share, auroc
from index.types import Answer

#: Bins of equal width over the probabilities from 0 to 1.
BINS = 10


@dataclass(frozen=True, slots=True)
class Point:
    """A way of refusing: the share of all questions it answers, and of those answers the wrong.

    `threshold` is the probability from which on it answers.
    """

    coverage: float
    risk: float
    threshold: float


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """Risk and coverage (El-Yaniv and Wiener, 2010) over all thresholds, the highest first.

    Questions that were refused before there was a candidate are never answered, so the curve ends
    below a coverage of 1 where there are any. `coverage` and `risk` are those of the replies as
    they were given. `area` is the mean risk when answering from each candidate's own probability
    on (the area under the curve, by its length); `discrimination` the AUROC of the probability
    between right and wrong candidates; `right` and `questions` count right candidates and all
    questions.
    """

    points: tuple[Point, ...]
    coverage: Share
    risk: Share
    area: float
    discrimination: float
    right: int
    questions: int


def risk_coverage(judged: Sequence[Judged]) -> RiskCoverage:
    """The curve of refusing by probability alone, and where the replies stand beside it."""
    scored = sorted(_candidates(judged), reverse=True)
    points: list[Point] = []
    answered = wrong = 0
    risks = 0.0
    for threshold, group in groupby(scored, key=lambda one: one[0]):
        rights = [right for _, right in group]  # a threshold cannot tell equals apart
        answered += len(rights)
        wrong += rights.count(False)
        points.append(Point(answered / len(judged), wrong / answered, threshold))
        risks += len(rights) * wrong / answered
    given = [one for one in judged if isinstance(one.reply, Answer)]
    return RiskCoverage(
        points=tuple(points),
        coverage=Share(len(given), len(judged)),
        risk=Share(sum(one.outcome == "wrong" for one in given), len(given)),
        area=risks / answered if answered else math.nan,
        discrimination=auroc([p for p, right in scored if right], [p for p, r in scored if not r]),
        right=answered - wrong,
        questions=len(judged),
    )


@dataclass(frozen=True, slots=True)
class Bin:
    """The candidates whose probability lies in `[low, high)`: its mean, and how many are right."""

    low: float
    high: float
    predicted: float
    right: Share


@dataclass(frozen=True, slots=True)
class Reliability:
    """Probabilities held against what happened, over the questions that have a candidate.

    `error` is the expected calibration error over the bins (Naeini, Cooper, Hauskrecht, 2015), the
    mean distance of predicted and observed share, and `brier` the mean squared distance of each
    probability from what happened (Brier, 1950). 0 is best for both.
    """

    bins: tuple[Bin, ...]
    error: float
    brier: float


def reliability(judged: Sequence[Judged]) -> Reliability:
    """Bins that are not empty, in order."""
    scored = _candidates(judged)
    bins: list[Bin] = []
    for place in range(BINS):
        inside = [one for one in scored if min(int(one[0] * BINS), BINS - 1) == place]
        if inside:
            mean = sum(probability for probability, _ in inside) / len(inside)
            right = Share(sum(right for _, right in inside), len(inside))
            bins.append(Bin(place / BINS, (place + 1) / BINS, mean, right))
    if not scored:
        return Reliability((), math.nan, math.nan)
    return Reliability(
        tuple(bins),
        sum(abs(one.right.value - one.predicted) * one.right.whole for one in bins) / len(scored),
        sum((probability - right) ** 2 for probability, right in scored) / len(scored),
    )


def _candidates(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    return [
        (one.probability, one.candidate_right) for one in judged if one.candidate_right is not None
    ]
