"""What a reader reaches on articles that it has never seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from index.extraction import SpanNetwork, Tokens, extract
from index.scoring import auroc, exact, f1
from index.training.examples import Nearby
from index.training.squad import Article
from index.types import Extract


@dataclass(frozen=True, slots=True)
class Figures:
    """On held-out articles: the spans of answerable questions, and how the rest stands apart.

    `adversarial` is the AUROC of the margin between answerable questions and those that people
    wrote to look answerable; `hidden` that between the best margin over the paragraph and the two
    nearest others, and the best over three others when the paragraph itself is hidden.
    """

    questions: int
    answerable: int
    exact: float
    f1: float
    adversarial: float
    hidden: float


def read_all(
    network: SpanNetwork, tokens: Tokens, pairs: Sequence[tuple[str, str]], batch: int = 32
) -> list[Extract]:
    """The extract of each (question, text), in order; similar lengths are read together."""
    order = sorted(range(len(pairs)), key=lambda place: len(pairs[place][1]))
    found: list[Extract | None] = [None] * len(pairs)
    network.eval()
    for first in range(0, len(order), batch):
        places = order[first : first + batch]
        windows = tokens.windows(
            [pairs[place][0] for place in places], [pairs[place][1] for place in places]
        )
        for place, one in zip(places, extract(network, windows), strict=True):
            found[place] = one
    return [one for one in found if one is not None]


def measure(network: SpanNetwork, tokens: Tokens, articles: Sequence[Article]) -> Figures:
    """Read every question of `articles` with its paragraph, and with others near to it."""
    asked = [(a, p, q) for a in articles for p in a.paragraphs for q in p.qas]
    own = read_all(network, tokens, [(q.question, p.context) for _, p, q in asked])
    answerable = [
        (p.context[one.start : one.end], [answer.text for answer in q.answers])
        for (_, p, q), one in zip(asked, own, strict=True)
        if q.answers
    ]
    told = [one.margin for (_, _, q), one in zip(asked, own, strict=True) if q.answers]
    untold = [one.margin for (_, _, q), one in zip(asked, own, strict=True) if not q.answers]
    shown, hidden = _hidden(network, tokens, articles, told)
    return Figures(
        questions=len(asked),
        answerable=len(answerable),
        exact=mean(exact(found, references) for found, references in answerable),
        f1=mean(f1(found, references) for found, references in answerable),
        adversarial=auroc(told, untold),
        hidden=auroc(shown, hidden),
    )


def _hidden(
    network: SpanNetwork, tokens: Tokens, articles: Sequence[Article], told: Sequence[float]
) -> tuple[list[float], list[float]]:
    pairs: list[tuple[str, str]] = []
    counts: list[int] = []
    for article in articles:
        nearby = Nearby.of(article)
        for paragraph in article.paragraphs:
            for asked in paragraph.qas:
                if asked.answers:
                    others = nearby.to(asked, paragraph, among=3)
                    pairs += [(asked.question, other.context) for other in others]
                    counts.append(len(others))
    margins = iter([one.margin for one in read_all(network, tokens, pairs)])
    shown: list[float] = []
    hidden: list[float] = []
    for count, own in zip(counts, told, strict=True):
        beside = [next(margins) for _ in range(count)]
        if beside:
            shown.append(max([own, *beside[:2]]))
            hidden.append(max(beside))
    return shown, hidden
