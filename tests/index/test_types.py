"""What cannot be made: a value that exists is one that makes sense."""

from __future__ import annotations

import dataclasses
import math

import pytest

from index.types import (
    Abstention,
    Answer,
    Citation,
    Document,
    Extract,
    Paragraph,
    Passage,
    Quotation,
    Reason,
    Source,
    Span,
)
from tests.index.fakes import passage, source

SIGNED = passage("In all, 61 countries signed. Two did not.", start=100)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 5), (5, 4), (-1, 3), (-3, -1)])
def test_a_span_holds_at_least_one_character_behind_the_start_of_the_text(
    start: int, end: int
) -> None:
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


@pytest.mark.parametrize(
    ("inner", "held"),
    [((2, 5), True), ((2, 3), True), ((4, 5), True), ((1, 3), False), ((4, 6), False)],
)
def test_a_span_holds_what_lies_wholly_within_it(inner: tuple[int, int], *, held: bool) -> None:
    assert Span(2, 5).holds(Span(*inner)) is held


@pytest.mark.parametrize(("identity", "title"), [("", "Title"), ("id", "")])
def test_a_source_needs_an_id_and_a_title(identity: str, title: str) -> None:
    with pytest.raises(ValueError, match="id and a title"):
        Source(identity, title, "0" * 64)


def test_a_paragraph_cannot_end_behind_its_document() -> None:
    assert Document(source(), "abc", (Paragraph(Span(0, 3), 1),)).text == "abc"
    with pytest.raises(ValueError, match="paragraph 1 ends behind the text"):
        Document(source(), "abc", (Paragraph(Span(0, 4), 1),))


@pytest.mark.parametrize(("end", "text"), [(3, "abcd"), (5, "abcd"), (0, "")])
def test_a_passage_is_as_long_as_its_offsets_say(end: int, text: str) -> None:
    with pytest.raises(ValueError, match="offsets must fit"):
        Passage(source(), 0, end, text, 1)


@pytest.mark.parametrize("sentence", [Span(99, 105), Span(100, 142)])
def test_a_sentence_cannot_leave_its_passage(sentence: Span) -> None:
    with pytest.raises(ValueError, match="within its passage"):
        dataclasses.replace(SIGNED, sentences=(sentence,))


def test_a_passage_gives_its_words_by_the_offsets_of_its_document() -> None:
    assert SIGNED.words(Span(108, 120)) == "61 countries"
    for outside in (Span(99, 120), Span(108, 142), Span(0, 8)):
        with pytest.raises(ValueError, match="leaves the passage"):
            SIGNED.words(outside)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (108, 120, "62 countries"),
        (108, 120, "61 Countries"),
        (108, 121, "61 countries"),
        (109, 121, "61 countries"),
        (8, 20, "61 countries"),
        (130, 150, "Two did not."),
    ],
)
def test_a_quotation_that_does_not_stand_in_its_passage_cannot_be_made(
    start: int, end: int, text: str
) -> None:
    assert Quotation(SIGNED, 108, 120, "61 countries").span == Span(108, 120)
    with pytest.raises(ValueError, match=r"character for character|leaves the passage"):
        Quotation(SIGNED, start, end, text)


def test_a_mark_lies_within_its_quotation() -> None:
    quotation = Quotation.of(SIGNED, Span(108, 128), (Span(108, 110),))
    assert quotation.text == "61 countries signed."
    assert [SIGNED.words(mark) for mark in quotation.marks] == ["61"]
    for outside in (Span(107, 110), Span(120, 129)):
        with pytest.raises(ValueError, match="within its quotation"):
            Quotation.of(SIGNED, Span(108, 128), (outside,))


def cited(number: int) -> Citation:
    return Citation(number, Quotation.of(SIGNED, Span(100, 128)))


@pytest.mark.parametrize("number", [0, -1])
def test_citations_are_numbered_from_one(number: int) -> None:
    assert cited(1).passage is SIGNED
    with pytest.raises(ValueError, match="from 1"):
        cited(number)


@pytest.mark.parametrize("numbers", [[2], [1, 1], [2, 1], [1, 3]])
def test_an_answer_numbers_its_citations_in_order_without_a_gap(numbers: list[int]) -> None:
    assert Answer("?", "61 [1] [2]", (cited(1), cited(2))).hits == ()
    with pytest.raises(ValueError, match="1, 2, 3"):
        Answer("?", "61", tuple(cited(number) for number in numbers))


def test_an_answer_without_citation_or_without_text_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="at least one citation"):
        Answer("?", "61 countries signed.", ())
    with pytest.raises(ValueError, match="needs a text"):
        Answer("?", "", (cited(1),))


def test_an_abstention_says_why() -> None:
    with pytest.raises(ValueError, match="says why"):
        Abstention("?", "", Reason.OFF_TOPIC)


@pytest.mark.parametrize("reason", Reason)
def test_a_contradiction_comes_with_a_false_premise_and_with_no_other_reason(
    reason: Reason,
) -> None:
    fitting = cited(1) if reason is Reason.FALSE_PREMISE else None
    other = None if fitting else cited(1)
    assert Abstention("?", "No.", reason, contradiction=fitting).contradiction is fitting
    with pytest.raises(ValueError, match="what contradicts it, and nothing else does"):
        Abstention("?", "No.", reason, contradiction=other)


@pytest.mark.parametrize(
    ("span", "null", "verdict", "margin"),
    [(6.0, 2.0, 0.5, 2.5), (2.0, 6.0, 0.5, -1.5), (1.0, 1.0, 0.0, 0.0), (0.0, 8.0, 4.5, 0.5)],
)
def test_the_margin_of_an_extract_weighs_both_judgements_in_logits(
    span: float, null: float, verdict: float, margin: float
) -> None:
    assert Extract(0, 1, span, null, verdict).margin == margin


def test_what_tells_or_denies_settles_a_claim() -> None:
    told, denied = math.log(0.3 / 0.7), math.log(0.5 / 0.5)
    assert Extract(0, 1, 0.0, 0.0, told, denied).settled == pytest.approx(math.log(0.8 / 0.2))
    assert 10 < Extract(0, 1, 0.0, 0.0, 900.0, -900.0).settled < 20
    assert -20 < Extract(0, 1, 0.0, 0.0, -900.0, -900.0).settled < -10


def test_a_citation_is_of_what_somebody_says_or_of_what_is_told_of_somebody() -> None:
    with pytest.raises(ValueError, match="no other subject"):
        Citation(1, cited(1).quotation, "Ada Byron", "Bob Cray")
    assert Citation(1, cited(1).quotation, "Ada Byron").person == "Ada Byron"
    assert Citation(1, cited(1).quotation, subject="Ada Byron").person == "About Ada Byron"
    assert cited(1).person == ""


def test_what_was_made_cannot_be_changed_into_what_could_not() -> None:
    for value, name in ((SIGNED, "text"), (cited(1), "number"), (Span(0, 1), "end")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, "other")
