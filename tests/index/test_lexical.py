"""BM25 against the formula, and against the library that is known for it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from index.lexical import LexicalIndex, Words
from index.postings import Postings
from index.types import Passage
from index.words import is_content, terms, weight_known, words_of
from tests.index.fakes import passage

TEXTS = [
    "The river flooded the old bridge twice.",
    "A bridge, a second bridge and a third bridge cross the river.",
    "Tolls paid for the ferry.",
    "It is what it is.",  # no term at all
    "China and Japan signed; the U.S. refused.",
]
WORDS = ["river", "bridge", "ferry", "toll", "the", "U.S.", "signed", "castle"]
MANY = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1, max_size=8)
ASKED = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)


def passages(texts: Sequence[str]) -> list[Passage]:
    return [passage(text or "(") for text in texts]


def index(*parts: Sequence[str]) -> LexicalIndex:
    """An index of texts, of which each part is made apart."""
    return LexicalIndex([Postings.of([passages(part)]) for part in parts])


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
    scores = index(TEXTS).scores(terms(question))
    assert_allclose(scores, expected(TEXTS, question), rtol=1e-5)
    assert max(expected(TEXTS, question)) > 0


@given(MANY, ASKED)
def test_scores_are_those_of_the_formula_for_any_texts(texts: list[str], question: str) -> None:
    scores = index(texts).scores(terms(question))
    if any(terms(text) for text in texts):
        assert_allclose(scores, expected(texts, question), rtol=1e-5, atol=1e-6)
    else:
        assert scores.tolist() == [0.0] * len(texts)


@given(MANY, ASKED)
def test_scores_are_those_of_bm25s(texts: list[str], question: str) -> None:
    documents = [terms(text) for text in texts]
    known = [term for term in terms(question) if any(term in each for each in documents)]
    if not known:
        return
    oracle = bm25s.BM25(method="lucene", k1=0.9, b=0.4)
    oracle.index(documents, show_progress=False)
    scores = index(texts).scores(terms(question))
    assert_allclose(scores, oracle.get_scores(known), rtol=1e-5, atol=1e-5)


@given(MANY, MANY, ASKED)
def test_two_parts_are_scored_as_one_of_all(one: list[str], two: list[str], asked: str) -> None:
    apart, whole = index(one, two), index([*one, *two])
    assert apart.scores(terms(asked)).tolist() == whole.scores(terms(asked)).tolist()
    assert apart.vocabulary == whole.vocabulary
    assert apart.written == whole.written
    places = np.arange(len(one) + len(two))
    words = [word for word in words_of(asked) if is_content(word)]
    assert apart.coverage(words, places).tolist() == whole.coverage(words, places).tolist()


@pytest.mark.parametrize("question", ["castle", "", "what is it?"])
def test_where_no_term_is_known_every_score_is_zero(question: str) -> None:
    scores = index(TEXTS).scores(terms(question))
    assert scores.tolist() == [0.0] * 5
    assert scores.dtype == np.float32


@pytest.mark.parametrize("texts", [[], ["It is.", "("]])
def test_texts_without_any_term_are_scored_zero(texts: list[str]) -> None:
    nothing = index(texts)
    assert nothing.scores(["river"]).tolist() == [0.0] * len(texts)
    assert nothing.vocabulary == frozenset()
    assert nothing.written == frozenset()


def test_vocabulary_and_written_words_are_those_of_the_texts() -> None:
    told = index(["Bridges crossed the U.S. river", "Émile’s bridge"])
    assert told.vocabulary == {*terms("bridge crossed river Émile"), "usa"}
    assert told.written == {"bridges", "bridge", "crossed", "u.s.", "river", "emile's"}


def test_a_passage_is_covered_as_far_as_its_fullest_sentence_with_its_context() -> None:
    of = passage(
        "She praised the bridge. The river rose, and nobody praised it.",
        "She praised the bridge.",
        "The river rose, and nobody praised it.",
        context="Mayor Ada Byron",
    )
    other = passage("Tolls.")
    lexical = LexicalIndex([Postings.of([[other, of]])])
    question = "Did Mayor Byron praise the river and the bridge?"
    asked = [word for word in words_of(question) if is_content(word)]
    about = terms(of.context)
    shares = [weight_known(asked, frozenset(terms(of.words(s)) + about)) for s in of.sentences]
    assert 0 < min(shares) < max(shares) < 1
    covered = lexical.coverage(asked, np.array([0, 1]))
    assert_allclose(covered, [0.0, max(shares)], rtol=1e-6)


def test_several_sets_of_words_are_one_without_repetition() -> None:
    words = Words([frozenset({"river", "ferry"}), frozenset({"ferry", "toll"})])
    assert sorted(words) == ["ferry", "river", "toll"]
    assert len(words) == 3
    assert "toll" in words
    assert "castle" not in words
    assert set(words) == {"river", "ferry", "toll"}
    assert words & {"toll", "castle"} == {"toll"}
    assert {"castle"}.isdisjoint(words)
