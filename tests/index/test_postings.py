"""Postings that were cut and joined against those of the same passages at once."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.postings import Postings
from index.types import Passage
from index.words import fold, is_content, terms, words_of
from tests.index.fakes import passage

WORDS = ["river", "Bridges", "bridge", "the", "U.S.", "United", "States", "left"]
PASSAGES = st.builds(
    lambda words, context: passage(" ".join(words) or "(", context=context),
    st.lists(st.sampled_from(WORDS), max_size=6),
    st.sampled_from(["", "Ada Byron"]),
)
SOURCES = st.lists(st.lists(PASSAGES, min_size=1, max_size=3), min_size=1, max_size=4)


def content(postings: Postings) -> dict[str, object]:
    fields = {f.name: getattr(postings, f.name) for f in dataclasses.fields(postings)}
    return {
        name: (value.dtype.str, value.tolist()) if isinstance(value, np.ndarray) else value
        for name, value in fields.items()
    }


@given(SOURCES)
def test_a_term_is_held_by_the_passages_that_have_it(sources: list[list[Passage]]) -> None:
    postings = Postings.of(sources)
    counts = [Counter(terms(f"{p.context}\n{p.text}")) for each in sources for p in each]
    for term in {"river", "bridg", "usa", "castle", *(t for each in counts for t in each)}:
        places, times = postings.holding(term)
        expected = [(place, each[term]) for place, each in enumerate(counts) if each[term]]
        assert list(zip(places.tolist(), times.tolist(), strict=True)) == expected
    assert postings.vocabulary == {term for each in counts for term in each}
    assert postings.total == sum(each.total() for each in counts)


@given(SOURCES)
def test_what_is_written_is_known_by_source(sources: list[list[Passage]]) -> None:
    postings = Postings.of(sources)
    for number, each in enumerate(sources):
        alone = postings.part(number, number + 1)
        used = np.diff(alone.written_ends) > 0
        assert {word for word, is_used in zip(alone.written, used, strict=True) if is_used} == {
            fold(w.written)
            for p in each
            for w in words_of(f"{p.context}\n{p.text}")
            if is_content(w)
        }


@given(SOURCES, SOURCES)
def test_joined_postings_are_those_of_all_at_once(
    one: list[list[Passage]], two: list[list[Passage]]
) -> None:
    joined = Postings.joined([Postings.of(one), Postings.of(two)])
    assert content(joined) == content(Postings.of([*one, *two]))


@given(SOURCES, st.data())
def test_what_is_left_when_sources_are_cut_out_is_what_would_have_been_without(
    sources: list[list[Passage]], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(sources) - 1))
    last = data.draw(st.integers(first + 1, len(sources)))
    whole = Postings.of(sources)
    part = Postings.joined([whole.part(first, last)])
    assert content(part) == content(Postings.of(sources[first:last]))
    assert whole.part(first, last).vocabulary == part.vocabulary


def test_postings_that_do_not_fit_each_other_are_refused() -> None:
    sound = Postings.of([[passage("The river rose.")]])
    for change in (
        {"terms": ("river",)},
        {"counts": sound.counts[:-1]},
        {"lengths": np.array([2, 2], dtype=np.int32)},
        {"spoken": sound.spoken[:-1]},
        {"written": ()},
    ):
        with pytest.raises(ValueError, match="do not fit each other"):
            dataclasses.replace(sound, **change)


def test_passages_of_no_source_can_be_had() -> None:
    nothing: Sequence[Sequence[Passage]] = []
    assert Postings.of(nothing).vocabulary == frozenset()
