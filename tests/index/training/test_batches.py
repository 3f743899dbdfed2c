"""Batches: every example once, and the tokens of its answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from index.extraction import Tokens
from index.training.batches import batches, labelled
from index.training.examples import Curriculum, Example, Mix
from tests.index.training.material import HARBOUR

ARTICLES = [(HARBOUR, 1.0)]
MIX = Mix(nearby=0, twisted=0, claimed=0, repeated=1, cropped=0)


@pytest.fixture(scope="module")
def tokens(tiny: Path) -> Tokens:
    return Tokens(tiny)


def test_labels_are_the_tokens_of_the_answer_and_none_is_the_first_token(tokens: Tokens) -> None:
    examples = Curriculum(ARTICLES, MIX).examples("labels")
    batch = labelled(tokens, examples, 96)
    ids = batch.inputs["input_ids"]
    assert ids.shape[1] % 32 == 0
    for row, example in enumerate(examples):
        first, last = int(batch.firsts[row]), int(batch.lasts[row])
        if example.span is None:
            assert (first, last) == (0, 0)
            continue
        alone = tokens.windows([""], [example.context[slice(*example.span)]])
        expected = alone.batch["input_ids"][0][torch.from_numpy(alone.readable[0])]
        assert torch.equal(ids[row, first : last + 1], expected)
        assert bool(batch.readable[row, first])
        assert bool(batch.readable[row, last])


def test_the_window_that_holds_the_answer_is_the_one_that_is_learnt(tokens: Tokens) -> None:
    words = " ".join(f"day {number}" for number in range(200))
    start = words.index("day 150")
    batch = labelled(
        tokens, [Example("Which?", words, (start, start + 7), ("tells",)), *_SHORT], 64
    )
    place = slice(int(batch.firsts[0]), int(batch.lasts[0]) + 1)
    expected = tokens.windows([""], ["day 150"])
    ids = expected.batch["input_ids"][0][torch.from_numpy(expected.readable[0])]
    assert torch.equal(batch.inputs["input_ids"][0, place], ids)
    assert batch.inputs["input_ids"].shape == (2, 64)


_SHORT = [Example("Which?", "none", None, ("silent",))]


def test_batches_hold_every_example_once_and_those_of_like_length_together() -> None:
    rng = np.random.default_rng(1)
    lengths = rng.permutation(np.arange(1, 101))
    examples = [Example("Q", "x" * int(length), None, ("silent",)) for length in lengths]
    made = batches(examples, 8, 40, "seed")
    assert sorted(len(e.context) for batch in made for e in batch) == list(range(1, 101))
    assert [len(batch) for batch in made].count(8) == 12
    for number, first in enumerate(range(0, 100, 40)):
        pool = sorted(int(length) for length in lengths[first : first + 40])
        cut = [pool[n : n + 8] for n in range(0, len(pool), 8)]
        own = made[number * 5 : number * 5 + len(cut)]
        assert sorted([len(e.context) for e in batch] for batch in own) == sorted(cut)
    assert made == batches(examples, 8, 40, "seed")
    assert made != batches(examples, 8, 40, "other")
