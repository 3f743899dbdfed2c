"""Words as retrieval sees them: where they stand, their form, their weight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import (
    Word,
    fold,
    form_of,
    is_content,
    rarity,
    terms,
    weighed,
    weight_known,
    words_of,
    zipf,
)
from tests.index.fakes import TEXTS


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("It’s Macron's, isn't it?", ["It’s", "Macron's", "isn't", "it"]),
        ("the U.S. and the U.K.", ["the", "U.S.", "and", "the", "U.K."]),
        ("3,000 men, 3.5%, 450 million.", ["3,000", "men", "3.5%", "450", "million"]),
        ("N26 and 450m-1bn", ["N26", "and", "450", "m", "1", "bn"]),
        ("risk-opportunity_dilemma", ["risk", "opportunity", "dilemma"]),
        ("the United  States, united", ["the", "United  States", "united"]),
        ("United States of America's", ["United States of America", "s"]),
        ("Émile e\u0301te\u0301s", ["Émile", "e\u0301te\u0301s"]),
        ("— “” …", []),
    ],
)
def test_words_keep_what_belongs_together(text: str, written: list[str]) -> None:
    assert [word.written for word in words_of(text)] == written


@given(TEXTS)
def test_words_stand_in_any_text_where_they_say(text: str) -> None:
    position = 0
    for word in words_of(text):
        assert position <= word.start < word.end
        assert text[word.start : word.end] == word.written
        assert word.form
        assert 0.1 <= rarity(word.written) <= 1.0
        position = word.end


@pytest.mark.parametrize("written", ["ﾞ", "ﾟ"])
def test_a_letter_that_is_nothing_but_an_accent_has_a_form(written: str) -> None:
    (word,) = words_of(f"a {written}")[1:]
    assert (word.written, word.form) == (written, written)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("MÉLANGE", "melange"), ("it’s", "it's"), ("ﬁve²", "five2"), ("Straße", "straße")],
)
def test_folding_takes_away_case_accents_and_curls(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "alike",
    [
        ["US", "U.S.", "USA", "American", "Americans", "america's"],
        ["UK", "U.K.", "British", "Britain", "English"],
        ["France", "french", "FRENCH", "French"],
        ["nation", "nations", "Nation’s"],
        ["declare", "declared", "declares", "Declaring"],
        ["two", "2", "Two"],
        ["3,000", "3000"],
        ["café", "Cafe", "cafe\u0301"],
    ],
)
def test_words_for_one_thing_share_a_form(alike: list[str]) -> None:
    assert {form_of(word) for word in alike} == {form_of(alike[0])}


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("the United States of America", ["the", "usa"]),
        ("UNITED kingdom", ["uk"]),
        ("Great Britain", ["uk"]),
        ("the European Union", ["the", "eu"]),
        ("South\nKorea", ["south korea"]),
        ("Saudi Arabia", ["saudi arabia"]),
    ],
)
def test_names_of_two_words_are_one(text: str, forms: list[str]) -> None:
    assert [word.form for word in words_of(text)] == forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("us", "US"),  # the pronoun
        ("Austria", "Australia"),
        ("Niger", "Nigeria"),
        ("one", "1"),
        ("10", "100"),
        ("South Korea", "North Korea"),
    ],
)
def test_words_for_two_things_do_not(one: str, other: str) -> None:
    assert [word.form for word in words_of(one)] != [word.form for word in words_of(other)]


def test_terms_are_the_forms_of_content_words_with_their_repetitions() -> None:
    assert terms("Who told us that the US did? The U.S. told.") == [
        form_of("told"), "usa", "usa", form_of("told"),
    ]  # fmt: skip
    assert terms("What is it, and why?") == []


@pytest.mark.parametrize(
    ("written", "content"),
    [
        ("the", False),
        ("The", False),
        ("WHO", False),
        ("us", False),
        ("US", True),
        ("US's", True),
        ("river", True),
        ("river’s", True),
        ("won’t", False),
        ("shouldn't", False),
        ("what's", False),
        ("she'd", False),
    ],
)
def test_function_words_carry_no_content(written: str, *, content: bool) -> None:
    assert is_content(Word(0, len(written), written, form_of(written))) is content


def test_rarity_falls_with_frequency_between_its_bounds() -> None:
    assert zipf("qwxzv") == 0
    assert rarity("qwxzv") == 1.0
    assert rarity("China") == 1.0  # a country tells as much as the rarest word
    assert rarity("the") == 0.1
    assert rarity("time") == pytest.approx((7.0 - zipf("time")) / 4.5)
    assert rarity("the") < rarity("time") < rarity("declaration") < rarity("fintech")


@pytest.mark.parametrize(
    ("parts", "mean"),
    [([], 1.0), ([(0.0, 0.3)], 1.0), ([(2.0, 0.5)], 0.5), ([(1.0, 1.0), (3.0, 0.0)], 0.25)],
)
def test_the_weighted_mean_of_nothing_is_one(parts: list[tuple[float, float]], mean: float) -> None:
    assert weighed(parts) == mean


def test_what_is_known_counts_by_rarity() -> None:
    asked = [word for word in words_of("China time") if is_content(word)]
    common = rarity("time")
    assert weight_known(asked, frozenset({"china"})) == pytest.approx(1.0 / (1.0 + common))
    assert weight_known(asked, frozenset({"time"})) == pytest.approx(common / (1.0 + common))
    assert weight_known(asked, frozenset()) == 0.0
    assert weight_known([], frozenset()) == 1.0


@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(0, 1)), min_size=1))
def test_a_weighted_mean_lies_between_its_values(parts: list[tuple[float, float]]) -> None:
    values = [value for _, value in parts]
    assert min(values) - 1e-9 <= weighed(parts) <= max(values) + 1e-9
