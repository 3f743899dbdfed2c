"""Cut segments and join them, by their arrays alone: no passage is parsed, no text read again.

What comes of it is, to the last byte, what would have come of the same passages at once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.arrays import Buffer, ends_of
from index.embedding import Vectors
from index.postings import Postings
from index.segments import Columns, Halves, Segment, about_of
from index.types import Reference
from index.vectors import VectorIndex, codes_of


@dataclass(frozen=True, slots=True)
class Part:
    """The sources `[first, last)` of a segment."""

    of: Segment
    first: int
    last: int


def joined(parts: Sequence[Part]) -> Segment:
    """One segment of all sources of `parts`, in order: by their arrays, nothing is parsed."""
    references: dict[Reference, int] = {}
    columns: dict[str, list[npt.NDArray[Any]]] = {}
    buffers: dict[str, list[Buffer]] = {"lines": [], "texts": []}
    rows: list[Vectors] = []
    halves: list[Halves] = []
    passages = 0
    for part in parts:
        of, own, postings = part.of, part.of.columns, part.of.postings
        begin, end = postings.source_ends[[part.first, part.last]]
        heard, hushed = postings.sentence_ends[[begin, end]]
        cited = own.cited[own.cited_ends[begin] : own.cited_ends[end]]
        new = np.zeros(len(of.references), dtype=np.int64)
        for number in dict.fromkeys(cited.tolist()):
            new[number] = references.setdefault(of.references[number], len(references))
        inside = (own.claiming >= begin) & (own.claiming < end)
        text_ends = own.text_ends[part.first : part.last + 1]
        line_ends = own.line_ends[begin : end + 1]
        for name, column in {
            "text_ends": np.diff(text_ends),
            "line_ends": np.diff(line_ends),
            "starts": own.starts[begin:end],
            "ends": own.ends[begin:end],
            "cited_ends": np.diff(own.cited_ends[begin : end + 1]),
            "cited": new[cited],
            "claiming": own.claiming[inside] - begin + passages,
            "keys": own.keys[begin:end],
        }.items():
            columns.setdefault(name, []).append(column)
        buffers["lines"].append(of.lines[line_ends[0] : line_ends[-1]])
        buffers["texts"].append(of.texts[text_ends[0] : text_ends[-1]])
        rows.append(of.vectors.rows[begin:end])
        halves.append(of.sentences[heard:hushed])
        passages += end - begin
    whole = {name: np.concatenate(arrays) for name, arrays in columns.items()}
    for name in ("text_ends", "line_ends", "cited_ends"):
        whole[name] = ends_of(whole[name])
    every, sentences = np.concatenate(rows), np.concatenate(halves)
    return Segment(
        tuple(source for part in parts for source in part.of.sources[part.first : part.last]),
        b"".join(buffers["lines"]),
        b"".join(buffers["texts"]),
        about_of(
            tuple(references),
            [line for part in parts for line in part.of.source_lines[part.first : part.last]],
        ),
        Columns(**whole),
        Postings.joined([part.of.postings.part(part.first, part.last) for part in parts]),
        VectorIndex(every, codes_of(every)),
        sentences,
    )


def left(segments: Sequence[Segment], unwanted: Collection[str]) -> list[Segment]:
    """`segments` without some sources: the same ones where they hold none of them."""
    kept: list[Segment] = []
    for segment in segments:
        parts = without(segment, unwanted)
        if sum(part.last - part.first for part in parts) == len(segment.sources):
            kept.append(segment)
        elif parts:
            kept.append(joined(parts))
    return kept


def without(segment: Segment, unwanted: Collection[str]) -> tuple[Part, ...]:
    """What is left of `segment` when sources are taken out, by their ids."""
    kept = [number for number, s in enumerate(segment.sources) if s.id not in unwanted]
    parts: list[Part] = []
    for number in kept:
        if parts and parts[-1].last == number:
            parts[-1] = Part(segment, parts[-1].first, number + 1)
        else:
            parts.append(Part(segment, number, number + 1))
    return tuple(parts)
