"""What is refused before anything is read: orders, gibberish, and names that no source uses."""

from __future__ import annotations

import re
from collections.abc import Collection

from index.continents import CONTINENTS
from index.places import NATION_FORMS
from index.question import Question
from index.types import Reason
from index.words import Word, fold, zipf


def unknown_names(question: Question, vocabulary: Collection[str]) -> tuple[Word, ...]:
    """The names in the question that no source ever uses.

    An office or a date by itself is no name of anybody ("the Commission", not "the Federal Trade
    Commission"), and a continent is spoken of where one of its countries is.
    """
    starts = {word.start for word in question.names}
    ends = {word.end for word in question.names}
    return tuple(
        word
        for word in question.names
        # A rare word in lower case may be just that; its gap counts in the features.
        if word.form not in vocabulary
        and (word.written[0].isupper() or word.form in NATION_FORMS)
        and CONTINENTS.get(fold(word.written), frozenset()).isdisjoint(vocabulary)
        and (
            fold(word.written) not in _OFFICES_AND_DATES
            or word.end + 1 in starts
            or word.start - 1 in ends
        )
    )


_OFFICES_AND_DATES = frozenset(
    """assembly board chair chamber chancellor commission commissioner committee congress council
    court embassy government house minister ministry parliament premier presidency secretary senate
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december""".split()
)


_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|everything|told)\b"
    r"|\b(?:system|hidden|secret|initial) (?:prompt|instructions?|message|notes?)\b"
    r"|\b(?:make up|invent|fabricate)\b.{0,30}\b(?:answers?|sentences?|quot|citations?|sources?)"
    r"|\b(?:you are now|you're now|role ?play|jailbreak|developer mode|repeat after me)\b",
)
_ORDER = re.compile(
    r"^(?:please |now |ok |okay |hey |just |can you |could you |will you |would you )*"
    r"(?:ignore|disregard|forget|override|bypass|act as|pretend|write|compose|generate|draw|code"
    r"|program|sing|translate|rewrite|invent|imagine|delete|send|post|print|output|reply|respond|repeat"
    r"|execute|run|ban|kick|mute|ping|play|buy|calculate|compute|solve|draft|create|design|vote|roast)\b"
    r"|\btell (?:me|us) (?:a|another|some) (?:\w+ )?(?:jokes?|story|stories|poems?|riddles?)\b",
)


def is_order(question: Question) -> bool:
    """Whether it is an instruction to do something else than to answer from the sources."""
    folded = fold(question.text)
    return bool(_INJECTION.search(folded) or _ORDER.search(folded))


def is_unintelligible(question: Question, vocabulary: Collection[str]) -> bool:
    """Whether most of its words are no words: not in common use and in no source."""
    words = [word for word in question.words if word.written.isalpha()]
    strange = [
        word for word in words if zipf(fold(word.written)) == 0 and word.form not in vocabulary
    ]
    lower = [word for word in strange if word.written.islower() or word.written.isupper()]
    return len(strange) * 2 > len(words) and bool(lower)


def refused_unread(question: Question, vocabulary: Collection[str]) -> Reason | None:
    """Why not even to read for it, or None."""
    if is_order(question):
        return Reason.NOT_A_QUESTION
    if is_unintelligible(question, vocabulary):
        return Reason.UNINTELLIGIBLE
    if not question.words:
        return Reason.TOO_VAGUE
    if unknown_names(question, vocabulary):
        return Reason.UNKNOWN_NAME
    return None
