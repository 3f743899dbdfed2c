"""Rows of uneven length against lists of lists."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from index.arrays import Array, ends_of, of_rows, pack, unpack

ROWS = st.lists(st.lists(st.integers(0, 99), max_size=4), min_size=1, max_size=8)


@given(ROWS, st.data())
def test_the_elements_of_rows_are_those_of_lists(
    rows: list[list[int]], data: st.DataObject
) -> None:
    values = np.array([value for row in rows for value in row], dtype=np.int64)
    ends = ends_of([len(row) for row in rows])
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1)))
    places, taken = of_rows(ends, np.array(chosen, dtype=np.int64))
    expected = [rows[place] for place in chosen]
    assert values[places].tolist() == [value for row in expected for value in row]
    assert taken.tolist() == [0, *np.cumsum([len(row) for row in expected]).tolist()]


ARRAYS: dict[str, Array] = {
    "numbers": np.array([1, -2, 3], dtype=np.int64),
    "small": np.array([7], dtype=np.int32),
    "none": np.zeros(0, dtype=np.int32),
    "keys": np.array([b"0123456789abcdef", b"short\0"], dtype="S16"),
}


def test_arrays_come_back_of_the_same_type_and_values() -> None:
    data, table = pack(ARRAYS)
    unpacked = unpack(data, table)
    assert unpacked.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert unpacked[name].dtype == array.dtype
        assert_array_equal(unpacked[name], array)


@pytest.mark.parametrize("change", [lambda data: data[:-16], lambda data: data + bytes(16)])
def test_arrays_that_do_not_fill_their_bytes_are_refused(change: object) -> None:
    data, table = pack(ARRAYS)
    assert callable(change)
    with pytest.raises(ValueError, match=r"buffer|fill"):
        unpack(change(data), table)


def test_no_array_of_objects_is_unpacked() -> None:
    with pytest.raises(ValueError, match="OBJECT"):
        unpack(bytes(16), {"objects": ("|O", 2)})
