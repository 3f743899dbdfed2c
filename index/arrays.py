"""Rows of uneven length in one array, and arrays one after the other in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Array = npt.NDArray[Any]
#: What bytes are read from without a copy.
Buffer = bytes | memoryview
#: For each array its type, as numpy writes it, and its length.
Table = dict[str, tuple[str, int]]

_ALIGNED = 16  # bytes: the size of the largest element


def ends_of(lengths: npt.ArrayLike) -> Ints:
    """Where rows of these lengths end, a 0 before them: row `i` is `[ends[i], ends[i + 1])`."""
    return np.concatenate([[0], np.cumsum(np.asarray(lengths, dtype=np.int64))]).astype(np.int64)


def of_rows(ends: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """The places of all elements of `rows`, one after the other, and where each row then ends."""
    starts = ends[:-1][rows]
    lengths = ends[1:][rows] - starts
    taken = ends_of(lengths)
    return np.arange(taken[-1]) + np.repeat(starts - taken[:-1], lengths), taken


def bytes_of(array: Array) -> memoryview:
    """The bytes of an array, which are not copied."""
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def pack(arrays: Mapping[str, Array]) -> tuple[bytes, Table]:
    """The bytes of one-dimensional `arrays`, and what is needed to take them apart."""
    parts: list[bytes] = []
    table: Table = {}
    for name, array in arrays.items():
        table[name] = (array.dtype.str, len(array))
        parts += [array.tobytes(), bytes(-array.nbytes % _ALIGNED)]
    return b"".join(parts), table


def unpack(data: Buffer, table: Mapping[str, tuple[str, int]]) -> dict[str, Array]:
    """The arrays that were packed, as views of `data`; ValueError where they do not fit it."""
    arrays: dict[str, Array] = {}
    position = 0
    for name, (kind, length) in table.items():
        arrays[name] = np.frombuffer(data, np.dtype(kind), length, position)
        position += arrays[name].nbytes + -arrays[name].nbytes % _ALIGNED
    if position != len(data):
        raise ValueError("the arrays do not fill their file")
    return arrays
