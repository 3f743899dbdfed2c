"""Question in, `Answer` or `Abstention` out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index import conversation, phrasing
from index.attribution import cited
from index.ellipsis import name_refused
from index.evidence import (
    Judged,
    Policy,
    contradiction,
    judged,
    policy_for,
    reason_against,
    refused_unread,
    unknown_names,
)
from index.french import in_english
from index.initials import spelled_out
from index.languages import language_of
from index.library import Library
from index.question import LONGEST, Asked, Question, clean, understand
from index.reading import Reader, Reading, SpanReader
from index.types import (
    Abstention,
    Answer,
    Citation,
    Hit,
    Lead,
    Quotation,
    Reason,
    Reply,
    Span,
    Turn,
)
from index.words import Word

#: Passages that are looked at for a question.
FOUND = 12
#: Sentences quoted at the most.
QUOTED = 4


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reply with what it was decided on.

    `candidate` is the best answer that there was, given or not, and `probability` how likely the
    policy holds it to be right; None and 0 where the question was refused before any reading.
    """

    reply: Reply
    candidate: Answer | None = None
    probability: float = 0.0


class Answerer:
    """Answers from a library with the words that a reader chose, where the policy lets it.

    Without a `policy` it is the shipped one for the kind of reader. `notes` go with every reply.
    """

    def __init__(
        self,
        library: Library,
        reader: Reader,
        policy: Policy | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        self._library = library
        self._reader = reader
        self._policy = policy or policy_for(trained=isinstance(reader, SpanReader))
        self._notes = notes

    def ask(self, raw: str, history: Sequence[Turn] = ()) -> Reply:
        """Answer `raw`, the last question of a conversation whose earlier turns are `history`.

        Raises QuestionError where it cannot be taken.
        """
        return self.weigh(raw, history).reply

    def weigh(self, raw: str, history: Sequence[Turn] = ()) -> Weighed:
        """The reply to `raw`, with the answer that was considered and its probability.

        Raises QuestionError, see `ask`.
        """
        plain, language = _in_english(raw)
        full = conversation.complete(plain, history[-conversation.MEMORY :])
        full, question = self.understood(full, plain)
        refuse = _Refusal(full, question, self._library, language, self._notes)
        if reason := refused_unread(question, self._library.vocabulary):
            # What is nearest may show the person how the sources call what they mean.
            near = reason is Reason.UNKNOWN_NAME
            return Weighed(refuse(reason, self._library.search(question.text) if near else ()))
        hits, readings = self.read(question)
        ranked = judged(question, readings, self._policy)
        if not ranked:
            return Weighed(refuse(Reason.OFF_TOPIC))
        best = ranked[0]
        notes = (*self._notes, *phrasing.note(language))
        candidate = replace(_answer(full, question, ranked), hits=hits, notes=notes)
        reason = reason_against(question, ranked, self._policy)
        contrary = contradiction(question, readings)
        reply: Reply = candidate
        if contrary and (reason or _doubtful(best.reading)):
            citation = cited(1, _joined([contrary]), contrary)
            reply = refuse(Reason.FALSE_PREMISE, hits, citation)
        elif reason:
            reply = refuse(reason, hits)
        return Weighed(reply, candidate, best.probability)

    def question(self, raw: str) -> Question:
        """`raw` as it is understood where nothing was said before it."""
        plain, _ = _in_english(raw)
        return self.understood(plain, plain)[1]

    def read(self, question: Question) -> tuple[tuple[Hit, ...], tuple[Reading, ...]]:
        """The passages found for `question`, and what the reader makes of their sentences."""
        hits = self._library.search(question.text, FOUND)
        return hits, self._reader.read(question, hits)

    def understood(self, full: str, alone: str) -> tuple[str, Question]:
        """`full`, a question with what it takes from the ones before, and how it is read.

        Where that is too long it is taken `alone`: a follow-up to a long question must not fail for
        what was said before.
        """
        for text in (full, alone):
            named = spelled_out(text, self._library.initials)
            named = name_refused(named, self._library.refused)
            named = conversation.name_author(named, self._library.sources)
            if max(len(text), len(named)) <= LONGEST:
                return text, understand(named, self._library.written)
        return alone, understand(alone, self._library.written)


def _in_english(raw: str) -> tuple[str, str]:
    """`raw` in the language of the sources, and the language it is in; QuestionError: see `ask`."""
    asked = clean(raw)
    language = language_of(asked)
    return (in_english(asked) if language == "fr" else asked), language


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Makes the abstention from one question."""

    full: str
    question: Question
    library: Library
    language: str
    notes: tuple[str, ...]

    def __call__(
        self,
        reason: Reason,
        hits: tuple[Hit, ...] = (),
        contradiction: Citation | None = None,
    ) -> Abstention:
        names = _joined_names(unknown_names(self.question, self.library.vocabulary))
        text = phrasing.explanation(reason, names, self.language)
        quoting = phrasing.note(self.language) if contradiction else ()
        return Abstention(self.full, text, reason, hits, contradiction, (*self.notes, *quoting))


def _answer(full: str, question: Question, ranked: Sequence[Judged]) -> Answer:
    quoted = citations(question, ranked)
    lead = _lead(question, ranked[0])
    return Answer(full, _text(quoted, lead), quoted, (), lead, ranked[0].probability)


def citations(question: Question, ranked: Sequence[Judged]) -> tuple[Citation, ...]:
    """The quotations that answer, made of the sentences in `ranked`, best first; at least one."""
    return tuple(
        cited(number, _joined(run), run[0])
        for number, run in enumerate(_runs(_chosen(question, ranked)), 1)
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
_BESIDE = {Asked.LIST: 1.5, Asked.POSITION: 1.5, Asked.REASON: 0.8, Asked.OTHER: 0.8}


def _goes_on(question: Question, best: Reading, other: Reading) -> bool:
    """Whether a further reading can belong to the answer: same names, no contrary, no less fit."""
    if question.asked is Asked.POSITION and question.names:
        return other.named >= 1.0 and other.agrees
    same = other.hit.passage is best.hit.passage
    return other.agrees and other.fit >= best.fit and (same or other.named >= best.named)


def _doubtful(best: Reading) -> bool:
    """Whether a sentence that was to be the answer may rather deny what the question says."""
    if best.extract is None:
        return not best.agrees
    if best.extract.denial > 0:  # likelier than anything else
        return True
    return not best.agrees and best.extract.verdict < _SURELY_TELLS


#: From this logit on a network's judgement that a passage tells outweighs a negation in it.
_SURELY_TELLS = 2.0
#: From this probability on an answer begins with yes or no, where polarity is plain.
_SURE = 0.5
#: By how many logits a network must hold the one for likelier than the other, and how many what
#: the words plainly say counts beside it.
_LEANING = 2.0
_PLAIN: Mapping[Lead | None, float] = {Lead.YES: 1.5, Lead.NO: -3.0}
#: Share of the claim's words that the sentence must hold to confirm it, and to deny it: what
#: negates a word of the claim is about the claim.
_CONFIRMS, _DENIES = 0.95, 0.5


def _lead(question: Question, best: Judged) -> Lead | None:
    """Yes or no, where the sentence speaks of the whole claim; None where that is not plain."""
    reading = best.reading
    if question.asked is not Asked.YES_NO or best.probability < _SURE:
        return None
    if not question.topic or reading.named_nearby < 1.0:
        return None
    plain: Lead | None = None
    if reading.agrees:
        plain = Lead.YES if reading.told >= _CONFIRMS else None
    elif reading.told >= _DENIES:
        plain = Lead.NO
    if reading.extract is None:
        return plain
    lean = reading.extract.verdict - reading.extract.denial + _PLAIN.get(plain, 0.0)
    if abs(lean) < _LEANING:
        return None
    return Lead.YES if lean > 0 else Lead.NO


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


def _joined(run: Sequence[Reading]) -> Quotation:
    span = Span(run[0].sentence.start, run[-1].sentence.end)
    return Quotation.of(run[0].hit.passage, span, tuple(m for r in run for m in _marks(r)))


def _marks(reading: Reading) -> tuple[Span, ...]:
    """The words that answer: those that the network chose, where it holds that there are any."""
    extract = reading.extract
    if extract and extract.start < extract.end and extract.margin > 0:
        span = Span(extract.start, extract.end)
        if reading.sentence.holds(span) and span != reading.sentence:
            return (span,)
    return reading.marks


def _text(citations: Sequence[Citation], lead: Lead | None) -> str:
    lines = [
        f"{citation.person}: {citation.quotation.text} [{citation.number}]"
        if citation.person
        else f"{citation.quotation.text} [{citation.number}]"
        for citation in citations
    ]
    if lead:
        lines[0] = f"{lead.value}. {lines[0]}"
    return "\n".join(lines)


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
