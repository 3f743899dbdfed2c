"""Whom and what a pronoun may stand for."""

from __future__ import annotations

import pytest

from index.known import Known
from index.referents import body_in, countries_in, person_in, subject_in, thing_in
from index.types import Abstention, Answer, Citation, Quotation, Reason, Turn
from tests.index.fakes import passage

REFUSED = Abstention("?", "My sources do not tell.", Reason.NOT_IN_SOURCES)


def quoting(text: str, *, context: str = "", speaker: str = "") -> Answer:
    whole = passage(text, context=context)
    return Answer("?", f"{text} [1]", (Citation(1, Quotation.of(whole, whole.span), speaker),))


BYRON = quoting("Mayor Ada Byron said that she likes it.")
CRAY = quoting("Deputy Bob Cray said that he hates it.")


def test_the_person_of_the_latest_turn_comes_first() -> None:
    turns = [Turn("Who likes it?", BYRON), Turn("Who hates it?", CRAY)]
    assert person_in(turns) == "Bob Cray"
    assert person_in(turns[:1]) == "Ada Byron"
    assert person_in([]) == ""


def test_she_is_nobody_whom_the_source_calls_he() -> None:
    turns = [Turn("Who likes it?", BYRON), Turn("Who hates it?", CRAY)]
    assert person_in(turns, "she") == "Ada Byron"
    assert person_in(turns, "his") == "Bob Cray"
    assert person_in(turns[1:], "her") == ""


@pytest.mark.parametrize(
    ("question", "reply", "person"),
    [
        ("What did Byron say?", BYRON, "Byron"),
        ("What does the Guild say?", BYRON, "Ada Byron"),
        ("What does the Ulm guy say?", CRAY, "Bob Cray"),
        ("Did Japan sign?", REFUSED, ""),
        ("Did AI help?", REFUSED, ""),
        ("Did Eve Dole speak?", REFUSED, "Eve Dole"),
        ("Did Dole speak?", REFUSED, "Dole"),
        ("Who spoke?", quoting("She raised the tolls.", speaker="Mayor Ada Byron"), "Ada Byron"),
        ("Who spoke?", quoting("She raised the tolls.", context="Ada Byron"), ""),
    ],
)
def test_the_person_is_one_of_the_question_or_whom_the_quotation_tells(
    question: str, reply: Answer, person: str
) -> None:
    assert person_in([Turn(question, reply)]) == person


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("Did Japan sign the Ulm Declaration on rivers?", "the Ulm Declaration"),
        ("What is the purpose of the ferry?", "the ferry"),
        ("Where was this summit held?", "the summit"),
        ("Who spoke?", ""),
    ],
)
def test_a_thing_has_a_name_or_an_article(question: str, thing: str) -> None:
    assert thing_in([Turn(question, REFUSED)]) == thing


def test_what_was_asked_about_is_the_subject() -> None:
    assert subject_in([Turn("What did she say about old bridges in her speech?", BYRON)]) == (
        "old bridges"
    )
    assert subject_in([Turn("Who spoke?", BYRON)]) == ""
    assert subject_in([]) == ""


def test_they_are_the_countries_of_the_latest_question_that_names_any() -> None:
    turns = [Turn("Did Japan and the British sign?", REFUSED), Turn("Why?", REFUSED)]
    assert countries_in(turns) == "Japan and the British"
    assert countries_in(turns[1:]) == ""


def test_names_of_the_passages_are_known_in_lower_case() -> None:
    known = Known.of([Turn("Who likes it?", BYRON)])
    assert known.written_in("what does byron like, and byrons man?") == (
        "what does Byron like, and Byron’s man?"
    )
    assert known.is_person("Ada Byron")
    assert not known.is_named("bridge")
    assert known.written_in("mayor") == "mayor"


def test_a_person_is_rather_one_of_a_question_than_whom_a_remark_was_answered_with() -> None:
    turns = [Turn("Did Ada Byron speak?", BYRON), Turn("So no doubts at all?", CRAY)]
    assert person_in(turns) == "Ada Byron"


def test_a_person_can_be_ruled_out() -> None:
    turns = [Turn("Who likes it?", BYRON), Turn("Who hates it?", CRAY)]
    assert person_in(turns, but=["cray"]) == "Ada Byron"


def test_a_body_is_where_somebody_is() -> None:
    at_acme = quoting("Mayor Ada Byron has twelve years at Acme, a mill.")
    assert body_in([Turn("Where does she work?", at_acme)]) == "Acme"
    assert body_in([Turn("Who likes it?", BYRON)]) == ""


@pytest.mark.parametrize(
    ("question", "thing"),
    [("What does the treaty call for?", "the treaty"), ("What did the mayor say?", "")],
)
def test_a_thing_is_neither_its_verb_nor_somebody(question: str, thing: str) -> None:
    assert thing_in([Turn(question, REFUSED)]) == thing
