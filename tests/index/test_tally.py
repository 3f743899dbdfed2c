"""Sums over judged questions, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from index.evaluation import Judged, judge
from index.scoring import Share
from index.tally import Answers, Citations, Counts, Leads, answers, citations
from index.types import Lead, Passage, Quotation, Reason, Reply, Span
from tests.index.fakes import document, source
from tests.index.proofs import (
    FLOOD,
    GAZETTE,
    RIVER,
    TOLLS,
    Scripted,
    Weighed,
    answer,
    case,
    judged,
    refusal,
)

SOURCES = {GAZETTE.source.id: GAZETTE}


def replied(
    reply: Reply,
    *paragraphs: int,
    evidence: tuple[tuple[str, ...], ...] = (),
    kind: str = "plain",
    lead: Literal["yes", "no"] | None = None,
    contradicted_by: tuple[int, ...] = (),
) -> Judged:
    what = case("Q", *paragraphs, evidence=evidence, kind=kind)
    what = replace(what, lead=lead, contradicted_by=contradicted_by)
    return judge(what, Scripted({"Q": Weighed(reply)}))


def test_outcomes_are_counted_by_kind_in_a_fixed_order_and_in_sum() -> None:
    assert answers(judged()) == Answers(
        by_kind=(
            ("plain", Counts(right=1)),
            ("list", Counts(wrong=1, wrongly_refused=1)),
            ("near_miss", Counts(wrong=1)),
            ("off_topic", Counts(rightly_refused=1)),
        ),
        answerable=Counts(right=1, wrong=1, wrongly_refused=1),
        unanswerable=Counts(wrong=1, rightly_refused=1),
        leads=Leads(0, 0, 0, 0),
        premises=Share(0, 0),
    )


def test_kinds_of_ones_own_follow_by_name() -> None:
    kinds = [replied(FLOOD, 2, kind=kind) for kind in ("zoo", "nonsense", "art")]
    assert [kind for kind, _ in answers(kinds).by_kind] == ["nonsense", "art", "zoo"]


def test_good_are_right_answers_and_right_refusals() -> None:
    assert Counts(right=3, wrong=2, wrongly_refused=4, rightly_refused=1).good == Share(4, 10)


def test_leads_agree_contradict_or_are_absent() -> None:
    flood = Quotation.of(RIVER, RIVER.span)
    yes, no = answer(flood, lead=Lead.YES), answer(flood, lead=Lead.NO)
    found = answers(
        [
            replied(yes, 2, lead="yes"),
            replied(no, 2, lead="no"),
            replied(no, 2, lead="yes"),
            replied(FLOOD, 2, lead="yes"),
            replied(refusal(), 2, lead="yes"),
            replied(no, 2),  # nobody said what it should be
        ]
    )
    assert found.leads == Leads(agree=2, contradict=1, absent=1, refused=1)
    assert found.leads.agreeing == Share(2, 4)
    assert found.answerable == Counts(right=4, wrong=1, wrongly_refused=1)


def test_a_premise_is_named_where_the_refusal_quotes_what_contradicts_it() -> None:
    against = refusal(Reason.FALSE_PREMISE, Quotation.of(RIVER, RIVER.span))
    found = answers(
        [
            replied(against, contradicted_by=(2,)),
            replied(against, contradicted_by=(1,)),  # quotes something else
            replied(refusal(), contradicted_by=(2,)),
            replied(FLOOD, contradicted_by=(2,)),
            replied(against),  # nobody said what contradicts it
        ]
    )
    assert found.premises == Share(1, 4)


def test_precision_counts_citations_and_recall_groups_of_evidence() -> None:
    flood, tolls = Quotation.of(RIVER, RIVER.span), Quotation.of(TOLLS, TOLLS.span)
    found = citations(
        [
            # One of two quotations is to the point; one of two groups is held.
            replied(answer(flood, tolls), 2, evidence=(("1910",), ("mayor", "bailiff"))),
            # The right paragraph, but none of the words.
            replied(answer(tolls), 1, evidence=(("mayor",),)),
            # Without evidence the paragraph is enough, and there is nothing to hold.
            replied(answer(tolls), 1),
            replied(refusal(), 1, evidence=(("ferry",),)),
            replied(FLOOD),  # wrong, but no matter of quoting well
        ],
        SOURCES,
    )
    assert found == Citations(
        verbatim=Share(5, 5), precision=Share(2, 4), recall=Share(1, 3), failures=()
    )


def test_a_contradiction_is_a_quotation_too() -> None:
    against = refusal(Reason.FALSE_PREMISE, Quotation.of(TOLLS, TOLLS.span))
    assert citations([replied(against)], SOURCES).verbatim == Share(1, 1)


def test_a_quotation_that_does_not_stand_in_its_source_is_named() -> None:
    moved = Passage(source(), 30, 30 + len(RIVER.text), RIVER.text, 2)
    found = citations(
        [
            replied(answer(Quotation.of(moved, moved.span)), 2),
            replied(answer(Quotation.of(TOLLS, Span(0, 5))), 1),
        ],
        SOURCES,
    )
    assert found.verbatim == Share(1, 2)
    assert found.failures == (
        "In the reply to question Q, quotation 1 does not stand at 30 of the source 'gazette'.",
    )


def test_a_quotation_of_an_altered_or_unknown_source_does_not_stand() -> None:
    altered = replace(GAZETTE, source=replace(GAZETTE.source, sha256="1" * 64))
    for sources in ({}, {"gazette": altered}, {"town": document("A town.", identity="town")}):
        assert citations([replied(FLOOD, 2)], sources).verbatim == Share(0, 1)
