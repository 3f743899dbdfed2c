"""The passages of several segments as one sequence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np

from index.arrays import Ints, ends_of
from index.embedding import Vectors
from index.segments import Segment
from index.types import Passage


class Passages(Sequence[Passage]):
    """The passages of several segments, in order; each is parsed when it is asked for."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        #: Where those of each segment end, a 0 before them.
        self.ends = ends_of([len(segment) for segment in segments])

    def __len__(self) -> int:
        return int(self.ends[-1])

    @overload
    def __getitem__(self, place: int) -> Passage: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Passage, ...]: ...

    def __getitem__(self, place: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError("there is no such passage")
        segment, within = self.locate(place % len(self))
        return segment.passage(within)

    def locate(self, place: int) -> tuple[Segment, int]:
        """The segment of a passage, and its place in there."""
        number = int(np.searchsorted(self.ends, place, side="right")) - 1
        return self._segments[number], int(place - self.ends[number])

    def vectors(self, places: Ints) -> Vectors:
        """The vectors of passages, `places` ascending."""
        return np.concatenate([each.vectors.rows[here] for each, here in self._by_segment(places)])

    def _by_segment(self, places: Ints) -> Iterator[tuple[Segment, Ints]]:
        bounds = np.searchsorted(places, self.ends)
        for number, segment in enumerate(self._segments):
            yield segment, places[bounds[number] : bounds[number + 1]] - self.ends[number]

    def sentence_vectors(self, places: Ints) -> tuple[Vectors, Ints]:
        """The vectors of the sentences of passages, `places` ascending; where those of each end."""
        rows, lengths = [], []
        for segment, here in self._by_segment(places):
            vectors, ends = segment.of_sentences(here)
            rows.append(vectors)
            lengths.append(np.diff(ends))
        return np.concatenate(rows), ends_of(np.concatenate(lengths))
