"""Questions with known answers, and whether a reply to one is right."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Literal, Protocol

from pydantic import ConfigDict, TypeAdapter, ValidationError

from index.errors import QuestionError, SourceError
from index.types import Abstention, Answer, Citation, Passage, Reason, Reply, Turn

#: What people found wrong with a reply.
Fault = Literal["wrong", "incomplete", "wrong_source", "should_refuse", "should_answer", "other"]


@dataclass(frozen=True, slots=True)
class Origin:
    """The reply that somebody voted down: from which index, what it quoted, what was wrong.

    `spans` are the source, start and end of each quotation; none where it was refused.
    """

    version: str
    spans: tuple[tuple[str, int, int], ...]
    fault: Fault
    comment: str = ""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


#: A paragraph's number, in whatever source is asked, or the source's id and the number.
Place = int | tuple[str, int]


def among(places: Collection[Place], passage: Passage) -> bool:
    """Whether the paragraph of `passage` is one of `places`."""
    return passage.paragraph in places or (passage.source.id, passage.paragraph) in places


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is right.

    `paragraphs` carry the answer; an answer is right where one of its citations is of one of them
    and the quotations together hold one phrase of each group of `evidence`. `lead` is what an
    answer to a yes-or-no question has to begin with, if with either. `contradicted_by` are the
    paragraphs that say otherwise than a question's false premise. `before` are the questions that
    the same person asked before, from which this one goes on. Where it `disagrees`, the sources do,
    and an answer has to say so. With an `origin` nobody has said what
    is right: an answer is, unless it quotes once more just what was voted down.
    """

    id: str
    question: str
    kind: str
    answerable: bool
    paragraphs: tuple[Place, ...]
    evidence: tuple[tuple[str, ...], ...]
    lead: Literal["yes", "no"] | None = None
    contradicted_by: tuple[Place, ...] = ()
    before: tuple[str, ...] = ()
    disagrees: bool = False
    origin: Origin | None = None

    # A misspelt field must not pass for one that is absent.
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def __post_init__(self) -> None:
        if not self.origin and bool(self.paragraphs) is not self.answerable:
            raise ValueError("an answerable question has paragraphs, and no other has")
        if self.evidence and not self.answerable:
            raise ValueError("a question that cannot be answered has no evidence")
        if not all(self.evidence) or any("" in group for group in self.evidence):
            raise ValueError("a group of evidence holds at least one phrase, and none is empty")
        if self.contradicted_by and self.answerable:
            raise ValueError("a question with a false premise cannot be answered")
        if self.disagrees and not self.answerable:
            raise ValueError("what the sources disagree on can be answered")


_CASE = TypeAdapter(Case)


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSON Lines file, one a line.

    Raises SourceError, naming file and line, where it is absent or no such file.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        raise SourceError(
            f"There are no questions at {path}. Run the command in the project's folder, or name "
            "a file with --questions."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read as UTF-8 text: {error}.") from error
    cases: dict[str, Case] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = _CASE.validate_json(line, strict=True)
        except ValidationError as error:
            raise _malformed(path, number, _what(error)) from None
        if case.id in cases:
            raise _malformed(path, number, f"the id {case.id!r} stands on a line before, too")
        cases[case.id] = case
    if not cases:
        raise SourceError(f"{path} holds no question. Give a file with one question a line.")
    return tuple(cases.values())


def _what(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    what = str(first["msg"]).removeprefix("Value error, ")
    return f"{where}: {what}" if where else what


def _malformed(path: Path, line: int, what: str) -> SourceError:
    return SourceError(
        f"{path}, line {line} is no question with what is right: {what}. Correct the line; "
        "tests/data/README.md describes the fields."
    )


class Weighed(Protocol):
    """A reply, and the best answer that was weighed for it, even where it was refused.

    `probability` is how likely the candidate is held to be right; without a candidate it is 0.
    """

    @property
    def reply(self) -> Reply: ...
    @property
    def candidate(self) -> Answer | None: ...
    @property
    def probability(self) -> float: ...


class Weigher(Protocol):
    """What is measured; an `Answerer` is one."""

    def weigh(self, raw: str, history: Sequence[Turn] = ()) -> Weighed: ...


class Outcome(StrEnum):
    """What became of a question; an answer where there is none to give is wrong, too."""

    RIGHT = "right"
    WRONG = "wrong"
    WRONGLY_REFUSED = "wrongly refused"
    RIGHTLY_REFUSED = "rightly refused"


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with its reply and what that was worth.

    `candidate_right` is whether the best answer would have been right had it been given; None
    where the question was refused before there was one. `probability` belongs to it.
    """

    case: Case
    reply: Reply
    outcome: Outcome
    candidate_right: bool | None = None
    probability: float = 0.0


def judge(case: Case, weigher: Weigher) -> Judged:
    """Ask a case's question, after those before it, and hold the reply against what is right.

    A question that cannot be taken counts as refused.
    """
    try:
        history: tuple[Turn, ...] = ()
        for question in case.before:
            reply = weigher.weigh(question, history).reply
            history = (*history, Turn(reply.question, reply))
        weighed = weigher.weigh(case.question, history)
    except QuestionError as error:
        refusal = Abstention(case.question, str(error), Reason.NOT_A_QUESTION)
        return Judged(case, refusal, outcome(case, refusal))
    candidate = weighed.candidate
    return Judged(
        case,
        weighed.reply,
        outcome(case, weighed.reply),
        None if candidate is None else is_right(case, candidate),
        weighed.probability,
    )


def outcome(case: Case, reply: Reply) -> Outcome:
    """Whether `reply` answers or refuses, and rightly so."""
    if isinstance(reply, Answer):
        return Outcome.RIGHT if is_right(case, reply) else Outcome.WRONG
    return Outcome.WRONGLY_REFUSED if case.answerable else Outcome.RIGHTLY_REFUSED


def is_right(case: Case, answer: Answer) -> bool:
    """Whether `answer` quotes the right paragraph with the words that answer, and leads rightly."""
    if case.origin:
        quoted = {(one.passage.source.id, *_span(one)) for one in answer.citations}
        return case.answerable and quoted != set(case.origin.spans)
    if case.disagrees and not answer.disagreement:
        return False
    if not case.answerable or (case.lead and answer.lead and not leads_rightly(case, answer)):
        return False
    return carried(case, answer.citations)


def _span(citation: Citation) -> tuple[int, int]:
    return citation.quotation.start, citation.quotation.end


def carried(case: Case, citations: Sequence[Citation]) -> bool:
    """Whether `citations` quote a right paragraph and hold all that answers."""
    cited = any(among(case.paragraphs, citation.passage) for citation in citations)
    return cited and all(covered(case, citations))


def leads_rightly(case: Case, answer: Answer) -> bool:
    """Whether an answer begins with the yes or no that is right."""
    return answer.lead is not None and answer.lead.value.lower() == case.lead


def covered(case: Case, citations: Sequence[Citation]) -> tuple[bool, ...]:
    """For each group of a case's evidence, whether the quotations together hold a phrase of it."""
    quoted = _plain(" ".join(citation.quotation.text for citation in citations))
    return tuple(any(_plain(phrase) in quoted for phrase in group) for group in case.evidence)


def _plain(text: str) -> str:
    for curly, straight in ("’'", "‘'", '“"', '”"', "–-", "—-"):
        text = text.replace(curly, straight)
    return text.lower()
