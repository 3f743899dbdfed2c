"""What sums a proof up, and what scripts get."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from index.figures import LOWER_IS_BETTER, as_json, figures
from index.scoring import Share
from tests.index.proofs import SCRIPT, made_up


def test_the_figures_are_named_and_those_without_a_value_left_out() -> None:
    found = figures(made_up())
    assert found["answers.answered_rightly"] == pytest.approx(1 / 3, abs=1e-6)
    assert found["answers.refused_rightly"] == 0.5
    assert found["citations.verbatim"] == 1
    assert found["refusal.risk"] == pytest.approx(2 / 3, abs=1e-6)
    assert found["retrieval.fused.hit_at_1"] == 0.75
    assert found["retrieval.lexical.mrr_at_10"] == 0.75
    assert "answers.lead_agrees" not in found  # nobody asked for a yes or a no
    assert not any(name.startswith("squad.") for name in found)


def test_a_squad_file_adds_its_figures_and_peers_add_none() -> None:
    more = figures(made_up(squad=True))
    assert more.items() >= figures(made_up()).items()
    assert more["squad.reading.hidden"] == 0.9
    assert more["squad.retrieval.dense.hit_at_3"] == 0.5
    assert not any("else" in name for name in more)


def test_what_is_better_lower_is_among_the_figures() -> None:
    assert figures(made_up()).keys() >= LOWER_IS_BETTER


def test_everything_is_told_as_json_with_null_for_what_has_no_value() -> None:
    proof = made_up(squad=True)
    told = json.loads(json.dumps(as_json(proof), allow_nan=False))
    assert told["figures"] == figures(proof)
    assert told["answers"]["by_kind"]["list"] == {
        "right": 0,
        "wrong": 1,
        "wrongly_refused": 1,
        "rightly_refused": 0,
        "good": {"part": 0, "whole": 2, "share": 0.0, "interval": [0.0, 0.65762]},
    }
    assert told["answers"]["premises"]["share"] is None
    absent = told["retrieval"]["ways"][-1]
    assert absent == {
        "name": "somebody else's",
        "at_hand": False,
        "hit_at_1": None,
        "hit_at_3": None,
        "mrr_at_10": None,
    }
    assert told["curve"]["points"][0] == {"coverage": 0.2, "risk": 0.0, "threshold": 0.95}
    assert told["squad"]["reading"]["figures"]["questions"] == 30


def test_no_question_is_told() -> None:
    text = json.dumps(as_json(made_up(squad=True)))
    assert not any(case.question in text for case, _ in SCRIPT)


def test_a_change_shows() -> None:
    proof = made_up()
    citations = replace(proof.citations, precision=Share(1, 4))
    assert figures(replace(proof, citations=citations))["citations.precision"] == 0.25
