"""The training loop: seeded, and taken up again where it was left."""

from __future__ import annotations

import hashlib
import json
import logging
import pickle
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from index import checkpoint, weights
from index.errors import ModelError, SourceError
from index.extraction import STANCES, SpanNetwork, Tokens, Windows
from index.training.examples import OWN_MIX, Curriculum, Example, Mix, counted
from index.training.squad import Article

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the network is trained.

    AdamW (Loshchilov and Hutter, 2019, arXiv 1711.05101) with a linear warm-up over `warm_up` of
    all steps and a linear fall to nothing; the heads learn `head_pace` times as fast. `verdict`
    is the weight of the second head's loss beside the spans'. A pass takes the questions that were
    written for this training `own` times, beside those of the published data. `pool` examples are
    sorted by length at a time and cut into batches, so that little is padded. Dropout falls on the
    embeddings only: the random numbers for the layers' own cost a processor a fifth of its time.
    """

    passes: int = 2
    own: int = 0
    rate: float = 1.5e-4
    head_pace: float = 5.0
    warm_up: float = 0.06
    batch: int = 32
    tokens: int = 256
    decay: float = 0.01
    verdict: float = 0.5
    dropout: float = 0.1
    pool: int = 1600
    seed: int = 20250211


#: First the published data alone, then with the questions that were written for this training.
FIRST, SECOND = Recipe(passes=3), Recipe(passes=1, own=3, rate=1e-4, seed=20250212)


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


def batches(examples: Sequence[Example], recipe: Recipe, seed: str) -> list[list[Example]]:
    """The examples in batches of like length, the batches in random order within each pool."""
    rng = random.Random(seed)  # noqa: S311 (repeatable, and no secret)
    made: list[list[Example]] = []
    for first in range(0, len(examples), recipe.pool):
        pool = sorted(
            examples[first : first + recipe.pool], key=lambda e: len(e.context) + len(e.question)
        )
        cut = [pool[n : n + recipe.batch] for n in range(0, len(pool), recipe.batch)]
        rng.shuffle(cut)
        made += cut
    return made


@dataclass(frozen=True, slots=True)
class Course:
    """The steps that a training took, how many examples each pass had, and their SHA-256.

    The hash tells whether a later version of the code still draws the same examples.
    """

    recipe: Recipe
    mix: Mix
    steps: int
    passes: tuple[Mapping[str, int], ...]
    examples_sha256: str


@dataclass(frozen=True, slots=True)
class Trained:
    """The network, and what it went through."""

    network: SpanNetwork
    course: Course


def train(
    articles: Sequence[tuple[Article, float]],
    folder: Path,
    recipe: Recipe | None = None,
    mix: Mix | None = None,
    *,
    own: Sequence[Article] = (),
    start: SpanNetwork | None = None,
    encoder: Path | None = None,
    until: int | None = None,
) -> Trained:
    """Train on `articles`, each with the share of its answerable questions that a pass takes.

    `own` are articles with the questions written for this training, and `start` the network to go
    on from, otherwise the bare encoder. What is needed to go on after a break is kept in `folder`,
    and taken up from there. `encoder` is the folder of the base, otherwise the packaged one;
    `until` is the step to stop after. Raises SourceError where there is nothing to learn from, and
    ModelError where what `folder` keeps is damaged or of another plan.
    """
    recipe, mix, encoder = recipe or Recipe(), mix or Mix(), encoder or weights.packaged()
    torch.manual_seed(recipe.seed)
    with checkpoint.quiet_loading():
        network, tokens = start or SpanNetwork.over(encoder), Tokens(encoder)
    network.requires_grad_(requires_grad=True)
    _set_dropout(network, recipe.dropout)
    _freeze_word_pieces(network)
    plans = _plans(articles, own, recipe, mix)
    passes = tuple(counted(plan) for plan in plans)
    _log.info("examples in each pass: %s", passes)
    steps = [
        batch
        for turn, plan in enumerate(plans)
        for batch in batches(plan, recipe, f"{recipe.seed}-{turn}")
    ]
    if not steps:
        raise SourceError(
            "Nothing is left to train on beside the articles that are kept for measuring. "
            "Add files with other articles."
        )
    optimiser = _optimiser(network, recipe)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: _pace(step, len(steps), recipe.warm_up)
    )
    kept = folder / "checkpoint.pt"
    plan = {"recipe": asdict(recipe), "mix": asdict(mix), "steps": len(steps)}
    done = _resume(kept, plan, network, optimiser, schedule)
    network.train()
    smooth = 0.0
    last = len(steps) if until is None else min(until, len(steps))
    bar = tqdm(total=len(steps), initial=done, unit="step", desc="training")
    for step in range(done, last):
        loss = _loss(network, labelled(tokens, steps[step], recipe.tokens), recipe)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        smooth = loss.item() if not smooth else 0.99 * smooth + 0.01 * loss.item()
        bar.set_postfix(loss=f"{smooth:.3f}")
        bar.update()
        if (step + 1) % 100 == 0 or step + 1 == last:
            _keep(kept, plan, step + 1, network, optimiser, schedule)
    bar.close()
    course = Course(recipe, mix, max(done, last), passes, _digest(plans))
    return Trained(network.eval(), course)


def _plans(
    articles: Sequence[tuple[Article, float]], own: Sequence[Article], recipe: Recipe, mix: Mix
) -> list[list[Example]]:
    """The examples of each pass."""
    public, written = Curriculum(articles, mix), Curriculum([(one, 1.0) for one in own], OWN_MIX)
    plans = []
    for turn in range(recipe.passes):
        seed = f"{recipe.seed}-{turn}"
        plan = public.examples(seed)
        for again in range(recipe.own):
            plan += written.examples(f"{seed}-{again}")
        if recipe.own:
            random.Random(seed).shuffle(plan)  # noqa: S311 (repeatable, and no secret)
        plans.append(plan)
    return plans


def _loss(network: SpanNetwork, batch: Batch, recipe: Recipe) -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, verdicts = network(batch.inputs)
    allowed = batch.readable.clone()
    allowed[:, 0] = True
    scores = scores.float().masked_fill(~allowed[:, :, None], -1e4)
    spans = nn.functional.cross_entropy(scores[:, :, 0], batch.firsts)
    spans = spans + nn.functional.cross_entropy(scores[:, :, 1], batch.lasts)
    likely = verdicts.float().log_softmax(dim=1).masked_fill(~batch.stances, -torch.inf)
    loss: torch.Tensor = spans / 2 - recipe.verdict * likely.logsumexp(dim=1).mean()
    return loss


def _digest(plans: Sequence[Sequence[Example]]) -> str:
    digest = hashlib.sha256()
    for plan in plans:
        for example in plan:
            digest.update(json.dumps(astuple(example)).encode())
    return digest.hexdigest()


def _freeze_word_pieces(network: SpanNetwork) -> None:
    """Leave the table of word pieces, half of all weights, as it is: it need not be shipped."""
    for name, parameter in network.named_parameters():
        if "word_embeddings" in name:
            parameter.requires_grad = False


def _set_dropout(network: SpanNetwork, share: float) -> None:
    for name, module in network.named_modules():
        if isinstance(module, nn.Dropout):
            module.p = share if name.startswith("encoder.embeddings") else 0.0


def _optimiser(network: SpanNetwork, recipe: Recipe) -> torch.optim.AdamW:
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            head = not name.startswith("encoder.")
            groups.setdefault((head, parameter.ndim > 1), []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "lr": recipe.rate * (recipe.head_pace if head else 1.0),
                "weight_decay": recipe.decay if matrix else 0.0,
            }
            for (head, matrix), parameters in groups.items()
        ],
        fused=True,
    )


def _pace(step: int, steps: int, warm_up: float) -> float:
    rising = max(int(steps * warm_up), 1)
    return (
        (step + 1) / rising if step < rising else max((steps - step) / max(steps - rising, 1), 0.0)
    )


def _keep(
    path: Path,
    plan: dict[str, object],
    step: int,
    network: SpanNetwork,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {
        "plan": plan,
        "step": step,
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "schedule": schedule.state_dict(),
        "random": torch.get_rng_state(),
    }
    beside = path.with_suffix(".new")
    torch.save(state, beside)
    beside.replace(path)


def _resume(
    path: Path,
    plan: dict[str, object],
    network: SpanNetwork,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> int:
    """The steps that were done before, of the same plan; 0 where nothing was kept."""
    if not path.exists():
        return 0
    again = f"Give another folder to work in, or delete {path} to start afresh."
    try:
        state = torch.load(path, weights_only=True)
        if state["plan"] != plan:
            raise ModelError(f"What {path} keeps is of another plan than this training. {again}")
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["random"])
        return int(state["step"])
    except (OSError, RuntimeError, ValueError, KeyError, EOFError, pickle.UnpicklingError) as error:
        raise ModelError(f"What {path} keeps cannot be read. {again}") from error
