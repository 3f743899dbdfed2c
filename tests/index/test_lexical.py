"""BM25 against the formula."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from index.lexical import LexicalIndex
from index.words import terms

TEXTS = [
    "The river flooded the old bridge twice.",
    "A bridge, a second bridge and a third bridge cross the river.",
    "Tolls paid for the ferry.",
    "It is what it is.",  # no term at all
    "China and Japan signed; the U.S. refused.",
]
WORDS = ["river", "bridge", "ferry", "toll", "the", "U.S.", "signed", "castle"]


def bm25(documents: Sequence[Sequence[str]], asked: Sequence[str]) -> list[float]:
    """Lucene's variant, as Kamphuis et al. (2020) write it, with k1 = 0.9 and b = 0.4."""
    average = sum(len(document) for document in documents) / len(documents)
    scores = []
    for document in documents:
        score = 0.0
        for term in asked:
            containing = sum(term in other for other in documents)
            idf = math.log(1 + (len(documents) - containing + 0.5) / (containing + 0.5))
            count = document.count(term)
            length = 1 - 0.4 + 0.4 * len(document) / average
            score += idf * count / (count + 0.9 * length)
        scores.append(score)
    return scores


def expected(texts: Sequence[str], question: str) -> list[float]:
    return bm25([terms(text) for text in texts], terms(question))


@pytest.mark.parametrize(
    "question",
    [
        "Which bridge?",
        "bridge river",
        "bridge bridge castle",
        "Did Americans sign?",
        "ferries tolls paid",
    ],
)
def test_scores_are_those_of_the_formula(question: str) -> None:
    index = LexicalIndex.build(TEXTS)
    assert_allclose(index.scores(terms(question)), expected(TEXTS, question), rtol=1e-5)
    assert max(expected(TEXTS, question)) > 0


@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1, max_size=8),
    st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join),
)
def test_scores_are_those_of_the_formula_for_any_texts(texts: list[str], question: str) -> None:
    scores = LexicalIndex.build(texts).scores(terms(question))
    if any(terms(text) for text in texts):
        assert_allclose(scores, expected(texts, question), rtol=1e-4, atol=1e-6)
    else:
        assert scores.tolist() == [0.0] * len(texts)


@pytest.mark.parametrize("question", ["castle", "", "what is it?"])
def test_where_no_term_is_known_every_score_is_zero(question: str) -> None:
    scores = LexicalIndex.build(TEXTS).scores(terms(question))
    assert scores.tolist() == [0.0] * 5
    assert scores.dtype == np.float32


def test_vocabulary_and_written_words_are_those_of_the_texts() -> None:
    index = LexicalIndex.build(["Bridges crossed the U.S. river", "Émile’s bridge"])
    assert set(index.vocabulary) == {*terms("bridge crossed river Émile"), "usa"}
    assert index.written == {"bridges", "bridge", "crossed", "u.s.", "river", "emile's"}


def test_what_was_saved_comes_back_equal(tmp_path: Path) -> None:
    before = LexicalIndex.build(TEXTS)
    before.save(tmp_path)
    after = LexicalIndex.load(tmp_path, len(TEXTS))
    assert after.vocabulary == before.vocabulary
    assert after.written == before.written
    for question in ("bridge river", "Chinese tolls", "castle"):
        assert_array_equal(after.scores(terms(question)), before.scores(terms(question)))


def test_nothing_is_pickled(tmp_path: Path) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path)
    for path in tmp_path.iterdir():
        if path.suffix == ".npy":
            np.load(path, allow_pickle=False)
        else:
            assert path.suffix == ".json"


def test_texts_without_any_term_are_scored_zero_before_and_after_saving(tmp_path: Path) -> None:
    before = LexicalIndex.build(["It is.", ""])
    before.save(tmp_path)
    for index in (before, LexicalIndex.load(tmp_path, 2)):
        assert index.scores(["river"]).tolist() == [0.0, 0.0]
        assert index.vocabulary == frozenset()
        assert index.written == frozenset()
