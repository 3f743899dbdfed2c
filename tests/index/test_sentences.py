"""Where sentences begin and end, and that none of their characters is lost."""

from __future__ import annotations

import time

import pytest
import sentencex
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import sentences_of
from index.sources import read_source, shipped
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


@pytest.mark.parametrize("unit", ["日。", "“", "'", "“Hello there. ", "U.S. ", "(", ". ", "x"])
def test_a_long_paragraph_takes_time_in_proportion_to_its_length(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    begun = time.process_time()
    spans = sentences_of(text, 0, len(text))
    assert time.process_time() - begun < 5  # with its square it is up to half a minute
    assert "".join(text[span.start : span.end] for span in spans).replace(" ", "") == text.replace(
        " ", ""
    )


def test_a_long_text_has_the_sentences_that_it_has_when_it_is_looked_at_as_a_whole() -> None:
    documents = [read_source(path) for path in shipped()]
    prose = " ".join(
        document.text[paragraph.span.start : paragraph.span.end]
        for document in documents
        for paragraph in document.paragraphs
    )
    assert len(prose) > 50_000
    assert sentences(prose) == [each.strip() for each in sentencex.segment("en", prose)]


_PARTS = ("A.", "“", "”", '"', "word", "e.g.", "日。", "\u00a0", "?", "x" * 700, "。" * 200)


@given(st.lists(st.sampled_from(_PARTS), min_size=1, max_size=80))
def test_a_text_of_several_windows_keeps_its_words_and_their_places(parts: list[str]) -> None:
    unit = " ".join(parts)
    text = " ".join([unit] * (1 + 9000 // len(unit)))
    position = 0
    for span in sentences_of(text, 0, len(text)):
        assert span.start >= position
        assert not text[position : span.start].strip()
        assert text[span.start : span.end].strip()
        position = span.end
    assert not text[position:].strip()
