"""Where sentences begin and end, and that none of their characters is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import sentences_of
from tests.index.fakes import TEXTS


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences_of(text, 0, len(text))]


@pytest.mark.parametrize(
    "expected",
    [
        ["One.", "Two!", "Three?"],
        ["The U.S. refused.", "So did the U.K. and Mr. Smith."],
        ["It rose by 3.5 percent.", "Dr. Noll was 21."],
        ["“We will. We must,” he said.", "She nodded."],
        ["No full stop"],
    ],
)
def test_abbreviations_figures_and_quoted_speech_end_no_sentence(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected
    assert sentences("\r\n\t" + "\u2003 ".join(expected) + " \n") == expected


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u3000", "\u2028", "\x85", "\x0b", "\x1f"])
def test_white_space_beyond_ascii_behind_an_initial_is_harmless(space: str) -> None:
    text = f"A.{space}Byron wrote it. She did."
    assert sentences(text)[-1] == "She did."
    assert "".join(sentences(text)).replace(" ", "") == f"A.{space}Byronwroteit.Shedid."


def test_only_the_given_stretch_is_cut_and_offsets_are_those_of_the_text() -> None:
    text = "Before. One. Two. Behind."
    spans = sentences_of(text, 8, 17)
    assert [(span.start, span.end) for span in spans] == [(8, 12), (13, 17)]


def test_nothing_but_white_space_holds_no_sentence() -> None:
    assert sentences_of(" \u00a0\n", 0, 3) == ()
    assert sentences_of("text", 2, 2) == ()


@given(TEXTS, st.data())
def test_every_character_but_outer_white_space_lies_in_exactly_one_sentence(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    position = start
    for span in sentences_of(text, start, end):
        assert span.start >= position
        assert not text[position : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        position = span.end
    assert position <= end
    assert not text[position:end].strip()
