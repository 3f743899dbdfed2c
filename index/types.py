"""The values that flow: Document -> Passage -> Hit -> Answer | Abstention.

All offsets count characters (Unicode code points) of `Document.text`: of a text file its decoded
content, of anything else what was extracted from it; `start` is inclusive and `end` exclusive, as
in Python slices.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args


@dataclass(frozen=True, slots=True)
class Span:
    """A non-empty stretch `[start, end)` of a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span must satisfy 0 <= start < end, not {self.start}, {self.end}")

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from.

    `sha256` is that of the source's bytes, `text_sha256` that of the text extracted from them, in
    UTF-8. `restates` is true where the document tells another publication in words of its own: its
    paragraph numbers are then those of the original at `url`. Where several sources tell, the one
    of the highest `precedence` is cited first. `origin` is the path or URL that it was read from,
    or "shipped"; `added` is when it was indexed (ISO 8601, UTC); `media_type` is that of its bytes.
    """

    id: str
    title: str
    sha256: str
    publisher: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    restates: bool = False
    precedence: int = 0
    origin: str = ""
    added: str = ""
    media_type: str = ""
    text_sha256: str = ""

    def __post_init__(self) -> None:
        if not self.id or not self.title:
            raise ValueError("a source needs an id and a title")

    @property
    def ours(self) -> bool:
        """Whether it is one of the briefings that the package carries."""
        return self.origin == "shipped"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a paragraph of a briefing rests on: a publication, and where it can be read."""

    publisher: str
    title: str
    date: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if not self.publisher or not self.title:
            raise ValueError("a reference needs a publisher and a title")


@dataclass(frozen=True, slots=True)
class Claim:
    """The words of a paragraph that are one side of what sources disagree on.

    Claims of one `topic` contradict each other; `about` says for people what they are about.
    """

    topic: str
    about: str
    span: Span

    def __post_init__(self) -> None:
        if not self.topic or not self.about:
            raise ValueError("a claim needs a topic and what that is about")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a document: its span, its number from 1, the headings it stands under.

    `references` are the sources of this very paragraph, `claims` what in it others deny; `page` is
    the page of a paged source on which it begins, from 1, and 0 where there are no pages.
    """

    span: Span
    number: int
    heading: str = ""
    references: tuple[Reference, ...] = ()
    claims: tuple[Claim, ...] = ()
    page: int = 0

    def __post_init__(self) -> None:
        for claim in self.claims:
            if not self.span.holds(claim.span):
                raise ValueError("a claim must lie within its paragraph")


@dataclass(frozen=True, slots=True)
class Document:
    """A source that has been read: the text that is kept of it, and where its paragraphs stand."""

    source: Source
    text: str
    paragraphs: tuple[Paragraph, ...]

    def __post_init__(self) -> None:
        for paragraph in self.paragraphs:
            if paragraph.span.end > len(self.text):
                raise ValueError(f"paragraph {paragraph.number} ends behind the text")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is embedded and found as one.

    `text` is `document.text[start:end]`, always. `context` is what the passage is about where its
    own words do not say so (title, headings, whom "he" means): it is embedded with the passage and
    is never quoted. `sentences` are the spans of the passage's sentences, in order. `references`
    and `page` are those of its paragraph, `claims` those of the paragraph that lie within it.
    """

    source: Source
    start: int
    end: int
    text: str
    paragraph: int
    context: str = ""
    sentences: tuple[Span, ...] = ()
    references: tuple[Reference, ...] = ()
    claims: tuple[Claim, ...] = ()
    page: int = 0

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or not self.text:
            raise ValueError("a passage's offsets must fit its text")
        for sentence in self.sentences:
            if not self.span.holds(sentence):
                raise ValueError("a sentence must lie within its passage")
        for claim in self.claims:
            if not self.span.holds(claim.span):
                raise ValueError("a claim must lie within its passage")

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def head(self) -> str:
        """What is put before the text where it is embedded, read and learnt from."""
        return f"{self.context}. " if self.context else ""

    def words(self, span: Span) -> str:
        """The passage's exact text under `span`; ValueError where the span leaves the passage."""
        if not self.span.holds(span):
            raise ValueError("the span leaves the passage")
        return self.text[span.start - self.start : span.end - self.start]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `score` is the fused one, in [0, 1]; the raw ones stay beside it.

    `sentence_cosines` are those of the question and each of the passage's sentences, in order.
    """

    passage: Passage
    score: float
    cosine: float
    bm25: float
    sentence_cosines: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that stand in a passage, exactly; `marks` are the spans within them that answer."""

    passage: Passage
    start: int
    end: int
    text: str
    marks: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if self.passage.words(self.span) != self.text:
            raise ValueError("a quotation must stand in its passage, character for character")
        for mark in self.marks:
            if not self.span.holds(mark):
                raise ValueError("a mark must lie within its quotation")

    @classmethod
    def of(cls, passage: Passage, span: Span, marks: tuple[Span, ...] = ()) -> Quotation:
        """The quotation of `passage` under `span`."""
        return cls(passage, span.start, span.end, passage.words(span), marks)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quotation: the number is what the answer's text refers to.

    `speaker` is who says the quoted words or is reported to, and `subject` whom words that nobody
    is reported to say are about, where the quotation itself does not tell; empty otherwise.
    """

    number: int
    quotation: Quotation
    speaker: str = ""
    subject: str = ""

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError("citations are numbered from 1")
        if self.speaker and self.subject:
            raise ValueError("words that somebody says need no other subject")

    @property
    def person(self) -> str:
        """What to say before the quotation of whom it is by or about; empty where it tells."""
        return f"About {self.subject}" if self.subject else self.speaker

    @property
    def passage(self) -> Passage:
        return self.quotation.passage


#: What a passage does to a question.
Stance = Literal["tells", "denies", "silent"]
STANCES: tuple[Stance, ...] = get_args(Stance)


@dataclass(frozen=True, slots=True)
class Extract:
    """The words that a trained reader chose: the characters `[start, end)` of what it read.

    `span` is the logit of these words and `null` that of "no answer here" beside it. A second
    judgement looks at all that was read: `verdict` is the logit of its telling what is asked, and
    `denial` that of its saying the contrary of what the question says or takes for granted.
    """

    start: int
    end: int
    span: float
    null: float
    verdict: float
    denial: float = -10.0

    @property
    def settled(self) -> float:
        """The logit of what was read telling or denying: a claim is decided by either."""
        told, denied = (
            1 / (1 + math.exp(-max(logit, -30.0))) for logit in (self.verdict, self.denial)
        )
        either = min(max(told + denied, 1e-6), 1 - 1e-6)
        return math.log(either / (1 - either))

    @property
    def margin(self) -> float:
        """How far an answer is ahead of none: both judgements, in logits."""
        return (self.span - self.null) / 2 + self.verdict


class Reason(StrEnum):
    """Why the bot does not answer."""

    OFF_TOPIC = "off_topic"
    NOT_IN_SOURCES = "not_in_sources"
    UNKNOWN_NAME = "unknown_name"
    FALSE_PREMISE = "false_premise"
    NOT_A_QUESTION = "not_a_question"
    UNINTELLIGIBLE = "unintelligible"
    TOO_VAGUE = "too_vague"


class Lead(StrEnum):
    """What an answer to "Did …?" begins with, where reader and evidence both carry it."""

    YES = "Yes"
    NO = "No"


@dataclass(frozen=True, slots=True)
class Answer:
    """The sentences that answer, each cited; it cannot be made without a citation.

    `probability` is how likely the policy holds it to be right; `notes` are sentences for the
    person that are no part of the answer (in their language, or on what was not at hand). Where
    the sources disagree on what is asked, `disagreement` says on what, and every side is cited.
    """

    question: str
    text: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...] = ()
    lead: Lead | None = None
    probability: float = 1.0
    notes: tuple[str, ...] = ()
    disagreement: str = ""

    def __post_init__(self) -> None:
        if not self.text or not self.citations:
            raise ValueError("an answer needs a text and at least one citation")
        if [c.number for c in self.citations] != list(range(1, len(self.citations) + 1)):
            raise ValueError("citations are numbered 1, 2, 3 … in order")


@dataclass(frozen=True, slots=True)
class Abstention:
    """The bot does not answer: why, and the nearest hits, which are no answer.

    `contradiction` is what the sources say against the question's premise; it comes with the
    reason FALSE_PREMISE and with no other.
    """

    question: str
    text: str
    reason: Reason
    hits: tuple[Hit, ...] = ()
    contradiction: Citation | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("an abstention says why")
        if (self.contradiction is not None) is not (self.reason is Reason.FALSE_PREMISE):
            raise ValueError(
                "a false premise comes with what contradicts it, and nothing else does"
            )


Reply = Answer | Abstention


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation: the question as it was understood, and its reply."""

    question: str
    reply: Reply
