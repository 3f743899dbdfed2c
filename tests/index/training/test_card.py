"""The model card says what was trained, from what, and what it reaches."""

from __future__ import annotations

import dataclasses

from index import weights
from index.training.asked import Own
from index.training.card import Facts, card
from index.training.data import File
from index.training.examples import Mix
from index.training.export import Compared, Form
from index.training.measure import Figures
from index.training.squad import CHOSEN_ON, REPORTED
from index.training.train import Course, Recipe

FULL = Compared("float32", 43.6, Figures(120, 60, 0.7012, 0.8034, 0.7104, 0.8558))
SMALL = Compared("int8", 11.02, Figures(120, 60, 0.6987, 0.8021, 0.7098, 0.8549))
CHOSEN = Compared("int8", 11.02, Figures(40, 40, 0.61, 0.72, float("nan"), 0.9))
DRAWN = {"with an answer": 23234, "without an answer": 18922}
FACTS = Facts(
    form=Form("int8"),
    files=(
        File("squad2-part-a.json", "a" * 64, 1.0, 8, 1628, 1711),
        File("squadshifts-reddit.json", "b" * 64, 0.5, 1, 9803, 0),
        File("more.json", "c" * 64, 1.0, 2, 3, 4),
    ),
    own=Own((), {"tells": 40, "denies": 12, "silent": 20}, 0, "e" * 64),
    courses=(
        Course(
            Recipe(whole=0.0, sequence_dropout=0.0),
            Mix(nearby=0.35),
            2637,
            (DRAWN, DRAWN),
            "d" * 64,
        ),
        Course(Recipe(passes=1, own=3, rate=1e-4), Mix(), 900, (DRAWN,), "d" * 64),
    ),
    reported=(FULL, SMALL),
    chosen_on=(CHOSEN,),
)
CARD = card(FACTS)


def test_the_figures_are_those_of_the_form_that_ships() -> None:
    flat = " ".join(CARD.split())
    assert "**int8**: 11.0 MB, EM 69.9, F1 80.2, adversarial 0.710, hidden 0.855" in flat
    assert "120 questions, 60 of which" in flat
    assert "python -m index.training DATA --measure-only" in flat


def test_every_form_is_compared_on_both_sets() -> None:
    assert "| float32 | 43.6 | 70.1 | 80.3 | 0.710 | 0.856 |" in CARD
    assert "| int8 | 11.0 | 69.9 | 80.2 | 0.710 | 0.855 |" in CARD
    assert "| int8 | 11.0 | 61.0 | 72.0 | – | 0.900 |" in CARD


def test_sources_licences_and_what_was_held_out_are_named() -> None:
    for said in (
        "Apache-2.0",
        weights.OFFICIAL,
        "CC BY-SA 4.0",
        "CC BY 4.0",
        "1806.03822",
        "2004.14444",
        "Pranav Rajpurkar, Robin Jia, Percy Liang",
        "John Miller, Karl Krauth, Benjamin Recht, Ludwig Schmidt",
        *(title.replace("_", " ") for title in REPORTED | CHOSEN_ON),
    ):
        assert said in CARD
    assert "| `squad2-part-a.json` | SQuAD 2.0, CC BY-SA 4.0 | 8 | 1628 | 1711 | 100% |" in CARD
    assert "| `squadshifts-reddit.json` | SQuADShifts, CC BY 4.0 | 1 | 9803 | 0 | 50% |" in CARD
    assert "| `more.json` | see its publisher | 2 | 3 | 4 | 100% |" in CARD


def test_the_recipe_is_told_in_figures() -> None:
    flat = " ".join(CARD.split())
    assert "| 1 | 2 | 0 | 0.00015 | 35% | 2637 | 46468 | 37844 |" in CARD
    assert "| 2 | 1 | 3 | 0.0001 | 50% | 900 | 23234 | 18922 |" in CARD
    assert "32 examples a step, 256 tokens" in flat
    assert "taken 3 times in each pass" in flat
    assert "50% are asked again of another paragraph" in flat


def test_it_says_that_the_reader_has_learnt_from_the_article_that_the_bot_answers_from() -> None:
    flat = " ".join(CARD.split())
    assert "72 questions were written for this training by a language model" in flat
    assert "40 that their paragraph answers, 12 whose claim or premise it denies, 20 on" in flat
    assert "the reader has learnt from the very article that the bot answers from" in flat


def test_no_line_of_prose_runs_on() -> None:
    prose = [line for line in CARD.splitlines() if not line.startswith("|")]
    assert max(map(len, prose)) <= 120


def test_what_not_every_course_had_is_said_with_the_course() -> None:
    assert "From course 2 on half of the spans' loss is that of whole spans" in CARD
    assert "From course 2 on what each layer adds is dropped for a share of 0.1" in CARD
    plain = Course(Recipe(whole=0.0, sequence_dropout=0.0), Mix(), 9, (DRAWN,), "d" * 64)
    assert "on half of the spans" not in card(dataclasses.replace(FACTS, courses=(plain,)))
