"""Question in, `Answer` or `Abstention` out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import conversation, phrasing
from index.authorship import name_author
from index.disagreement import with_every_side
from index.ellipsis import name_refused
from index.evidence import (
    Judged,
    Policy,
    judged,
    policy_for,
    reason_against,
)
from index.french import in_english
from index.initials import spelled_out
from index.languages import language_of
from index.leading import lead_of
from index.library import Library
from index.premise import contradiction, may_deny
from index.question import LONGEST, Question, clean, understand
from index.quoting import citations, quotation_of
from index.reading import Reader, Reading, SpanReader
from index.refusing import refused_unread, unknown_names
from index.types import (
    Abstention,
    Answer,
    Citation,
    Hit,
    Lead,
    Reason,
    Reply,
    Turn,
)
from index.words import Word

#: Passages that are looked at for a question.
FOUND = 12
#: An answer from the sources of the highest precedence that is as likely as this may score so much
#: less than the best and still be given. Chosen on the tune halves, where 1 to 3 differ little.
SURE, PREFERENCE = 0.85, 2.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A reply with what it was decided on.

    `candidate` is the best answer that there was, given or not, `probability` how likely the policy
    holds it to be right, and `score` that of its best sentence; None and the least there is where
    the question was refused before any reading.
    """

    reply: Reply
    candidate: Answer | None = None
    probability: float = 0.0
    score: float = -math.inf


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
        asked = _Asked(full, question, language, bool(history))
        whole = self._weigh(asked, self._library)
        first = self._library.precedent
        # What is refused unread of all that is known is refused of a part of it, too.
        if first is None or whole.candidate is None:
            return whole
        preferred = self._weigh(asked, first)
        match preferred.reply:
            case Answer():
                ahead = PREFERENCE if preferred.probability >= SURE else 0.0
                return preferred if preferred.score >= whole.score - ahead else whole
            case Abstention():
                denies = preferred.reply.contradiction and not isinstance(whole.reply, Answer)
                return preferred if denies else whole

    def _weigh(self, asked: _Asked, library: Library) -> Weighed:
        """The reply from `library`, which may be a part of what this one answers from."""
        question, language = asked.question, asked.language
        refuse = _Refusal(asked, library, self._notes)
        if asked.goes_on and not question.names and conversation.leaves_open(question.text):
            return Weighed(refuse(Reason.TOO_VAGUE))
        if reason := refused_unread(question, library.vocabulary):
            # What is nearest may show the person how the sources call what they mean.
            near = reason is Reason.UNKNOWN_NAME
            return Weighed(refuse(reason, library.search(question.text) if near else ()))
        hits, readings = self.read(question, library)
        ranked = judged(question, readings, self._policy)
        if not ranked:
            return Weighed(refuse(Reason.OFF_TOPIC))
        best = ranked[0]
        notes = (*self._notes, *phrasing.note(language))
        candidate = replace(_answer(asked.full, question, ranked), hits=hits, notes=notes)
        candidate = with_every_side(candidate, question, self._library)
        reason = reason_against(question, ranked, self._policy)
        contrary = contradiction(question, readings)
        reply: Reply = candidate
        if contrary and (reason or may_deny(best.reading)):
            citation = quotation_of(1, [contrary])
            reply = refuse(Reason.FALSE_PREMISE, hits, citation)
        elif reason:
            reply = refuse(reason, hits)
        return Weighed(reply, candidate, best.probability, best.score)

    def question(self, raw: str) -> Question:
        """`raw` as it is understood where nothing was said before it."""
        plain, _ = _in_english(raw)
        return self.understood(plain, plain)[1]

    def read(
        self, question: Question, library: Library | None = None
    ) -> tuple[tuple[Hit, ...], tuple[Reading, ...]]:
        """The passages found for `question`, and what the reader makes of their sentences."""
        hits = (library or self._library).search(question.text, FOUND)
        return hits, self._reader.read(question, hits)

    def understood(self, full: str, alone: str) -> tuple[str, Question]:
        """`full`, a question with what it takes from the ones before, and how it is read.

        Where that is too long it is taken `alone`: a follow-up to a long question must not fail for
        what was said before.
        """
        for text in (full, alone):
            named = spelled_out(text, self._library.initials)
            named = name_refused(named, self._library.refused)
            named = name_author(named, self._library.sources)
            if max(len(text), len(named)) <= LONGEST:
                return text, understand(named, self._library.written)
        return alone, understand(alone, self._library.written)


def _in_english(raw: str) -> tuple[str, str]:
    """`raw` in the language of the sources, and the language it is in; QuestionError: see `ask`."""
    asked = clean(raw)
    language = language_of(asked)
    return (in_english(asked) if language == "fr" else asked), language


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question in full, with what it takes from those before; `goes_on` where there are any."""

    full: str
    question: Question
    language: str
    goes_on: bool


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Makes the abstention from one question."""

    asked: _Asked
    library: Library
    notes: tuple[str, ...]

    def __call__(
        self,
        reason: Reason,
        hits: tuple[Hit, ...] = (),
        contradiction: Citation | None = None,
    ) -> Abstention:
        asked = self.asked
        names = _joined_names(unknown_names(asked.question, self.library.vocabulary))
        text = phrasing.explanation(reason, names, asked.language)
        quoting = phrasing.note(asked.language) if contradiction else ()
        return Abstention(asked.full, text, reason, hits, contradiction, (*self.notes, *quoting))


def _answer(full: str, question: Question, ranked: Sequence[Judged]) -> Answer:
    quoted = citations(question, ranked)
    lead = lead_of(question, ranked[0])
    return Answer(full, _text(quoted, lead), quoted, (), lead, ranked[0].probability)


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
