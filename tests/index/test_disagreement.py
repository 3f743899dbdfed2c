"""What sources disagree on: every side is cited, and none is preferred."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from index.disagreement import with_every_side
from index.question import understand
from index.types import Answer, Citation, Claim, Lead, Passage, Quotation, Span
from tests.index.fakes import passage, source


def claiming(text: str, words: str, *, topic: str = "guests", identity: str = "gazette") -> Passage:
    """A passage of `text`, in sentences, that claims `words`."""
    whole = passage(text, *(f"{part}." for part in text.rstrip(".").split(". ")))
    span = Span(text.index(words), text.index(words) + len(words))
    claim = Claim(topic, "how many came", span)
    return replace(whole, claims=(claim,), source=source(identity))


GAZETTE = claiming("The fair was held. In all, 40 guests came, among them Ada Byron.", "40 guests")
CRIER = claiming("The Crier counted 55 guests at the fair.", "55 guests", identity="crier")
HERALD = claiming("The Herald saw 60. It rained.", "60", identity="herald")
FERRY = claiming("The ferry took 12 guests.", "12 guests", topic="ferry")


@dataclass(frozen=True, slots=True)
class Sides:
    passages: tuple[Passage, ...] = (GAZETTE, CRIER, HERALD, FERRY)

    def claims(self, topic: str) -> tuple[Passage, ...]:
        return tuple(p for p in self.passages if any(c.topic == topic for c in p.claims))


def quoting(whole: Passage, marked: str = "", lead: Lead | None = None) -> Answer:
    """An answer with the last sentence that holds what is marked."""
    sentence = next(s for s in whole.sentences if marked in whole.words(s))
    at = whole.text.index(marked)
    marks = (Span(at, at + len(marked)),) if marked else ()
    quotation = Quotation.of(whole, sentence, marks)
    return Answer("?", "One side. [1]", (Citation(1, quotation, "Ada Byron"),), lead=lead)


@pytest.mark.parametrize("marked", ["40", "40 guests", "all, 40 guests"])
def test_an_answer_that_is_one_side_becomes_all_of_them(marked: str) -> None:
    told = with_every_side(
        quoting(GAZETTE, marked), understand("How many guests came?", frozenset()), Sides()
    )
    assert told.disagreement == "how many came"
    quoted = [(one.number, one.quotation.text) for one in told.citations]
    assert quoted == [
        (1, "In all, 40 guests came, among them Ada Byron."),
        (2, "The Crier counted 55 guests at the fair."),
        (3, "The Herald saw 60."),
    ]
    marks = [one.passage.words(mark) for one in told.citations for mark in one.quotation.marks]
    assert marks == ["40 guests", "55 guests", "60"]
    assert told.text == (
        "Sources disagree on how many came:\n"
        "In all, 40 guests came, among them Ada Byron. [1]\n"
        "The Crier counted 55 guests at the fair. [2]\n"
        "The Herald saw 60. [3]"
    )


@pytest.mark.parametrize("marked", ["Ada Byron", "40 guests came, among them Ada Byron", ""])
def test_an_answer_with_other_words_of_that_sentence_stays_as_it_is(marked: str) -> None:
    answer = quoting(GAZETTE, marked)
    assert with_every_side(answer, understand("Who came?", frozenset()), Sides()) is answer


@pytest.mark.parametrize("question", ["Did 40 guests come?", "Did 30 guests come to the fair?"])
def test_nothing_is_said_of_yes_or_no_where_sources_disagree(question: str) -> None:
    answer = quoting(GAZETTE, "40", lead=Lead.YES)
    told = with_every_side(answer, understand(question, frozenset()), Sides())
    assert told.lead is None
    assert len(told.citations) == 3


def test_yes_or_no_to_something_else_in_the_sentence_stays() -> None:
    answer = quoting(GAZETTE, "40", lead=Lead.YES)
    question = understand("Did Ada Byron come?", frozenset())
    assert with_every_side(answer, question, Sides()) is answer


def test_a_claim_that_nobody_denies_is_an_answer_like_any_other() -> None:
    answer = quoting(FERRY, "12")
    question = understand("How many guests took the ferry?", frozenset())
    assert with_every_side(answer, question, Sides()) is answer
