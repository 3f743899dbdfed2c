"""What was refused, where a question does not say."""

from __future__ import annotations

import pytest

from index.ellipsis import name_refused, refused_in


@pytest.mark.parametrize(
    ("texts", "verb"),
    [
        (["Ulm refused to sign it.", "Refusing to Sign is rare."], "sign"),
        (["Ulm refused to pay.", "Bern declined to sign.", "It declines to sign."], "sign"),
        # The first in the alphabet of several that are as frequent.
        (["Ulm refused to sign.", "Bern refused to pay."], "pay"),
        (["Ulm refused the paper.", "They refused."], ""),
        ([], ""),
    ],
)
def test_what_is_refused_most_often_is_what_is_meant(texts: list[str], verb: str) -> None:
    assert refused_in(texts) == verb


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Why did Ulm refuse?", "Why did Ulm refuse to sign?"),
        ("which cities refused", "which cities refused to sign"),
        ("Who Declined?!", "Who Declined to sign?!"),
        ("Why did Ulm refuse to pay?", "Why did Ulm refuse to pay?"),
        ("Who refused the paper?", "Who refused the paper?"),
        ("Who signed?", "Who signed?"),
    ],
)
def test_a_question_that_ends_with_a_refusal_is_about_that(question: str, meant: str) -> None:
    assert name_refused(question, "sign") == meant
    assert name_refused(question, "") == question
