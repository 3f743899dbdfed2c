"""Fusion and ranking by hand-computed values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking import DENSE_SHARE, Scores, best, fuse


def scores(*values: float) -> Scores:
    return np.array(values, dtype=np.float32)


def test_half_the_dense_share_is_the_passage_half_the_sentence_and_likewise_the_words() -> None:
    fused = fuse(
        scores(0.8, 0.4, 0.0),
        scores(0.6, 0.0, 1.0),
        scores(4.0, 8.0, 0.0),
        scores(1.0, 0.5, 0.0),
        dense=0.6,
    )
    # .6 * (.8 + .6) / 2 + .4 * (4/8 + 1) / 2, and so on
    assert fused.tolist() == pytest.approx([0.72, 0.42, 0.3])


def test_negative_cosines_count_as_none_and_bm25_of_nothing_as_zero() -> None:
    fused = fuse(scores(-0.9, 0.5), scores(-0.1, 1.2), scores(0.0, 0.0), scores(0.0, 0.0))
    assert fused.tolist() == pytest.approx([0.0, DENSE_SHARE * 0.75])


def test_the_order_of_bm25_alone_is_kept_whatever_its_scale() -> None:
    nothing = scores(0, 0, 0)
    small = fuse(nothing, nothing, scores(1, 3, 2), nothing)
    large = fuse(nothing, nothing, scores(100, 300, 200), nothing)
    assert small.tolist() == pytest.approx(large.tolist())
    assert best(small, 3).tolist() == [1, 2, 0]


COSINES = st.floats(-1, 1, width=32)
SHARES = st.floats(0, 1, width=32)
LISTS = st.lists(
    st.tuples(COSINES, COSINES, st.floats(0, 60, width=32), SHARES), min_size=1, max_size=10
)


@given(LISTS, SHARES)
def test_a_fused_score_lies_in_zero_to_one(
    rows: list[tuple[float, float, float, float]], dense: float
) -> None:
    fused = fuse(*(scores(*column) for column in zip(*rows, strict=True)), dense=dense)
    assert len(fused) == len(rows)
    assert float(fused.min()) >= 0.0
    assert float(fused.max()) <= 1.0 + 1e-6


@given(LISTS, st.integers(0, 3), st.floats(0, 1, width=32), st.data())
def test_a_passage_never_loses_by_a_higher_score_of_its_own(
    rows: list[tuple[float, float, float, float]], which: int, more: float, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    columns = [scores(*column) for column in zip(*rows, strict=True)]
    before = float(fuse(*columns)[place])
    columns[which][place] += np.float32(more)
    assert float(fuse(*columns)[place]) >= before - 1e-6


@given(st.lists(st.integers(-5, 5), max_size=20), st.integers(0, 25))
def test_the_best_come_first_and_the_earlier_wins_a_tie(values: list[int], count: int) -> None:
    expected = sorted(range(len(values)), key=lambda place: (-values[place], place))[:count]
    assert best(scores(*values), count).tolist() == expected
