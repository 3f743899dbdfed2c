"""Question in, `Answer` or `Abstention` out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from index import conversation
from index.evidence import POLICY, Policy, admissible, reason_against, unknown_names
from index.library import Library
from index.question import LONGEST, Asked, Question, clean, understand
from index.reading import Reader, Reading
from index.types import Abstention, Answer, Citation, Quotation, Reason, Reply, Span, Turn
from index.words import Word

#: Passages that are read for a question.
READ = 8
#: Sentences quoted at the most.
QUOTED = 4


class Answerer:
    """Answers from a library with the words that a reader chose, where the policy lets it."""

    def __init__(self, library: Library, reader: Reader, policy: Policy = POLICY) -> None:
        self._library = library
        self._reader = reader
        self._policy = policy

    def ask(self, raw: str, history: Sequence[Turn] = ()) -> Reply:
        """Answer `raw`, the last question of a conversation whose earlier turns are `history`.

        Raises QuestionError where it cannot be taken.
        """
        asked = clean(raw)
        full = conversation.complete(asked, history[-conversation.MEMORY :])
        named = conversation.name_author(full, self._library.sources)
        # A follow-up to a long question must not fail for what was said before.
        if len(named) > LONGEST:
            full = named = asked
        question = understand(named, self._library.written)
        hits = self._library.search(question.text, READ)
        readings = self._reader.read(question, hits)
        vocabulary = self._library.vocabulary
        if reason := reason_against(question, readings, vocabulary, self._policy):
            names = _joined_names(unknown_names(question, vocabulary))
            return Abstention(full, _explanation(reason, names), reason, hits)
        fitting = [r for r in readings if admissible(question, r, self._policy)]
        citations = tuple(
            Citation(number, quotation)
            for number, quotation in enumerate(_quotations(_chosen(question, fitting)), 1)
        )
        return Answer(full, _text(citations), citations, hits)


def _chosen(question: Question, readings: Sequence[Reading]) -> list[Reading]:
    """The fewest readings that answer, best first."""
    best = readings[0]
    if question.asked not in _BESIDE:
        return [best]
    near = [reading for reading in readings[1:] if _adds(question, best, reading)]
    return [best, *near[: QUOTED - 1]]


def _adds(question: Question, best: Reading, reading: Reading) -> bool:
    """Whether a further reading belongs into the answer too."""
    if question.asked is Asked.POSITION and question.names:
        # Somebody's position: what else that person said of the same thing.
        if reading.named < 1.0:
            return False
        bar = 0.80 if question.topic else 0.62
        return reading.score >= bar * best.score
    # Beside the best sentence its neighbours most likely go on about the same thing.
    bar = _BESIDE[question.asked] if reading.hit.passage is best.hit.passage else 0.92
    return reading.score >= bar * best.score and reading.fit >= best.fit


# Kinds that several sentences may answer, and how near to the best one's score another of its
# passage must come to be quoted too.
_BESIDE = {Asked.LIST: 0.65, Asked.REASON: 0.75, Asked.OTHER: 0.85, Asked.POSITION: 0.85}


def _quotations(readings: Sequence[Reading]) -> list[Quotation]:
    """The sentences in the order of the sources, neighbours joined into one quotation."""
    ordered = sorted(readings, key=lambda r: (r.hit.passage.source.id, r.sentence.start))
    quotations: list[Quotation] = []
    for _, group in groupby(ordered, key=lambda reading: id(reading.hit.passage)):
        run: list[Reading] = []
        for reading in group:
            if run and not _neighbours(run[-1], reading):
                quotations.append(_joined(run))
                run = []
            run.append(reading)
        quotations.append(_joined(run))
    return quotations


def _neighbours(one: Reading, other: Reading) -> bool:
    sentences = one.hit.passage.sentences
    return sentences.index(other.sentence) == sentences.index(one.sentence) + 1


def _joined(run: Sequence[Reading]) -> Quotation:
    span = Span(run[0].sentence.start, run[-1].sentence.end)
    return Quotation.of(run[0].hit.passage, span, tuple(m for r in run for m in r.marks))


def _text(citations: Sequence[Citation]) -> str:
    return "\n".join(f"{citation.quotation.text} [{citation.number}]" for citation in citations)


def _joined_names(words: Sequence[Word]) -> list[str]:
    """The names that `words` make up: neighbours in the question are one."""
    names: list[str] = []
    end = -2
    for word in words:
        if word.start - end == 1 and names:
            names[-1] += f" {word.written}"
        else:
            names.append(word.written)
        end = word.end
    return list(dict.fromkeys(names))


def _explanation(reason: Reason, names: Sequence[str]) -> str:
    match reason:
        case Reason.OFF_TOPIC:
            return (
                "That is not what my sources are about: I only know about the AI Action Summit "
                "(Paris, February 2025)."
            )
        case Reason.UNKNOWN_NAME:
            listed = ", ".join(f"“{name}”" for name in names)
            return f"My sources never mention {listed}, so they do not tell."
        case Reason.NOT_IN_SOURCES:
            return "My sources do not tell."
        case Reason.NOT_A_QUESTION:
            return "I only answer questions about the AI Action Summit, and quote my sources."
        case Reason.UNINTELLIGIBLE:
            return "I do not understand these words. Ask again in a plain sentence."
        case Reason.TOO_VAGUE:
            return "Tell me more: name the person, the country or the subject you mean."
