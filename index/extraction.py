"""The network that reads: an encoder with a head that scores spans, as for SQuAD 2.0.

Question and passage go through the encoder together. For each token the head gives a score as the
answer's first and as its last; those of the first token ([CLS]) stand for "no answer here" (Devlin
et al., 2019, arXiv 1810.04805, section 4.3). How well two tokens go together as the ends of one
answer is scored, too (Fajcik, Jon, Smrz, 2021, arXiv 2008.12804, compare such scores), so that no
answer begins as one and ends as another. A further head judges from [CLS] alone whether the
passage tells what is asked, denies it or is silent, which sharpens refusals (Zhang, Yang, Zhao,
2021, arXiv 2001.09694, call it the external verifier; the three stances are those of Thorne et
al., 2018, arXiv 1803.05355, towards a claim).

Imports torch, so import it where a network is wanted, not before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from index.types import STANCES, Extract

#: Tokens of a window, question and marks included, and by how many of them windows overlap.
WINDOW, OVERLAP = 384, 96
#: Tokens of an answer at the most.
LONGEST_ANSWER = 30
_QUESTION_TOKENS = 64
#: What the names of the encoder's tensors begin with; those of the heads do not.
ENCODER = "encoder."
#: Features in which the two ends of an answer are held against each other.
_PAIRED = 64

Scores = npt.NDArray[np.float32]


class Scored(NamedTuple):
    """What the network makes of n windows.

    `ends` (n, tokens, 2) are scores of first and last, `pairs` (n, tokens, tokens) of a first and a
    last going together, `stances` (n, 3) those of `STANCES`.
    """

    ends: torch.Tensor
    pairs: torch.Tensor
    stances: torch.Tensor


class SpanNetwork(nn.Module):
    """The encoder and its heads."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.ends = nn.Linear(width, 2)
        self.verdict = nn.Linear(width, len(STANCES))
        self.first = nn.Linear(width, _PAIRED, bias=False)
        self.last = nn.Linear(width, _PAIRED, bias=False)
        nn.init.zeros_(self.last.weight)  # no pair is preferred before training

    @classmethod
    def over(cls, folder: Path) -> SpanNetwork:
        """A network over the encoder in `folder`, its heads untrained."""
        encoder = AutoModel.from_pretrained(
            str(folder), add_pooling_layer=False, attn_implementation="eager"
        )
        return cls(encoder, encoder.config.hidden_size)

    def forward(self, batch: dict[str, torch.Tensor]) -> Scored:
        """The scores of every window of `batch`."""
        states = self.encoder(
            input_ids=batch["input_ids"],
            attention_mask=batch["attention_mask"],
            token_type_ids=batch["token_type_ids"],
        ).last_hidden_state.float()
        pairs = self.first(states) @ self.last(states).transpose(1, 2)
        return Scored(self.ends(states), pairs, self.verdict(states[:, 0]))


def quickened(network: SpanNetwork) -> SpanNetwork:
    """The network with its encoder in bfloat16 where the processor computes with it natively.

    That halves the time to read; the scores change in the third digit. Elsewhere it is unchanged.
    """
    able = torch.cpu.get_capabilities()
    if able.get("avx512_bf16") or able.get("amx_bf16"):
        network.encoder.to(torch.bfloat16)
    return network


@dataclass(frozen=True, slots=True)
class Windows:
    """Questions with texts, as tokens: a long text in several windows that overlap.

    `batch` is what the network takes; `of` says for each window which pair it belongs to,
    `offsets` (windows, tokens, 2) where each token stands in the pair's text, and `readable`
    (windows, tokens) which tokens are of the text at all.
    """

    batch: dict[str, torch.Tensor]
    of: npt.NDArray[np.int64]
    offsets: npt.NDArray[np.int64]
    readable: npt.NDArray[np.bool_]


class Tokens:
    """Makes windows of questions and texts."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(str(folder))
        self._tokenizer.model_max_length = 512

    def windows(
        self, questions: Sequence[str], texts: Sequence[str], longest: int = WINDOW
    ) -> Windows:
        """The windows of each question with its text, at most `longest` tokens each."""
        short = [self._cut(question) for question in questions]
        encoded = self._tokenizer(
            short,
            list(texts),
            truncation="only_second",
            max_length=longest,
            stride=min(OVERLAP, longest // 4),
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            padding=True,
            return_tensors="np",
        )
        readable = (encoded["token_type_ids"] == 1) & (encoded["attention_mask"] == 1)
        offsets = np.asarray(encoded["offset_mapping"], dtype=np.int64)
        readable &= offsets[:, :, 1] > offsets[:, :, 0]
        names = ("input_ids", "attention_mask", "token_type_ids")
        return Windows(
            {name: torch.from_numpy(np.asarray(encoded[name])) for name in names},
            np.asarray(encoded["overflow_to_sample_mapping"], dtype=np.int64),
            offsets,
            readable,
        )

    def _cut(self, question: str) -> str:
        """The question without what lies beyond its share of a window."""
        encoded = self._tokenizer(question, add_special_tokens=False, return_offsets_mapping=True)
        pairs = encoded["offset_mapping"]
        return (
            question if len(pairs) <= _QUESTION_TOKENS else question[: pairs[_QUESTION_TOKENS][0]]
        )


def extract(network: SpanNetwork, windows: Windows) -> list[Extract]:
    """The best answer of each pair, over all its windows."""
    whole = [[(0, _ANYWHERE)]] * (int(windows.of.max()) + 1)
    return [found[0] for found in extract_within(network, windows, whole)]


def extract_within(
    network: SpanNetwork, windows: Windows, regions: Sequence[Sequence[tuple[int, int]]]
) -> list[list[Extract]]:
    """For each pair the best answer within each of its `regions`, characters of its text.

    A region that no window reads gets an extract of no words with a hopeless score.
    """
    with torch.inference_mode():
        scored = network(windows.batch)
    ends, pairs = scored.ends.float().numpy(), scored.pairs.float().numpy()
    stances = against_the_rest(scored.stances.float()).numpy()
    best = [[_NOTHING] * len(own) for own in regions]
    for row, pair in enumerate(windows.of):
        offsets, readable = windows.offsets[row], windows.readable[row]
        for place, (start, end) in enumerate(regions[pair]):
            inside = readable & (offsets[:, 0] >= start) & (offsets[:, 1] <= end)
            found = _best(ends[row], pairs[row], stances[row], offsets, inside)
            if found and found.margin > best[pair][place].margin:
                best[pair][place] = found
    return best


_ANYWHERE = 2**31
_NOTHING = Extract(0, 0, -20.0, 0.0, -10.0, -10.0)


def against_the_rest(scores: torch.Tensor) -> torch.Tensor:
    """Scores (n, k) of which one holds, as the logit of each against all the others."""
    alone = scores[:, :, None].expand(-1, -1, scores.shape[1])
    own = torch.eye(scores.shape[1], dtype=torch.bool)
    return scores - alone.masked_fill(own, -torch.inf).logsumexp(dim=1)


def _best(
    ends: Scores,
    pairs: Scores,
    stances: Scores,
    offsets: npt.NDArray[np.int64],
    readable: npt.NDArray[np.bool_],
) -> Extract | None:
    """The span with the highest sum of first, last and pair, at most `LONGEST_ANSWER` tokens."""
    places = np.flatnonzero(readable)
    if not len(places):
        return None
    total = ends[places, 0][:, None] + ends[places, 1][None, :] + pairs[np.ix_(places, places)]
    apart = places[None, :] - places[:, None]
    total[(apart < 0) | (apart >= LONGEST_ANSWER)] = -np.inf
    start, end = np.unravel_index(int(total.argmax()), total.shape)
    return Extract(
        start=int(offsets[places[start], 0]),
        end=int(offsets[places[end], 1]),
        span=float(total[start, end]),
        null=float(ends[0].sum() + pairs[0, 0]),
        verdict=float(stances[STANCES.index("tells")]),
        denial=float(stances[STANCES.index("denies")]),
    )


def trainable(network: SpanNetwork) -> dict[str, torch.Tensor]:
    """What training changes: everything but the table of word pieces, which the encoder has."""
    return {
        name: value for name, value in network.state_dict().items() if "word_embeddings" not in name
    }
