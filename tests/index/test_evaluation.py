"""What counts as right, by hand-made cases."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from index.errors import SourceError
from index.evaluation import (
    Case,
    Judged,
    Origin,
    Outcome,
    Place,
    is_right,
    judge,
    outcome,
    read_cases,
)
from index.types import Answer, Lead, Quotation, Reason, Reply, Turn
from tests.index.fakes import passage
from tests.index.proofs import Scripted, Weighed, answer, case, refusal

TOLLS = passage("Tolls paid for “the ferry”.", paragraph=3)
RIVER = passage("The river flooded the town’s bridge in 1910 – twice.", paragraph=7)
FLOOD = answer(Quotation.of(RIVER, RIVER.span))
BOTH = answer(Quotation.of(TOLLS, TOLLS.span), Quotation.of(RIVER, RIVER.span))


def told(*paragraphs: Place, evidence: tuple[tuple[str, ...], ...] = ()) -> Case:
    return case("What happened?", *paragraphs, evidence=evidence)


@pytest.mark.parametrize(
    ("what", "given", "right"),
    [
        (told(7), FLOOD, True),
        (told(3), FLOOD, False),  # quotes another paragraph
        (told(3, 7), FLOOD, True),
        (told(7), BOTH, True),
        (told(7, evidence=(("flooded",),)), FLOOD, True),
        (told(7, evidence=(("FLOODED THE TOWN'S bridge",),)), FLOOD, True),
        (told(7, evidence=(("1910 - twice",),)), FLOOD, True),
        (told(3, evidence=(('"the ferry"',),)), BOTH, True),
        (told(7, evidence=(("burnt",),)), FLOOD, False),
        (told(7, evidence=(("burnt", "flooded"),)), FLOOD, True),  # one of a group is enough
        (told(7, evidence=(("flooded",), ("tolls",))), FLOOD, False),  # of every group one
        (told(7, evidence=(("flooded",), ("tolls",))), BOTH, True),
        (told(), FLOOD, False),
        (told((RIVER.source.id, 7)), FLOOD, True),
        (told(("another", 7)), FLOOD, False),
        (told(("another", 7), (RIVER.source.id, 7)), FLOOD, True),
        (replace(told(7), disagrees=True), FLOOD, False),  # does not say so
        (replace(told(7), disagrees=True), replace(FLOOD, disagreement="when"), True),
        (told(7), replace(FLOOD, disagreement="when"), True),
    ],
)
def test_an_answer_is_right_by_its_paragraph_and_its_words(
    what: Case, given: Answer, *, right: bool
) -> None:
    assert is_right(what, given) is right


@pytest.mark.parametrize(
    ("wanted", "given", "right"),
    [
        ("yes", Lead.YES, True),
        ("no", Lead.NO, True),
        ("yes", Lead.NO, False),
        ("no", Lead.YES, False),
        ("yes", None, True),  # the quotation alone is right
        (None, Lead.NO, True),
    ],
)
def test_an_answer_with_the_wrong_lead_is_wrong(
    wanted: Literal["yes", "no"] | None, given: Lead | None, *, right: bool
) -> None:
    asked = replace(told(7), lead=wanted)
    assert is_right(asked, answer(Quotation.of(RIVER, RIVER.span), lead=given)) is right


@pytest.mark.parametrize(
    ("what", "reply", "end"),
    [
        (told(7), FLOOD, Outcome.RIGHT),
        (told(3), FLOOD, Outcome.WRONG),
        (told(7), refusal(), Outcome.WRONGLY_REFUSED),
        (told(), refusal(), Outcome.RIGHTLY_REFUSED),
        (told(), FLOOD, Outcome.WRONG),
    ],
)
def test_a_reply_ends_in_one_of_four_outcomes(what: Case, reply: Reply, end: Outcome) -> None:
    assert outcome(what, reply) is end


def test_the_candidate_is_judged_though_the_reply_refuses() -> None:
    weigher = Scripted({"What happened?": Weighed(refusal(), FLOOD, 0.4)})
    assert judge(told(7), weigher) == Judged(
        told(7), refusal(), Outcome.WRONGLY_REFUSED, candidate_right=True, probability=0.4
    )
    assert judge(told(), weigher).candidate_right is False


def test_without_a_candidate_nothing_is_judged_but_the_refusal() -> None:
    weigher = Scripted({"What happened?": Weighed(refusal(Reason.OFF_TOPIC))})
    found = judge(told(), weigher)
    assert (found.outcome, found.candidate_right) == (Outcome.RIGHTLY_REFUSED, None)


def test_a_question_that_cannot_be_taken_counts_as_refused() -> None:
    assert judge(told(), Scripted({})).outcome is Outcome.RIGHTLY_REFUSED
    found = judge(told(7), Scripted({}))
    assert (found.outcome, found.reply.text) == (Outcome.WRONGLY_REFUSED, "Ask something else.")


def test_the_questions_before_are_asked_first_and_remembered() -> None:
    turns = {"And then?": Weighed(FLOOD), "Why?": Weighed(refusal()), "Who?": Weighed(FLOOD)}
    weigher = Scripted(turns)
    asked = replace(told(7), question="Who?", before=("And then?", "Why?"))
    assert judge(asked, weigher).outcome is Outcome.RIGHT
    first, second = Turn(FLOOD.question, FLOOD), Turn(refusal().question, refusal())
    assert weigher.histories == [(), (first,), (first, second)]


TOLLS_QUOTED = ("gazette", TOLLS.start, TOLLS.end)
RIVER_QUOTED = ("gazette", RIVER.start, RIVER.end)


def voted_down(*spans: tuple[str, int, int], answerable: bool = True) -> Case:
    """What somebody found wrong, so that nobody knows what is right."""
    return Case(
        "f", "What happened?", "feedback", answerable, (), (), origin=Origin("1", spans, "other")
    )


@pytest.mark.parametrize(
    ("what", "reply", "end"),
    [
        (voted_down(RIVER_QUOTED), FLOOD, Outcome.WRONG),  # just the same once more
        (voted_down(RIVER_QUOTED), BOTH, Outcome.RIGHT),  # more than before
        (voted_down(TOLLS_QUOTED), FLOOD, Outcome.RIGHT),  # something else
        (voted_down(RIVER_QUOTED, TOLLS_QUOTED), FLOOD, Outcome.RIGHT),  # less than before
        (voted_down(RIVER_QUOTED, TOLLS_QUOTED), BOTH, Outcome.WRONG),  # in any order
        (voted_down(("herald", RIVER.start, RIVER.end)), FLOOD, Outcome.RIGHT),
        (voted_down(("gazette", 0, 5)), FLOOD, Outcome.RIGHT),
        (voted_down(RIVER_QUOTED), refusal(), Outcome.WRONGLY_REFUSED),
        (voted_down(), FLOOD, Outcome.RIGHT),  # was refused
        (voted_down(), refusal(), Outcome.WRONGLY_REFUSED),
        (voted_down(RIVER_QUOTED, answerable=False), BOTH, Outcome.WRONG),
        (voted_down(RIVER_QUOTED, answerable=False), refusal(), Outcome.RIGHTLY_REFUSED),
    ],
)
def test_what_was_voted_down_must_not_be_so_again(what: Case, reply: Reply, end: Outcome) -> None:
    assert outcome(what, reply) is end


FIELDS: dict[str, object] = {
    "id": "a",
    "question": "Why?",
    "kind": "plain",
    "answerable": True,
    "paragraphs": [3, 7],
    "evidence": [["x", "y"], ["z"]],
}
UNANSWERABLE = FIELDS | {"answerable": False, "paragraphs": [], "evidence": []}


def written(folder: Path, *lines: str) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_cases_are_read_from_json_lines(tmp_path: Path) -> None:
    second = UNANSWERABLE | {"id": "b", "contradicted_by": [4]}
    third = FIELDS | {"id": "c", "lead": "no"}
    fourth = FIELDS | {"id": "d", "paragraphs": [["gazette", 3], 7], "disagrees": True}
    lines = [json.dumps(FIELDS), "", *map(json.dumps, (second, third, fourth))]
    path = written(tmp_path, *lines)
    evidence = (("x", "y"), ("z",))
    assert read_cases(path) == (
        Case("a", "Why?", "plain", True, (3, 7), evidence),
        Case("b", "Why?", "plain", False, (), (), contradicted_by=(4,)),
        Case("c", "Why?", "plain", True, (3, 7), evidence, lead="no"),
        Case("d", "Why?", "plain", True, (("gazette", 3), 7), evidence, disagrees=True),
    )


ORIGIN: dict[str, object] = {"version": "1", "spans": [["gazette", 0, 5]], "fault": "wrong"}


def test_a_case_that_comes_from_a_vote_is_read_with_its_origin(tmp_path: Path) -> None:
    told = FIELDS | {"paragraphs": [], "evidence": [], "origin": ORIGIN | {"comment": "No."}}
    [read] = read_cases(written(tmp_path, json.dumps(told)))
    assert read.answerable
    assert read.origin == Origin("1", (("gazette", 0, 5),), "wrong", "No.")


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        (FIELDS | {"answerable": "yes"}, "answerable: Input should be a valid boolean"),
        (FIELDS | {"paragraphs": ["3"]}, "paragraphs.0.int: Input should be a valid integer"),
        (FIELDS | {"evidence": ["x"]}, "evidence.0: "),
        (FIELDS | {"evidence": [[]]}, "holds at least one phrase"),
        (FIELDS | {"evidence": [["x", ""]]}, "none is empty"),
        (FIELDS | {"paragraphs": []}, "an answerable question has paragraphs"),
        (UNANSWERABLE | {"paragraphs": [1]}, "and no other has"),
        (UNANSWERABLE | {"evidence": [["x"]]}, "has no evidence"),
        (FIELDS | {"contradicted_by": [1]}, "cannot be answered"),
        (UNANSWERABLE | {"disagrees": True}, "what the sources disagree on can be answered"),
        (FIELDS | {"lead": "perhaps"}, "lead: Input should be 'yes' or 'no'"),
        (FIELDS | {"contradictd_by": [1]}, "contradictd_by: "),
        (FIELDS | {"origin": ORIGIN | {"fault": "rude"}}, "origin.fault: Input should be"),
        (FIELDS | {"origin": ORIGIN | {"spans": [["x", 1]]}}, "origin.spans.0.2: Field required"),
        (FIELDS | {"origin": ORIGIN | {"asker": 1}}, "origin.asker: "),
        ({"id": "a"}, "question: Field required"),
        (["a"], "Input should be an object"),
        (FIELDS, "the id 'a' stands on a line before"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, fields: object, what: str) -> None:
    path = written(tmp_path, json.dumps(FIELDS), "", json.dumps(fields))
    with pytest.raises(SourceError) as raised:
        read_cases(path)
    assert str(raised.value).startswith(f"{path}, line 3 ")
    assert what in str(raised.value)


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="line 1 is no question with what is right: Invalid JSON"):
        read_cases(written(tmp_path, "{"))


def test_absent_and_empty_files_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"There are no questions at .*name a file"):
        read_cases(tmp_path / "nowhere.jsonl")
    with pytest.raises(SourceError, match="holds no question"):
        read_cases(written(tmp_path, ""))
    (tmp_path / "latin.jsonl").write_bytes(b"\xff")
    with pytest.raises(SourceError, match="cannot be read as UTF-8"):
        read_cases(tmp_path / "latin.jsonl")
