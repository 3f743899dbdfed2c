"""What the sources disagree on: every side of it, and none preferred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from index.question import Asked, Question
from index.types import Answer, Citation, Claim, Passage, Quotation, Span
from index.words import terms


class Claiming(Protocol):
    """Knows what sources disagree on; a library does."""

    def claims(self, topic: str) -> tuple[Passage, ...]:
        """The passages that hold a claim on `topic`, those of the highest precedence first."""
        ...


def with_every_side(answer: Answer, question: Question, library: Claiming) -> Answer:
    """`answer`, with all sides cited in place of one where it rests on a claim that others deny.

    It does where the words that answer are those of a claim; for a question that wants yes or no,
    where its sentence holds a claim that the question speaks of. The sides come in the
    order of the library, which has what is of the highest precedence first. Nothing is then said of
    yes or no.
    """
    disputed = _disputed(answer.citations, question)
    if disputed is None:
        return answer
    sides = [
        (passage, claim)
        for passage in library.claims(disputed.topic)
        for claim in passage.claims
        if claim.topic == disputed.topic
    ]
    if len(sides) < 2:
        return answer
    citations = tuple(
        Citation(number, _told(passage, claim)) for number, (passage, claim) in enumerate(sides, 1)
    )
    lines = [f"Sources disagree on {disputed.about}:"]
    lines += [f"{one.quotation.text} [{one.number}]" for one in citations]
    return replace(
        answer,
        text="\n".join(lines),
        citations=citations,
        lead=None,
        disagreement=disputed.about,
    )


def _disputed(citations: Sequence[Citation], question: Question) -> Claim | None:
    """The first claim that the answer is made of."""
    for citation in citations:
        quotation = citation.quotation
        for claim in citation.passage.claims:
            if question.asked is not Asked.YES_NO:
                if any(_is_of(mark, claim.span) for mark in quotation.marks):
                    return claim
            elif quotation.span.holds(claim.span):
                words = frozenset(terms(citation.passage.words(claim.span)))
                if 2 * len(words & frozenset(terms(question.text))) >= len(words):
                    return claim
    return None


def _is_of(mark: Span, claim: Span) -> bool:
    """Whether the words that answer are the claim's for the most part, and not a list with it."""
    common = min(mark.end, claim.end) - max(mark.start, claim.start)
    return 2 * common >= mark.end - mark.start


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _told(passage: Passage, claim: Claim) -> Quotation:
    """The sentences of `passage` that hold the words of the claim."""
    held = [s for s in passage.sentences if _meet(s, claim.span)] or [passage.span]
    return Quotation.of(passage, Span(held[0].start, held[-1].end), (claim.span,))
