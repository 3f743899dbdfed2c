"""Measure answers and refusals on questions with known answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.types import Answer, Reply


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is right.

    `paragraphs` carry the answer; an answer is right where its first citation, in the order of the
    reader, or any other is one of them and the quotations together hold one phrase of each group of
    `evidence`.
    """

    id: str
    question: str
    kind: str
    answerable: bool
    paragraphs: tuple[int, ...]
    evidence: tuple[tuple[str, ...], ...]

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Case:
        return cls(
            id=fields["id"],
            question=fields["question"],
            kind=fields["kind"],
            answerable=fields["answerable"],
            paragraphs=tuple(fields["paragraphs"]),
            evidence=tuple(tuple(group) for group in fields["evidence"]),
        )


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSON Lines file, one a line."""
    return tuple(
        Case.from_json(json.loads(line)) for line in path.read_text("utf-8").split("\n") if line
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with its reply: was it right, and where the first right passage was found (from 0)."""

    case: Case
    reply: Reply
    right: bool
    rank: int | None


def judge(case: Case, reply: Reply) -> Judged:
    """Hold a reply against what is right."""
    rank = next(
        (n for n, hit in enumerate(reply.hits) if hit.passage.paragraph in case.paragraphs), None
    )
    if not case.answerable:
        return Judged(case, reply, not isinstance(reply, Answer), rank)
    right = isinstance(reply, Answer) and _supports(case, reply)
    return Judged(case, reply, right, rank)


def _supports(case: Case, answer: Answer) -> bool:
    cited = {citation.passage.paragraph for citation in answer.citations}
    quoted = _plain(" ".join(citation.quotation.text for citation in answer.citations))
    return bool(cited & set(case.paragraphs)) and all(
        any(_plain(phrase) in quoted for phrase in group) for group in case.evidence
    )


def _plain(text: str) -> str:
    for curly, straight in ("’'", "‘'", '“"', '”"', "–-", "—-"):
        text = text.replace(curly, straight)
    return text.lower()


@dataclass(frozen=True, slots=True)
class Report:
    """Counts over judged cases; a share is (how many, of how many)."""

    answered_rightly: tuple[int, int]
    refused_rightly: tuple[int, int]
    hit_at_1: tuple[int, int]
    hit_at_3: tuple[int, int]
    by_kind: dict[str, tuple[int, int]]


def report(judged: Iterable[Judged]) -> Report:
    """Sum up."""
    every = list(judged)
    answerable = [one for one in every if one.case.answerable]
    refusable = [one for one in every if not one.case.answerable]

    def share(ones: list[Judged], holds: Callable[[Judged], bool]) -> tuple[int, int]:
        return sum(holds(one) for one in ones), len(ones)

    kinds = Counter(one.case.kind for one in every)
    return Report(
        answered_rightly=share(answerable, lambda one: one.right),
        refused_rightly=share(refusable, lambda one: one.right),
        hit_at_1=share(answerable, lambda one: one.rank == 0),
        hit_at_3=share(answerable, lambda one: one.rank is not None and one.rank < 3),
        by_kind={
            kind: share([one for one in every if one.case.kind == kind], lambda one: one.right)
            for kind in kinds
        },
    )
