"""Replies in the terminal: for people as text, for scripts as JSON Lines."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot.terminal import as_json, as_text, error_as_json, printable
from index.types import Answer, Lead, Reference, Reply
from tests.bot.fakes import BRIEFING, abstention, answer, citation, claim, passage, premise
from tests.bot.test_markdown import SYNTAX


def test_an_answer_is_its_quotations_and_then_where_each_stands() -> None:
    assert as_text(answer()) == (
        "“In all, 61 countries signed.” [1]\n"
        "“Two did not.” [2]\n"
        "“The United States and the United Kingdom refused to sign.” [3]\n"
        "\n"
        "[1] The Gazette, What was signed in Paris, 2025-02-11, ¶5\n"
        "    https://gazette.example/2025/signed\n"
        "[2] The Gazette, What was signed in Paris, 2025-02-11, ¶5\n"
        "    https://gazette.example/2025/signed\n"
        "[3] Wire, Two refuse [updated], 2025-02-12, ¶1 (in our own words)\n"
        "    https://wire.example/two_(refuse)"
    )


def test_yes_or_no_comes_first_who_speaks_before_the_quotation_and_notes_last() -> None:
    assert as_text(claim()) == (
        "No.\n"
        "Mayor Ada Byron: “She raised the tolls.” [1]\n"
        "\n"
        "[1] The Gazette, What was signed in Paris, 2025-02-11, ¶3\n"
        "    https://gazette.example/2025/signed\n"
        "\n"
        "Mes sources sont en anglais."
    )


def test_a_false_premise_is_refused_with_what_contradicts_it() -> None:
    assert as_text(premise()) == (
        "My sources say otherwise.\n"
        "\n"
        "“The United States and the United Kingdom refused to sign.” [1]\n"
        "\n"
        "[1] Wire, Two refuse [updated], 2025-02-12, ¶1 (in our own words)\n"
        "    https://wire.example/two_(refuse)\n"
        "\n"
        "The trained reader is not at hand."
    )


def test_a_refusal_shows_the_nearest_passage_as_no_answer_before_its_notes() -> None:
    assert as_text(replace(abstention(), notes=("One.", "Two."))) == (
        "My sources never mention Freedonia.\n"
        "\n"
        "Nearest passage, not an answer (¶5):\n"
        "In all, 61 countries signed. Two did not.\n"
        "\n"
        "One.\n"
        "\n"
        "Two."
    )


def test_where_sources_disagree_that_comes_first_and_references_and_pages_are_told() -> None:
    crier = Reference("Crier", "Cries", "2025-02", "https://crier.example/1")
    whole = replace(passage("Few came.", paragraph=2), page=7, references=(crier,))
    reply = Answer("?", "!", (citation(1, whole),), disagreement="how many came")
    assert as_text(reply) == (
        "Sources disagree on how many came:\n"
        "“Few came.” [1]\n"
        "\n"
        "[1] The Gazette, What was signed in Paris, 2025-02-11, ¶2, page 7\n"
        "    after Crier, Cries, 2025-02\n"
        "    https://crier.example/1\n"
        "    https://gazette.example/2025/signed"
    )
    told = json.loads(as_json("?", reply, 1.0))
    assert told["disagreement"] == "how many came"
    assert told["citations"][0]["page"] == 7
    assert told["citations"][0]["references"] == [
        {
            "publisher": "Crier",
            "title": "Cries",
            "date": "2025-02",
            "url": "https://crier.example/1",
        }
    ]


@given(SYNTAX.filter(bool), SYNTAX, SYNTAX)
def test_no_control_character_of_any_text_reaches_the_terminal(
    words: str, speaker: str, note: str
) -> None:
    hostile = "\x1b[2J\x07\u202e\x9b"
    said = citation(1, passage(words + hostile, BRIEFING), speaker=speaker + hostile)
    shown = as_text(Answer("?", "!", (said,), notes=(note + hostile,)))
    assert not set(shown) & set("\x1b\x07\u202e\x9b\x00\r")
    assert printable(shown) == shown


def told(reply: Reply) -> dict[str, Any]:
    line = as_json("So?", reply, 12.345)
    assert "\n" not in line
    loaded: dict[str, Any] = json.loads(line)
    return loaded


def test_an_answer_in_json_has_what_it_leads_with_how_probable_it_is_and_its_notes() -> None:
    assert told(claim()) == {
        "question": "So?",
        "kind": "answer",
        "text": "No. Mayor Ada Byron: She raised the tolls. [1]",
        "citations": [
            {
                "number": 1,
                "quote": "She raised the tolls.",
                "start": 418,
                "end": 439,
                "marks": [[422, 428]],
                "speaker": "Mayor Ada Byron",
                "subject": "",
                "paragraph": 3,
                "page": None,
                "source": {
                    "id": "gazette",
                    "title": "What was signed in Paris",
                    "url": "https://gazette.example/2025/signed",
                },
                "references": [],
            }
        ],
        "lead": "no",
        "probability": 0.75,
        "disagreement": "",
        "notes": ["Mes sources sont en anglais."],
        "hits": [{"paragraph": 3, "score": 0.8, "cosine": 0.7, "bm25": 5.0}],
        "elapsed_ms": 12.3,
    }


@pytest.mark.parametrize(("lead", "word"), [(None, None), (Lead.YES, "yes"), (Lead.NO, "no")])
def test_the_lead_in_json_is_a_word_in_small_letters_or_null(
    lead: Lead | None, word: str | None
) -> None:
    assert told(replace(answer(), lead=lead))["lead"] == word


def test_a_false_premise_in_json_carries_the_citation_that_contradicts_it() -> None:
    refusal = told(premise())
    assert refusal.keys() == {
        "question", "kind", "text", "citations", "reason", "contradiction", "notes", "hits",
        "elapsed_ms",
    }  # fmt: skip
    assert (refusal["kind"], refusal["reason"]) == ("abstention", "false_premise")
    assert refusal["citations"] == []
    assert refusal["notes"] == ["The trained reader is not at hand."]
    assert refusal["contradiction"] == {
        "number": 1,
        "quote": "The United States and the United Kingdom refused to sign.",
        "start": 0,
        "end": 57,
        "marks": [[41, 56]],
        "speaker": "",
        "subject": "",
        "paragraph": 1,
        "page": None,
        "source": {
            "id": "briefing",
            "title": "Two refuse [updated]",
            "url": "https://wire.example/two_(refuse)",
        },
        "references": [],
    }


def test_any_other_refusal_in_json_has_no_contradiction() -> None:
    assert told(abstention())["contradiction"] is None
    assert told(abstention())["reason"] == "unknown_name"


def test_a_question_that_cannot_be_taken_has_a_line_too() -> None:
    assert json.loads(error_as_json("", ValueError("Empty."))) == {
        "question": "",
        "kind": "error",
        "text": "Empty.",
    }
