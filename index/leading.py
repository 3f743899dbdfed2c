"""Whether an answer to "Did …?" begins with yes or no."""

from __future__ import annotations

from index.evidence import Judged
from index.question import Asked, Question
from index.types import Lead

#: From this probability on an answer begins with yes or no, where polarity is plain.
_SURE = 0.5
#: By how many logits a network must hold the one for likelier than the other, and how many what
#: the words plainly say counts beside it.
_LEANING, _PLAIN = 3.0, 1.0
#: Share of the claim's words that the sentence must hold to confirm it, and to deny it: what
#: negates a word of the claim is about the claim.
_CONFIRMS, _DENIES = 0.95, 0.5


def lead_of(question: Question, best: Judged) -> Lead | None:
    """Yes or no, where the sentence speaks of the whole claim; None where that is not plain.

    A wrong "Yes" does the most harm, and much that denies a claim looks like it ("stayed" and
    "left"): it needs both the words and the network. "No" needs the network.
    """
    reading = best.reading
    if question.asked is not Asked.YES_NO or best.probability < _SURE:
        return None
    if not question.topic or reading.named_nearby < 1.0:
        return None
    plain: Lead | None = None
    if reading.agrees:
        plain = Lead.YES if reading.told >= _CONFIRMS else None
    elif reading.told >= _DENIES:
        plain = Lead.NO
    if reading.extract is None:
        return plain
    lean = reading.extract.verdict - reading.extract.denial
    if plain is Lead.YES:
        return Lead.YES if lean + _PLAIN >= _LEANING else None
    if plain is Lead.NO:
        lean -= _PLAIN
    return Lead.NO if lean <= -_LEANING else None
