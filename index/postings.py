"""Which passage holds which term how often: what BM25 counts, in arrays.

Terms and words are sorted, so that postings of the same passages are the same to the last byte,
whether they were made at once or joined.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.arrays import Ints, ends_of, of_rows
from index.types import Passage
from index.words import fold, is_content, terms, words_of

Numbers = npt.NDArray[np.int32]

_NONE = np.zeros(0, dtype=np.int32)
# A number each: of a source its passages; of a passage its sentences and terms; of a pair of term
# and passage the row, the place and the count; of a sentence its terms, and how many; of a pair of
# written word and source both.
_COLUMNS = (
    *("passages", "sentences", "lengths", "row", "place", "count"),
    *("spoken", "speaking", "word", "source"),
)


@dataclass(frozen=True, eq=False)
class Postings:
    """The terms of passages, of their sentences, and how they are written.

    `source_ends` tells the passages of each source, `sentence_ends` the sentences of each passage.
    Of a term: the passages that hold it (`term_ends`, `places`) and how often (`counts`); `lengths`
    counts the terms of each passage. Of a sentence: the terms that it or its passage's context
    holds (`spoken_ends`, `spoken`). Of a written word: the sources that use it (`written_ends`,
    `written_in`). Every `…_ends` begins with 0.
    """

    terms: Sequence[str]
    written: Sequence[str]
    source_ends: Ints
    sentence_ends: Ints
    term_ends: Ints
    places: Numbers
    counts: Numbers
    lengths: Numbers
    spoken_ends: Ints
    spoken: Numbers
    written_ends: Ints
    written_in: Numbers

    def __post_init__(self) -> None:
        passages, sentences = len(self.lengths), len(self.spoken_ends) - 1
        for ends, rows, values in (
            (self.source_ends, None, passages),
            (self.sentence_ends, passages, sentences),
            (self.term_ends, len(self.terms), len(self.places)),
            (self.term_ends, len(self.terms), len(self.counts)),
            (self.spoken_ends, sentences, len(self.spoken)),
            (self.written_ends, len(self.written), len(self.written_in)),
        ):
            if ends[-1] != values or rows not in (None, len(ends) - 1):
                raise ValueError("the postings do not fit each other")

    @classmethod
    def of(cls, sources: Iterable[Sequence[Passage]]) -> Postings:
        """The postings of the passages of each source."""
        names: dict[str, int] = {}
        spellings: dict[str, int] = {}
        columns = {name: array("q") for name in _COLUMNS}  # a list takes several times the memory
        for number, each in enumerate(sources):
            here: set[str] = set()
            for passage in each:
                words = [w for w in words_of(_matched(passage)) if is_content(w)]
                for term, count in Counter(word.form for word in words).items():
                    columns["row"].append(names.setdefault(term, len(names)))
                    columns["place"].append(len(columns["lengths"]))
                    columns["count"].append(count)
                here.update(fold(word.written) for word in words)
                columns["lengths"].append(len(words))
                about = terms(passage.context)
                for sentence in passage.sentences:
                    spoken = {*terms(passage.words(sentence)), *about}
                    columns["spoken"].extend(names.setdefault(t, len(names)) for t in spoken)
                    columns["speaking"].append(len(spoken))
                columns["sentences"].append(len(passage.sentences))
            columns["word"].extend(spellings.setdefault(w, len(spellings)) for w in here)
            columns["source"].extend(number for _ in here)
            columns["passages"].append(len(each))
        whole = {name: np.array(column, dtype=np.int64) for name, column in columns.items()}
        return _sorted(tuple(names), tuple(spellings), whole)

    @classmethod
    def joined(cls, parts: Sequence[Postings]) -> Postings:
        """The postings of all passages of `parts`, in order; words that nobody uses are gone."""
        names = tuple(dict.fromkeys(term for part in parts for term in part.terms))
        spellings = tuple(dict.fromkeys(word for part in parts for word in part.written))
        name_at = {term: place for place, term in enumerate(names)}
        spelling_at = {word: place for place, word in enumerate(spellings)}
        first_passage = ends_of([len(part.lengths) for part in parts])
        first_source = ends_of([len(part.source_ends) - 1 for part in parts])
        columns: dict[str, list[npt.NDArray[np.integer]]] = {name: [] for name in _COLUMNS}
        for part, passage, source in zip(parts, first_passage, first_source, strict=False):
            name = np.array([name_at[term] for term in part.terms], dtype=np.int64)
            spelling = np.array([spelling_at[word] for word in part.written], dtype=np.int64)
            columns["passages"].append(np.diff(part.source_ends))
            columns["sentences"].append(np.diff(part.sentence_ends))
            columns["lengths"].append(part.lengths)
            columns["row"].append(np.repeat(name, np.diff(part.term_ends)))
            columns["place"].append(part.places + passage)
            columns["count"].append(part.counts)
            columns["spoken"].append(name[part.spoken])
            columns["speaking"].append(np.diff(part.spoken_ends))
            columns["word"].append(np.repeat(spelling, np.diff(part.written_ends)))
            columns["source"].append(part.written_in + source)
        whole = {name: np.concatenate(parts).astype(np.int64) for name, parts in columns.items()}
        return _sorted(names, spellings, whole)

    def part(self, first: int, last: int) -> Postings:
        """Those of the sources `[first, last)`; the terms and words of all others stay named."""
        begin, end = self.source_ends[first], self.source_ends[last]
        heard, hushed = self.sentence_ends[begin], self.sentence_ends[end]
        held = (self.places >= begin) & (self.places < end)
        used = (self.written_in >= first) & (self.written_in < last)
        return Postings(
            self.terms,
            self.written,
            self.source_ends[first : last + 1] - begin,
            self.sentence_ends[begin : end + 1] - heard,
            ends_of(held)[self.term_ends],
            self.places[held] - np.int32(begin),
            self.counts[held],
            self.lengths[begin:end],
            self.spoken_ends[heard : hushed + 1] - self.spoken_ends[heard],
            self.spoken[self.spoken_ends[heard] : self.spoken_ends[hushed]],
            ends_of(used)[self.written_ends],
            self.written_in[used] - np.int32(first),
        )

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The terms that a passage holds; a sentence cut out of one may hold others."""
        holding = np.diff(self.term_ends) > 0
        return frozenset(term for term, held in zip(self.terms, holding, strict=True) if held)

    @cached_property
    def spellings(self) -> frozenset[str]:
        """The words as they are written."""
        return frozenset(self.written)

    @cached_property
    def total(self) -> int:
        """How many terms all passages hold together."""
        return int(self.lengths.sum())

    @cached_property
    def _rows(self) -> dict[str, int]:
        return dict(zip(self.terms, range(len(self.terms)), strict=True))

    def holding(self, term: str) -> tuple[Numbers, Numbers]:
        """The passages that hold `term`, and how often each does."""
        row = self._rows.get(term)
        if row is None:
            return _NONE, _NONE
        held = slice(self.term_ends[row], self.term_ends[row + 1])
        return self.places[held], self.counts[held]

    def fullest(
        self, asked: Sequence[str], weights: npt.NDArray[np.float64], places: Ints
    ) -> npt.NDArray[np.float64]:
        """The greatest weight of `asked` terms that a sentence of each passage in `places` holds.

        0 for a passage without sentences.
        """
        rows = np.array([self._rows.get(term, -1) for term in asked], dtype=np.int64)
        sentences, ends = of_rows(self.sentence_ends, places)
        words, word_ends = of_rows(self.spoken_ends, sentences)
        spoken = self.spoken[words]
        sentence = np.repeat(np.arange(len(sentences)), np.diff(word_ends))
        told = np.zeros(len(sentences))
        for row, weight in zip(rows, weights, strict=True):
            # A sentence names each of its terms once.
            told[sentence[spoken == row]] += weight
        fullest = np.zeros(len(places))
        passage = np.repeat(np.arange(len(places)), np.diff(ends))
        np.maximum.at(fullest, passage, told)
        return fullest


def _matched(passage: Passage) -> str:
    """What BM25 sees of a passage: its words, and whom or what they are about."""
    return f"{passage.context}\n{passage.text}"


def _sorted(
    names: Sequence[str], spellings: Sequence[str], columns: Mapping[str, Ints]
) -> Postings:
    """Postings by rows into `names` and `spellings` in any order; what no row names is left out."""
    kept, new = _in_order(names, np.concatenate([columns["row"], columns["spoken"]]))
    row, spoken = new[columns["row"]], new[columns["spoken"]]
    by_row = np.lexsort((columns["place"], row))
    sentence = np.repeat(np.arange(len(columns["speaking"])), columns["speaking"])
    written, new = _in_order(spellings, columns["word"])
    word = new[columns["word"]]
    by_word = np.lexsort((columns["source"], word))
    return Postings(
        kept,
        written,
        ends_of(columns["passages"]),
        ends_of(columns["sentences"]),
        ends_of(np.bincount(row, minlength=len(kept))),
        columns["place"][by_row].astype(np.int32),
        columns["count"][by_row].astype(np.int32),
        columns["lengths"].astype(np.int32),
        ends_of(columns["speaking"]),
        spoken[np.lexsort((spoken, sentence))].astype(np.int32),
        ends_of(np.bincount(word, minlength=len(written))),
        columns["source"][by_word].astype(np.int32),
    )


def _in_order(names: Sequence[str], rows: Ints) -> tuple[tuple[str, ...], Ints]:
    """The `names` that `rows` name, sorted, and the new row of each old one."""
    used = sorted(np.unique(rows).tolist(), key=lambda row: names[row])
    new = np.full(len(names), -1, dtype=np.int64)
    new[used] = np.arange(len(used))
    return tuple(names[row] for row in used), new
