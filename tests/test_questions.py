"""The project's own questions: what they promise, and how they are divided."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from index.evaluation import Case, Place, read_cases
from index.library import read_documents
from index.sources import restated
from index.tally import KINDS

DATA = Path(__file__).parent / "data"
HALVES = {half: read_cases(DATA / f"questions-{half}.jsonl") for half in ("tune", "report")}
TALKS = {half: read_cases(DATA / f"conversations-{half}.jsonl") for half in ("tune", "report")}
SUMMIT = {half: read_cases(DATA / f"summit-{half}.jsonl") for half in ("tune", "report")}
INVENTED = ("unseen", "reports")
BRIEFINGS = read_documents()
ARTICLE = read_documents(restated())
SETS = {
    **{half: (cases, ARTICLE) for half, cases in HALVES.items()},
    **{f"summit-{half}": (cases, BRIEFINGS) for half, cases in SUMMIT.items()},
    **{
        name: (
            read_cases(DATA / f"questions-{name}.jsonl"),
            read_documents((DATA / f"{name}.md",)),
        )
        for name in INVENTED
    },
}


@pytest.mark.parametrize("name", SETS)
def test_a_question_is_of_a_known_kind_and_its_paragraphs_are_there(name: str) -> None:
    cases, documents = SETS[name]
    places: set[Place] = {one.number for document in documents for one in document.paragraphs}
    if len(documents) > 1:
        places = {(d.source.id, one.number) for d in documents for one in d.paragraphs}
    for case in cases:
        assert case.kind in KINDS, case.id
        assert {*case.paragraphs, *case.contradicted_by} <= places, case.id
        assert case.disagrees is (case.kind == "disagreement"), case.id
        assert bool(case.evidence) is case.answerable, case.id
        assert case.lead is None or case.kind == "yesno", case.id
        assert not case.contradicted_by or case.kind == "false_premise", case.id


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_text_holds_every_phrase_of_evidence(name: str) -> None:
    cases, (document,) = SETS[name]
    texts: dict[Place, str]
    texts = {p.number: document.text[p.span.start : p.span.end] for p in document.paragraphs}
    for case in cases:
        told = " ".join(texts[number] for number in case.paragraphs).lower()
        assert all(phrase.lower() in told for group in case.evidence for phrase in group), case.id


@pytest.mark.parametrize(("half", "parity"), [("report", 0), ("tune", 1)])
def test_a_conversation_leans_on_what_was_asked_before_and_its_text_decides_its_half(
    half: str, parity: int
) -> None:
    assert len(TALKS[half]) >= 25
    assert any(not case.answerable for case in TALKS[half])
    numbers = {one.number for document in ARTICLE for one in document.paragraphs}
    for case in TALKS[half]:
        text = "\n".join([*case.before, case.question])
        assert int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 == parity, case.id
        assert (case.kind, bool(case.before)) == ("conversation", True), case.id
        assert set(case.paragraphs) <= numbers, case.id
        assert bool(case.evidence) is case.answerable, case.id


def test_no_question_is_in_both_halves_or_twice_in_one() -> None:
    every = [case for half in HALVES.values() for case in half]
    for field in ("id", "question"):
        seen = Counter(getattr(case, field).casefold() for case in every)
        assert [case.id for case in every if seen[getattr(case, field).casefold()] > 1] == []


@pytest.mark.parametrize(("half", "parity"), [("report", 0), ("tune", 1)])
def test_the_text_of_a_later_question_decides_its_half(half: str, parity: int) -> None:
    def parity_of(case: Case) -> int:
        return int(hashlib.sha256(case.question.encode()).hexdigest(), 16) % 2

    later = [case for case in HALVES[half] if case.id[0] not in "tr"]
    assert len(later) > 50
    later += SUMMIT[half]
    assert [case.id for case in later if parity_of(case) != parity] == []


@pytest.mark.parametrize(("half", "letter"), [("report", "r"), ("tune", "t")])
def test_the_first_questions_stay_with_those_who_wrote_them(half: str, letter: str) -> None:
    first = {case.id[0] for case in HALVES[half] if case.id[0] in "tr"}
    assert first == {letter}


def test_the_readme_counts_what_is_there() -> None:
    lines = (DATA / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    counts = {
        row[0].strip("`"): row[2:] for row in rows if len(row) == 6 and row[0].startswith("`")
    }
    columns = [HALVES["tune"], HALVES["report"], SUMMIT["tune"], SUMMIT["report"]]
    found = [Counter(case.kind for case in cases) for cases in columns]
    assert counts == {kind: [str(column[kind]) for column in found] for kind in KINDS}
    sums = {row[1]: row[2:] for row in rows if len(row) == 6 and not row[0]}
    assert sums == {
        "in all": [str(len(cases)) for cases in columns],
        "of these the source answers": [
            str(sum(case.answerable for case in cases)) for cases in columns
        ],
    }
