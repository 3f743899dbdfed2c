"""Risk, coverage and calibration by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.curves import Bin, Point, reliability, risk_coverage
from index.evaluation import Judged, Outcome
from index.scoring import Share
from tests.index.proofs import FLOOD, case, refusal


def weighed(probability: float, *, right: bool | None, given: bool = False) -> Judged:
    end = (Outcome.RIGHT if right else Outcome.WRONG) if given else Outcome.WRONGLY_REFUSED
    reply = FLOOD if given else refusal()
    return Judged(case("Q", 1), reply, end, candidate_right=right, probability=probability)


QUESTIONS = [
    weighed(0.9, right=True, given=True),
    weighed(0.4, right=False),
    weighed(0.7, right=False, given=True),
    weighed(0.0, right=None),
    weighed(0.4, right=True),
]


def test_each_threshold_is_a_point_and_equals_are_never_told_apart() -> None:
    curve = risk_coverage(QUESTIONS)
    assert curve.points == (
        Point(1 / 5, 0, 0.9),
        Point(2 / 5, 1 / 2, 0.7),
        Point(4 / 5, 1 / 2, 0.4),
    )
    assert (curve.coverage, curve.risk) == (Share(2, 5), Share(1, 2))
    assert (curve.right, curve.questions) == (2, 5)
    # The candidates' own thresholds have the risks 0, 1/2, 1/2 and 1/2.
    assert curve.area == pytest.approx(1.5 / 4)
    # Of the pairs of right and wrong: .9 beats both, .4 ties with .4 and loses to .7.
    assert curve.discrimination == pytest.approx(2.5 / 4)


def test_without_a_candidate_there_is_no_curve() -> None:
    curve = risk_coverage([weighed(0.0, right=None)])
    assert curve.points == ()
    assert curve.coverage == Share(0, 1)
    assert math.isnan(curve.area)
    assert math.isnan(curve.discrimination)
    assert math.isnan(risk_coverage([]).coverage.value)


def test_probabilities_are_held_against_what_happened_in_bins() -> None:
    trust = reliability([*QUESTIONS, weighed(1.0, right=True), weighed(0.44, right=False)])
    assert trust.bins == (
        Bin(0.4, 0.5, (0.4 + 0.4 + 0.44) / 3, Share(1, 3)),
        Bin(0.7, 0.8, 0.7, Share(0, 1)),
        Bin(0.9, 1.0, 0.95, Share(2, 2)),  # 1 belongs to the last
    )
    assert trust.error == pytest.approx((abs(1 - 1.24) + 0.7 + abs(2 - 1.9)) / 6)
    squares = [0.1**2, 0.4**2, 0.7**2, 0.6**2, 0.0, 0.44**2]
    assert trust.brier == pytest.approx(sum(squares) / 6)


def test_without_a_candidate_nothing_is_calibrated() -> None:
    trust = reliability([weighed(0.0, right=None)])
    assert trust.bins == ()
    assert math.isnan(trust.error)
    assert math.isnan(trust.brier)


CANDIDATES = st.lists(
    st.tuples(st.floats(0, 1), st.booleans()).map(lambda one: weighed(one[0], right=one[1])),
    min_size=1,
    max_size=30,
)


@given(CANDIDATES)
def test_the_curve_ends_where_all_are_answered_and_no_order_beats_the_best(
    questions: list[Judged],
) -> None:
    curve = risk_coverage(questions)
    wrong = sum(one.candidate_right is False for one in questions)
    assert curve.points[-1].coverage == 1
    assert curve.points[-1].risk == pytest.approx(wrong / len(questions))
    for point in curve.points:
        best = max(0.0, 1 - curve.right / len(questions) / point.coverage)
        assert point.risk >= best - 1e-9


@given(CANDIDATES)
def test_every_candidate_is_in_the_bin_of_its_probability(questions: list[Judged]) -> None:
    trust = reliability(questions)
    assert sum(one.right.whole for one in trust.bins) == len(questions)
    for one in trust.bins:
        assert one.low - 1e-9 <= one.predicted <= one.high + 1e-9
    assert 0 <= trust.error <= 1
