"""What a question takes for granted, and the sentence that says otherwise."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from index.premise import contradiction, may_deny
from index.question import understand
from index.reading import Reading
from index.types import Extract
from index.words import terms
from tests.index.fakes import passage, telling

TEXT = passage("In all, 61 towns signed; China and Ada Byron refused.")
REFUSED = passage("China refused to sign it.")
VOCABULARY = frozenset(terms(TEXT.text))
GOOD = telling(TEXT, TEXT.sentences[0])


def extract(verdict: float = 2.0, denial: float = -30.0) -> Extract:
    return Extract(8, 16, 8.0, 0.0, verdict, denial)


CONTRARY = dataclasses.replace(GOOD, agrees=False, fit=0.0, told=0.6)


def contrary_to(question: str, *readings: Reading) -> str:
    """Which reading says the contrary, by its score; empty where none does."""
    found = contradiction(understand(question, VOCABULARY), readings)
    return str(found.score) if found else ""


@pytest.mark.parametrize(
    "question",
    ["Why did China sign?", "When did China sign?", "Where did China sign?", "Who had China sign?"],
)
def test_a_sentence_that_denies_what_a_question_takes_for_granted_contradicts_it(
    question: str,
) -> None:
    assert contrary_to(question, GOOD, CONTRARY) == "0.9"


@pytest.mark.parametrize(
    "question",
    [
        "Did China sign?",  # a claim is denied in an answer
        "Which countries did China sign with?",
        "Why did the towns sign?",  # nobody is named
    ],
)
def test_a_question_that_takes_nothing_of_anybody_for_granted_is_not_contradicted(
    question: str,
) -> None:
    assert contrary_to(question, CONTRARY) == ""


def test_a_refusal_that_a_sentence_tells_of_is_no_false_premise() -> None:
    told = dataclasses.replace(telling(REFUSED, REFUSED.sentences[0]), named=1.0, agrees=True)
    judged = dataclasses.replace(told, score=0.1, extract=extract(denial=3.0))
    assert contrary_to("Why did China refuse to sign?", told, judged) == ""
    assert contrary_to("Why did China sign?", told, judged) == "0.1"


@pytest.mark.parametrize(
    "change",
    [
        {"agrees": True},
        {"named": 0.9},  # not of everybody, or only near by
        {"told": 0.3},
    ],
)
def test_a_sentence_about_something_else_does_not_contradict(change: dict[str, Any]) -> None:
    assert contrary_to("Why did China sign?", dataclasses.replace(CONTRARY, **change)) == ""


def denying(logit: float, *, score: float, told: float) -> Reading:
    reading = dataclasses.replace(GOOD, extract=extract(denial=logit))
    return dataclasses.replace(reading, score=score, told=told)


def test_what_a_network_holds_for_denied_is_contradicted_by_the_sentence_that_tells_most() -> None:
    readings = [
        denying(-1.0, score=0.1, told=0.9),
        denying(2.0, score=0.2, told=0.3),
        denying(2.0, score=0.3, told=0.6),
    ]
    assert contrary_to("How did the towns celebrate it?", *readings) == "0.3"
    assert contrary_to("How did the towns celebrate it?", *readings[:1]) == ""
    assert contrary_to("Did the towns celebrate it?", *readings) == ""  # a claim is answered


def test_of_several_contradictions_the_one_that_tells_most_is_taken_then_the_nearest() -> None:
    fullest = dataclasses.replace(CONTRARY, score=0.1, told=0.8, cosine=0.2)
    nearest = dataclasses.replace(CONTRARY, score=0.2, cosine=0.95)
    assert contrary_to("Why did China sign?", CONTRARY, nearest, fullest) == "0.1"
    assert contrary_to("Why did China sign?", CONTRARY, nearest) == "0.2"


@pytest.mark.parametrize(
    ("agrees", "chosen", "doubtful"),
    [
        # The rules alone: a negation that the question does not hold.
        (True, None, False),
        (False, None, True),
        # A network that is sure outweighs the rules, either way.
        (False, extract(verdict=1.9), True),
        (False, extract(verdict=2.0), False),
        (True, extract(verdict=-3.0, denial=-0.1), False),
        (True, extract(verdict=-3.0, denial=0.1), True),
    ],
)
def test_a_sentence_that_may_deny_what_is_asked_is_no_answer(
    *, agrees: bool, chosen: Extract | None, doubtful: bool
) -> None:
    assert may_deny(dataclasses.replace(GOOD, agrees=agrees, extract=chosen)) is doubtful
