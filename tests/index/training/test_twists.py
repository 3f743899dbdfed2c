"""Each rule by hand: what a question becomes, and where the rule does not fit."""

from __future__ import annotations

import random
import re

import pytest

from index.training.examples import Curriculum, Mix
from index.training.twists import (
    RULES,
    Material,
    Rule,
    another_country,
    another_kind,
    another_name,
    another_number,
    another_word,
    antonym,
    as_claim,
    condition,
    names_in,
    negation,
    twisted,
)
from tests.index.training.material import HARBOUR

CONTEXT = (
    "The painter Anna Berg opened the school in 1901. Later the painter Otto Brandt saw the "
    "celebration."
)
NAMES = ("Anna Berg", "Otto Brandt")


def given(question: str, answer: str = "1901", context: str = CONTEXT) -> Material:
    return Material(question, answer, context, NAMES)


def drawn(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (repeatable, and no secret)


def all_of(rule: Rule, material: Material) -> set[str | None]:
    """What comes of the rule under many seeds."""
    return {rule(material, drawn(seed)) for seed in range(300)}


def test_names_are_runs_of_capitals_that_do_not_merely_begin_a_sentence() -> None:
    text = "Rain fell on Norholm. Karl left. Anna Berg of Old Town met Karl again in Norholm."
    assert names_in(text) == ("Norholm", "Anna Berg of Old Town", "Karl")
    assert names_in("Which Norholm opened? In What Town?") == ()


def test_a_name_becomes_the_other_name_of_the_paragraph() -> None:
    asked = given("When did Anna Berg open the school?")
    assert all_of(another_name, asked) == {"When did Otto Brandt open the school?"}


def test_no_name_is_put_in_that_is_in_the_answer_or_the_question() -> None:
    assert all_of(another_name, given("Who followed Anna Berg?", "Otto Brandt")) == {None}
    assert all_of(another_name, given("Who met Anna Berg and Otto Brandt?")) == {None}
    assert all_of(another_name, given("When was the school opened?")) == {None}


def test_a_country_becomes_one_of_which_the_paragraph_says_nothing() -> None:
    context = "The celebration in Spain was loud."
    made = all_of(another_country, given("What was led in Portugal?", "it", context))
    assert len(made) > 50
    assert all(one and re.fullmatch(r"What was led in [A-Z][a-z]+\?", one) for one in made)
    assert "What was led in Spain?" not in made
    assert all_of(another_country, given("What was led in Norholm?")) == {None}


def test_a_month_becomes_another_month() -> None:
    made = all_of(another_number, given("Who left in May 1901?"))
    assert len(made) == 11
    assert "Who left in May 1901?" not in made
    assert "Who left in June 1901?" in made


def test_a_year_becomes_another_of_the_paragraph_or_one_within_thirty_years() -> None:
    made = all_of(another_number, given("Who died in 1880?", "Anna Berg"))
    years = {int(one[-5:-1]) for one in made if one}
    assert 1901 in years
    # 1901 stands in the paragraph, so it is taken from there only.
    assert {abs(year - 1880) for year in years - {1901}} <= set(range(1, 31))


def test_a_count_becomes_another_count_above_nothing() -> None:
    made = all_of(another_number, given("Which of the 2 schools closed?", "it", "One did."))
    assert made <= {f"Which of the {count} schools closed?" for count in range(1, 6)}
    assert "Which of the 2 schools closed?" not in made
    assert all_of(another_number, given("Who opened the school?")) == {None}


@pytest.mark.parametrize(
    ("question", "made"),
    [
        ("Who opened the school?", {"Who never opened the school?"}),
        ("When was it opened?", {"When wasn't it opened?", "When was not it opened?"}),
        ("Who can enter?", {"Who can't enter?", "Who cannot enter?"}),
        ("Which town will pay?", {"Which town won't pay?", "Which town will not pay?"}),
        ("Why was it not opened?", {None}),
        ("Who never came?", {None}),
        ("How many painters?", {None}),
    ],
)
def test_a_question_is_denied_once(question: str, made: set[str | None]) -> None:
    assert all_of(negation, given(question)) == made


@pytest.mark.parametrize(
    ("question", "made"),
    [
        ("What is the largest school?", {"What is the smallest school?"}),
        ("What did the north win?", {"What did the south win?", "What did the north lose?"}),
        ("Who began the school?", {"Who ended the school?"}),
        # The paragraph says what came later, the opposite of earlier.
        ("Who led the celebration earlier?", {"Who led the celebration earlier?", None}),
        ("What is the school?", {None}),
        ("first", {None}),
    ],
)
def test_a_word_becomes_its_opposite_where_the_paragraph_is_silent_on_it(
    question: str, made: set[str | None]
) -> None:
    assert all_of(antonym, given(question)) <= made
    if None not in made:
        assert all_of(antonym, given(question)) == made


def test_a_telling_word_becomes_another_of_the_same_ending() -> None:
    made = all_of(another_word, given("Who led the coronation?", "Otto Brandt"))
    assert made == {"Who led the celebration?"}
    assert all_of(another_word, given("Who led the celebration?", "Otto Brandt")) == {None}
    assert all_of(another_word, given("Who led the coronation?", "the celebration")) == {None}


def test_a_time_or_place_becomes_another_kind_of_question() -> None:
    kinds = {"How often", "With whose help", "At what cost", "Why"}
    made = all_of(another_kind, given("When did the school open?"))
    assert made == {f"{kind} did the school open?" for kind in kinds}
    caused = given("Where is it?", context="It is there because of the light.")
    assert all_of(another_kind, caused) == {f"{kind} is it?" for kind in kinds - {"Why"}}
    assert all_of(another_kind, given("Who opened it?")) == {None}
    assert all_of(another_kind, given("When the school opened, who came?")) == {None}


def test_a_condition_is_put_after_the_question_and_is_new_to_the_paragraph() -> None:
    for seed in range(300):
        made = condition(given("Who opened the school?"), drawn(seed)) or ""
        assert re.fullmatch(r"Who opened the school [^?]+\?", made)
        added = made.removeprefix("Who opened the school ").rstrip("?")
        assert not [word for word in re.findall(r"[A-Z]\w+|\d+", added) if word in CONTEXT]


QUESTIONS = [
    "When did Anna Berg open the school?",
    "Who died in 1880?",
    "What is the largest school in France?",
    "How many painters?",
    "who",
    "Who, Abe or Abe?",
    "What?",
    "¿Quién?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_twisted_question_is_never_the_same_and_repeats_with_its_seed(question: str) -> None:
    for seed in range(200):
        made = twisted(given(question), drawn(seed))
        assert made
        assert made != question
        assert made == twisted(given(question), drawn(seed))


def test_every_rule_gets_its_turn_and_the_weightier_ones_more_often() -> None:
    material = given("When did Anna Berg begin the coronation in Portugal in May?")
    made = [twisted(material, drawn(seed)) for seed in range(600)]
    fitting = {rule: all_of(rule, material) for rule, _ in RULES}
    counts = {rule: sum(one in outcomes for one in made) for rule, outcomes in fitting.items()}
    assert all(counts.values())
    assert counts[another_name] > counts[condition]
    assert counts[another_name] > counts[another_kind]


@pytest.mark.parametrize(
    ("question", "answer", "claim"),
    [
        ("When did it open?", "May", "Did it open in May?"),
        ("When did it open?", "in May 1901", "Did it open in May 1901?"),
        ("Where is the school?", "Norholm.", "Is the school in Norholm?"),
        ("Who was the first painter", "Anna Berg", "Was the first painter Anna Berg?"),
        ("How many schools are there?", "three", None),
        ("Who was it?", "a painter who had opened a school", None),
        ("Who was it?", "Anna\nBerg", None),
    ],
)
def test_a_question_after_a_thing_becomes_one_after_a_fact(
    question: str, answer: str, claim: str | None
) -> None:
    assert as_claim(question, answer) == claim


def test_every_twist_of_a_pass_is_a_question_that_the_article_does_not_ask() -> None:
    asked = {q.question for p in HARBOUR.paragraphs for q in p.qas}
    course = Curriculum([(HARBOUR, 1.0)], Mix(nearby=0, twisted=1, claimed=0, repeated=0))
    made = [e for seed in range(20) for e in course.examples(str(seed)) if e.span is None]
    assert len(made) == 20 * 10
    assert not asked & {example.question for example in made}
