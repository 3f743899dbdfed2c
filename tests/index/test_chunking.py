"""Passages: exact, in order, never too long, never across paragraphs, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import Chunking
from index.types import Document, Paragraph, Span
from tests.index.fakes import TEXTS, document, source


def texts(longest: int, *paragraphs: str) -> list[str]:
    return [passage.text for passage in Chunking(longest).passages(document(*paragraphs))]


@pytest.mark.parametrize(
    ("longest", "paragraph", "expected"),
    [
        (30, "One is here. Two is here.", ["One is here. Two is here."]),
        (25, "One is here. Two is here.", ["One is here. Two is here."]),
        (24, "One is here. Two is here.", ["One is here.", "Two is here."]),
        (24, "One is here. Two is here. Six.", ["One is here.", "Two is here. Six."]),
        (12, "One is here. Two is here.", ["One is here.", "Two is here."]),
        # A sentence that is too long is cut before the word that does not fit.
        (11, "One is here.", ["One is", "here."]),
        (8, "One   is  here.", ["One   is", "here."]),
        (4, "One is here.", ["One", "is", "here", "."]),
        (3, "extraordinary", ["ext", "rao", "rdi", "nar", "y"]),
        (1, "a bc", ["a", "b", "c"]),
    ],
)
def test_a_paragraph_is_parted_between_sentences_then_between_words_then_anywhere(
    longest: int, paragraph: str, expected: list[str]
) -> None:
    assert texts(longest, paragraph) == expected


def test_short_paragraphs_are_never_joined() -> None:
    passages = Chunking(1000).passages(document("One.", "Two.", "Three. Four."))
    assert [(p.paragraph, p.text) for p in passages] == [
        (1, "One."),
        (2, "Two."),
        (3, "Three. Four."),
    ]
    assert [[p.words(sentence) for sentence in p.sentences] for p in passages] == [
        ["One."],
        ["Two."],
        ["Three.", "Four."],
    ]


def test_the_headings_and_the_person_meant_are_the_context_and_no_part_of_the_passage() -> None:
    text = "Mayor Ada Byron spoke first.\nShe left."
    paragraphs = (Paragraph(Span(0, 28), 1, "Fair"), Paragraph(Span(29, 38), 2, "Fair › Prices"))
    passages = Chunking().passages(Document(source(), text, paragraphs))
    assert [(passage.context, passage.text) for passage in passages] == [
        ("Fair", "Mayor Ada Byron spoke first."),
        ("Fair › Prices. Mayor Ada Byron", "She left."),
    ]


def test_parts_of_one_paragraph_know_whom_the_part_before_named() -> None:
    passages = Chunking(30).passages(
        document("Ada Byron said it was late. She left for the river.")
    )
    assert [(passage.context, passage.text) for passage in passages] == [
        ("", "Ada Byron said it was late."),
        ("Ada Byron", "She left for the river."),
    ]


@pytest.mark.parametrize("longest", [0, -1])
def test_a_passage_may_hold_at_least_one_character(longest: int) -> None:
    with pytest.raises(ValueError, match="at least one character"):
        Chunking(longest)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents whose paragraphs hold any text, with any text between them."""
    text, paragraphs = "", []
    for number, content in enumerate(draw(st.lists(TEXTS, max_size=4)), 1):
        text += draw(TEXTS)
        if content:
            paragraphs.append(Paragraph(Span(len(text), len(text) + len(content)), number))
        text += content
    return Document(source(), text + draw(TEXTS), tuple(paragraphs))


@given(documents(), st.one_of(st.integers(1, 12), st.integers(1, 1000)))
def test_no_word_is_lost_doubled_moved_or_taken_from_elsewhere(
    given_document: Document, longest: int
) -> None:
    text = given_document.text
    passages = Chunking(longest).passages(given_document)
    by_paragraph: dict[int, list[Span]] = {p.number: [] for p in given_document.paragraphs}
    for passage in passages:
        assert passage.text == text[passage.start : passage.end]
        assert len(passage.text) <= longest
        by_paragraph[passage.paragraph].append(passage.span)
    assert [p.start for p in passages] == sorted(p.start for p in passages)
    for paragraph in given_document.paragraphs:
        position = paragraph.span.start
        for span in by_paragraph[paragraph.number]:
            assert span.start >= position
            assert not text[position : span.start].strip()
            position = span.end
        assert position <= paragraph.span.end
        assert not text[position : paragraph.span.end].strip()


@given(documents(), st.integers(1, 1000))
def test_the_sentences_of_a_passage_fill_it(given_document: Document, longest: int) -> None:
    for passage in Chunking(longest).passages(given_document):
        position = passage.start
        for sentence in passage.sentences:
            assert not given_document.text[position : sentence.start].strip()
            assert sentence.start >= position
            position = sentence.end
        assert passage.sentences[0].start == passage.start
        assert position == passage.end
