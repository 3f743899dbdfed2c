"""What the bot could not answer: alike questions are one gap, others stay apart."""

from __future__ import annotations

import csv
import io
import random
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gaps import Gap, as_file, grouped
from bot.likeness import Likeness, content_words
from bot.records import Missed
from index.places import NATIONS

NOON = datetime(2025, 2, 11, 12, tzinfo=UTC)


def missed(*questions: str, why: str = "not_in_sources") -> list[Missed]:
    """One a minute, the first at noon."""
    return [
        Missed(f"key{at}", question, NOON + timedelta(minutes=at), why)
        for at, question in enumerate(questions)
    ]


def counts(*questions: str) -> list[int]:
    return [gap.count for gap in grouped(missed(*questions))]


@pytest.mark.parametrize(
    "questions",
    [
        ("Did Freedonia sign?", "did freedonia sign", "DID FREEDONIA SIGN???"),
        ("Did Freedonia sign?", "Has Freedonia signed the declaration?"),
        ("Did Freedonia sign?", "Did Fredonia sign?"),
        ("Did Freedonia sign the statement in Paris?", "Did Freedonia sign the AI declaration?"),
        ("What did the summit cost?", "How much did the Paris summit cost?", "Summit costs"),
        ("What did Macron say about nuclear power?", "Macron on nuclear power, please"),
        (
            "Vance on chips, rules and Europe",
            "What did Vance say on Europe, rules and chips Monday?",
        ),
        ("Did the U.S. sign?", "Did the US sign?"),
        ("Combien a coûté le sommet ?", "combien a coute le sommet"),
        ("???", " ??? "),
    ],
)
def test_questions_that_are_alike_are_one_gap(questions: tuple[str, ...]) -> None:
    assert counts(*questions) == [len(questions)]


@pytest.mark.parametrize(
    "questions",
    [
        ("Did Freedonia sign?", "Did Sylvania sign?"),
        ("Did Austria sign the text in Paris?", "Did Australia sign the text in Paris?"),
        ("How long was the summit?", "How long is the declaration?"),
        ("Who is Macron?", "What did Macron say about nuclear power?"),
        ("Why did China sign?", "When did China sign?", "Did China sign?"),
        ("Why did China sign?", "Why did China not sign?"),
        ("Why did India and China sign so early?", "Why didn't India and China sign so early?"),
        ("Does the EU want regulation?", "Does the EU want deregulation?"),
        ("Will there be a summit in 2026?", "Will there be a summit in 2027?"),
        ("How many countries signed?", "How many countries signed in Seoul?"),
        ("Did the US sign?", "Did the UN sign?", "Did they sign?"),
        ("???", "!!!", ""),
    ],
)  # fmt: skip
def test_questions_that_are_not_alike_stay_apart(questions: tuple[str, ...]) -> None:
    assert counts(*questions) == [1] * len(questions)


def test_no_country_is_taken_for_another_one_misspelt() -> None:
    words = {name: frozenset(content_words(f"Did {name} sign?")) for name in NATIONS}
    likeness = Likeness(words.values(), content_words)
    groups: dict[int, set[str]] = {}
    for name, about in words.items():
        if name not in {"us", "uk"}:  # in small letters the one is a pronoun
            groups.setdefault(likeness.group(about), set()).add(NATIONS[name])
    assert [nations for nations in groups.values() if len(nations) > 1] == []
    assert len(groups) > 150


def test_the_most_frequent_comes_first_and_then_the_most_recent() -> None:
    asked = missed("Who paid?", "Did Freedonia sign?", "Who slept?", "Did Freedonia sign?")
    questions = [(gap.question, gap.count) for gap in grouped(asked)]
    assert questions == [("Did Freedonia sign?", 2), ("Who slept?", 1), ("Who paid?", 1)]


def test_a_gap_has_the_commonest_wording_all_reasons_and_the_last_time() -> None:
    asked = [
        *missed("Did Freedonia sign?", "Has  Freedonia\nsigned?", "Has Freedonia signed?"),
        Missed("other", "Did Fredonia sign?", NOON + timedelta(days=1), "wrong"),
    ]
    assert grouped(asked) == (
        Gap(
            "Has Freedonia signed?",
            4,
            (("not_in_sources", 3), ("wrong", 1)),
            NOON + timedelta(days=1),
        ),
    )


def test_a_refusal_that_was_voted_down_counts_once_for_both_reasons() -> None:
    asked = [
        Missed("one", "Did Freedonia sign?", NOON, "unknown_name"),
        Missed("one", "Did Freedonia sign?", NOON, "should_answer"),
    ]
    [gap] = grouped(asked)
    assert gap.count == 1
    assert gap.reasons == (("should_answer", 1), ("unknown_name", 1))


def test_nothing_missed_is_no_gap() -> None:
    assert grouped([]) == ()


def test_other_words_may_be_compared() -> None:
    asked = missed("aa x", "bb x")
    assert len(grouped(asked, lambda question: question[-1:])) == 1


@given(st.lists(st.text(max_size=30), max_size=30), st.randoms())
def test_every_question_is_in_one_gap_in_whatever_order(
    questions: list[str], dice: random.Random
) -> None:
    asked = missed(*questions)
    gaps = grouped(asked)
    assert sum(gap.count for gap in gaps) == len(questions)
    dice.shuffle(asked)
    assert grouped(asked) == gaps


def test_ten_thousand_different_questions_are_grouped_in_seconds() -> None:
    dice = random.Random(7)  # noqa: S311 (no secret)
    letters = "abcdefghiklmnoprstu"
    words = ["".join(dice.choices(letters, k=dice.randint(4, 10))) for _ in range(4000)]
    asked = missed(*(" ".join(dice.choices(words, k=dice.randint(2, 9))) for _ in range(10_000)))
    begun = time.process_time()
    assert sum(gap.count for gap in grouped(asked)) == 10_000
    assert time.process_time() - begun < 5


def test_names_in_capitals_are_words_unless_all_is_shouted() -> None:
    assert content_words("Did the UN tell us?") == ("un",)
    assert content_words("DID THE UN TELL US?") == ()


def rows(gaps: list[Gap]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_file(gaps).decode("utf-8-sig"), newline="")))


def test_the_file_has_a_header_and_a_row_for_each_gap() -> None:
    gap = Gap('Who "signed", où ?', 3, (("other", 2), ("wrong", 1)), NOON)
    assert rows([gap]) == [
        ["question", "count", "reasons", "last asked (UTC)"],
        ['Who "signed", où ?', "3", "other 2, wrong 1", "2025-02-11T12:00+00:00"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_is_a_formula(start: str) -> None:
    gap = Gap(f"{start}HYPERLINK(1)", 1, (), NOON)
    assert rows([gap])[1][0] == f"'{start}HYPERLINK(1)"


def test_half_a_character_does_not_break_the_file() -> None:
    assert rows([Gap("half \ud83d", 1, (), NOON)])[1][0] == "half ?"
