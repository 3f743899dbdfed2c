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
    ("question", "text", "expected"),
    [
        ("How many towns signed?", "In all, 61 towns signed.", (1.0, ["61 towns"])),
        ("How many towns signed?", "Of 90 mayors, 61 old towns signed.", (1.0, ["61 old towns"])),
        ("How many towns signed?", "Twelve towns signed.", (1.0, ["Twelve towns"])),
        ("How many towns signed?", "450 million people live there.", (0.2, ["450 million"])),
        ("How much was it?", "It was 3.5 percent, or 2%.", (1.0, ["3.5 percent"])),
        ("How many towns signed?", "Towns signed.", (0.0, [])),
        ("When did she speak?", "She spoke on Tuesday.", (1.0, ["on Tuesday"])),
        ("When did she speak?", "She spoke on 11 February 2025.", (1.0, ["11 February 2025"])),
        ("When did it begin?", "It began when he was 21.", (1.0, ["when he was 21"])),
        ("When did she speak?", "She spoke of bridges.", (0.0, [])),
        ("Where did they meet?", "They met in Old Town.", (1.0, ["in Old Town"])),
        ("Where in Paris is it?", "It is in Paris.", (0.0, [])),
        ("Where did they meet?", "They met.", (0.0, [])),
        ("Who spoke?", "Then mayor Ada Byron spoke.", (1.0, ["Ada Byron"])),
        ("Who met Ada Byron?", "Ada Byron met Bob Cray.", (1.0, ["Bob Cray"])),
        ("Why did they refuse?", "They refused because of tolls.", (1.0, [])),
        ("Why did they refuse?", "They refused.", (0.0, [])),
        ("Which towns signed?", "Ulm, Bern and Graz signed.", (1.0, [])),
        ("Which towns signed?", "Ulm signed.", (0.4, [])),
        ("What did Byron say?", "Byron said it was late.", (1.0, [])),
        ("What did Byron say?", "It was “late”.", (1.0, [])),
        ("What did Byron say?", "It was late.", (0.2, [])),
        ("Did Ulm sign?", "Anything.", (1.0, [])),
    ],
)
def test_fit_and_the_words_that_answer(
    question: str, text: str, expected: tuple[float, list[str]]
) -> None:
    value, marked = fit(question, text)
    assert (pytest.approx(value), marked) == expected


def test_a_person_who_is_only_meant_fits_a_little_less_and_marks_nothing() -> None:
    assert fit("Who left?", "She left.", "Mayor Ada Byron") == (0.8, [])
    # Who is named in the question is no answer to it.
    value, marked = fit("Whom did Ada Byron leave?", "She left.", "Mayor Ada Byron")
    assert (value < 0.8, marked) == (True, [])


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
