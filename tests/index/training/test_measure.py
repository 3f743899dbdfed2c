"""The figures on held-out articles, against reading each pair alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from index.extraction import SpanNetwork, Tokens, extract
from index.scoring import auroc, exact
from index.training.examples import Nearby
from index.training.measure import measure, read_all
from tests.index.training.material import HARBOUR


@pytest.fixture(scope="module")
def reader(tiny: Path) -> tuple[SpanNetwork, Tokens]:
    torch.manual_seed(3)
    return SpanNetwork.over(tiny).eval(), Tokens(tiny)


def test_pairs_are_read_in_order_whatever_the_batch(reader: tuple[SpanNetwork, Tokens]) -> None:
    network, tokens = reader
    pairs = [(q.question, p.context) for p in HARBOUR.paragraphs for q in p.qas]
    pairs.append(("Who?", "Nobody came. " * 300))
    found = read_all(network, tokens, pairs, batch=4)
    for pair, one in zip(pairs, found, strict=True):
        (alone,) = extract(network, tokens.windows([pair[0]], [pair[1]]))
        assert (one.start, one.end) == (alone.start, alone.end)
        assert one.margin == pytest.approx(alone.margin, abs=1e-4)
    assert read_all(network, tokens, []) == []


def test_every_figure_is_what_reading_each_pair_alone_gives(
    reader: tuple[SpanNetwork, Tokens],
) -> None:
    network, tokens = reader

    def margin(question: str, context: str) -> float:
        return extract(network, tokens.windows([question], [context]))[0].margin

    told, untold, right, shown, hidden = [], [], [], [], []
    nearby = Nearby.of(HARBOUR)
    for place in HARBOUR.paragraphs:
        for asked in place.qas:
            (one,) = extract(network, tokens.windows([asked.question], [place.context]))
            if not asked.answers:
                untold.append(one.margin)
                continue
            told.append(one.margin)
            words = place.context[one.start : one.end]
            right.append(exact(words, [answer.text for answer in asked.answers]))
            beside = [
                margin(asked.question, other.context) for other in nearby.to(asked, place, among=3)
            ]
            if beside:
                shown.append(max(one.margin, *beside[:2]))
                hidden.append(max(beside))
    figures = measure(network, tokens, [HARBOUR])
    assert (figures.questions, figures.answerable) == (12, 10)
    assert figures.exact == pytest.approx(sum(right) / 10)
    assert figures.exact <= figures.f1 <= 1
    assert figures.adversarial == pytest.approx(auroc(told, untold))
    assert figures.hidden == pytest.approx(auroc(shown, hidden))
