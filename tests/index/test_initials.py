"""Initials in a question, and the names that the sources spell out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.initials import initials_in, spelled_out
from tests.index.fakes import TEXTS


@pytest.mark.parametrize(
    ("text", "short", "name"),
    [
        ("It left the World Health Organization.", "WHO", "World Health Organization"),
        ("Early World Health Organization papers", "WHO", "World Health Organization"),
        ("the Guild of Ferry and Bridge Masters", "GFBM", "Guild of Ferry and Bridge Masters"),
        ("the River Toll Board and the Old Bridge Guild", "RTB", "River Toll Board"),
        ("the River Toll Board and the Old Bridge Guild", "OBG", "Old Bridge Guild"),
        ("the Centre for Toll Re-use", "CTR", "Centre for Toll Re-use"),
    ],
)
def test_a_name_that_is_spelled_out_has_its_initials(text: str, short: str, name: str) -> None:
    assert initials_in(["nothing here", text])[short] == name


@pytest.mark.parametrize(
    "texts",
    [
        ["The River Toll Board met.", "A Red Tape Bureau met."],
        ["The River Toll Board (RTB) met."],
        ["The River Toll Board met.", "RTB is a station."],
    ],
)
def test_initials_of_two_names_or_of_the_sources_own_stand_for_none(texts: list[str]) -> None:
    assert "RTB" not in initials_in(texts)


def test_two_letters_and_plain_words_stand_for_nothing() -> None:
    assert initials_in(["The mayor Ada Byron met the toll board.", "River Board"]) == {}


def test_a_name_that_two_texts_use_is_one_name() -> None:
    texts = ["the River Toll Board", "The Board met.", "that River Toll Board"]
    assert initials_in(texts) == {"RTB": "River Toll Board"}


KNOWN = {"WHO": "World Health Organization", "RTB": "River Toll Board"}


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Did they leave the WHO?", "Did they leave the World Health Organization?"),
        ("Is the RTB's toll low?", "Is the River Toll Board's toll low?"),
        ("RTB or WHO?", "River Toll Board or World Health Organization?"),
        ("Did they leave the who?", "Did they leave the who?"),
        ("Did the RTBX meet the USA?", "Did the RTBX meet the USA?"),
        ("WHO signed it?", "WHO signed it?"),
        ("DID THEY LEAVE THE WHO?", "DID THEY LEAVE THE WHO?"),
    ],
)
def test_initials_in_a_question_are_spelled_out_unless_capitals_say_nothing(
    question: str, meant: str
) -> None:
    assert spelled_out(question, KNOWN) == meant


@given(st.lists(TEXTS, max_size=3))
def test_every_name_stands_in_a_text_and_its_capitals_are_the_initials(texts: list[str]) -> None:
    for short, name in initials_in(texts).items():
        assert any(name in text for text in texts)
        capitals = "".join(word[0] for word in name.split() if word[0].isupper())
        assert capitals == short
        assert len(short) >= 3
