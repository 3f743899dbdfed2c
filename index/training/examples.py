"""What the reader is trained on: one pass over the data, drawn anew each time from a seed."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import bm25s

from index.chunking import Chunking
from index.sentences import sentences_of
from index.training.squad import Answer, Article, Asked, Paragraph
from index.training.twists import Material, as_claim, names_in, of_a_kind, twisted
from index.types import Stance

#: Characters: what is read in training is no longer than a passage of the index.
LONGEST = Chunking().longest


@dataclass(frozen=True, slots=True)
class Example:
    """A question, what is read, and the answer's characters in it; None where it does not tell.

    `stances` are what the text may do to the question; more than one where it is not known which.
    """

    question: str
    context: str
    span: tuple[int, int] | None
    stances: tuple[Stance, ...]


@dataclass(frozen=True, slots=True)
class Mix:
    """How many further examples each question with an answer brings, and how the human ones count.

    `nearby` are those with another paragraph of the article, `twisted` those with the question
    changed by rule, `claimed` those asked as yes or no (about half of them false); `repeated` is
    how often a question that people wrote to be unanswerable is taken. `cropped` is the share that
    is read within fewer sentences than fit.
    """

    nearby: float = 0.5
    twisted: float = 0.32
    claimed: float = 0.05
    repeated: int = 3
    cropped: float = 0.5


#: For questions that were written for this training: nothing is made of them by rule.
OWN_MIX = Mix(nearby=1.0, twisted=0.0, claimed=0.0, repeated=1, cropped=0.0)


@dataclass(frozen=True, slots=True)
class Nearby:
    """The paragraphs of an article, and for each question's words those most like it."""

    article: Article
    index: bm25s.BM25

    @classmethod
    def of(cls, article: Article) -> Nearby:
        index = bm25s.BM25()
        index.index(_tokens([p.context for p in article.paragraphs]), show_progress=False)
        return cls(article, index)

    def to(self, asked: Asked, own: Paragraph, among: int = 6) -> list[Paragraph]:
        """The paragraphs nearest to the question that do not hold any of its answers."""
        count = min(among + 2, len(self.article.paragraphs))
        places, scores = self.index.retrieve(
            _tokens([asked.question]), k=count, show_progress=False
        )
        found = [
            self.article.paragraphs[n] for n, s in zip(places[0], scores[0], strict=True) if s > 0
        ]
        answers = [answer.text.lower() for answer in asked.answers]
        return [
            p
            for p in found
            if p.context != own.context
            and p.context not in asked.perhaps
            and not any(a in p.context.lower() for a in answers)
        ][:among]


def _tokens(texts: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = bm25s.tokenize(
        list(texts), stopwords="en", return_ids=False, show_progress=False
    )
    return found


class Curriculum:
    """The articles that are learnt from, and the examples of each pass over them.

    Each article comes with the share of its answerable questions that a pass takes, in (0, 1].
    """

    def __init__(self, articles: Iterable[tuple[Article, float]], mix: Mix | None = None) -> None:
        self._articles = [(article, share) for article, share in articles if article.paragraphs]
        self._mix = mix or Mix()
        self._near: dict[str, list[Paragraph]] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        for place, (article, _) in enumerate(self._articles):
            nearby = Nearby.of(article)
            self._names[place] = names_in("\n".join(p.context for p in article.paragraphs))[:2000]
            for paragraph in article.paragraphs:
                for asked in paragraph.qas:
                    if asked.answers or asked.stance:
                        self._near[asked.id] = nearby.to(asked, paragraph)

    def examples(self, seed: str) -> list[Example]:
        """One pass, in an order of its own; the same for the same seed."""
        rng = random.Random(seed)  # noqa: S311 (repeatable, and no secret)
        made = list(self._drawn(rng))
        rng.shuffle(made)
        return made

    def _drawn(self, rng: random.Random) -> Iterator[Example]:
        for place, (article, share) in enumerate(self._articles):
            for paragraph in article.paragraphs:
                for asked in paragraph.qas:
                    if not asked.answers:
                        for _ in range(self._mix.repeated):
                            yield self._read(
                                asked.question, paragraph.context, None, _untold(asked), rng
                            )
                        if asked.stance:
                            yield from self._elsewhere(asked, rng)
                    elif rng.random() < share:
                        yield from self._about(asked, paragraph, self._names[place], rng)

    def _about(
        self, asked: Asked, paragraph: Paragraph, names: tuple[str, ...], rng: random.Random
    ) -> Iterator[Example]:
        """A question with its answer, and those without that are made of it."""
        mix = self._mix
        answer = rng.choice(asked.answers)
        stances: tuple[Stance, ...] = (asked.stance or "tells",)
        yield self._read(_typed(asked.question, rng), paragraph.context, answer, stances, rng)
        yield from self._elsewhere(asked, rng)
        if rng.random() < mix.twisted:
            given = Material(asked.question, answer.text, paragraph.context, names)
            if changed := twisted(given, rng):
                yield self._read(changed, paragraph.context, None, _UNTOLD, rng, around=answer)
        if rng.random() < mix.claimed:
            yield from self._claims(asked, answer, paragraph, rng)

    def _elsewhere(self, asked: Asked, rng: random.Random) -> Iterator[Example]:
        """Now and then the question with another paragraph, the nearest ones most often."""
        near = self._near[asked.id]
        if near and rng.random() < self._mix.nearby:
            other = near[min(int(rng.expovariate(0.6)), len(near) - 1)]
            yield self._read(_typed(asked.question, rng), other.context, None, ("silent",), rng)

    def _claims(
        self,
        asked: Asked,
        answer: Answer,
        paragraph: Paragraph,
        rng: random.Random,
    ) -> Iterator[Example]:
        if claim := as_claim(asked.question, answer.text):
            yield self._read(claim, paragraph.context, answer, ("tells",), rng)
        told = (one.text for each in paragraph.qas for one in each.answers)
        own = answer.text.lower()
        others = [
            text
            for text in told
            if own not in text.lower() and text.lower() not in own and of_a_kind(text, answer.text)
        ]
        if others and (claim := as_claim(asked.question, rng.choice(others))):
            yield self._read(claim, paragraph.context, answer, ("denies",), rng)

    def _read(
        self,
        question: str,
        context: str,
        answer: Answer | None,
        stances: tuple[Stance, ...],
        rng: random.Random,
        around: Answer | None = None,
    ) -> Example:
        """An example within some sentences of `context`: those about the answer, if it has one."""
        longest = rng.randint(200, 600) if rng.random() < self._mix.cropped else LONGEST
        kept = answer or around
        at = (kept.answer_start, kept.end) if kept else None
        start, end = _window(context, at, longest, rng)
        span = (answer.answer_start - start, answer.end - start) if answer else None
        return Example(question, context[start:end], span, stances)


#: Of a question without an answer it is not known whether its paragraph denies what it says.
_UNTOLD: tuple[Stance, ...] = ("denies", "silent")


def _untold(asked: Asked) -> tuple[Stance, ...]:
    return (asked.stance,) if asked.stance else _UNTOLD


def _window(
    context: str, at: tuple[int, int] | None, longest: int, rng: random.Random
) -> tuple[int, int]:
    """Whole sentences, as many as fit into `longest` characters, those with `at` among them."""
    spans = _sentences(context)
    if at is None:
        first = last = rng.randrange(len(spans))
    else:
        touched = [n for n, s in enumerate(spans) if s[0] < at[1] and at[0] < s[1]]
        first, last = touched[0], touched[-1]
    while True:
        grown = [
            (a, b)
            for a, b in ((first - 1, last), (first, last + 1))
            if a >= 0 and b < len(spans) and spans[b][1] - spans[a][0] <= longest
        ]
        if not grown:
            break
        first, last = rng.choice(grown)
    start, end = spans[first][0], spans[last][1]
    if at is not None:
        start, end = min(start, at[0]), max(end, at[1])
    return start, end


@lru_cache(maxsize=16_384)
def _sentences(context: str) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in sentences_of(context, 0, len(context)))


def _typed(question: str, rng: random.Random) -> str:
    """The question as people type it: now and then without a mark at its end, or misspelt."""
    chance = rng.random()
    if chance < 0.15:
        return question.rstrip("?")
    if chance < 0.2 and len(question) > 12:
        place = rng.randrange(4, len(question) - 3)
        swapped = question[place + 1] + question[place]
        return question[:place] + swapped + question[place + 2 :]
    return question


def counted(examples: Iterable[Example]) -> dict[str, int]:
    """How many examples have an answer and how many do not."""
    counts: dict[str, int] = defaultdict(int)
    for example in examples:
        counts["without an answer" if example.span is None else "with an answer"] += 1
    return dict(counts)
