"""Stored figures, and which of today's are worse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.baseline import TOLERANCE, Baseline, comparable, fallen, read_baseline, written
from index.errors import SourceError
from index.figures import figures
from index.proof import File
from tests.index.proofs import made_up


def stored(folder: Path, text: str) -> Path:
    path = folder / "baseline.json"
    path.write_text(text, encoding="utf-8")
    return path


def before(*, squad: bool = False, **changed: float) -> Baseline:
    """A baseline of the made-up proof, in which some figures (`a__b` is `a.b`) are others."""
    others = {name.replace("__", "."): value for name, value in changed.items()}
    made = made_up(squad=squad)
    return Baseline(questions=made.questions.sha256, squad=None, figures=figures(made) | others)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    proof = made_up(squad=True)
    found = read_baseline(stored(tmp_path, written(proof)))
    assert found == Baseline(questions="a" * 64, squad="b" * 64, figures=figures(proof))
    assert fallen(found, proof) == ()


def test_a_figure_a_line(tmp_path: Path) -> None:
    lines = written(made_up()).splitlines()
    assert '    "retrieval.fused.hit_at_1": 0.75,' in lines
    assert "squad" not in written(made_up())


def test_a_figure_that_fell_is_told_and_one_within_the_tolerance_is_not() -> None:
    proof = made_up()  # retrieval.fused.hit_at_1 is .75
    assert fallen(before(retrieval__fused__hit_at_1=0.75 + TOLERANCE), proof) == ()
    assert fallen(before(retrieval__fused__hit_at_1=0.5), proof) == ()
    assert fallen(before(retrieval__fused__hit_at_1=0.77), proof) == (
        "retrieval.fused.hit_at_1 fell from 0.770 to 0.750; at most 0.015 is tolerated.",
    )


def test_of_some_figures_more_is_worse() -> None:
    proof = made_up()  # refusal.risk is 2/3
    assert fallen(before(refusal__risk=0.9), proof) == ()
    assert fallen(before(refusal__risk=0.65), proof) == (
        "refusal.risk rose from 0.650 to 0.667; at most 0.015 is tolerated.",
    )


def test_a_figure_that_is_gone_is_told() -> None:
    assert fallen(before(answers__lead_agrees=0.5), made_up()) == (
        "answers.lead_agrees was 0.500 and is no longer measured.",
    )


def test_figures_on_a_squad_file_are_compared_where_there_is_one() -> None:
    stated = before(squad=True, squad__reading__f1=0.9, squad__reading__gone=0.5)
    assert fallen(stated, made_up()) == ()
    assert fallen(stated, made_up(squad=True)) == (
        "squad.reading.f1 fell from 0.900 to 0.800; at most 0.015 is tolerated.",
        "squad.reading.gone was 0.500 and is no longer measured.",
    )


def test_other_questions_cannot_be_compared() -> None:
    stated = Baseline(questions="a" * 64, squad="b" * 64, figures={"x": 1.0})
    questions, squad = File("cases.jsonl", "a" * 64), File("squad.json", "b" * 64)
    other, path = File("x", "c" * 64), Path("baseline.json")
    comparable(stated, questions, squad, path)
    comparable(stated, questions, None, path)
    with pytest.raises(SourceError, match=r"on other questions.*--write-baseline baseline\.json"):
        comparable(stated, other, squad, path)
    with pytest.raises(SourceError, match="on another SQuAD file"):
        comparable(stated, questions, other, path)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "the whole: Invalid JSON"),
        (json.dumps({"figures": {"x": 1}}), "questions: Field required"),
        (json.dumps({"questions": "a", "figures": {}}), "figures: "),
        (json.dumps({"questions": "a", "figures": {"x": "much"}}), "figures.x: "),
        (json.dumps({"questions": "a", "figures": {"x": 1}, "more": 1}), "more: "),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, text: str, what: str) -> None:
    path = stored(tmp_path, text)
    with pytest.raises(SourceError) as raised:
        read_baseline(path)
    assert str(raised.value).startswith(f"{path} is no baseline: {what}")


def test_an_absent_baseline_is_told_with_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot be read: No such file.*--write-baseline"):
        read_baseline(tmp_path / "nowhere.json")
