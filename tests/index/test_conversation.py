"""Follow-ups are completed from the turns before them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.conversation import complete, leaves_open
from index.types import Abstention, Answer, Citation, Quotation, Reason, Reply, Turn
from tests.index.fakes import TEXTS, passage


def answered(text: str, context: str = "") -> Answer:
    whole = passage(text, context=context)
    return Answer("?", f"{text} [1]", (Citation(1, Quotation.of(whole, whole.span)),))


REFUSED = Abstention("?", "My sources do not tell.", Reason.NOT_IN_SOURCES)
SIGNED = answered("In all, 61 towns signed.")
PRAISED = answered("Mayor Ada Byron praised the bridge.")


def follow(before: str, question: str, reply: Reply = SIGNED) -> str:
    return complete(question, [Turn("Where is Ulm?", REFUSED), Turn(before, reply)])


@pytest.mark.parametrize(
    ("before", "question", "completed"),
    [
        ("Did Japan sign it?", "And Canada?", "Did Canada sign it?"),
        ("Did Japan sign it?", "what about canada", "Did canada sign it?"),
        ("Did Japan sign it?", "How about the Canadians?!", "Did the Canadians sign it?"),
        ("Did Americans sign it?", "and the UK?", "Did the UK sign it?"),
        ("Did the United States sign it?", "And China?", "Did China sign it?"),
        ("What did Ada Byron say of it?", "And Bob Cray?", "What did Bob Cray say of it?"),
        (
            "What did Ursula von der Leyen say of it?",
            "And Macron?",
            "What did Macron say of it?",
        ),
    ],
)
def test_another_subject_takes_the_place_of_the_one_before(
    before: str, question: str, completed: str
) -> None:
    assert follow(before, question) == completed


@pytest.mark.parametrize(
    ("before", "reply", "question", "completed"),
    [
        ("Did Ada Byron speak?", REFUSED, "Why did she leave?", "Why did Ada Byron leave?"),
        ("Did Bob Cray speak?", SIGNED, "What is his view?", "What is Bob Cray’s view?"),
        ("who praised it?", PRAISED, "Why did she leave?", "Why did Ada Byron leave?"),
        (
            "who praised it?",
            answered("She praised it.", "Mayor Ada Byron"),
            "Why did she leave?",
            "Why did Ada Byron leave?",
        ),
        ("who praised it?", REFUSED, "Why did she leave town?", "Why did she leave town?"),
    ],
)
def test_a_pronoun_means_the_person_of_the_question_or_the_answer_before(
    before: str, reply: Reply, question: str, completed: str
) -> None:
    assert follow(before, question, reply) == completed


@pytest.mark.parametrize("question", ["Who said that?", "Why?", "why so", "And the ferry?"])
def test_behind_a_refusal_what_says_next_to_nothing_takes_the_question_before_along(
    question: str,
) -> None:
    completed = follow("Tell me of the tolls", question, REFUSED)
    assert completed.endswith("(Tell me of the tolls)?")


def test_small_talk_between_two_questions_is_passed_over() -> None:
    idle = Abstention("?", "Not my subject.", Reason.OFF_TOPIC)
    turns = [Turn("Did Japan sign it?", SIGNED), Turn("It rains in Ulm", idle)]
    assert complete("ok, and Canada then?", turns) == "Did Canada sign it?"
    assert complete("And the ferry?", turns[1:]) == "the ferry (It rains in Ulm)?"


@pytest.mark.parametrize("remark", ["ok makes sense", "lol", "thanks!", "wow so many", "I see."])
def test_a_remark_is_no_turn_to_go_on_from_whatever_was_replied(remark: str) -> None:
    turns = [Turn("Did Japan sign it?", SIGNED), Turn(remark, PRAISED)]
    assert complete("and Canada?", turns) == "Did Canada sign it?"


@pytest.mark.parametrize("question", ["ok thanks bye", "lol", "cool cool"])
def test_a_remark_is_not_completed(question: str) -> None:
    assert follow("Did Japan sign it?", question) == question


def test_behind_remarks_alone_nothing_is_completed() -> None:
    assert complete("who said that?", [Turn("hi bot", PRAISED)]) == "who said that?"


@pytest.mark.parametrize(
    ("before", "question", "completed"),
    [
        (
            "Did Japan sign the Ulm Declaration?",
            "Is it binding?",
            "Is the Ulm Declaration binding?",
        ),
        (
            "Did Japan sign the Ulm Declaration?",
            "What does it say?",
            "What does the Ulm Declaration say?",
        ),
        (
            "Did they sign the new treaty?",
            "When was it signed?",
            "When was the new treaty signed?",
        ),
        (
            "Did Japan sign the Ulm Declaration?",
            "Is it too late?",
            "Is it too late (Did Japan sign the Ulm Declaration?)?",
        ),
        ("What did Bob Cray say about the ferry?", "Who paid for that?", "Who paid for the ferry?"),
        ("Where was this summit held?", "Where is the next one?", "Where is the next summit?"),
        ("Why did the US refuse?", "Whom did they send?", "Whom did the US send?"),
        ("Did Japan and Britain sign?", "What do they want?", "What do Japan and Britain want?"),
        ("Did Japan sign?", "What did Bob Cray tell them?", "What did Bob Cray tell them?"),
    ],
)
def test_a_thing_or_a_country_of_the_question_before_takes_the_place_of_a_pronoun(
    before: str, question: str, completed: str
) -> None:
    assert follow(before, question) == completed


@pytest.mark.parametrize(
    "question",
    ["How many towns signed the paper?", "What is the purpose of the ferry across the river?"],
)
def test_a_whole_question_stays_as_it_is_with_or_without_turns_before(question: str) -> None:
    assert follow("Did Japan sign it?", question) == question
    assert complete(question, []) == question


@pytest.mark.parametrize("question", ["And Canada?", "Who said that?", "Why did he leave?"])
def test_without_turns_before_a_follow_up_is_asked_as_it_stands(question: str) -> None:
    assert complete(question, []) == question


@given(
    TEXTS,
    st.sampled_from(["Did Japan sign it?", "why", "Where is Ada Byron?", "x" * 400]),
    st.sampled_from([REFUSED, SIGNED, PRAISED]),
)
def test_any_text_can_follow(question: str, before: str, reply: Reply) -> None:
    completed = complete(question, [Turn(before, reply)])
    assert completed.strip() or not question.strip()


@pytest.mark.parametrize(
    ("before", "question", "completed"),
    [
        (
            "What did Bob Cray say about American AI?",
            "Why did he leave?",
            "Why did Bob Cray leave?",
        ),
        ("Did Ada Byron speak?", "What is her view?", "What is Ada Byron’s view?"),
        ("Did Ada Byron speak?", "Who asked her?", "Who asked Ada Byron?"),
        (
            "Did Japan sign it?",
            "And what did Bob Cray say of it?",
            "And what did Bob Cray say of it?",
        ),
    ],
)
def test_a_follow_up_keeps_its_own_grammar(before: str, question: str, completed: str) -> None:
    assert follow(before, question) == completed


SAYS = answered("Mayor Ada Byron said that tolls fall.")


@pytest.mark.parametrize(
    ("before", "question", "completed"),
    [
        ("what did byron say about tolls", "n canada", "what did canada say about tolls?"),
        ("did japan sign", "n how many ppl came?", "and how many people came?"),
        ("what did byron say about tolls", "why did she leave", "why did Byron leave"),
        ("byrons view on tolls?", "why did she leave", "why did Byron leave"),
    ],
)
def test_names_and_words_are_known_as_a_chat_spells_them(
    before: str, question: str, completed: str
) -> None:
    assert follow(before, question, SAYS) == completed


@pytest.mark.parametrize(
    ("before", "question", "completed"),
    [
        ("Did Japan sign it?", "Back to China, did they sign?", "did China sign?"),
        ("Did Japan sign?", "ok, as for Ada Byron, is she old?", "is Ada Byron old?"),
        ("Did Japan sign?", "My class asks about China. Why did they go?", "Why did China go?"),
        ("Did Japan sign?", "Why did they go? I forgot.", "Why did Japan go?"),
    ],
)
def test_what_a_message_names_first_is_what_its_pronoun_means(
    before: str, question: str, completed: str
) -> None:
    assert follow(before, question) == completed


def test_him_beside_a_name_is_somebody_else() -> None:
    turns = [Turn("Did Bob Cray speak?", REFUSED), Turn("Did Ada Byron speak?", REFUSED)]
    assert complete("And him?", turns) == "Did Bob Cray speak?"
    assert complete("Did Bob Cray answer her?", turns) == "Did Bob Cray answer Ada Byron?"


def test_they_are_what_was_counted_where_no_country_was_named() -> None:
    assert follow("How many towns signed?", "What do they want?") == "What do the towns want?"


def test_what_else_was_said_is_asked_as_such() -> None:
    asked = "did she say anything else about tolls?"
    assert follow("Did Ada Byron speak?", asked) == "what else did Ada Byron say about tolls?"


@pytest.mark.parametrize(
    ("question", "open_"),
    [
        ("Why did he leave?", True),
        ("What did they answer?", True),
        ("So, is that a lot?", True),
        ("Is that true?", False),
        ("Why did Bob leave?", False),
    ],
)
def test_a_question_of_nobody_in_particular_is_left_open(question: str, open_: bool) -> None:  # noqa: FBT001
    assert leaves_open(question) is open_


def test_who_is_answered_is_not_who_was_asked_about() -> None:
    assert follow("Did Japan sign?", "What did they answer?") == "What did they answer?"


@pytest.mark.parametrize(
    "question", ["Is Ulm based in Japan?", "How many towns signed the declaration?"]
)
def test_another_subject_is_no_matter_of_the_last_question(question: str) -> None:
    assert follow("What did Bob Cray say about tolls?", question) == question
