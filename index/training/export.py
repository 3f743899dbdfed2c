"""The trained tensors made small enough to ship, and how much of the reader each way costs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from index import checkpoint, weights
from index.checkpoint import LEFT, RIGHT, SCALE, Format
from index.extraction import ENCODER, SpanNetwork, Tokens, trainable
from index.training.measure import Figures, measure
from index.training.squad import Article

# The heads, and matrices with fewer rows (the two kinds of segment), are nothing to save on.
_FEWEST_ROWS = 16

State = Mapping[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Form:
    """How matrices are packed; `rank` is that of differences, 0 for the other formats.

    Vectors (biases, layer norms) and the heads stay float32 in every one.
    """

    format: Format
    rank: int = 0

    @property
    def label(self) -> str:
        return f"{self.format}-{self.rank}" if self.rank else self.format


#: What is compared.
FORMS = (
    Form("float16"),
    Form("int8"),
    Form("low-rank", 16),
    Form("low-rank", 64),
    Form("low-rank", 128),
)


def packed(state: State, form: Form, base: State) -> dict[str, torch.Tensor]:
    """The tensors of `state` in `form`, as `checkpoint.unpacked` takes them.

    `base` has the tensors of the same names before training.
    """
    made: dict[str, torch.Tensor] = {}
    for name, tensor in state.items():
        if tensor.ndim != 2 or not name.startswith(ENCODER) or len(tensor) < _FEWEST_ROWS:
            made[name] = tensor.float()
        elif form.format == "float16":
            made[name] = tensor.half()
        elif form.format == "int8":
            made[name], made[name + SCALE] = _as_int8(tensor)
        else:
            left, right = low_rank(tensor - base[name], form.rank)
            made[name + LEFT], made[name + RIGHT] = left.half(), right.half()
    return made


def _as_int8(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Integers in [-127, 127] and a scale for each row: off by half a scale at the most."""
    scale = matrix.abs().amax(dim=1) / 127
    scale[scale == 0] = 1.0
    return (matrix / scale[:, None]).round().to(torch.int8), scale


def low_rank(matrix: torch.Tensor, rank: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Factors (rows, rank) and (rank, columns) whose product is nearest to `matrix`.

    By the truncated singular value decomposition (Eckart and Young, 1936). Each factor takes the
    root of the singular values, so that both keep within what float16 holds well.
    """
    left, values, right = torch.linalg.svd(matrix, full_matrices=False)
    roots = values[:rank].sqrt()
    return left[:, :rank] * roots, roots[:, None] * right[:rank]


def untrained() -> dict[str, torch.Tensor]:
    """The tensors before training, for differences; the heads' are of no meaning."""
    with checkpoint.quiet_loading():
        return trainable(SpanNetwork.over(weights.packaged()))


def ship(
    network: SpanNetwork,
    form: Form,
    folder: Path,
    *,
    figures: Mapping[str, Figures] | None = None,
    recipe: Mapping[str, object] | None = None,
) -> int:
    """Write `network` to `folder` in `form`; the bytes of the weights."""
    checkpoint.save(
        folder,
        packed(trainable(network), form, untrained()),
        form=form.format,
        rank=form.rank,
        figures={name: stated(one) for name, one in (figures or {}).items()},
        recipe=recipe,
    )
    return (folder / checkpoint.WEIGHTS).stat().st_size


def stated(figures: Figures) -> dict[str, float | None]:
    """Figures as the manifest states them: rounded, None for what is not a number."""
    return {
        name: None if math.isnan(value) else round(value, 4)
        for name, value in asdict(figures).items()
    }


@dataclass(frozen=True, slots=True)
class Compared:
    """What a form weighs, in megabytes of a million bytes, and what is read with it."""

    label: str
    megabytes: float
    figures: Figures


def compare(
    network: SpanNetwork,
    tokens: Tokens,
    articles: Sequence[Article],
    forms: Sequence[Form] = FORMS,
) -> Iterator[Compared]:
    """The network as trained, then each form as the bot would load it, read on `articles`."""
    whole = sum(4 * tensor.numel() for tensor in trainable(network).values())
    yield Compared("float32", whole / 1e6, measure(network, tokens, articles))
    with TemporaryDirectory() as held:
        for form in forms:
            size = ship(network, form, Path(held))
            smaller, _ = checkpoint.load(Path(held))
            yield Compared(form.label, size / 1e6, measure(smaller, tokens, articles))
