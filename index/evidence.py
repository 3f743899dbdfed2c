"""The gate: does the evidence carry an answer, and if not, why not.

A `Policy` is two linear models over the same named features of a sentence: one orders the sentences
of a question, the other says how likely the first of them is to answer. The weights stand in
`policy.json`, one set for each reader, with the command that fitted them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib import resources

from index.question import Asked, Question
from index.reading import Reading
from index.types import Extract, Reason
from index.words import terms


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for and against a sentence, each about [-1, 1]; see `Reading` for most.

    `passage` is the fused score of its passage and `topical` the passage's cosine. `lacking` is 1
    where a date, place, cause or figure is asked for and the sentence holds none; `nameless` where
    the question names nothing; `claim` where it wants yes or no. `span` is how far the network's
    best words are ahead of none, `verdict` its second judgement, that the passage tells; both count
    apart where a claim is asked for, which is settled by its contrary as well. `denial` is the
    judgement that the passage says the contrary of what another question takes for granted.
    `agreement` is how much the words it chose are those that it chose in another passage.
    """

    cosine: float
    passage: float
    topical: float
    told: float
    told_nearby: float
    gap: float
    named: float
    named_nearby: float
    fit: float
    about: float
    agrees: float
    lacking: float
    nameless: float
    claim: float
    span: float = 0.0
    verdict: float = 0.0
    claim_span: float = 0.0
    claim_verdict: float = 0.0
    denial: float = 0.0
    agreement: float = 0.0


def features_of(question: Question, reading: Reading, readings: Sequence[Reading] = ()) -> Features:
    """What the policy weighs of `reading`, one of `readings`."""
    claim = question.asked is Asked.YES_NO
    plain = Features(
        cosine=reading.cosine,
        passage=reading.hit.score,
        topical=max(reading.hit.cosine, 0.0),
        told=reading.told,
        told_nearby=reading.told_nearby,
        gap=reading.gap,
        named=reading.named,
        named_nearby=reading.named_nearby,
        fit=reading.fit,
        about=float(reading.about_subject),
        # A claim is answered by its contrary as well; nothing else is.
        agrees=float(reading.agrees or claim),
        lacking=float(reading.fit <= _LEAST_FIT.get(question.asked, -1.0)),
        nameless=float(not question.names),
        claim=float(claim),
    )
    if reading.extract is None:
        return plain
    span = _bounded((reading.extract.span - reading.extract.null) / 8)
    verdict = _bounded((reading.extract.settled if claim else reading.extract.verdict) / 4)
    return replace(
        plain,
        span=0.0 if claim else span,
        verdict=0.0 if claim else verdict,
        claim_span=span if claim else 0.0,
        claim_verdict=verdict if claim else 0.0,
        denial=0.0 if claim else _bounded(reading.extract.denial / 4),
        agreement=_agreement(reading, readings),
    )


def _bounded(logits: float) -> float:
    return max(-2.0, min(2.0, logits))


def _agreement(reading: Reading, readings: Sequence[Reading]) -> float:
    """The greatest overlap (Jaccard) of the chosen words with those chosen in another passage."""
    own = _forms(_words(reading, reading.extract))
    return max(
        (
            len(own & other) / len(own | other)
            for one in readings
            if one.hit.passage is not reading.hit.passage and one.extract and one.extract.margin > 0
            if own and (other := _forms(_words(one, one.extract)))
        ),
        default=0.0,
    )


@lru_cache(maxsize=4096)  # each is held against all others
def _forms(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _words(reading: Reading, extract: Extract | None) -> str:
    passage = reading.hit.passage
    if extract is None or extract.start >= extract.end:
        return ""
    return passage.text[extract.start - passage.start : extract.end - passage.start]


# Kinds that a sentence can be seen to lack: no date, no place, no cause, no figure, nobody.
_LEAST_FIT = {
    Asked.TIME: 0.0,
    Asked.PLACE: 0.0,
    Asked.REASON: 0.0,
    Asked.NUMBER: 0.2,
    Asked.PERSON: 0.2,
}


@dataclass(frozen=True, slots=True)
class Policy:
    """Weights over `Features`, and from which probability on it answers.

    `order` gives each sentence a score, by which those of one question are ordered. `bias`,
    `weights` and `ahead`, the weight of how far the first one's score is ahead of the second's
    (at most `FAR_AHEAD`), make the logit of its being right, which `scale` and `shift` calibrate
    (Platt, 1999). Below `on_topic`, the cosine of the best passage, a refused question was not
    about the summit at all.
    """

    order: Mapping[str, float]
    bias: float
    weights: Mapping[str, float]
    ahead: float
    scale: float
    shift: float
    threshold: float
    on_topic: float

    def score(self, features: Features) -> float:
        """Where the sentence stands among those of the same question: higher is better."""
        return _product(self.order, features)

    def probability(self, features: Features, ahead: float) -> float:
        """How likely the sentence answers, being so far `ahead` of the next in score."""
        logit = self.bias + _product(self.weights, features)
        logit += self.ahead * max(0.0, min(ahead, FAR_AHEAD))
        return 1 / (1 + math.exp(-(self.scale * logit + self.shift)))


#: A lead in score beyond which more says nothing.
FAR_AHEAD = 3.0


def _product(weights: Mapping[str, float], features: Features) -> float:
    values: dict[str, float] = asdict(features)
    return sum(weight * values[name] for name, weight in weights.items())


@lru_cache(maxsize=2)
def policy_for(*, trained: bool) -> Policy:
    """The shipped policy: over what a trained reader and the heuristics say, or these alone."""
    text = resources.files("index").joinpath("policy.json").read_text(encoding="utf-8")
    return Policy(**json.loads(text)["trained" if trained else "heuristic"])


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with its score among the others and the probability that it answers."""

    reading: Reading
    score: float
    probability: float


def weighable(readings: Sequence[Reading]) -> list[Reading]:
    """The readings that are weighed: what a network left out counts only without a network."""
    return [reading for reading in readings if reading.extract is not None] or list(readings)


def judged(question: Question, readings: Sequence[Reading], policy: Policy) -> tuple[Judged, ...]:
    """The readings that are weighed, best first."""
    read = weighable(readings)
    features = [features_of(question, reading, read) for reading in read]
    scores = [policy.score(one) for one in features]
    order = sorted(range(len(read)), key=lambda place: (-scores[place], -read[place].score))
    second = scores[order[1]] if len(order) > 1 else -math.inf
    return tuple(
        Judged(
            read[place],
            scores[place],
            policy.probability(features[place], max(scores[place] - second, 0.0)),
        )
        for place in order
    )


def reason_against(question: Question, ranked: Sequence[Judged], policy: Policy) -> Reason | None:
    """Why not to answer, or None where the best of `ranked` carries an answer."""
    if ranked and ranked[0].probability >= policy.threshold:
        return None
    nearest = max((one.reading.hit.cosine for one in ranked), default=0.0)
    named = bool(question.names) and any(one.reading.named_nearby >= 1.0 for one in ranked)
    return Reason.NOT_IN_SOURCES if named or nearest >= policy.on_topic else Reason.OFF_TOPIC
