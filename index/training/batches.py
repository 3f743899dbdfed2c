"""Examples as the network takes them: in batches of like length, with the places of the answers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from index.extraction import Tokens, Windows
from index.training.examples import Example
from index.types import STANCES


@dataclass(frozen=True, slots=True)
class Batch:
    """What the network takes, and the token places of the answers: 0, that of [CLS], for none.

    `readable` (n, tokens) are the tokens of the texts, where an answer may stand; `stances` (n, 3)
    are those of `STANCES` that may hold.
    """

    inputs: dict[str, torch.Tensor]
    readable: torch.Tensor
    firsts: torch.Tensor
    lasts: torch.Tensor
    stances: torch.Tensor


def labelled(tokens: Tokens, examples: Sequence[Example], longest: int) -> Batch:
    """The first window of each example that holds its answer, or its first window."""
    windows = tokens.windows([e.question for e in examples], [e.context for e in examples], longest)
    rows, firsts, lasts = [], [], []
    for pair, example in enumerate(examples):
        own = [row for row, of in enumerate(windows.of) if of == pair]
        chosen, place = own[0], (0, 0)
        for row in own if example.span else ():
            if found := _place(windows, row, example.span or (0, 0)):
                chosen, place = row, found
                break
        rows.append(chosen)
        firsts.append(place[0])
        lasts.append(place[1])
    kept = torch.tensor(rows)
    batch = {name: value[kept] for name, value in windows.batch.items()}
    # Few different widths, since a processor's kernels are prepared for each anew.
    width = min(-(-int(batch["attention_mask"].sum(1).max()) // 32) * 32, longest)
    batch = {name: nn.functional.pad(value, (0, width)) for name, value in batch.items()}
    batch = {name: value[:, :width] for name, value in batch.items()}
    readable = np.pad(windows.readable[rows], ((0, 0), (0, width)))[:, :width]
    stances = torch.tensor([[one in example.stances for one in STANCES] for example in examples])
    return Batch(
        batch, torch.from_numpy(readable), torch.tensor(firsts), torch.tensor(lasts), stances
    )


def _place(windows: Windows, row: int, span: tuple[int, int]) -> tuple[int, int] | None:
    """The tokens that hold the characters of `span`; None where the window cuts them off."""
    offsets, readable = windows.offsets[row], windows.readable[row]
    inside = [
        token
        for token in range(len(offsets))
        if readable[token] and offsets[token, 0] < span[1] and span[0] < offsets[token, 1]
    ]
    if not inside or offsets[inside[0], 0] > span[0] or offsets[inside[-1], 1] < span[1]:
        return None
    return inside[0], inside[-1]


def batches(examples: Sequence[Example], size: int, pool: int, seed: str) -> list[list[Example]]:
    """The examples in batches of `size` and like length, in random order within each `pool`."""
    rng = random.Random(seed)  # noqa: S311 (repeatable, and no secret)
    made: list[list[Example]] = []
    for first in range(0, len(examples), pool):
        alike = sorted(
            examples[first : first + pool], key=lambda e: len(e.context) + len(e.question)
        )
        cut = [alike[n : n + size] for n in range(0, len(alike), size)]
        rng.shuffle(cut)
        made += cut
    return made
