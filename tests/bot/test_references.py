"""How sources are named: what a paragraph rests on, on which page, and when it was published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.references import dated, named, place, rests_on
from index.types import Reference
from tests.bot.fakes import GAZETTE, SIGNED, passage

CRIER = Reference("Crier", "Cries", "2025-02", "https://crier.example/1")


@pytest.mark.parametrize(
    ("date", "english", "french"),
    [
        ("2025-02-11", "11 Feb 2025", "11 févr. 2025"),
        ("2025-02", "Feb 2025", "févr. 2025"),
        ("2025-13", "2025-13", "2025-13"),
        ("February 2025", "February 2025", "February 2025"),
        ("", "", ""),
        ("<t:1>", "\\<t:1\\>", "\\<t:1\\>"),
    ],
)
def test_a_date_is_told_as_a_day_a_month_or_as_it_stands(
    date: str, english: str, french: str
) -> None:
    assert dated(date, "en") == english
    assert dated(date, "fr") == french


def test_a_source_and_a_reference_are_named_alike() -> None:
    assert named(CRIER, "en") == "Crier, [Cries](https://crier.example/1), Feb 2025"
    assert named(GAZETTE, "en", "") == "The Gazette, What was signed in Paris, 11 Feb 2025"
    assert named(replace(CRIER, date="", url=""), "en") == "Crier, Cries"


def test_a_paragraph_names_three_of_its_references_and_counts_the_rest() -> None:
    assert rests_on([CRIER], "en") == "Crier, [Cries](https://crier.example/1), Feb 2025"
    assert rests_on([CRIER], "en", "linked") == "[Crier](https://crier.example/1), Feb 2025"
    assert rests_on([CRIER], "en", "plain") == "Crier, Feb 2025"
    many = [replace(CRIER, publisher=f"Crier {number}") for number in range(5)]
    told = rests_on(many, "en")
    assert told.count("](https://crier.example/1)") == 3
    assert "Crier 2" in told
    assert told.endswith("; and 2 more")


def test_a_page_is_told_where_there_are_pages() -> None:
    assert place(passage(SIGNED, paragraph=5), "en") == "¶5"
    assert place(replace(passage(SIGNED, paragraph=5), page=3), "en") == "¶5 (page 3)"
