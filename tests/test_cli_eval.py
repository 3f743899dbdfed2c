"""`summit-bot eval` as a person or a build uses it: real processes, the real model."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.test_cli import summit_bot

NOTE = "The canteen serves soup on Friday.\n\nThe garden has nine pear trees and a pond.\n"


def line(identity: str, question: str, *evidence: str, paragraph: int = 0) -> str:
    fields = {
        "id": identity,
        "question": question,
        "kind": "plain" if paragraph else "off_topic",
        "answerable": bool(paragraph),
        "paragraphs": [paragraph] if paragraph else [],
        "evidence": [[phrase] for phrase in evidence],
    }
    return json.dumps(fields) + "\n"


CASES = (
    line("1", "How many pear trees does the garden have?", "nine", paragraph=2)
    + line("2", "What does the canteen serve on Friday?", "soup", paragraph=1)
    + line("3", "What is the boiling point of mercury?")
)


class Kitchen:
    """A folder with a source and questions on it, in which `eval` runs."""

    def __init__(self, folder: Path, fonts: Path) -> None:
        self.folder = folder
        self._fonts = fonts
        (folder / "note.txt").write_text(NOTE, encoding="utf-8")
        (folder / "cases.jsonl").write_text(CASES, encoding="utf-8")

    def evaluate(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Measure; matplotlib keeps its list of fonts for the next run."""
        given = ("eval", "--questions", "cases.jsonl", "--source", "note.txt", *arguments)
        return summit_bot(*given, cwd=self.folder, MPLCONFIGDIR=str(self._fonts))

    def read(self, name: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.folder / name).read_bytes())
        return told


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture(scope="module")
def measured(
    tmp_path_factory: pytest.TempPathFactory, fonts: Path
) -> tuple[Kitchen, subprocess.CompletedProcess[bytes]]:
    kitchen = Kitchen(tmp_path_factory.mktemp("kitchen"), fonts)
    done = kitchen.evaluate("--json", "all.json", "--write-baseline", "baseline.json")
    assert done.returncode == 0, done.stderr.decode()
    return kitchen, done


Measured = tuple[Kitchen, subprocess.CompletedProcess[bytes]]


def test_a_run_prints_a_table_and_writes_page_figures_and_baseline(measured: Measured) -> None:
    kitchen, done = measured
    text = done.stdout.decode()
    for wanted in ("Answers and refusals", "Quotations", "Refusing", "fused", "all answerable"):
        assert wanted in text
    told = kitchen.read("all.json")
    assert told["answers"]["by_kind"]["off_topic"]["rightly_refused"] == 1
    assert told["citations"]["verbatim"]["share"] == 1
    assert [way["name"] for way in told["retrieval"]["ways"]] == [
        "dense only",
        "lexical only",
        "fused",
    ]
    assert told["retrieval"]["ways"][2]["hit_at_1"] == 1
    assert kitchen.read("baseline.json")["figures"] == told["figures"]
    page = (kitchen.folder / "var" / "eval.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.count("<svg") == 2
    assert "pear trees" not in page + text


def test_a_second_run_tells_the_same_and_has_not_fallen(measured: Measured) -> None:
    kitchen, first = measured
    again = kitchen.evaluate(
        "--page", "again/page.html", "--json", "again.json", "--baseline", "baseline.json"
    )
    assert again.returncode == 0, again.stderr.decode()
    assert again.stdout == first.stdout
    page = kitchen.folder / "again" / "page.html"
    assert page.read_bytes() == (kitchen.folder / "var" / "eval.html").read_bytes()
    assert (kitchen.folder / "again.json").read_bytes() == (
        kitchen.folder / "all.json"
    ).read_bytes()


def test_a_figure_that_fell_is_an_exit_status_of_one(measured: Measured) -> None:
    kitchen, _ = measured
    stored = kitchen.read("baseline.json")
    stored["figures"]["retrieval.fused.hit_at_1"] = 1.5
    stored["figures"]["answers.given_in_verse"] = 0.5
    (kitchen.folder / "better.json").write_text(json.dumps(stored), encoding="utf-8")
    done = kitchen.evaluate("--baseline", "better.json")
    assert done.returncode == 1
    assert done.stdout  # the figures are told all the same
    errors = [each for each in done.stderr.decode().splitlines() if each.startswith("Error: ")]
    assert errors == [
        "Error: retrieval.fused.hit_at_1 fell from 1.500 to 1.000; at most 0.015 is tolerated.",
        "Error: answers.given_in_verse was 0.500 and is no longer measured.",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--questions", "absent.jsonl"), "There are no questions at absent.jsonl"),
        (("--questions", "note.txt"), "note.txt, line 1 is no question with what is right"),
        (("--source", "absent.txt"), "There is no file absent.txt"),
        (("--baseline", "absent.json"), "--write-baseline absent.json"),
        (("--baseline", "other.json"), "was measured on other questions"),
        (("--squad", "note.txt"), "note.txt, line 1: not in SQuAD's format"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence_and_exit_status_2(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path, fonts: Path
) -> None:
    kitchen = Kitchen(tmp_path, fonts)
    other = {"questions": "0" * 64, "figures": {"x": 1.0}}
    (tmp_path / "other.json").write_text(json.dumps(other), encoding="utf-8")
    done = kitchen.evaluate(*arguments)
    error = done.stderr.decode()
    assert sentence in error
    assert "Traceback" not in error
    assert done.returncode == 2
    assert done.stdout == b""
    assert not (tmp_path / "var").exists()
