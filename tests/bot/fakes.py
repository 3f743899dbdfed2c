"""Hand-written stand-ins behind the bot's one seam, the callable that answers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.types import (
    Abstention,
    Answer,
    Citation,
    Hit,
    Lead,
    Passage,
    Quotation,
    Reason,
    Reply,
    Source,
    Span,
    Turn,
)

GAZETTE = Source(
    id="gazette",
    title="What was signed in Paris",
    sha256="0" * 64,
    publisher="The Gazette",
    date="2025-02-11",
    url="https://gazette.example/2025/signed",
)
BRIEFING = Source(
    id="briefing",
    title="Two refuse [updated]",
    sha256="1" * 64,
    publisher="Wire",
    date="2025-02-12",
    url="https://wire.example/two_(refuse)",
    restates=True,
    origin="shipped",
)
SIGNED = "In all, 61 countries signed. Two did not."
REFUSED = "The United States and the United Kingdom refused to sign."
TOLLS = "The ferry is old. She raised the tolls."


def passage(text: str, source: Source = GAZETTE, paragraph: int = 1, start: int = 0) -> Passage:
    return Passage(source, start, start + len(text), text, paragraph)


@dataclass(frozen=True)
class Shelf:
    """What is indexed, written down passage by passage, in the sources' order."""

    generation: str
    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]

    def find(self, source_id: str, sha256: str, start: int, end: int, /) -> Passage | None:
        wanted = (source_id, sha256, start, end)
        found = [one for one in self.passages if _place(one) == wanted]
        return found[0] if found else None

    def around(self, passage: Passage, /) -> tuple[Passage | None, Passage | None]:
        same = [one for one in self.passages if one.source == passage.source]
        if passage not in same:
            return None, None
        at = same.index(passage)
        return (same[at - 1] if at else None), (same[at + 1] if at + 1 < len(same) else None)

    def count(self, source_id: str, /) -> int:
        return sum(one.source.id == source_id for one in self.passages)

    def text(self, source_id: str, /) -> str:
        """The passages where they stand, with nothing but line ends between them."""
        text = ""
        for one in self.passages:
            if one.source.id == source_id:
                text = text.ljust(one.start, "\n") + one.text
        return text


def _place(one: Passage) -> tuple[str, str, int, int]:
    return one.source.id, one.source.sha256, one.start, one.end


#: What the answers here quote from.
KNOWLEDGE = Shelf(
    generation="gen-1",
    sources=(GAZETTE, BRIEFING),
    passages=(
        passage("The hall was full.", paragraph=4, start=50),
        passage(SIGNED, paragraph=5, start=100),
        passage(TOLLS, paragraph=3, start=400),
        passage(REFUSED, BRIEFING, paragraph=1),
    ),
)


def citation(
    number: int, whole: Passage, words: str = "", *marked: str, speaker: str = ""
) -> Citation:
    """A citation of `words` in `whole` (of all of it by default), with what is `marked` in it."""
    words = words or whole.text
    start = whole.start + whole.text.index(words)
    marks = tuple(
        Span(start + words.index(mark), start + words.index(mark) + len(mark)) for mark in marked
    )
    return Citation(number, Quotation.of(whole, Span(start, start + len(words)), marks), speaker)


def answer(question: str = "How many signed?") -> Answer:
    """Three citations from two sources, two of them from one paragraph."""
    signed = passage(SIGNED, paragraph=5, start=100)
    refused = passage(REFUSED, BRIEFING, paragraph=1)
    citations = (
        citation(1, signed, "In all, 61 countries signed.", "61 countries"),
        citation(2, signed, "Two did not."),
        citation(3, refused, "", "United States", "United Kingdom"),
    )
    text = " ".join(f"{item.quotation.text} [{item.number}]" for item in citations)
    return Answer(question, text, citations, hits=(Hit(signed, 0.9, 0.8, 7.0),))


def claim(question: str = "Did the mayor keep the tolls low?") -> Answer:
    """A claim that is denied, by somebody whom the quotation does not name."""
    tolls = passage(TOLLS, paragraph=3, start=400)
    said = citation(1, tolls, "She raised the tolls.", "raised", speaker="Mayor Ada Byron")
    return Answer(
        question,
        "No. Mayor Ada Byron: She raised the tolls. [1]",
        (said,),
        hits=(Hit(tolls, 0.8, 0.7, 5.0),),
        lead=Lead.NO,
        probability=0.75,
        notes=("Mes sources sont en anglais.",),
    )


def abstention(
    question: str = "Did Freedonia sign?", reason: Reason = Reason.UNKNOWN_NAME
) -> Abstention:
    if reason is Reason.FALSE_PREMISE:
        return premise(question)
    return Abstention(
        question,
        "My sources never mention Freedonia.",
        reason,
        hits=(Hit(passage(SIGNED, paragraph=5, start=100), 0.4, 0.3, 2.0),),
    )


def premise(question: str = "Why did the United Kingdom sign?") -> Abstention:
    """A question that takes for granted what the sources deny."""
    refused = passage(REFUSED, BRIEFING, paragraph=1)
    return Abstention(
        question,
        "My sources say otherwise.",
        Reason.FALSE_PREMISE,
        hits=(Hit(refused, 0.7, 0.6, 4.0),),
        contradiction=citation(1, refused, "", "refused to sign"),
        notes=("The trained reader is not at hand.",),
    )


@dataclass
class Recorder:
    """Answers with `replies` in turn (the last one for good), and keeps what it was asked."""

    replies: Sequence[Reply | Exception] = field(default_factory=lambda: [answer()])
    questions: list[str] = field(default_factory=list)
    histories: list[tuple[Turn, ...]] = field(default_factory=list)
    guilds: list[int | None] = field(default_factory=list)

    def __call__(self, question: str, history: tuple[Turn, ...], guild: int | None) -> Reply:
        reply = self.replies[min(len(self.questions), len(self.replies) - 1)]
        self.questions.append(question)
        self.histories.append(history)
        self.guilds.append(guild)
        if isinstance(reply, Exception):
            raise reply
        return reply


class Blocker:
    """Answers only after `release`; `begun` is set when a question has arrived."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.release = threading.Event()
        self.questions: list[str] = []

    def __call__(self, question: str, history: tuple[Turn, ...], guild: int | None) -> Reply:
        self.questions.append(question)
        self.begun.set()
        # Bounded, so that a failing test fails instead of hanging.
        self.release.wait(10)
        return answer(question)
