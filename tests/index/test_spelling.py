"""Misspelt words are mended, names are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given

from index.spelling import mend
from tests.index.fakes import TEXTS

WRITTEN = frozenset(
    """declaration signed refused countries regulation macron dillet revolut fintech australia
    canada macron's technology innovation anthropic leyen vance""".split()
)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("who signed the declartion", "who signed the declaration"),
        ("who signed the delcaration", "who signed the declaration"),
        ("which cuontries singed", "which countries signed"),
        ("what did Marcon say?", "what did macron say?"),
        ("where does Dilet live", "where does dillet live"),
        ("teh regulaton", "teh regulation"),
        ("Romain Dilett's post", "Romain dillet's post"),
        ("Did Australa sign?", "Did australia sign?"),
        ("whta abuot innovatoin", "what about innovation"),
        ("Marcon's view", "macron's view"),
        ("the declartion’s text", "the declaration’s text"),
    ],
)
def test_a_misspelt_word_becomes_the_nearest_one_of_the_sources_or_of_english(
    asked: str, meant: str
) -> None:
    assert mend(asked, WRITTEN) == meant


@pytest.mark.parametrize(
    "question",
    [
        "did keir starmer sign",
        "Did Keir Starmer sign?",
        "Did Austria sign, or Niger, or Nigeria?",
        "did austria sign",
        "Is Xi Jinping in Gambia?",
        "What did Modi, Scholz and Altman say?",
        "Is FR-3 or B2B a café?",
        "technologically",
        "Macron’s innovation",
    ],
)
def test_words_of_english_names_and_countries_stay_as_they_are(question: str) -> None:
    assert mend(question, WRITTEN) == question


def test_a_possessive_that_the_sources_write_is_no_word_to_mend_towards() -> None:
    assert mend("qwviews", {"qwviews's"}) == "qwviews"
    assert mend("qwviews's end", {"qwviews's", "qwviewx's"}) == "qwviews's end"


def test_words_that_only_ask_are_right_as_they_are() -> None:
    written = frozenset({"stancer"})
    assert mend("qwview", {"qwviews"}) == "qwviews"
    assert mend("qwview", {"qwviews"}, asking={"qwview"}) == "qwview"
    assert mend("stance", written) == "stance"


def test_without_sources_nothing_is_mended() -> None:
    assert mend("teh declartion", frozenset()) == "teh declartion"


@given(TEXTS)
def test_what_stands_between_words_is_never_touched(text: str) -> None:
    def between(words: str) -> str:
        return "".join(char for char in words if not char.isalnum())

    mended = mend(text, frozenset({"declaration", "river"}))
    # Accents that are characters of their own may go with the word they stand on.
    assert [c for c in between(mended) if c.isspace()] == [c for c in between(text) if c.isspace()]


def test_a_letter_that_should_be_double_is_the_likelier_slip() -> None:
    assert mend("the sumit", {"suit", "summit"}) == "the summit"
