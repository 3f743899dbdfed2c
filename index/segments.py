"""Segments: the passages of some sources with all that is searched, which never change."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from index import vectors
from index.arrays import Buffer, Ints, ends_of, of_rows
from index.ellipsis import refusals_in
from index.embedding import Embedded, Vectors
from index.initials import Capitals, capitals_in
from index.postings import Postings
from index.types import Claim, Document, Passage, Reference, Source, Span
from index.vectors import VectorIndex

Halves = npt.NDArray[np.float16]

_PARSED = 4096  # passages kept at hand


@dataclass(frozen=True, slots=True)
class Columns:
    """What is told of each passage without parsing it; every `…_ends` begins with 0.

    `text_ends` is by source, in bytes. `cited` are the references of each passage, by number.
    `claiming` are the passages that hold a claim. `keys` tell what a passage's vectors depend on.
    """

    text_ends: Ints
    line_ends: Ints
    starts: Ints
    ends: Ints
    cited_ends: Ints
    cited: Ints
    claiming: Ints
    keys: npt.NDArray[np.bytes_]


@dataclass(frozen=True, slots=True)
class Traits:
    """What the texts of a source write in capitals, and what they speak of as refused."""

    capitals: Capitals
    refused: Counter[str]


@dataclass(frozen=True, eq=False)
class Segment:
    """The passages of `sources`, in order, and all that is known of them."""

    sources: tuple[Source, ...]
    lines: Buffer
    texts: Buffer
    about: Buffer
    columns: Columns
    postings: Postings
    vectors: VectorIndex
    sentences: Halves

    def __post_init__(self) -> None:
        columns, passages = self.columns, len(self)
        for length, expected in (
            (len(self.postings.source_ends), len(self.sources) + 1),
            (len(columns.text_ends), len(self.sources) + 1),
            (columns.text_ends[-1], len(self.texts)),
            (len(columns.line_ends), passages + 1),
            (columns.line_ends[-1], len(self.lines)),
            (len(columns.starts), passages),
            (len(columns.ends), passages),
            (len(columns.keys), passages),
            (len(columns.cited_ends), passages + 1),
            (columns.cited_ends[-1], len(columns.cited)),
            (len(self.vectors), passages),
            (len(self.sentences), self.postings.sentence_ends[-1]),
        ):
            if length != expected:
                raise ValueError("the parts of the segment do not fit each other")

    def __len__(self) -> int:
        return len(self.postings.lengths)

    @classmethod
    def of(
        cls,
        documents: Sequence[Document],
        passages: Sequence[Sequence[Passage]],
        embedded: Embedded,
    ) -> Segment:
        """The segment of `documents`, whose `passages` stand beside; ValueError for bad vectors.

        The vectors are those of all passages, and of all sentences, in order.
        """
        every = [passage for each in passages for passage in each]
        numbers: dict[Reference, int] = {}
        cited = [[numbers.setdefault(r, len(numbers)) for r in p.references] for p in every]
        lines = [json.dumps(_to_json(p), ensure_ascii=False).encode() + b"\n" for p in every]
        texts = [document.text.encode() for document in documents]
        rows = vectors.checked(embedded.passages)
        halves = vectors.checked(embedded.sentences).astype(np.float16)
        return cls(
            tuple(_hashed(d.source, text) for d, text in zip(documents, texts, strict=True)),
            b"".join(lines),
            b"".join(texts),
            about_of(tuple(numbers), [json.dumps(_traits(each)).encode() for each in passages]),
            Columns(
                text_ends=ends_of([len(text) for text in texts]),
                line_ends=ends_of([len(line) for line in lines]),
                starts=np.array([p.start for p in every], dtype=np.int64),
                ends=np.array([p.end for p in every], dtype=np.int64),
                cited_ends=ends_of([len(each) for each in cited]),
                cited=np.array([n for each in cited for n in each], dtype=np.int64),
                claiming=np.array([at for at, p in enumerate(every) if p.claims], dtype=np.int64),
                keys=keys_of(every),
            ),
            Postings.of(passages),
            VectorIndex(rows, vectors.codes_of(rows)),
            halves,
        )

    def passage(self, place: int) -> Passage:
        """The passage at `place`, which is parsed when it is first asked for."""
        return self._parsed(place)

    @cached_property
    def _parsed(self) -> Callable[[int], Passage]:
        return lru_cache(maxsize=_PARSED)(self._parse)

    def _parse(self, place: int) -> Passage:
        begin, end = self.columns.line_ends[place : place + 2]
        fields: dict[str, Any] = json.loads(bytes(self.lines[begin:end]))
        cited = slice(*self.columns.cited_ends[place : place + 2])
        return Passage(
            source=self.sources[self.source_at(place)],
            sentences=tuple(Span(*each) for each in fields.pop("sentences")),
            claims=tuple(
                Claim(topic, about, Span(*span)) for topic, about, span in fields.pop("claims", ())
            ),
            references=tuple(self.references[number] for number in self.columns.cited[cited]),
            **fields,
        )

    def count(self, number: int) -> int:
        """How many passages a source has."""
        first, last = self.postings.source_ends[number : number + 2]
        return int(last - first)

    def place_of(self, number: int, start: int, end: int) -> int | None:
        """The place of the passage `[start, end)` of a source; None where there is no such one."""
        first, last = self.postings.source_ends[number : number + 2]
        starts, ends = self.columns.starts[first:last], self.columns.ends[first:last]
        found = np.flatnonzero((starts == start) & (ends == end))
        return int(first + found[0]) if len(found) else None

    def source_at(self, place: int) -> int:
        """The number of the source that the passage at `place` is of."""
        return int(np.searchsorted(self.postings.source_ends, place, side="right")) - 1

    def text(self, number: int) -> str:
        """The extracted text of a source."""
        begin, end = self.columns.text_ends[number : number + 2]
        return bytes(self.texts[begin:end]).decode()

    def altered(self) -> str:
        """The id of a source whose text is not the one that its hash was taken of; else empty."""
        for source, (begin, end) in zip(
            self.sources, pairwise(self.columns.text_ends), strict=True
        ):
            if hashlib.sha256(self.texts[begin:end]).hexdigest() != source.text_sha256:
                return source.id
        return ""

    def of_sentences(self, places: Ints) -> tuple[Vectors, Ints]:
        """The vectors of the sentences of passages, and where those of each end."""
        rows, ends = of_rows(self.postings.sentence_ends, places)
        return self.sentences[rows].astype(np.float32), ends

    @cached_property
    def _told(self) -> list[bytes]:
        return bytes(self.about).splitlines()

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """All that the passages rest on, in the order of their numbers."""
        return tuple(Reference(**fields) for fields in json.loads(self._told[0]))

    @cached_property
    def traits(self) -> tuple[Traits, ...]:
        """What is told of each source's texts."""
        return tuple(
            Traits(
                Capitals(
                    {short: frozenset(names) for short, names in fields["names"].items()},
                    frozenset(fields["used"]),
                ),
                Counter(fields["refused"]),
            )
            for fields in map(json.loads, self._told[1:])
        )

    @property
    def source_lines(self) -> list[bytes]:
        """The traits as they are kept."""
        return self._told[1:]


def _hashed(source: Source, text: bytes) -> Source:
    found = hashlib.sha256(text).hexdigest()
    if source.text_sha256 not in ("", found):
        raise ValueError(f"the text of {source.id} is not the one that its hash was taken of")
    return dataclasses.replace(source, text_sha256=found)


def keys_of(passages: Sequence[Passage]) -> npt.NDArray[np.bytes_]:
    """For each passage 16 bytes of what its vectors depend on."""
    return np.array([_key(passage) for passage in passages], dtype="S16")


def _key(passage: Passage) -> bytes:
    sentences = [(s.start - passage.start, s.end - passage.start) for s in passage.sentences]
    content = json.dumps([passage.context, passage.text, sentences]).encode()
    return hashlib.blake2b(content, digest_size=16).digest()


def about_of(references: Sequence[Reference], lines: Sequence[bytes]) -> bytes:
    first = json.dumps([dataclasses.asdict(each) for each in references]).encode()
    return b"".join(line + b"\n" for line in (first, *lines))


def _traits(passages: Sequence[Passage]) -> dict[str, Any]:
    texts = [passage.text for passage in passages]
    capitals = capitals_in(texts)
    return {
        "names": {short: sorted(names) for short, names in sorted(capitals.names.items())},
        "used": sorted(capitals.used),
        "refused": dict(sorted(refusals_in(texts).items())),
    }


def _to_json(passage: Passage) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "start": passage.start,
        "end": passage.end,
        "paragraph": passage.paragraph,
        "context": passage.context,
        "sentences": [[sentence.start, sentence.end] for sentence in passage.sentences],
        "text": passage.text,
    }
    if passage.page:
        fields["page"] = passage.page
    if passage.claims:
        fields["claims"] = [[c.topic, c.about, [c.span.start, c.span.end]] for c in passage.claims]
    return fields
