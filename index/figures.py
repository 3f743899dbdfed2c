"""The figures of a proof, by name: the few that sum it up, and all of them as JSON."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

from index.proof import Proof
from index.retrieval import Ranked, Retrieval
from index.scoring import Share
from index.tally import Answers, Counts

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

#: Decimals that are stored: more than any difference that means something.
DECIMALS = 6
#: Of all other figures, more is better.
LOWER_IS_BETTER = frozenset(
    {"refusal.risk", "refusal.area", "probability.calibration_error", "probability.brier"}
)
# The bot's own ways of searching; figures of other libraries do not sum it up.
_OWN = {"dense only": "dense", "lexical only": "lexical", "fused": "fused"}


def figures(proof: Proof) -> dict[str, float]:
    """The figures that sum the bot up; one that has no value (a share of nothing) is left out."""
    curve, answers = proof.curve, proof.answers
    found = {
        "answers.answered_rightly": answers.answerable.good.value,
        "answers.refused_rightly": answers.unanswerable.good.value,
        "answers.lead_agrees": answers.leads.agreeing.value,
        "answers.premise_named": answers.premises.value,
        "citations.verbatim": proof.citations.verbatim.value,
        "citations.precision": proof.citations.precision.value,
        "citations.recall": proof.citations.recall.value,
        "refusal.risk": curve.risk.value,
        "refusal.area": curve.area,
        "refusal.discrimination": curve.discrimination,
        "probability.calibration_error": proof.reliability.error,
        "probability.brier": proof.reliability.brier,
        **_retrieval(proof.retrieval, "retrieval"),
    }
    if proof.squad:
        found |= _retrieval(proof.squad.retrieval, "squad.retrieval")
        if read := proof.squad.reading.figures:
            found |= {
                "squad.reading.exact": read.exact,
                "squad.reading.f1": read.f1,
                "squad.reading.adversarial": read.adversarial,
                "squad.reading.hidden": read.hidden,
            }
    return {name: round(value, DECIMALS) for name, value in found.items() if math.isfinite(value)}


def _retrieval(found: Retrieval, prefix: str) -> dict[str, float]:
    named: dict[str, float] = {}
    for way in found.ways:
        if own := _OWN.get(way.name):
            named[f"{prefix}.{own}.hit_at_1"] = way.hit_at_1
            named[f"{prefix}.{own}.hit_at_3"] = way.hit_at_3
            named[f"{prefix}.{own}.mrr_at_10"] = way.mrr
    return named


def as_json(proof: Proof) -> dict[str, object]:
    """Everything but single questions, for scripts; what has no value is null."""
    return {"figures": figures(proof)} | _fields(proof)


def _plain(value: object) -> object:
    match value:
        case Share():
            low, high = value.interval
            return _fields(value) | {
                "share": _plain(value.value),
                "interval": [_plain(low), _plain(high)],
            }
        case Counts():
            return _fields(value) | {"good": _plain(value.good)}
        case Answers():
            return _fields(value) | {"by_kind": {k: _plain(n) for k, n in value.by_kind}}
        case Ranked():
            return {
                "name": value.name,
                "at_hand": value.ranks is not None,
                "hit_at_1": _plain(value.hit_at_1),
                "hit_at_3": _plain(value.hit_at_3),
                "mrr_at_10": _plain(value.mrr),
            }
        case float():
            return round(value, DECIMALS) if math.isfinite(value) else None
        case tuple():
            return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    return value


def _fields(value: DataclassInstance) -> dict[str, object]:
    return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
