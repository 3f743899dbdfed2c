"""What counts as right, by hand-made cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.evaluation import Case, Judged, Report, judge, read_cases, report
from index.types import Abstention, Answer, Citation, Quotation, Reason, Reply
from tests.index.fakes import hit, passage

TOLLS = passage("Tolls paid for “the ferry”.", paragraph=3)
RIVER = passage("The river flooded the town’s bridge in 1910 – twice.", paragraph=7)
HITS = (hit(TOLLS), hit(RIVER))


def case(
    *paragraphs: int, evidence: tuple[tuple[str, ...], ...] = (), answerable: bool = True
) -> Case:
    return Case("c", "What happened?", "plain", answerable, paragraphs, evidence)


def answer(*quoted: Quotation) -> Answer:
    citations = tuple(Citation(number, quotation) for number, quotation in enumerate(quoted, 1))
    return Answer("What happened?", "This. [1]", citations, HITS)


def refusal() -> Abstention:
    return Abstention("What happened?", "My sources do not tell.", Reason.NOT_IN_SOURCES, HITS)


FLOOD = answer(Quotation.of(RIVER, RIVER.span))
BOTH = answer(Quotation.of(TOLLS, TOLLS.span), Quotation.of(RIVER, RIVER.span))


@pytest.mark.parametrize(
    ("what", "reply", "right"),
    [
        (case(7), FLOOD, True),
        (case(3), FLOOD, False),  # quotes another paragraph
        (case(3, 7), FLOOD, True),
        (case(7), BOTH, True),
        (case(7, evidence=(("flooded",),)), FLOOD, True),
        (case(7, evidence=(("FLOODED THE TOWN'S bridge",),)), FLOOD, True),
        (case(7, evidence=(("1910 - twice",),)), FLOOD, True),
        (case(3, evidence=(('"the ferry"',),)), BOTH, True),
        (case(7, evidence=(("burnt",),)), FLOOD, False),
        (case(7, evidence=(("burnt", "flooded"),)), FLOOD, True),  # one of a group is enough
        (case(7, evidence=(("flooded",), ("tolls",))), FLOOD, False),  # of every group one
        (case(7, evidence=(("flooded",), ("tolls",))), BOTH, True),
        (case(7), refusal(), False),
        (case(answerable=False), refusal(), True),
        (case(7, answerable=False), FLOOD, False),
    ],
)
def test_an_answer_is_right_by_its_paragraph_and_its_words(
    what: Case, reply: Reply, *, right: bool
) -> None:
    assert judge(what, reply).right is right


@pytest.mark.parametrize(
    ("paragraphs", "rank"), [((3,), 0), ((7,), 1), ((7, 3), 0), ((5,), None), ((), None)]
)
def test_the_rank_is_that_of_the_first_right_passage(
    paragraphs: tuple[int, ...], rank: int | None
) -> None:
    assert judge(case(*paragraphs), refusal()).rank == rank


def judged(kind: str, *, answerable: bool, right: bool, rank: int | None) -> Judged:
    return Judged(Case("c", "?", kind, answerable, (), ()), refusal(), right, rank)


def test_a_report_counts_answers_and_refusals_apart() -> None:
    summed = report(
        [
            judged("plain", answerable=True, right=True, rank=0),
            judged("plain", answerable=True, right=False, rank=2),
            judged("typo", answerable=True, right=True, rank=3),
            judged("typo", answerable=True, right=False, rank=None),
            judged("typo", answerable=True, right=True, rank=1),
            judged("topic", answerable=False, right=True, rank=0),
            judged("name", answerable=False, right=False, rank=None),
        ]
    )
    assert summed == Report(
        answered_rightly=(3, 5),
        refused_rightly=(1, 2),
        hit_at_1=(1, 5),
        hit_at_3=(3, 5),
        by_kind={"plain": (1, 2), "typo": (2, 3), "topic": (1, 1), "name": (0, 1)},
    )


def test_a_report_of_nothing_is_of_nothing() -> None:
    assert report([]) == Report((0, 0), (0, 0), (0, 0), (0, 0), {})


def test_cases_are_read_from_json_lines(tmp_path: Path) -> None:
    fields = {"id": "a", "question": "Why?", "kind": "plain", "answerable": True,
              "paragraphs": [3, 7], "evidence": [["x", "y"], ["z"]]}  # fmt: skip
    (tmp_path / "cases.jsonl").write_text(json.dumps(fields) + "\n\n")
    assert read_cases(tmp_path / "cases.jsonl") == (
        Case("a", "Why?", "plain", True, (3, 7), (("x", "y"), ("z",))),
    )


def test_the_projects_own_questions_are_cases_with_the_evidence_in_the_briefing(
    corpus: tuple[object, ...],
) -> None:
    for name in ("questions-tune.jsonl", "questions-report.jsonl"):
        cases = read_cases(Path(__file__).parents[1] / "data" / name)
        assert len({one.id for one in cases}) == len(cases) >= 40
        assert sum(not one.answerable for one in cases) >= 12
        for one in cases:
            assert bool(one.paragraphs) is one.answerable, one.id
            assert set(one.paragraphs) <= set(range(1, len(corpus) + 1)), one.id
