"""Whether a sentence holds the kind of answer asked for, and which of its words do."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QuestionError
from index.kinds import fit_of
from index.question import understand
from index.words import Word
from tests.index.fakes import TEXTS


def same(word: Word, others: Mapping[str, str]) -> float:
    """Closeness for which only the same word is near."""
    return float(word.form in others)


def fit(question: str, text: str, context: str = "") -> tuple[float, list[str]]:
    value, marks = fit_of(understand(question), text, context, same)
    return value, [text[start:end] for start, end in marks]


@pytest.mark.parametrize(
    ("question", "fitting", "marked", "lacking"),
    [
        ("How many towns signed?", "In all, 61 towns signed.", ["61 towns"], "Towns signed."),
        ("How many towns signed?", "Of 9 mayors, 61 old towns signed.", ["61 old towns"],
         "450 million people live there."),
        ("How many towns signed?", "Twelve towns signed.", ["Twelve towns"], "Towns signed."),
        ("How much was it?", "It was 3.5 percent, or 2%.", ["3.5 percent"], "It was much."),
        ("When did she speak?", "She spoke on Tuesday.", ["on Tuesday"], "She spoke of bridges."),
        ("When did she speak?", "She spoke on 11 February 2025.", ["11 February 2025"],
         "She spoke of 2 bridges."),
        ("When did it begin?", "It began when he was 21.", ["when he was 21"], "It began."),
        ("Where did they meet?", "They met in Old Town yesterday.", ["in Old Town"], "They met."),
        ("Where in Paris is it?", "It is in Montmartre, Paris.", ["in Montmartre"],
         "It is in Paris."),
        ("Who spoke?", "Then mayor Ada Byron spoke.", ["Ada Byron"], "The river spoke."),
        ("Who met Ada Byron?", "Ada Byron met Bob Cray.", ["Bob Cray"], "Ada Byron met nobody."),
        ("Why did they refuse?", "They refused because of tolls.", [], "They refused."),
        ("What did Byron say?", "Byron said it was late.", [], "It was late."),
        ("What did Byron say?", "It was “late”.", [], "It was late."),
    ],
)  # fmt: skip
def test_a_sentence_of_the_kind_asked_for_fits_better_and_its_words_are_marked(
    question: str, fitting: str, marked: list[str], lacking: str
) -> None:
    value, marks = fit(question, fitting)
    assert value == pytest.approx(1.0)
    assert marks == marked
    assert fit(question, lacking)[0] < 0.7


def test_a_question_of_no_special_kind_fits_every_sentence() -> None:
    assert fit("Did Ulm sign?", "Anything.") == (1.0, [])


def test_a_person_who_is_only_meant_fits_less_than_one_who_is_named() -> None:
    named, meant, nobody = (
        fit("Who left?", text, context)[0]
        for text, context in (
            ("Mayor Ada Byron left.", ""),
            ("She left.", "Mayor Ada Byron"),
            ("It left.", ""),
        )
    )
    assert named > meant > nobody
    # Who is named in the question is no answer to it.
    assert fit("Whom did Ada Byron leave?", "She left.", "Mayor Ada Byron")[0] < meant


@given(
    TEXTS,
    st.one_of(
        TEXTS,
        st.sampled_from(
            ["How many towns?", "When?", "Where is it?", "Who?", "Why so?", "Which towns?",
             "What did he say?", "Did he?"]
        ),
    ),
    TEXTS,
)  # fmt: skip
def test_fit_is_a_share_and_marks_stand_in_the_text(text: str, raw: str, context: str) -> None:
    try:
        question = understand(raw)
    except QuestionError:
        return
    value, marks = fit_of(question, text, context, same)
    assert 0.0 <= value <= 1.0 + 1e-9
    for start, end in marks:
        assert 0 <= start < end <= len(text)
