"""Make documents a segment: what an index has vectors for already is not embedded again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from index.embedding import Embedded, Embedder, Progress, Vectors
from index.joining import Part, joined
from index.segments import Segment, keys_of
from index.types import Document, Passage

#: Told how many passages are to be embedded.
Started = Callable[[int], None]

#: So many passages or so are made ready at once: what that takes is many times what they become.
BLOCK = 20_000


def segment_of(
    documents: Sequence[Document],
    passages: Sequence[Sequence[Passage]],
    there: Sequence[Segment],
    embedder: Embedder,
    started: Started | None,
    progress: Progress | None,
) -> tuple[Segment, int]:
    """The segment of `documents`, and how many of its passages `there` had no vectors for."""
    keys = keys_of([passage for each in passages for passage in each])
    held = np.concatenate([keys[:0], *(segment.columns.keys for segment in there)])
    fresh = int(np.isin(keys, held, invert=True).sum())
    if started:
        started(fresh)
    parts = [
        _embedded(documents[block], passages[block], there, embedder, progress)
        for block in blocks([len(each) for each in passages])
    ]
    if len(parts) == 1:
        return parts[0], fresh
    return joined([Part(part, 0, len(part.sources)) for part in parts]), fresh


def blocks(sizes: Sequence[int]) -> Iterator[slice]:
    """Neighbouring documents of so many passages each, as many as make a `BLOCK`."""
    first = total = 0
    for place, size in enumerate(sizes):
        if total and total + size > BLOCK:
            yield slice(first, place)
            first, total = place, 0
        total += size
    yield slice(first, len(sizes))


def _embedded(
    documents: Sequence[Document],
    passages: Sequence[Sequence[Passage]],
    there: Sequence[Segment],
    embedder: Embedder,
    progress: Progress | None,
) -> Segment:
    every = [passage for each in passages for passage in each]
    keys = keys_of(every)
    known = _known(keys, there)
    fresh = [passage for passage, key in zip(every, keys, strict=True) if key not in known]
    new = embedder.embed_passages(fresh, progress)
    ends = list(accumulate((len(passage.sentences) for passage in fresh), initial=0))
    embedded = iter(
        (whole, new.sentences[begin:end])
        for whole, begin, end in zip(new.passages, ends, ends[1:], strict=True)
    )
    rows = [known[key] if key in known else next(embedded) for key in keys]
    vectors = Embedded(
        np.stack([whole for whole, _ in rows]), np.concatenate([parts for _, parts in rows])
    )
    return Segment.of(documents, passages, vectors)


def _known(
    keys: npt.NDArray[np.bytes_], there: Sequence[Segment]
) -> dict[bytes, tuple[Vectors, Vectors]]:
    """The vectors of a passage and of its sentences, by the key, as far as `there` has them."""
    found: dict[bytes, tuple[Vectors, Vectors]] = {}
    for segment in there:
        places = np.flatnonzero(np.isin(segment.columns.keys, keys))
        sentences, ends = segment.of_sentences(places)
        for place, begin, end in zip(places, ends, ends[1:], strict=False):
            vectors = segment.vectors.rows[place], sentences[begin:end]
            found[segment.columns.keys[place]] = vectors
    return found
