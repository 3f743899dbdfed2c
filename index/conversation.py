"""Complete a follow-up from the turns before it.

Rules for the commonest forms: "And the British?", "Who said that?", "Why not?", "Which ones?",
"Why did she say so?". They turn what was left out into words, so that the question can be read by
itself; what they cannot resolve is asked as it stands, and the gate decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.followups import AUXILIARY, bare_of, beside, in_full
from index.names import names_in
from index.places import NATION_FORMS
from index.referents import countries_in, person_in, subject_in, thing_in
from index.types import Abstention, Reason, Turn
from index.words import is_content, words_of

#: Turns that are looked back on.
MEMORY = 6

#: Turns with which nothing was asked of the sources: small talk between two questions.
_IDLE = frozenset(
    {Reason.OFF_TOPIC, Reason.NOT_A_QUESTION, Reason.UNINTELLIGIBLE, Reason.TOO_VAGUE}
)


def complete(question: str, history: Sequence[Turn]) -> str:
    """`question` with what it leaves out, taken from the last turns of `history`."""
    turns = [turn for turn in history if not _idle(turn)] or list(history)
    if not turns:
        return question
    bare = bare_of(question)
    if full := in_full(bare, turns):
        return full
    resolved = _resolved(question, turns)
    if resolved != question or _names_anything(bare):
        return resolved
    content = [word for word in words_of(bare) if is_content(word)]
    if len(content) <= 1 or (_POINTING.search(bare) and len(content) <= 2):
        return beside(bare or question, turns[-1])
    return question


def leaves_open(question: str) -> bool:
    """Whether `question` speaks of a "he" or "she" whom nothing before it has named."""
    return bool(_PERSONAL.search(question))


def _idle(turn: Turn) -> bool:
    return isinstance(turn.reply, Abstention) and turn.reply.reason in _IDLE


_PERSONAL = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_PLURAL = re.compile(r"\b(?:they|them|their|theirs)\b", re.IGNORECASE)
# "It is easy to", "is it true that": no thing is meant.
_EXPLETIVE = (
    r"(?:is |was |be )?(?:true|easy|hard|difficult|possible|likely|too|raining|clear|said)\b"
)
_IT = re.compile(
    rf"\bits?\b(?! {_EXPLETIVE})"
    # Others point only where no noun follows.
    rf"|\b(?:this|that)(?= (?:{AUXILIARY}|mean|means|say|says|want|wants)\b|[?.! ]*$)",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?P<which>next|last|previous|first|other|same) one\b", re.IGNORECASE)
_POINTING = re.compile(r"\b(?:that|this|those|these|ones?|so|others?|there|it)\b", re.IGNORECASE)


def _resolved(question: str, turns: Sequence[Turn]) -> str:
    """`question` with names and things in place of what points to them."""
    text = question
    pronoun = _PERSONAL.search(text)
    if pronoun and not _names_person(text[: pronoun.start()]):
        text = _put(text, pronoun, person_in(turns, pronoun.group()))
    plural = _PLURAL.search(text)
    if plural and not _names_anything(text[: plural.start()]):
        text = _put(text, plural, countries_in(turns))
    thing = thing_in(turns)
    if (one := _ONE.search(text)) and thing:
        text = f"{text[: one.start()]}{one['which']} {thing.split()[-1]}{text[one.end() :]}"
    if pointing := _IT.search(text):
        text = _put(text, pointing, subject_in(turns) or thing)
    return text


def _put(text: str, pronoun: re.Match[str], what: str) -> str:
    """`what` in the pronoun's place: "her view" is somebody's, "ask her" is not."""
    if not what:
        return text
    word, behind = pronoun.group().lower(), text[pronoun.end() :]
    possessive = word in _POSSESSIVE or (word == "her" and re.match(r"\s+[\w’'-]+", behind))
    return f"{text[: pronoun.start()]}{what}{'’s' if possessive else ''}{behind}"


_POSSESSIVE = frozenset({"his", "hers", "their", "theirs", "its"})


def _names_person(text: str) -> bool:
    names = (words_of(name.text) for name in names_in(text) if name.start > 0)
    return any(all(word.form not in NATION_FORMS for word in words) for words in names)


def _names_anything(text: str) -> bool:
    return any(name.start > 0 for name in names_in(text))
