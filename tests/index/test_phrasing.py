"""The bot's own sentences, in two languages."""

from __future__ import annotations

import re

import pytest

from index.languages import ENGLISH, FRENCH, language_of
from index.phrasing import explanation, note
from index.types import Reason


@pytest.mark.parametrize("language", [ENGLISH, FRENCH])
@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence_of_its_own_in_that_language(
    reason: Reason, language: str
) -> None:
    sentence = explanation(reason, ["Zorlac"], language)
    assert language_of(sentence) == language
    assert re.search(r"[.?]$", sentence)
    assert ("Zorlac" in sentence) is (reason is Reason.UNKNOWN_NAME)
    others = {explanation(other, ["Zorlac"], language) for other in Reason if other is not reason}
    assert sentence not in others


def test_names_are_quoted_as_the_language_quotes() -> None:
    names = ["Zorlac", "{names}"]
    assert (
        explanation(Reason.UNKNOWN_NAME, names, ENGLISH)
        == "My sources never mention “Zorlac”, “{names}”, so they do not tell."
    )
    assert "«\u00a0Zorlac\u00a0», «\u00a0{names}\u00a0»" in explanation(
        Reason.UNKNOWN_NAME, names, FRENCH
    )


def test_a_language_that_the_bot_does_not_speak_is_answered_in_english() -> None:
    assert explanation(Reason.TOO_VAGUE, [], "de") == explanation(Reason.TOO_VAGUE, [], ENGLISH)
    assert note("de") == ()


def test_only_who_asks_in_french_is_told_that_the_quotations_are_in_english() -> None:
    assert note(ENGLISH) == ()
    (sentence,) = note(FRENCH)
    assert language_of(sentence) == FRENCH
