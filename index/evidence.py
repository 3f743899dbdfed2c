"""The gate: does the evidence carry an answer, and if not, why not.

One frozen policy over named features, chosen on the questions in `questions-tune.jsonl` and reported
on others. A trained reader adds features here and nowhere else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass

from index.question import Asked, Question
from index.reading import Reading
from index.types import Reason
from index.words import Word, fold, weight_known, zipf


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for the best reading, each in [0, 1].

    `cosine` and `passage_cosine`: question against sentence and passage. `covered`, `nearby`,
    `named`, `fit`: see `Reading`. `known`: the share, by rarity, of the question's content words
    that any source uses at all.
    """

    cosine: float
    passage_cosine: float
    covered: float
    nearby: float
    named: float
    fit: float
    known: float


def features_of(question: Question, reading: Reading, vocabulary: frozenset[str]) -> Features:
    """The features of the best `reading`."""
    return Features(
        cosine=max(reading.cosine, 0.0),
        passage_cosine=max(reading.hit.cosine, 0.0),
        covered=reading.covered,
        nearby=reading.covered_nearby,
        named=reading.named if question.names else 1.0,
        fit=reading.fit,
        known=weight_known(question.words, vocabulary),
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """Weights of a logistic model over `Features`; it answers from `threshold` on."""

    bias: float = -7.0
    cosine: float = 4.0
    passage_cosine: float = 2.0
    covered: float = 3.0
    nearby: float = 1.0
    named: float = 1.5
    fit: float = 1.0
    known: float = 1.5
    threshold: float = 0.5
    #: Below this cosine of the best passage a question is not about the summit at all.
    on_topic: float = 0.30

    def probability(self, features: Features) -> float:
        """How likely it is that the reading answers the question."""
        total = self.bias + sum(
            getattr(self, name) * getattr(features, name) for name in Features.__dataclass_fields__
        )
        return 1 / (1 + math.exp(-total))


POLICY = Policy()


def unknown_names(question: Question, vocabulary: Collection[str]) -> tuple[Word, ...]:
    """The names in the question that no source ever uses."""
    return tuple(word for word in question.names if word.form not in vocabulary)


_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|sources?"
    r"|article|above|previous|everything|told)\b"
    r"|\b(?:system|hidden|secret|initial) (?:prompt|instructions?|message)\b"
    r"|\b(?:you are now|you're now|act as|pretend|role ?play|jailbreak|developer mode|dan mode|simon says"
    r"|repeat after me|from now on)\b"
    r"|^(?:please |now |ok |okay |hey |can you |could you |will you |would you )*"
    r"(?:write|compose|generate|draw|code|program|sing|translate|rewrite|invent|imagine|delete|send|post"
    r"|print|output|reply|respond|answer|say|repeat|execute|run|ban|kick|mute|ping|open|play|buy|order"
    r"|calculate|compute|solve|draft|create|design|make|build|vote|roast|rank|rate|recommend|help)\b"
    r"|\btell (?:me|us) (?:a|another|some) (?:\w+ )?(?:jokes?|story|stories|poems?|riddles?)\b",
)


def is_order(question: Question) -> bool:
    """Whether it is an instruction to do something else than to answer from the sources."""
    return bool(_ORDER.search(fold(question.text)))


def is_unintelligible(question: Question, vocabulary: Collection[str]) -> bool:
    """Whether most of its words are no words: not in common use and in no source."""
    words = [word for word in question.words if word.written.isalpha()]
    strange = [
        word for word in words if zipf(fold(word.written)) == 0 and word.form not in vocabulary
    ]
    lower = [word for word in strange if word.written.islower() or word.written.isupper()]
    return len(strange) * 2 > len(words) and bool(lower)


def reason_against(
    question: Question, features: Features | None, vocabulary: Collection[str], policy: Policy = POLICY
) -> Reason | None:
    """Why not to answer, or None where the evidence carries an answer."""
    if is_order(question):
        return Reason.NOT_A_QUESTION
    if is_unintelligible(question, vocabulary):
        return Reason.UNINTELLIGIBLE
    if not question.words:
        return Reason.TOO_VAGUE
    if features is None or features.passage_cosine < policy.on_topic and features.covered < 0.6:
        return Reason.OFF_TOPIC
    if unknown_names(question, vocabulary):
        return Reason.UNKNOWN_NAME
    if policy.probability(features) < policy.threshold:
        return Reason.NOT_IN_SOURCES
    if question.asked in {Asked.TIME, Asked.PLACE, Asked.REASON} and features.fit == 0:
        return Reason.NOT_IN_SOURCES
    return None
