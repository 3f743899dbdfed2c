"""Countries, their people, and the seats that stand for who governs them."""

from __future__ import annotations

import pytest

from index.continents import CONTINENTS
from index.places import NATION_FORMS, NATIONS
from index.words import form_of, words_of


@pytest.mark.parametrize(
    ("seat", "country"),
    [
        ("Washington", "U.S."),
        ("London", "British"),
        ("Whitehall", "U.K."),
        ("Brussels", "EU"),
        ("Beijing", "Chinese"),
        ("the Kremlin", "Russians"),
        ("the Élysée", "France"),
        ("Kiev", "Ukraine"),
        ("Kyiv", "Ukrainian"),
        ("The Hague", "Dutch"),
        ("the White House", "America"),
        ("the US’s", "America"),
        ("the European Commission", "the EU"),
        ("the Old Continent", "Europe"),
        ("the white  house", "USA"),
        ("Downing Street", "Britain"),
        ("Downing\nStreet", "United Kingdom"),
    ],
)
def test_a_seat_of_government_is_matched_as_its_country(seat: str, country: str) -> None:
    assert words_of(seat)[-1].form == words_of(country)[-1].form


@pytest.mark.parametrize("place", ["Paris", "Seoul", "Bletchley", "Geneva"])
def test_a_place_that_lends_its_name_to_a_meeting_is_no_country(place: str) -> None:
    assert form_of(place) not in NATION_FORMS


@pytest.mark.parametrize("words", ["a white roof", "the house", "downing the street", "street"])
def test_parts_of_a_seats_name_are_ordinary_words(words: str) -> None:
    assert not {word.form for word in words_of(words)} & NATION_FORMS


def test_every_word_for_a_country_leads_to_a_form_that_leads_to_itself() -> None:
    assert set(NATIONS.values()) == NATION_FORMS
    assert all(NATIONS[form] == form for form in NATION_FORMS)


def test_every_word_for_a_country_is_written_as_it_is_looked_up() -> None:
    for word, country in NATIONS.items():
        if " " not in word:
            assert form_of(word) == country
            assert form_of(word.capitalize()) == country


def test_every_country_of_a_continent_is_in_the_form_that_texts_are_matched_in() -> None:
    assert set().union(*CONTINENTS.values()) <= NATION_FORMS
    assert CONTINENTS["asian"].isdisjoint(CONTINENTS["african"])
