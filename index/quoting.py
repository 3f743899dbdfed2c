"""Which sentences are quoted in an answer, and which of their words are marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from index.attribution import cited
from index.evidence import Judged
from index.question import Asked, Question
from index.reading import Reading
from index.types import Citation, Quotation, Span

#: Sentences quoted at the most.
QUOTED = 4


def citations(question: Question, ranked: Sequence[Judged]) -> tuple[Citation, ...]:
    """The quotations that answer, made of the sentences in `ranked`, best first; at least one."""
    return tuple(
        quotation_of(number, run) for number, run in enumerate(_runs(_chosen(question, ranked)), 1)
    )


def _chosen(question: Question, ranked: Sequence[Judged]) -> list[Reading]:
    """The fewest readings that answer, best first."""
    best = ranked[0]
    behind = _BESIDE.get(question.asked, -1.0)
    chosen = [best.reading]
    for one in ranked[1:]:
        gap = best.score - one.score
        if (gap <= behind and _goes_on(question, best.reading, one.reading)) or (
            # What answers and what it is about may stand in two sentences.
            len(chosen) == 1
            and gap <= _NEXT_TO
            and one.reading.hit.passage is best.reading.hit.passage
        ):
            chosen.append(one.reading)
    return chosen[:QUOTED]


# How far behind the best one's score another sentence of the same passage may be to be quoted too,
# and any sentence where a kind of question may need several.
_NEXT_TO = 3.0
_BESIDE = {Asked.LIST: 1.5, Asked.POSITION: 4.0, Asked.REASON: 0.8, Asked.OTHER: 0.8}


def _goes_on(question: Question, best: Reading, other: Reading) -> bool:
    """Whether a further reading can belong to the answer: same names, no contrary, no less fit."""
    if question.asked is Asked.POSITION and question.names:
        return other.named >= 1.0 and other.agrees
    same = other.hit.passage is best.hit.passage
    return other.agrees and other.fit >= best.fit and (same or other.named >= best.named)


def _runs(readings: Sequence[Reading]) -> list[list[Reading]]:
    """The sentences in the order of the sources, those that follow on each other together."""
    ordered = sorted(readings, key=lambda r: (r.hit.passage.source.id, r.sentence.start))
    runs: list[list[Reading]] = []
    for _, group in groupby(ordered, key=lambda reading: id(reading.hit.passage)):
        run: list[Reading] = []
        for reading in group:
            if run and not _neighbours(run[-1], reading):
                runs.append(run)
                run = []
            run.append(reading)
        runs.append(run)
    return runs


def _neighbours(one: Reading, other: Reading) -> bool:
    sentences = one.hit.passage.sentences
    return sentences.index(other.sentence) == sentences.index(one.sentence) + 1


def quotation_of(number: int, run: Sequence[Reading]) -> Citation:
    """The citation of sentences that follow on each other in one passage."""
    span = Span(run[0].sentence.start, run[-1].sentence.end)
    marks = tuple(mark for reading in run for mark in _marks(reading))
    return cited(number, Quotation.of(run[0].hit.passage, span, marks), run[0])


def _marks(reading: Reading) -> tuple[Span, ...]:
    """The words that answer: those that the network chose, where it holds that there are any."""
    extract = reading.extract
    if extract and extract.start < extract.end and extract.margin > 0:
        span = Span(extract.start, extract.end)
        if reading.sentence.holds(span) and span != reading.sentence:
            return (span,)
    return reading.marks
