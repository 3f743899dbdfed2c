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

import torch
from torch import nn
from tqdm import tqdm

from index import checkpoint, weights
from index.errors import ModelError, SourceError
from index.extraction import ENCODER, SpanNetwork, Tokens
from index.training.batches import Batch, batches, labelled
from index.training.examples import OWN_MIX, Curriculum, Example, Mix, counted
from index.training.squad import Article

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the network is trained.

    AdamW (Loshchilov and Hutter, 2019, arXiv 1711.05101) with a linear warm-up over `warm_up` of
    all steps and a linear fall to nothing; the heads learn `head_pace` times as fast. `whole` is
    the share of whole spans in the spans' loss, the rest is that of their two ends (Fajcik, Jon,
    Smrz, 2021, arXiv 2008.12804); `verdict` is the weight of the stances' loss beside it. A pass
    takes the questions that were written for this training `own` times, beside those of the
    published data. `pool` examples are sorted by length at a time and cut into batches, so that
    little is padded. `dropout` falls on the embeddings, `sequence_dropout` on what each layer adds
    (see `SequenceDropout`).
    """

    passes: int = 2
    own: int = 0
    rate: float = 1.5e-4
    head_pace: float = 5.0
    warm_up: float = 0.06
    batch: int = 32
    tokens: int = 256
    decay: float = 0.01
    whole: float = 0.5
    verdict: float = 0.5
    dropout: float = 0.1
    sequence_dropout: float = 0.1
    pool: int = 1600
    seed: int = 20250211


#: First the published data alone, then with the questions that were written for this training.
FIRST, SECOND = Recipe(passes=3), Recipe(passes=1, own=2, rate=1e-4, seed=20250212)


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
    _set_dropout(network, recipe)
    _freeze_word_pieces(network)
    plans = _plans(articles, own, recipe, mix)
    passes = tuple(counted(plan) for plan in plans)
    _log.info("examples in each pass: %s", passes)
    steps = [
        batch
        for turn, plan in enumerate(plans)
        for batch in batches(plan, recipe.batch, recipe.pool, f"{recipe.seed}-{turn}")
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
        scored = network(batch.inputs)
    allowed = batch.readable.clone()
    allowed[:, 0] = True
    ends = scored.ends.float().masked_fill(~allowed[:, :, None], _OUT)
    firsts, lasts = ends[:, :, 0], ends[:, :, 1]
    whole = firsts[:, :, None] + lasts[:, None, :] + scored.pairs.float()
    together = batch.readable[:, :, None] & batch.readable[:, None, :]
    together &= torch.ones(together.shape[1:], dtype=torch.bool).triu()
    together[:, 0, 0] = True
    ends_apart = nn.functional.cross_entropy(firsts, batch.firsts)
    ends_apart = ends_apart + nn.functional.cross_entropy(lasts, batch.lasts)
    spans = nn.functional.cross_entropy(
        whole.masked_fill(~together, _OUT).flatten(1),
        batch.firsts * together.shape[1] + batch.lasts,
    )
    told = (1 - recipe.whole) * ends_apart / 2 + recipe.whole * spans / 2
    likely = scored.stances.float().log_softmax(dim=1).masked_fill(~batch.stances, -torch.inf)
    loss: torch.Tensor = told - recipe.verdict * likely.logsumexp(dim=1).mean()
    return loss


#: The score of what cannot be an answer.
_OUT = -1e4


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


class SequenceDropout(nn.Dropout1d):
    """Drops the same features of all tokens of a text (Gal and Ghahramani, 2016, arXiv 1512.05287).

    Random numbers for each token by itself would cost a processor a fifth of its time.
    """

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """`states` (n, tokens, features), in training with features dropped and the rest scaled."""
        if not self.training:
            return states
        return super().forward(states.transpose(1, 2)).transpose(1, 2)


def _set_dropout(network: SpanNetwork, recipe: Recipe) -> None:
    for name, module in list(network.named_modules()):
        for own, part in module.named_children():
            if isinstance(part, nn.Dropout | SequenceDropout) and name.endswith("output"):
                setattr(module, own, SequenceDropout(recipe.sequence_dropout))
            elif isinstance(part, nn.Dropout):
                part.p = recipe.dropout if name == "encoder.embeddings" else 0.0


def _optimiser(network: SpanNetwork, recipe: Recipe) -> torch.optim.AdamW:
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            head = not name.startswith(ENCODER)
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
    if step < rising:
        return (step + 1) / rising
    return max((steps - step) / max(steps - rising, 1), 0.0)


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
