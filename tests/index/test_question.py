"""What a question asks, and which ones cannot be taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QuestionError
from index.question import LONGEST, Asked, clean, understand
from tests.index.fakes import TEXTS

WRITTEN = frozenset({"fintech", "macron", "dillet", "declaration", "n26"})


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("Who  signed\r\nit?\t", "Who signed it?"),
        ("\u00a0Who\u2003signed\u3000it?\u2028", "Who signed it?"),
        ("\ufeffWho si\u00adgned\u200b it?", "Who signed it?"),
        ("Wer unterschrieb für Österreich? 🇫🇷", "Wer unterschrieb für Österreich? 🇫🇷"),
        ("谁签署了?", "谁签署了?"),
        ("x" * LONGEST, "x" * LONGEST),
        ("x" * LONGEST + "\n \u200b", "x" * LONGEST),
    ],
)
def test_a_question_is_put_on_one_line_with_ordinary_spaces(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("", "The question is empty. Ask something about"),
        (" \n\t\u3000", "The question is empty."),
        ("\u200b\ufeff", "The question is empty."),
        ("x" * 501, "The question has 501 characters, the most is 500."),
        ("word " * 1000, "The question has 4,999 characters"),
        ("😀🎉", "The question has no words."),
        ("❤️‍🔥", "The question has no words."),
        ("?!", "The question has no words."),
        ("61", "The question has no words."),
        ("Who\0signed?", "The question holds control characters."),
        ("Who\x1b[31msigned?", "The question holds control characters."),
        ("Who \ud800 signed?", "The question holds control characters."),
        ("Who \u202esigned?", "The question holds marks that change the direction of writing."),
        ("Who \u2066signed\u2069?", "The question holds marks that change the direction"),
        ("\u200fWho?", "The question holds marks that change the direction"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_clear_sentence(raw: str, sentence: str) -> None:
    for take in (clean, understand):
        with pytest.raises(QuestionError) as caught:
            take(raw)
        assert str(caught.value).startswith(sentence)
        assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("kind", "questions"),
    [
        (
            Asked.NUMBER,
            ["How many countries signed?", "how much did it cost", "How old was he?",
             "What is the number of towns?", "So, what percentage signed?", "At what age?"],
        ),
        (Asked.TIME, ["When did he speak?", "And when?", "On what day was it?", "Which year?"]),
        (Asked.PLACE, ["Where was it?", "In which city?", "What venue was it in?", "from where?"]),
        (Asked.REASON, ["Why did they refuse?", "What are the reasons?", "How come?"]),
        (
            Asked.LIST,
            ["Which countries signed?", "What large companies came?", "Name the towns.",
             "List those that refused", "Which ones?"],
        ),
        (
            Asked.POSITION,
            ["What did Byron say?", "What is Byron's position on tolls?", "How did she react?",
             "What does the mayor think of it?", "what are her views"],
        ),
        (Asked.PERSON, ["Who spoke?", "Who said so?", "By whom?", "Whose idea was it?"]),
        (
            Asked.YES_NO,
            ["Did Japan sign?", "Is it true?", "has anybody refused", "So, did he say why?",
             "Didn't they sign?"],
        ),
        (Asked.OTHER, ["What is the AI Act?", "bridges", "Tell me about the ferry."]),
    ],
)  # fmt: skip
def test_the_kind_of_answer_is_told_by_how_it_is_asked_for(
    kind: Asked, questions: list[str]
) -> None:
    assert {question: understand(question).asked for question in questions} == dict.fromkeys(
        questions, kind
    )


@pytest.mark.parametrize("polite", ["Hi, ", "please ", "Can you tell me ", "OK so could you say "])
def test_being_polite_changes_nothing_about_the_kind(polite: str) -> None:
    for question in ("How many signed?", "when did he speak?", "who spoke?"):
        assert understand(polite + question).asked is understand(question).asked


def names(question: str) -> list[str]:
    return [name.written for name in understand(question, WRITTEN).names]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Did Ada Byron cross the river?", ["Ada", "Byron"]),
        ("Byron crossed what?", []),  # every first word has a capital
        ("Did japan and the us sign?", ["japan"]),
        ("Did the US sign?", ["US"]),
        ("Did the United Kingdom sign?", ["United Kingdom"]),
        ("what did macron say about rivers", ["macron"]),
        ("what has dillet written", ["dillet"]),
        ("WHO SIGNED THE DECLARATION IN PARIS?", []),  # a shout tells no name by capitals
        ("WHO SIGNED FOR CHINA?", ["CHINA"]),
        ("Is AI safe?", []),  # every passage is about it
    ],
)
def test_names_are_told_by_capitals_countries_and_words_that_only_sources_use(
    question: str, expected: list[str]
) -> None:
    assert names(question) == expected


@pytest.mark.parametrize(
    ("question", "sought", "subject"),
    [
        ("How many countries signed?", "countries", None),
        ("How many old towns are there?", "towns", None),
        ("Which large companies did Byron visit?", "companies", "Byron"),
        ("What did Byron say?", None, "Byron"),
        ("Did the ferry sink?", None, "ferry"),
        ("Who signed?", None, "signed"),
    ],
)
def test_the_thing_that_is_counted_and_whom_it_is_about(
    question: str, sought: str | None, subject: str | None
) -> None:
    understood = understand(question)
    assert (understood.sought and understood.sought.written) == sought
    assert (understood.subject and understood.subject.written) == subject


def test_the_topic_is_neither_a_name_nor_a_word_that_asks() -> None:
    understood = understand("What is the position of Ada Byron on river tolls?")
    assert [word.written for word in understood.topic] == ["river", "tolls"]


@given(st.one_of(TEXTS, st.text(max_size=60)))
def test_any_text_is_understood_or_refused(raw: str) -> None:
    try:
        understood = understand(raw, WRITTEN)
    except QuestionError:
        return
    text = understood.text
    assert text == " ".join(text.split())
    for word in understood.words:
        assert text[word.start : word.end] == word.written
    assert set(understood.names) <= set(understood.words)
    assert set(understood.topic) <= set(understood.words) - set(understood.names)
    for chosen in (understood.sought, understood.subject):
        assert chosen is None or chosen in understood.words
