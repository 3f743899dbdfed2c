"""FAISS against plain numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from index.embedding import Vectors
from index.vectors import VectorIndex

SEEDS = st.integers(0, 2**32 - 1)


def units(count: int, dimension: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, dimension))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@given(SEEDS, st.integers(1, 60), st.integers(2, 40), st.integers(1, 70))
def test_the_nearest_are_those_of_numpy_in_its_order(
    seed: int, size: int, dimension: int, count: int
) -> None:
    rows, (question,) = units(size, dimension, seed), units(1, dimension, seed + 1)
    index = VectorIndex.build(rows)
    assert (len(index), index.dimension) == (size, dimension)
    found = index.search(question, count)
    # In double precision, so that a tie of rounding cannot hide a wrong order.
    cosines = rows.astype(np.float64) @ question.astype(np.float64)
    assert len(set(found.tolist())) == len(found) == min(count, size)
    expected = np.sort(cosines)[::-1][: len(found)]
    np.testing.assert_allclose(cosines[found], expected, atol=1e-6)


def test_order_and_places_by_hand() -> None:
    rows = np.array([[0, 1], [1, 0], [0.6, 0.8], [-1, 0]], dtype=np.float32)
    index = VectorIndex.build(rows)
    assert index.search(np.array([1, 0], dtype=np.float32), 4).tolist() == [1, 2, 0, 3]
    assert index.search(np.array([0, 1], dtype=np.float32), 2).tolist() == [0, 2]


@given(SEEDS, st.lists(st.integers(0, 29), min_size=1, max_size=40))
def test_rows_come_back_bit_for_bit_in_the_order_asked_for(seed: int, places: list[int]) -> None:
    rows = units(30, 8, seed)
    chosen = np.array(places, dtype=np.int64)
    assert_array_equal(VectorIndex.build(rows).rows(chosen), rows[chosen])


@given(SEEDS, st.integers(1, 30))
def test_bytes_bring_the_same_index_back(seed: int, size: int) -> None:
    rows, (question,) = units(size, 16, seed), units(1, 16, seed + 1)
    before = VectorIndex.build(rows)
    after = VectorIndex.from_bytes(before.to_bytes())
    assert (len(after), after.dimension) == (size, 16)
    assert_array_equal(after.rows(np.arange(size)), rows)
    assert_array_equal(after.search(question, size), before.search(question, size))
    assert after.to_bytes() == before.to_bytes()


@pytest.mark.parametrize(
    "rows",
    [
        [[1.0, 0.0], [0.5, 0.5]],
        [[2.0, 0.0]],
        [[0.0, 0.0]],
        [[float("nan"), 1.0]],
        [[1.01, 0.0]],
        [1.0, 0.0],
    ],
)
def test_rows_that_are_not_of_unit_length_are_refused(rows: list[object]) -> None:
    with pytest.raises(ValueError, match="rows of unit length"):
        VectorIndex.build(np.array(rows, dtype=np.float32))


def test_later_changes_of_the_array_do_not_reach_the_index() -> None:
    rows = units(3, 4, 7)
    index = VectorIndex.build(rows)
    before = rows.copy()
    rows[:] = 0
    assert_array_equal(index.rows(np.arange(3)), before)
