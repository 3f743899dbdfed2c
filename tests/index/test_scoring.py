"""Measures by hand, and against slower ways to the same."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.scoring import Share, auroc, exact, f1, hit_at, mrr_at


@pytest.mark.parametrize(
    ("found", "references", "matches", "overlap"),
    [
        ("the Yuan dynasty", ["Yuan Dynasty."], 1, 1),
        ("Yuan", ["Yuan dynasty"], 0, 2 / 3),
        ("a  red, red rose", ["red rose", "blue"], 0, 4 / 5),
        ("Kublai Khan", ["Genghis Khan", "Kublai"], 0, 2 / 3),
        ("in 1279", ["1368"], 0, 0),
        ("the", ["a"], 1, 1),  # nothing is left of either
        ("the", ["Khan"], 0, 0),
        ("", [], 1, 1),
        ("Khan", [], 0, 0),
    ],
)
def test_answers_are_compared_as_squads_script_does(
    found: str, references: list[str], matches: int, overlap: float
) -> None:
    assert exact(found, references) == matches
    assert f1(found, references) == pytest.approx(overlap)


# Few values, so that there are ties.
SCORES = st.lists(st.integers(-3, 3).map(float), min_size=1, max_size=12)


@given(SCORES, SCORES)
def test_auroc_is_the_share_of_pairs_in_the_right_order(
    positive: list[float], negative: list[float]
) -> None:
    pairs = [(p > n) + (p == n) / 2 for p in positive for n in negative]
    assert auroc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


def test_without_both_sides_there_is_no_auroc() -> None:
    assert math.isnan(auroc([], [1.0]))
    assert math.isnan(auroc([1.0], []))


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_interval_is_wilsons(part: int, more: int) -> None:
    whole = part + more
    share = Share(part, whole)
    if not whole:
        assert math.isnan(share.value)
        assert share.interval == (0.0, 1.0)
        return
    # Wilson (1927), with the normal distribution's 97.5 % point.
    z, p = 1.959963984540054, part / whole
    middle = (p + z**2 / (2 * whole)) / (1 + z**2 / whole)
    reach = z * math.sqrt(p * (1 - p) / whole + z**2 / (4 * whole**2)) / (1 + z**2 / whole)
    assert share.value == p
    assert share.interval == pytest.approx((middle - reach, middle + reach), abs=1e-9)


@pytest.mark.parametrize(("part", "whole"), [(-1, 2), (3, 2)])
def test_more_than_all_is_no_share(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        Share(part, whole)


def test_ranks_count_from_one_and_what_is_too_deep_counts_as_not_found() -> None:
    ranks = (1, 4, None, 2, 11)
    assert hit_at(1, ranks) == pytest.approx(1 / 5)
    assert hit_at(3, ranks) == pytest.approx(2 / 5)
    assert mrr_at(10, ranks) == pytest.approx((1 + 1 / 4 + 1 / 2) / 5)
    assert math.isnan(hit_at(1, ()))
    assert math.isnan(mrr_at(10, ()))
