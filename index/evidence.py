"""The gate: does the evidence carry an answer, and if not, why not.

One frozen policy over named features: a logistic model, fitted to the questions in
`questions-tune.jsonl` and reported on those in `questions-report.jsonl`. A trained reader
adds features here and nowhere else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.places import NATION_FORMS
from index.question import Asked, Question
from index.reading import Reading
from index.types import Reason
from index.words import Word, fold, zipf


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for the best reading, each in [0, 1]; see `Reading`."""

    cosine: float
    told: float
    told_nearby: float
    gap: float
    named: float
    fit: float


def features_of(reading: Reading) -> Features:
    """What of `reading` the policy weighs."""
    return Features(
        cosine=reading.cosine,
        told=reading.told,
        told_nearby=reading.told_nearby,
        gap=reading.gap,
        named=reading.named,
        fit=reading.fit,
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """Weights of a logistic model over `Features`; it answers from `threshold` on."""

    bias: float = -5.2
    cosine: float = 4.2
    told: float = 0.9
    told_nearby: float = 0.3
    gap: float = -2.7
    named: float = 2.7
    fit: float = 2.4
    threshold: float = 0.5
    #: Up to this share of the question's names a passage is about somebody or something else.
    named_at_least: float = 0.5
    #: Below this cosine of the best passage a refused question was not about the summit at all.
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
    return tuple(
        word
        for word in question.names
        # A rare word in lower case may be just that; its gap counts in the features.
        if word.form not in vocabulary and (word.written[0].isupper() or word.form in NATION_FORMS)
    )


_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|everything|told)\b"
    r"|\b(?:system|hidden|secret|initial) (?:prompt|instructions?|message)\b"
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


# Kinds that a sentence can be seen to lack: no date, no place, no cause, no figure, nobody.
_LEAST_FIT = {
    Asked.TIME: 0.0,
    Asked.PLACE: 0.0,
    Asked.REASON: 0.0,
    Asked.NUMBER: 0.2,
    Asked.PERSON: 0.2,
}


def admissible(question: Question, reading: Reading, policy: Policy = POLICY) -> bool:
    """Whether a reading can answer at all: the same subject and names, and the kind asked for."""
    return (
        reading.about_subject
        # A claim is answered by its contrary as well; nothing else is.
        and (reading.agrees or question.asked is Asked.YES_NO)
        and (not question.names or reading.named_nearby > policy.named_at_least)
        and reading.fit > _LEAST_FIT.get(question.asked, -1.0)
    )


def reason_against(
    question: Question,
    readings: Sequence[Reading],
    vocabulary: Collection[str],
    policy: Policy = POLICY,
) -> Reason | None:
    """Why not to answer, or None where the best of the admissible `readings` carries an answer.

    `readings` are all that were made, best first.
    """
    if is_order(question):
        return Reason.NOT_A_QUESTION
    if is_unintelligible(question, vocabulary):
        return Reason.UNINTELLIGIBLE
    if not question.words:
        return Reason.TOO_VAGUE
    if unknown_names(question, vocabulary):
        return Reason.UNKNOWN_NAME
    nearest = max((reading.hit.cosine for reading in readings), default=0.0)
    refusal = Reason.OFF_TOPIC if nearest < policy.on_topic else Reason.NOT_IN_SOURCES
    best = next((r for r in readings if admissible(question, r, policy)), None)
    if best is None or policy.probability(features_of(best)) < policy.threshold:
        return refusal
    return None
