"""The gate's weights, fitted to made-up sentences of which the right ones are known."""

from __future__ import annotations

import dataclasses
from dataclasses import asdict, fields

import numpy as np

from index.evidence import Features, Policy
from index.training.policy import Sentences, fitted

NOTHING = Features(**dict.fromkeys([field.name for field in fields(Features)], 0.0))
QUESTIONS = 64
NAMES = ["told", "cosine", "span"]


def sentences() -> Sentences:
    """Three sentences a question: the telling one is right, unless the question has no answer.

    A question without an answer has its sentences' `span` low. `cosine` is noise.
    """
    random = np.random.default_rng(3)
    rows, right, question = [], [], []
    answerable = np.arange(QUESTIONS) % 2 == 0
    for number in range(QUESTIONS):
        for place in range(3):
            told = 0.9 if place == number % 3 else 0.1
            span = (0.8 if answerable[number] else -0.8) + random.normal(0, 0.1)
            one = Features(**asdict(NOTHING) | {"told": told, "span": span, "cosine": 0.5})
            rows.append(list(asdict(one).values()))
            right.append(bool(answerable[number]) and told > 0.5)
            question.append(number)
    return Sentences(
        np.array(rows),
        np.array(right),
        np.array(question),
        answerable,
        tuple(f"q{number}" for number in range(QUESTIONS)),
        lambda _, rows, scores: right[rows[0]] and scores == sorted(scores, reverse=True),
        np.full(QUESTIONS, fill_value=True),
    )


def test_a_fitted_policy_orders_and_refuses_as_its_material_does() -> None:
    policy = Policy(**fitted(sentences(), NAMES))  # type: ignore[arg-type]
    assert policy.order.keys() == policy.weights.keys() == set(NAMES)
    assert policy.order["told"] > 0
    assert policy.weights["span"] > 0
    assert abs(policy.order["cosine"]) < 1e-3
    telling = Features(**asdict(NOTHING) | {"told": 0.9, "span": 0.8, "cosine": 0.5})
    vague = Features(**asdict(NOTHING) | {"told": 0.1, "span": 0.8, "cosine": 0.5})
    untold = Features(**asdict(NOTHING) | {"told": 0.9, "span": -0.8, "cosine": 0.5})
    ahead = policy.score(telling) - policy.score(vague)
    assert ahead > 0
    assert policy.probability(telling, ahead) > policy.threshold > policy.probability(untold, ahead)


def test_the_same_material_gives_the_same_policy() -> None:
    assert fitted(sentences(), NAMES) == fitted(sentences(), NAMES)


def test_the_threshold_is_chosen_on_the_questions_that_decide() -> None:
    made = sentences()
    # What the others tell is turned round: a threshold for them would lie elsewhere.
    alone = dataclasses.replace(made, decides=np.arange(QUESTIONS) < QUESTIONS // 2)
    few = dataclasses.replace(alone, answerable=np.where(alone.decides, made.answerable, True))
    assert fitted(few, NAMES)["threshold"] == fitted(alone, NAMES)["threshold"]
