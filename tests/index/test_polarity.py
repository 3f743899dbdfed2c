"""Negation: who signed and who did not are different questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.polarity import agrees
from index.question import understand
from index.words import words_of


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Which towns signed?", "Nine towns have signed the paper.", True),
        ("Which towns did not sign?", "Nine towns have signed the paper.", False),
        ("Which towns didn't sign?", "Nine towns have signed the paper.", False),
        ("Which towns refused to sign?", "Nine towns have signed the paper.", False),
        ("Which towns refused to sign?", "Two towns have never signed the paper.", True),
        ("Which towns did not sign?", "Two towns declined to sign the paper.", True),
        ("Who signed the paper?", "Two towns refused to sign the paper.", False),
        ("Which towns rejected the paper?", "Two towns refused to sign the paper.", True),
        ("Who signed?", "Nine towns signed, two towns refused to sign.", True),
        ("Who signed?", "The ferry runs on Friday.", True),
    ],
)
def test_a_sentence_agrees_where_both_or_neither_negate_a_word(
    question: str, sentence: str, *, expected: bool
) -> None:
    asked = understand(question)
    assert agrees(asked.words, asked.text, sentence) is expected


@given(st.text(max_size=80))
def test_every_text_agrees_with_itself(text: str) -> None:
    assert agrees(words_of(text), text, text)
