"""Whether a question and a sentence agree on what did and what did not happen.

Negation by a window of words before what is negated, after NegEx (Chapman, Bridewell, Hanbury,
Cooper, Buchanan, 2001, doi:10.1006/jbin.2001.1029), whose idea alone is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from index.words import Word, fold, form_of, is_content, words_of

#: How many words a negation reaches: "refused to sign", "have not yet signed".
_REACH = 3

_NEGATIONS = frozenset({"not", "no", "never", "neither", "nor", "without", "cannot"})
# These negate what they are followed by with "to": "refused to sign", but not "refused the paper".
_NEGATING_FORMS = frozenset(form_of(word) for word in ("refuse", "decline", "fail"))


def agrees(asked: Sequence[Word], question: str, sentence: str) -> bool:
    """False where a word `asked` for is negated in one of the texts and only plain in the other.

    Words that the sentence lacks say nothing.
    """
    in_question, in_sentence = _polarities(question), _polarities(sentence)
    return all(
        in_question[word.form] & in_sentence[word.form]
        for word in asked
        if word.form in in_question and word.form in in_sentence
    )


def refuses_alike(question: str, sentence: str) -> bool:
    """Whether both speak of a refusing, declining or failing by the same verb, or negate the same.

    "Why did they not sign?" takes for granted what "they refused to sign" tells.
    """
    asked = {word.form for word in words_of(question)} & _NEGATING_FORMS
    if any(word.form in asked for word in words_of(sentence)):
        return True
    in_question, in_sentence = _polarities(question), _polarities(sentence)
    return any(
        negated == {True} and True in in_sentence.get(form, ())
        for form, negated in in_question.items()
    )


@lru_cache(maxsize=8192)  # the same sentences are read again for the next question
def _polarities(text: str) -> dict[str, set[bool]]:
    """For the form of each content word, whether it stands negated, plain or both."""
    found: dict[str, set[bool]] = {}
    words = words_of(text)
    for place, word in enumerate(words):
        if is_content(word):
            reach = range(max(0, place - _REACH), place)
            negated = any(_negates(words[near], words[near + 1]) for near in reach)
            found.setdefault(word.form, set()).add(negated)
    return found


def _negates(word: Word, following: Word) -> bool:
    plain = fold(word.written)
    if word.form in _NEGATING_FORMS:
        return following.written == "to"
    return plain in _NEGATIONS or plain.endswith("n't")
