"""The training loop on a network that is trained in seconds."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch

from index.errors import ModelError, SourceError
from index.extraction import SpanNetwork, Tokens, trainable
from index.training.batches import labelled
from index.training.examples import Curriculum, Mix
from index.training.train import (
    Recipe,
    SequenceDropout,
    Trained,
    _loss,
    train,
)
from tests.index.training.material import HARBOUR, article

ARTICLES = [(HARBOUR, 1.0)]
MIX = Mix(nearby=0, twisted=0, claimed=0, repeated=1, cropped=0)
RECIPE = Recipe(passes=20, rate=5e-3, head_pace=1.0, batch=6, tokens=96)


@pytest.fixture(scope="module")
def tokens(tiny: Path) -> Tokens:
    return Tokens(tiny)


@pytest.fixture(scope="module")
def whole(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Trained without a break."""
    return train(ARTICLES, tmp_path_factory.mktemp("whole"), RECIPE, MIX, encoder=tiny)


def loss(network: SpanNetwork, tokens: Tokens) -> float:
    examples = Curriculum(ARTICLES, MIX).examples("held")
    with torch.inference_mode():
        return _loss(network, labelled(tokens, examples, RECIPE.tokens), RECIPE).item()


def test_the_loss_falls(whole: Trained, tiny: Path, tokens: Tokens) -> None:
    before = loss(SpanNetwork.over(tiny).eval(), tokens)
    after = loss(whole.network, tokens)
    # Untrained, each end is one of some forty tokens: about ln 40, and half of ln 2.
    assert before > 3.0
    assert after < before / 2


def test_dropout_takes_the_same_features_from_all_tokens_of_a_text_and_only_in_training() -> None:
    torch.manual_seed(0)
    states, dropout = torch.ones(3, 5, 200), SequenceDropout(0.25)
    dropped = dropout(states)
    assert dropped.unique().tolist() == pytest.approx([0.0, 4 / 3])
    assert torch.equal(dropped, dropped[:, :1].expand_as(dropped))
    assert not torch.equal(dropped[0], dropped[1])
    assert 0.65 < float((dropped > 0).float().mean()) < 0.85
    assert dropout.eval()(states) is states


def test_dropout_falls_on_what_each_layer_adds(whole: Trained) -> None:
    parts = dict(whole.network.named_modules())
    found = {name: one.p for name, one in parts.items() if isinstance(one, SequenceDropout)}
    adding = [f"{name}.dropout" for name in parts if name.endswith("output")]
    assert found == dict.fromkeys(adding, RECIPE.sequence_dropout) != {}


def test_what_was_done_is_told(whole: Trained) -> None:
    assert whole.course.steps == 20 * 2
    assert whole.course.passes == ({"with an answer": 10, "without an answer": 2},) * 20
    assert not whole.network.training


def test_the_table_of_word_pieces_stays_as_it_was(whole: Trained, tiny: Path) -> None:
    before = SpanNetwork.over(tiny).state_dict()
    after = whole.network.state_dict()
    table = "encoder.embeddings.word_embeddings.weight"
    assert set(after) - set(trainable(whole.network)) == {table}
    assert torch.equal(before[table], after[table])
    same = [name for name in trainable(whole.network) if torch.equal(before[name], after[name])]
    assert same == []


@pytest.mark.parametrize("until", [1, 23])
def test_a_training_that_was_broken_off_ends_with_the_same_weights(
    whole: Trained, tiny: Path, tmp_path: Path, until: int
) -> None:
    broken = train(ARTICLES, tmp_path, RECIPE, MIX, encoder=tiny, until=until)
    assert broken.course.steps == until
    resumed = train(ARTICLES, tmp_path, RECIPE, MIX, encoder=tiny)
    assert resumed.course == whole.course
    expected, found = whole.network.state_dict(), resumed.network.state_dict()
    assert all(torch.equal(expected[name], found[name]) for name in expected)
    assert not all(torch.equal(expected[n], v) for n, v in broken.network.state_dict().items())
    # A third call has nothing left to do.
    again = train(ARTICLES, tmp_path, RECIPE, MIX, encoder=tiny).network.state_dict()
    assert all(torch.equal(expected[name], again[name]) for name in expected)


def test_the_hash_of_the_examples_tells_one_training_from_another(
    whole: Trained, tiny: Path, tmp_path: Path
) -> None:
    other = dataclasses.replace(RECIPE, seed=1)
    found = train(ARTICLES, tmp_path, other, MIX, encoder=tiny, until=1).course
    assert found.examples_sha256 != whole.course.examples_sha256


def test_what_another_plan_has_kept_is_neither_used_nor_lost(tiny: Path, tmp_path: Path) -> None:
    train(ARTICLES, tmp_path, RECIPE, MIX, encoder=tiny, until=1)
    kept = (tmp_path / "checkpoint.pt").read_bytes()
    other = dataclasses.replace(RECIPE, rate=1e-3)
    with pytest.raises(ModelError, match=r"checkpoint\.pt keeps is of another plan .*Give another"):
        train(ARTICLES, tmp_path, other, MIX, encoder=tiny)
    assert (tmp_path / "checkpoint.pt").read_bytes() == kept


@pytest.mark.parametrize("share", [0.0, 0.6])
def test_a_damaged_checkpoint_is_said_with_what_to_do(
    tiny: Path, tmp_path: Path, share: float
) -> None:
    train(ARTICLES, tmp_path, RECIPE, MIX, encoder=tiny, until=1)
    path = tmp_path / "checkpoint.pt"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(ModelError, match=r"cannot be read\. Give another folder .* delete"):
        train(ARTICLES, tmp_path, RECIPE, MIX, encoder=tiny)


def test_nothing_to_learn_from_is_said(tiny: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Nothing is left to train on"):
        train([(article("Empty"), 1.0)], tmp_path, RECIPE, MIX, encoder=tiny)
