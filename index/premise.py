"""What a question takes for granted, and which sentence says otherwise."""

from __future__ import annotations

import math
from collections.abc import Sequence

from index.polarity import refuses_alike
from index.question import Asked, Question
from index.reading import Reading

# Kinds of question that take for granted that what they speak of has happened.
_PRESUPPOSING = frozenset({Asked.REASON, Asked.TIME, Asked.PLACE, Asked.OTHER, Asked.PERSON})


def contradiction(question: Question, readings: Sequence[Reading]) -> Reading | None:
    """The sentence that says the contrary of what `question` takes for granted, or None.

    It is in the passage that a network holds to deny it the most. Without a network, or where that
    sees no denial, it holds all that the question names and most of what it says of that, and
    negates what the question does not, or the other way round.
    """
    if any(_affirms(reading, question) for reading in readings):
        return None
    if question.asked is not Asked.YES_NO and (denying := _denying(readings)):
        return denying
    if question.asked not in _PRESUPPOSING or not question.names:
        return None
    contrary = [
        reading
        for reading in readings
        if not reading.agrees and reading.named >= 1.0 and reading.told >= _SAME_MATTER
    ]
    return max(contrary, key=lambda reading: (reading.told, reading.cosine), default=None)


def _affirms(reading: Reading, question: Question) -> bool:
    """Whether a sentence tells that those refused whose refusal the question takes for granted.

    "Why did they refuse to sign?" is then no false premise, whatever a network makes of the "not"
    in it; why they did, the sources may well not tell.
    """
    sentence = reading.hit.passage.words(reading.sentence)
    return reading.named >= 1.0 and reading.agrees and refuses_alike(question.text, sentence)


#: From this logit on a network's judgement that a passage denies something is believed.
_DENIES = 0.35


def _denying(readings: Sequence[Reading]) -> Reading | None:
    judged = [(one, one.extract.denial) for one in readings if one.extract]
    most = max((denial for _, denial in judged), default=-math.inf)
    if most < _DENIES:
        return None
    within = [one for one, denial in judged if denial == most]
    return max(within, key=lambda one: (one.named, one.told, one.cosine))


#: Share of a question’s words that a sentence must hold to deny it: "refuse" is not among them.
_SAME_MATTER = 0.35


def may_deny(best: Reading) -> bool:
    """Whether a sentence that was to be the answer may rather deny what the question says."""
    if best.extract is None:
        return not best.agrees
    if best.extract.denial > 0:  # likelier than anything else
        return True
    return not best.agrees and best.extract.verdict < _SURELY_TELLS


#: From this logit on a network's judgement that a passage tells outweighs a negation in it.
_SURELY_TELLS = 2.0
