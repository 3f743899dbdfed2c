"""The gate: what it weighs, how it ranks, why it refuses."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evidence import (
    FAR_AHEAD,
    Features,
    Judged,
    Policy,
    features_of,
    judged,
    policy_for,
    reason_against,
)
from index.question import Question, understand
from index.reading import Reading
from index.types import Extract, Passage, Reason
from index.words import terms
from tests.index.fakes import hit, passage, telling

TEXT = passage("In all, 61 towns signed; China and Ada Byron refused.")
OTHER = passage("So 61 towns signed it. Bern left.", "So 61 towns signed it.", "Bern left.")
VOCABULARY = frozenset(terms(TEXT.text))
GOOD = telling(TEXT, TEXT.sentences[0])
POOR = dataclasses.replace(
    GOOD, hit=hit(TEXT, cosine=0.6), cosine=0.1, told=0.0, told_nearby=0.0, gap=1.0, fit=0.3
)
# Orders and weighs by the sentence's cosine alone: 0.9 has the logit 2, 0.1 has -2.
BY_COSINE = Policy(
    order={"cosine": 5.0},
    bias=-2.5,
    weights={"cosine": 5.0},
    ahead=0.0,
    scale=1.0,
    shift=0.0,
    threshold=0.5,
    on_topic=0.3,
)


def chosen(
    words: str, of: Passage = TEXT, *, span: float = 8.0, null: float = 0.0, verdict: float = 2.0
) -> Extract:
    """An extract of these `words`."""
    start = of.start + of.text.index(words)
    return Extract(start, start + len(words), span, null, verdict, denial=-30.0)


def asking(question: str) -> Question:
    return understand(question, VOCABULARY)


def sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


# What is weighed.


def test_the_features_of_a_sentence_that_no_network_read() -> None:
    reading = dataclasses.replace(
        POOR, hit=hit(TEXT, score=0.4, cosine=0.6), told_nearby=0.2, named=0.5, named_nearby=0.7
    )
    assert features_of(asking("How did China sign?"), reading) == Features(
        cosine=0.1,
        passage=0.4,
        topical=0.6,
        told=0.0,
        told_nearby=0.2,
        gap=1.0,
        named=0.5,
        named_nearby=0.7,
        fit=0.3,
        about=1.0,
        agrees=1.0,
        lacking=0.0,
        nameless=0.0,
        claim=0.0,
    )


@pytest.mark.parametrize(
    ("question", "change", "feature", "value"),
    [
        ("What about China?", {"about_subject": False}, "about", 0.0),
        ("What about China?", {}, "nameless", 0.0),
        ("What about towns?", {}, "nameless", 1.0),
        ("What about China?", {"hit": hit(TEXT, cosine=-0.2)}, "topical", 0.0),
        # A claim is answered by its contrary as well.
        ("Why did China sign?", {"agrees": False}, "agrees", 0.0),
        ("Did China sign?", {"agrees": False}, "agrees", 1.0),
        ("Why did China sign?", {}, "claim", 0.0),
        ("Did China sign?", {}, "claim", 1.0),
        # No date, no place, no cause, no figure, nobody.
        ("When did China sign?", {"fit": 0.0}, "lacking", 1.0),
        ("When did China sign?", {"fit": 0.1}, "lacking", 0.0),
        ("Where did China sign?", {"fit": 0.0}, "lacking", 1.0),
        ("Why did China sign?", {"fit": 0.0}, "lacking", 1.0),
        ("How many towns signed?", {"fit": 0.2}, "lacking", 1.0),
        ("How many towns signed?", {"fit": 0.3}, "lacking", 0.0),
        ("Who signed?", {"fit": 0.2}, "lacking", 1.0),
        ("Did China sign?", {"fit": 0.0}, "lacking", 0.0),
        ("What about China?", {"fit": 0.0}, "lacking", 0.0),
    ],
)
def test_what_a_question_makes_of_a_reading(
    question: str, change: dict[str, Any], feature: str, value: float
) -> None:
    features = features_of(asking(question), dataclasses.replace(GOOD, **change))
    assert getattr(features, feature) == value


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many towns signed?", {"span": 0.75, "verdict": 0.5, "denial": -2.0}),
        ("Did 61 towns sign?", {"claim_span": 0.75, "claim_verdict": 0.5}),
    ],
)
def test_what_the_network_says_counts_apart_where_a_claim_is_asked_for(
    question: str, expected: dict[str, float]
) -> None:
    # Eight logits of the span are as much as four of the verdict.
    reading = dataclasses.replace(GOOD, extract=chosen("61 towns", span=7.0, null=1.0, verdict=2.0))
    plain, found = (features_of(asking(question), one) for one in (GOOD, reading))
    assert dataclasses.asdict(found) == pytest.approx(
        dataclasses.asdict(dataclasses.replace(plain, **expected))
    )


def test_a_claim_is_settled_by_its_denial_as_well_and_another_question_is_not() -> None:
    extract = dataclasses.replace(chosen("61 towns", verdict=-8.0), denial=4.0)
    reading = dataclasses.replace(GOOD, extract=extract)
    claim, other = (features_of(asking(q), reading) for q in ("Did 61 sign?", "How many signed?"))
    assert claim.claim_verdict == pytest.approx(1.0, abs=0.01)
    assert claim.denial == 0.0
    assert (other.verdict, other.denial) == (-2.0, 1.0)


@pytest.mark.parametrize("sign", [1, -1])
def test_logits_that_are_out_of_all_bounds_count_twice_a_sure_answer(sign: int) -> None:
    extract = chosen("61 towns", span=99.0 * sign, null=0.0, verdict=99.0 * sign)
    features = features_of(asking("Who signed?"), dataclasses.replace(GOOD, extract=extract))
    assert (features.span, features.verdict) == (2.0 * sign, 2.0 * sign)


def elsewhere(extract: Extract | None) -> Reading:
    return dataclasses.replace(GOOD, hit=hit(OTHER), sentence=OTHER.sentences[0], extract=extract)


@pytest.mark.parametrize(
    ("others", "agreement"),
    [
        ([], 0.0),
        ([elsewhere(chosen("61 towns", OTHER))], 1.0),
        # {61, town} of {61, town, sign}.
        ([elsewhere(chosen("61 towns signed", OTHER))], 2 / 3),
        ([elsewhere(chosen("towns signed", OTHER))], 1 / 3),
        ([elsewhere(chosen("Bern", OTHER)), elsewhere(chosen("61 towns", OTHER))], 1.0),
        # What the network holds for no answer says nothing, nor does what it did not read.
        ([elsewhere(chosen("61 towns", OTHER, span=0.0, null=8.0, verdict=0.0))], 0.0),
        ([elsewhere(None)], 0.0),
        ([elsewhere(Extract(0, 0, 8.0, 0.0, 2.0))], 0.0),
        ([elsewhere(chosen("it", OTHER))], 0.0),
        # The same passage agrees with itself.
        ([dataclasses.replace(GOOD, extract=chosen("61 towns signed"))], 0.0),
    ],
)
def test_agreement_is_the_share_of_words_chosen_in_another_passage_too(
    others: list[Reading], agreement: float
) -> None:
    reading = dataclasses.replace(GOOD, extract=chosen("61 towns"))
    features = features_of(asking("How many towns?"), reading, [reading, *others])
    assert features.agreement == pytest.approx(agreement)


# The policy.

FEATURES = [field.name for field in dataclasses.fields(Features)]
TRAINED_ONLY = {"span", "verdict", "claim_span", "claim_verdict", "denial", "agreement"}


NOTHING = Features(**dict.fromkeys(FEATURES, 0.0))
MIXED = Policy(
    order={"cosine": 2.0, "gap": -1.0, "verdict": 0.5},
    bias=-1.0,
    weights={"cosine": 2.0, "gap": -3.0, "span": 0.5},
    ahead=0.25,
    scale=0.5,
    shift=0.25,
    threshold=0.5,
    on_topic=0.3,
)


def test_the_score_is_the_sum_of_the_weighted_features() -> None:
    features = dataclasses.replace(NOTHING, cosine=0.5, gap=0.25, verdict=-1.0, span=2.0, fit=1.0)
    assert MIXED.score(features) == pytest.approx(2.0 * 0.5 - 0.25 - 0.5)


@pytest.mark.parametrize(
    ("gap", "ahead", "logit"),
    [
        (0.25, 0.0, 0.0),  # -1 + 2 · 0.5 - 3 · 0.25 + 0.5 · 1.5
        (0.0, 0.0, 0.75),
        (0.25, 1.0, 0.25),
        (0.25, FAR_AHEAD, 0.75),
        # Further ahead says nothing more, and behind is not ahead.
        (0.25, 99.0, 0.75),
        (0.25, math.inf, 0.75),
        (0.25, -1.0, 0.0),
    ],
)
def test_the_probability_is_the_calibrated_logistic_of_the_weighted_features_and_the_lead(
    gap: float, ahead: float, logit: float
) -> None:
    features = dataclasses.replace(NOTHING, cosine=0.5, gap=gap, span=1.5, fit=1.0)
    assert FAR_AHEAD == 3.0
    # Platt's scale halves the logit, and his shift adds a quarter.
    assert MIXED.probability(features, ahead) == pytest.approx(sigmoid(0.5 * logit + 0.25))


def test_the_logistic_at_a_value_worked_out_elsewhere() -> None:
    features = dataclasses.replace(NOTHING, cosine=0.5, span=1.5)
    assert MIXED.probability(features, 0.0) == pytest.approx(0.6513548646)  # of 0.625


@pytest.mark.parametrize("trained", [True, False])
def test_the_shipped_policy_weighs_what_its_reader_fills(*, trained: bool) -> None:
    policy = policy_for(trained=trained)
    for weights in (policy.order, policy.weights):
        assert weights.keys() <= set(FEATURES) - (set() if trained else TRAINED_ONLY)
    assert 0.0 < policy.threshold < 1.0
    assert 0.0 < policy.on_topic < 1.0
    assert policy.scale > 0.0


@given(
    st.booleans(),
    st.fixed_dictionaries({name: st.floats(-2.0, 2.0) for name in FEATURES}),
    st.floats(0.0, 4.0),
    st.floats(0.01, 1.0),
)
def test_what_a_shipped_policy_gives_rises_with_the_networks_margin(
    trained: bool,  # noqa: FBT001 (hypothesis passes it)
    values: dict[str, float],
    ahead: float,
    more: float,
) -> None:
    policy, features = policy_for(trained=trained), Features(**values)
    surer = dataclasses.replace(features, span=features.span + more)
    before, after = (policy.probability(each, ahead) for each in (features, surer))
    assert 0.0 <= before <= after <= 1.0
    if trained:
        assert policy.score(features) < policy.score(surer)
        assert before < after or not 0.001 < before < 0.999
    else:
        assert (policy.score(features), before) == (policy.score(surer), after)


# The ranking.


def test_readings_are_ranked_by_the_policys_score_and_equals_by_their_own() -> None:
    low, high = (dataclasses.replace(POOR, score=score) for score in (0.2, 0.8))
    ranked = judged(asking("Who signed?"), [low, GOOD, high], BY_COSINE)
    assert [one.reading for one in ranked] == [GOOD, high, low]
    assert [one.score for one in ranked] == pytest.approx([4.5, 0.5, 0.5])
    assert [one.probability for one in ranked] == pytest.approx([sigmoid(2), *[sigmoid(-2)] * 2])


def test_the_first_is_the_surer_the_further_it_is_ahead_of_the_second() -> None:
    policy = dataclasses.replace(BY_COSINE, ahead=0.5)
    question = asking("Who signed?")
    middle = dataclasses.replace(POOR, cosine=0.5)  # a score of 2.5, a logit of 0
    ranked = judged(question, [POOR, GOOD, middle], policy)
    assert [one.probability for one in ranked] == pytest.approx(
        [sigmoid(2 + 0.5 * 2), sigmoid(0), sigmoid(-2)]
    )
    (alone,) = judged(question, [GOOD], policy)
    assert alone.probability == pytest.approx(sigmoid(2 + 0.5 * FAR_AHEAD))


def test_the_order_need_not_be_that_of_the_probabilities() -> None:
    policy = dataclasses.replace(BY_COSINE, order={"fit": 1.0})
    fitting = dataclasses.replace(POOR, fit=1.0)
    other = dataclasses.replace(GOOD, fit=0.0)
    ranked = judged(asking("Who signed?"), [other, fitting], policy)
    assert [one.reading for one in ranked] == [fitting, other]
    assert [one.probability for one in ranked] == pytest.approx([sigmoid(-2), sigmoid(2)])


def test_what_the_network_did_not_read_counts_only_where_it_read_nothing() -> None:
    read = dataclasses.replace(POOR, extract=chosen("61 towns"))
    unread = dataclasses.replace(GOOD, score=0.3)
    question = asking("Who signed?")
    assert [one.reading for one in judged(question, [GOOD, read, unread], BY_COSINE)] == [read]
    assert [one.reading for one in judged(question, [unread, GOOD], BY_COSINE)] == [GOOD, unread]
    assert judged(question, [], BY_COSINE) == ()


def test_a_sentence_without_words_that_the_network_chose_was_read_all_the_same() -> None:
    empty = dataclasses.replace(POOR, extract=Extract(0, 0, -20.0, 0.0, -10.0))
    ranked = judged(asking("Who signed?"), [empty, GOOD], BY_COSINE)
    assert [one.reading for one in ranked] == [empty]


# The reasons.


FAR = dataclasses.replace(POOR, hit=hit(TEXT, cosine=0.29))


@pytest.mark.parametrize(
    ("question", "ranked", "expected"),
    [
        ("How many towns signed?", [(GOOD, 0.5), (POOR, 0.1)], None),
        ("How many towns signed?", [(GOOD, 0.49)], Reason.NOT_IN_SOURCES),
        ("How many towns signed?", [(FAR, 0.1)], Reason.OFF_TOPIC),
        # What is nearest need not be what is most probable.
        ("How many towns signed?", [(FAR, 0.2), (POOR, 0.1)], Reason.NOT_IN_SOURCES),
        ("How many towns signed?", [], Reason.OFF_TOPIC),
        # Whom the sources speak of is on topic.
        ("Did China sign?", [(FAR, 0.1)], Reason.NOT_IN_SOURCES),
        (
            "Did China and Ulm sign?",
            [(dataclasses.replace(FAR, named_nearby=0.9), 0.1)],
            Reason.OFF_TOPIC,
        ),
    ],
)
def test_what_is_not_probable_enough_is_not_answered(
    question: str, ranked: list[tuple[Reading, float]], expected: Reason | None
) -> None:
    found = [Judged(reading, probability, probability) for reading, probability in ranked]
    assert reason_against(asking(question), found, BY_COSINE) is expected
