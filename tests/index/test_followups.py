"""Each rule puts what a follow-up leaves out into words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.followups import beside, in_full
from index.smalltalk import bare_of
from index.types import Abstention, Answer, Citation, Lead, Quotation, Reason, Reply, Turn
from tests.index.fakes import passage

TOLLS = passage("She raised the tolls. She left.", "She raised the tolls.", "She left.")
RAISED = Answer(
    "?", "She raised the tolls. [1]", (Citation(1, Quotation.of(TOLLS, TOLLS.sentences[0])),)
)
REFUSED = Abstention("?", "My sources do not tell.", Reason.NOT_IN_SOURCES)


def full(before: str, bare: str, reply: Reply = RAISED) -> str:
    return in_full(bare, [Turn(before, reply)])


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("ok, and Canada then?", "Canada"),
        ("haha nice. So who said that?", "who said that"),
        ("Thanks! Which ones, for example?", "Which ones"),
        ("why not", "why not"),
        ("what happened then?", "what happened"),
        ("Soviet rule", "Soviet rule"),
        ("so?", ""),
    ],
)
def test_what_only_keeps_a_conversation_going_is_left_out(text: str, bare: str) -> None:
    assert bare_of(text) == bare


@pytest.mark.parametrize(
    ("bare", "asked"),
    [
        ("who said that", "Who said that She raised the tolls?"),
        ("says who", "Who said that She raised the tolls?"),
        ("according to whom", "Who said that She raised the tolls?"),
        ("whose words are those", "Who said that She raised the tolls?"),
        ("where's that from", "Where does it say that She raised the tolls?"),
        ("who said that tolls must fall", "Who said that She raised the tolls?"),
    ],
)
def test_who_said_it_is_asked_of_the_words_quoted_last(bare: str, asked: str) -> None:
    assert full("Did the tolls rise?", bare) == asked
    assert full("Did the tolls rise?", bare, REFUSED) == f"{bare} (Did the tolls rise?)?"


@pytest.mark.parametrize(
    ("before", "bare", "asked"),
    [
        ("Did the tolls rise?", "when was that", "when did the tolls rise?"),
        ("Did the tolls rise?", "why not", "why didn't the tolls rise?"),
        ("So can they sign?", "since when", "since when can they sign?"),
        ("According to Bob Cray, is it dear?", "where", "where is it dear?"),
        (
            "What did Ada Byron raise?",
            "which day did that happen",
            "which day did Ada Byron raise?",
        ),
        ("Who raised the tolls?", "when was that", "when She raised the tolls?"),
        ("Did the tolls rise?", "why", "why She raised the tolls?"),
        ("Did the tolls rise?", "how come", "why She raised the tolls?"),
    ],
)
def test_a_bare_question_word_is_asked_of_what_the_last_question_was_about(
    before: str, bare: str, asked: str
) -> None:
    assert full(before, bare) == asked


def test_a_bare_question_word_behind_a_refusal_is_asked_of_the_question() -> None:
    assert full("Did the tolls rise?", "why", REFUSED) == "why did the tolls rise?"
    assert full("Who raised the tolls?", "why", REFUSED) == "why (Who raised the tolls?)?"


@pytest.mark.parametrize(
    ("before", "bare", "asked"),
    [
        ("How many towns signed it?", "which ones", "Which towns signed it?"),
        ("How many towns signed it?", "such as", "Which towns signed it?"),
        ("Can more towns still sign?", "which", "Which towns Can still sign?"),
        ("Who signed?", "which ones", "which ones (Who signed?)?"),
    ],
)
def test_which_ones_is_asked_of_what_the_last_question_counts(
    before: str, bare: str, asked: str
) -> None:
    assert full(before, bare) == asked


@pytest.mark.parametrize(
    ("before", "bare", "asked"),
    [
        ("Did Canada sign the paper?", "who didn't", "who didn't sign the paper?"),
        ("Has Canada signed?", "who else has", "who else has signed?"),
        ("Did Canada sign? And Japan?", "which countries did", "which countries did sign?"),
        ("Who signed?", "who didn't", ""),
        ("Did they sign?", "who didn't", ""),
    ],
)
def test_a_verb_left_out_is_that_of_the_last_question(before: str, bare: str, asked: str) -> None:
    assert full(before, bare) == asked


@pytest.mark.parametrize(
    ("before", "bare", "asked"),
    [
        ("Did Japan sign it?", "Canada", "Did Canada sign it?"),
        ("Did Japan sign it?", "the Canadians too", "Did the Canadians sign it?"),
        ("What did Ursula von der Leyen say?", "what about Macron", "What did Macron say?"),
        ("What did von der Leyen say?", "Macron himself", "What did Macron say?"),
        ("Did Bob Cray meet the British?", "the US", "Did Bob Cray meet the US?"),
        ("Did Bob Cray meet the British?", "Ada Byron", "Did Ada Byron meet the British?"),
        ("Did Bob Cray like the bridge?", "the ferry", ""),
        ("Who signed it?", "Canada", "Has Canada signed it?"),
        ("Did Japan sign it?", "when did they meet", ""),
        ("Did Japan sign it?", "tell me of the long way that led there", ""),
    ],
)
def test_another_subject_takes_the_place_of_one_of_its_kind(
    before: str, bare: str, asked: str
) -> None:
    assert full(before, bare) == asked


@pytest.mark.parametrize(
    ("before", "bare", "asked"),
    [
        ("What did Bob say on Monday?", "Tuesday", "What did Bob say on Tuesday?"),
        ("What did Bob say on Monday?", "the day after", "What did Bob say on Tuesday?"),
        ("What did Bob say on Monday?", "the day before", "What did Bob say on Sunday?"),
        ("What did Bob say?", "on friday", "What did Bob say on Friday?"),
        ("What did Bob say about tolls?", "on ferries", "What did Bob say on ferries?"),
        ("What did Bob say about tolls?", "ferries", "What did Bob say about ferries?"),
        (
            "When did Bob speak of it?",
            "when about ferries",
            "When did Bob speak of it about ferries?",
        ),
        ("What did Bob say about tolls?", "Ada, about ferries", "What did Ada say about ferries?"),
        ("Did Bob like tolls (who is he?)?", "Canada", ""),
        ("Did Japan sign it?", "not Japan, Canada", "Did Canada sign it?"),
        ("Did Japan sign it?", "same question for Canada", "Did Canada sign it?"),
        ("Which countries signed it?", "Canada", "Has Canada signed it?"),
        ("Did Japan sign it?", "under who", ""),
        ("Did Japan sign it?", "bye", ""),
    ],
)
def test_another_day_or_matter_takes_the_place_of_one_of_its_kind(
    before: str, bare: str, asked: str
) -> None:
    assert full(before, bare) == asked


@pytest.mark.parametrize(
    ("before", "bare", "asked"),
    [
        ("Bob likes the tolls", "why not", "why doesn't Bob like the tolls?"),
        ("Bob can sign", "since when", "since when can Bob sign?"),
        ("Did Bob sign?", "what reason did he give", "why She raised the tolls?"),
        ("Did Bob sign?", "how long", "how long did Bob sign?"),
    ],
)
def test_a_claim_is_turned_into_the_question_that_is_asked_of_it(
    before: str, bare: str, asked: str
) -> None:
    assert full(before, bare) == asked


def test_the_reason_for_what_was_denied_is_asked_for_with_not() -> None:
    denied = replace(RAISED, lead=Lead.NO)
    assert full("Did Bob sign?", "what reason did he give", denied) == "why didn't Bob sign?"


@pytest.mark.parametrize(
    ("before", "bare", "asked"),
    [
        (
            "How many towns signed it?",
            "is Ulm one of them",
            "is Ulm one of the towns that signed it?",
        ),
        ("How many towns signed it?", "name some", "Which towns signed it?"),
        ("Canada didn't sign it.", "who else didn't", "who else didn't sign it?"),
    ],
)
def test_what_was_counted_or_denied_goes_on(before: str, bare: str, asked: str) -> None:
    assert full(before, bare) == asked


def test_brackets_are_not_put_into_brackets() -> None:
    before = Turn("the ferry (Did the tolls rise?)?", REFUSED)
    assert beside("who paid", before) == "who paid (the ferry, Did the tolls rise?)?"
