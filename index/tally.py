"""Sums over judged questions: answers and refusals by kind, and what the quotations are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.evaluation import Judged, Outcome, among, covered, leads_rightly
from index.scoring import Share
from index.types import Abstention, Answer, Citation, Document, Reason

#: The kinds of questions in the order in which they are told; any other follows by its name.
KINDS = (
    "plain", "paraphrase", "list", "who_said", "number", "yesno", "terse", "typos", "french",
    "disagreement", "near_miss", "absent_name", "false_premise", "off_topic", "injection",
    "nonsense",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """How many questions ended in each outcome."""

    right: int = 0
    wrong: int = 0
    wrongly_refused: int = 0
    rightly_refused: int = 0

    @classmethod
    def of(cls, judged: Sequence[Judged]) -> Counts:
        ends = [one.outcome for one in judged]
        return cls(
            ends.count(Outcome.RIGHT),
            ends.count(Outcome.WRONG),
            ends.count(Outcome.WRONGLY_REFUSED),
            ends.count(Outcome.RIGHTLY_REFUSED),
        )

    @property
    def good(self) -> Share:
        """The share that was answered rightly or refused rightly."""
        total = self.right + self.wrong + self.wrongly_refused + self.rightly_refused
        return Share(self.right + self.rightly_refused, total)


@dataclass(frozen=True, slots=True)
class Leads:
    """Of the questions that a yes or a no answers: how the replies began."""

    agree: int
    contradict: int
    absent: int
    refused: int

    @property
    def agreeing(self) -> Share:
        """Of the answers."""
        return Share(self.agree, self.agree + self.contradict + self.absent)


@dataclass(frozen=True, slots=True)
class Answers:
    """Outcomes by kind and in sum.

    `premises` is the share of questions with a false premise whose refusal names that premise and
    quotes, against it, one of the paragraphs that contradict it.
    """

    by_kind: tuple[tuple[str, Counts], ...]
    answerable: Counts
    unanswerable: Counts
    leads: Leads
    premises: Share


def answers(judged: Sequence[Judged]) -> Answers:
    """Sum up what became of the questions."""
    found = {one.case.kind for one in judged}
    kinds = [kind for kind in KINDS if kind in found] + sorted(found - set(KINDS))
    return Answers(
        tuple((kind, Counts.of([j for j in judged if j.case.kind == kind])) for kind in kinds),
        Counts.of([one for one in judged if one.case.answerable]),
        Counts.of([one for one in judged if not one.case.answerable]),
        _leads([one for one in judged if one.case.lead]),
        _premises([one for one in judged if one.case.contradicted_by]),
    )


def _leads(judged: Sequence[Judged]) -> Leads:
    given = [(one.case, one.reply) for one in judged if isinstance(one.reply, Answer)]
    agree = sum(leads_rightly(case, reply) for case, reply in given)
    absent = sum(reply.lead is None for _, reply in given)
    return Leads(agree, len(given) - agree - absent, absent, len(judged) - len(given))


def _premises(judged: Sequence[Judged]) -> Share:
    named = [
        isinstance(one.reply, Abstention)
        and one.reply.reason is Reason.FALSE_PREMISE
        and one.reply.contradiction is not None
        and among(one.case.contradicted_by, one.reply.contradiction.passage)
        for one in judged
    ]
    return Share(sum(named), len(named))


@dataclass(frozen=True, slots=True)
class Citations:
    """What the quotations are worth.

    `verbatim` counts every quotation that was shown and stands in its source, character for
    character, where it says; `failures` are sentences about those that do not. `precision` is the
    share of the citations in answers to answerable questions that are of a right paragraph and
    hold a phrase of the evidence; `recall` the share of those questions' groups of evidence that
    the quotations hold (as Liu, Zhang, Liang, 2023, arXiv 2304.09848, name the two).
    """

    verbatim: Share
    precision: Share
    recall: Share
    failures: tuple[str, ...]


def citations(judged: Sequence[Judged], documents: Mapping[str, Document]) -> Citations:
    """Check each quotation against `documents`, which are named by their sources' ids."""
    shown = [(one, citation) for one in judged for citation in _shown(one)]
    failures = tuple(
        f"In the reply to question {one.case.id}, quotation {citation.number} does not stand at "
        f"{citation.quotation.start} of the source {citation.passage.source.id!r}."
        for one, citation in shown
        if not _stands(citation, documents)
    )
    given = [
        (one.case, one.reply)
        for one in judged
        if one.case.paragraphs and isinstance(one.reply, Answer)
    ]
    precise = [
        among(case.paragraphs, citation.passage)
        and (not case.evidence or any(covered(case, [citation])))
        for case, reply in given
        for citation in reply.citations
    ]
    recalled = [group for case, reply in given for group in covered(case, reply.citations)]
    return Citations(
        verbatim=Share(len(shown) - len(failures), len(shown)),
        precision=Share(sum(precise), len(precise)),
        recall=Share(sum(recalled), len(recalled)),
        failures=failures,
    )


def _shown(judged: Judged) -> Iterator[Citation]:
    match judged.reply:
        case Answer(citations=quoted):
            yield from quoted
        case Abstention(contradiction=contradiction):
            if contradiction:
                yield contradiction


def _stands(citation: Citation, documents: Mapping[str, Document]) -> bool:
    quotation, source = citation.quotation, citation.passage.source
    document = documents.get(source.id)
    return (
        document is not None
        and document.source.sha256 == source.sha256
        and document.text[quotation.start : quotation.end] == quotation.text
    )
