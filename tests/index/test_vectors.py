"""FAISS against plain numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from index.embedding import Vectors
from index.vectors import EXACT, VectorIndex, checked, codes_of, cosines_of

SEEDS = st.integers(0, 2**32 - 1)


def units(count: int, dimension: int, seed: int) -> Vectors:
    return unit(np.random.default_rng(seed).standard_normal((count, dimension)))


def unit(rows: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@given(SEEDS, st.integers(1, 60), st.integers(2, 40), st.integers(1, 70))
def test_the_nearest_are_those_of_numpy_in_its_order(
    seed: int, size: int, dimension: int, count: int
) -> None:
    rows, (question,) = units(size, dimension, seed), units(1, dimension, seed + 1)
    index = VectorIndex(rows)
    assert len(index) == size
    found, told = index.search(question, count)
    # In double precision, so that a tie of rounding cannot hide a wrong order.
    cosines = rows.astype(np.float64) @ question.astype(np.float64)
    assert len(set(found.tolist())) == len(found) == min(count, size)
    expected = np.sort(cosines)[::-1][: len(found)]
    np.testing.assert_allclose(cosines[found], expected, atol=1e-6)
    np.testing.assert_allclose(told, expected, atol=1e-6)


def test_order_and_places_by_hand() -> None:
    rows = np.array([[0, 1], [1, 0], [0.6, 0.8], [-1, 0]], dtype=np.float32)
    index = VectorIndex(rows)
    assert index.search(np.array([1, 0], dtype=np.float32), 4)[0].tolist() == [1, 2, 0, 3]
    places, cosines = index.search(np.array([0, 1], dtype=np.float32), 2)
    assert places.tolist() == [0, 2]
    assert cosines.tolist() == pytest.approx([1.0, 0.8])


@pytest.mark.parametrize("count", [1, 5, 30, 49])
def test_of_rows_that_are_as_near_the_first_are_found_however_many_there_are(count: int) -> None:
    near, far, question = units(3, 40, 9)
    rows = np.array([far, *[near] * 100, far, question, *[near] * 100])
    places, _ = VectorIndex(rows).search(question, count + 1)
    by_nearness = sorted((near, far), key=lambda row: -float(row @ question))
    order = [np.flatnonzero((rows == row).all(axis=1)).tolist() for row in by_nearness]
    assert places.tolist() == [102, *order[0], *order[1]][: count + 1]


def test_of_nothing_nothing_is_found() -> None:
    places, cosines = VectorIndex(np.zeros((0, 4), dtype=np.float32)).search(units(1, 4, 0)[0], 5)
    assert (places.tolist(), cosines.tolist()) == ([], [])


@given(SEEDS, st.integers(1, 40))
def test_a_cosine_is_the_same_wherever_the_row_stands(seed: int, size: int) -> None:
    rows, (question,) = units(size, 33, seed), units(1, 33, seed + 1)
    together = cosines_of(rows, question)
    assert together.tolist() == [float(cosines_of(row[np.newaxis], question)[0]) for row in rows]


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
        checked(np.array(rows, dtype=np.float32))


def test_few_rows_need_no_codes() -> None:
    assert codes_of(units(200, 8, 0)) == b""


@pytest.fixture(scope="module")
def many() -> Vectors:
    """More rows than are scored all, and in no order: the hardest to tell apart."""
    return units(EXACT + 100, 64, 5)


def test_of_many_rows_the_exact_nearest_are_found_and_told_exactly(many: Vectors) -> None:
    index = VectorIndex(many, codes_of(many))
    found = 0
    questions = units(200, 64, 6)
    for question in questions:
        places, told = index.search(question, 10)
        assert told.tolist() == cosines_of(many[places], question).tolist()
        assert told.tolist() == sorted(told.tolist(), reverse=True)
        found += len(np.intersect1d(places, np.argsort(-(many @ question))[:10]))
    assert found / (10 * len(questions)) >= 0.98
    assert (
        index.search(questions[0], 3)[0].tolist() == index.search(questions[0], 10)[0][:3].tolist()
    )
    assert len(index.search(questions[0], 10_000)[0]) == 10_000


def test_codes_are_the_same_for_the_same_rows_and_come_back(many: Vectors) -> None:
    codes = codes_of(many)
    assert codes_of(many) == codes
    one, other = VectorIndex(many, codes), VectorIndex(many, memoryview(codes))
    for question in units(5, 64, 7):
        assert_array_equal(one.search(question, 50)[0], other.search(question, 50)[0])


def test_codes_can_be_had_of_an_odd_dimension() -> None:
    rows = units(EXACT + 1, 7, 8)
    assert VectorIndex(rows, codes_of(rows)).search(rows[9], 1)[0].tolist() == [9]


def test_codes_of_other_rows_are_refused(many: Vectors) -> None:
    with pytest.raises(ValueError, match="codes are of other vectors"):
        VectorIndex(many[1:], codes_of(many))
