"""A reader on disk: read as it was written, or refused with what to do."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch

from index import checkpoint, weights
from index.checkpoint import LEFT, MANIFEST, RIGHT, SCALE, SHIPPED, WEIGHTS
from index.errors import ModelError
from index.extraction import SpanNetwork, Tokens, extract, trainable
from index.training.export import Form, untrained
from index.training.export import ship as write

State = dict[str, torch.Tensor]
HEADS = ("ends.weight", "verdict.weight", "first.weight", "last.weight")
QUERY = "encoder.encoder.layer.3.attention.self.query.weight"


@pytest.fixture(scope="module")
def base() -> State:
    return untrained()


@pytest.fixture(scope="module")
def network(base: State) -> SpanNetwork:
    """As if trained: every tensor a little off the base encoder's."""
    with checkpoint.quiet_loading():
        made = SpanNetwork.over(weights.packaged()).eval()
    drawn = torch.Generator().manual_seed(11)
    state = {
        name: value + 0.01 * torch.randn(value.shape, generator=drawn)
        for name, value in trainable(made).items()
    }
    made.load_state_dict(state, strict=False)
    return made


@pytest.fixture(scope="module")
def kept(network: SpanNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader on disk, in the smallest form."""
    folder = tmp_path_factory.mktemp("kept")
    write(network, Form("low-rank", 2), folder)
    return folder


@pytest.fixture
def copy(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "copy"))


def test_float16_keeps_matrices_to_eleven_bits_and_the_rest_exactly(
    network: SpanNetwork, tmp_path: Path
) -> None:
    write(network, Form("float16"), tmp_path)
    found, _ = checkpoint.load(tmp_path)
    for name, value in trainable(network).items():
        own = found.state_dict()[name]
        assert own.dtype == torch.float32
        if value.ndim == 1 or name in HEADS:
            assert torch.equal(own, value), name
        else:
            assert ((own - value).abs() <= value.abs() * 2**-11 + 2**-25).all(), name


def test_int8_keeps_matrices_to_half_a_step_of_their_rows_and_the_rest_exactly(
    network: SpanNetwork, tmp_path: Path
) -> None:
    write(network, Form("int8"), tmp_path)
    found, tokens = checkpoint.load(tmp_path)
    for name, value in trainable(network).items():
        own = found.state_dict()[name]
        if value.ndim == 1 or name in HEADS:
            assert torch.equal(own, value), name
        else:
            steps = value.abs().amax(dim=1, keepdim=True) / 127
            assert ((own - value).abs() <= steps * 0.5001).all(), name
    windows = tokens.windows(["Who came?"], ["Anna Berg came by the old bridge, says the mayor."])
    (one,), (other,) = extract(network, windows), extract(found, windows)
    assert one.margin == pytest.approx(other.margin, abs=0.2)


def test_low_rank_keeps_the_best_difference_of_its_rank_to_the_base(
    network: SpanNetwork, base: State, tmp_path: Path
) -> None:
    write(network, Form("low-rank", 48), tmp_path)
    found, _ = checkpoint.load(tmp_path)
    own = found.state_dict()
    for name in (QUERY, "encoder.embeddings.position_embeddings.weight"):
        change = (trainable(network)[name] - base[name]).double()
        left, values, right = torch.linalg.svd(change, full_matrices=False)
        expected = left[:, :48] * values[:48] @ right[:48]
        error = ((own[name] - base[name]).double() - expected).abs().max()
        assert error < 0.002 * change.abs().max()
    assert torch.equal(own["ends.bias"], network.state_dict()["ends.bias"])


def test_the_table_of_word_pieces_comes_from_the_base_encoder(
    network: SpanNetwork, kept: Path
) -> None:
    found, _ = checkpoint.load(kept)
    table = "encoder.embeddings.word_embeddings.weight"
    assert torch.equal(found.state_dict()[table], network.state_dict()[table])
    assert not [name for name in safetensors.torch.load_file(kept / WEIGHTS) if "word_" in name]


def test_a_loaded_reader_only_reads(kept: Path) -> None:
    network, tokens = checkpoint.load(kept)
    assert isinstance(tokens, Tokens)
    assert not network.training
    assert not [name for name, one in network.named_parameters() if one.requires_grad]


def test_the_manifest_says_what_was_written(kept: Path, tmp_path: Path) -> None:
    figures = {"reported": {"exact": 0.5, "adversarial": None}}
    tensors = safetensors.torch.load_file(kept / WEIGHTS)
    said = checkpoint.save(
        tmp_path, tensors, form="low-rank", rank=2, figures=figures, recipe={"steps": 7}
    )
    assert checkpoint.manifest(tmp_path) == said
    assert (said.format, said.rank, said.base) == ("low-rank", 2, weights.OFFICIAL)
    assert (said.figures, said.recipe) == (figures, {"steps": 7})
    assert said.sha256 == hashlib.sha256((tmp_path / WEIGHTS).read_bytes()).hexdigest()


def test_figures_that_json_does_not_know_are_not_written(kept: Path, tmp_path: Path) -> None:
    tensors = safetensors.torch.load_file(kept / WEIGHTS)
    with pytest.raises(ValueError, match="not JSON compliant"):
        checkpoint.save(tmp_path, tensors, form="int8", figures={"one": {"two": float("nan")}})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", [MANIFEST, WEIGHTS])
def test_an_absent_file_is_named(copy: Path, file: str) -> None:
    (copy / file).unlink()
    with pytest.raises(ModelError, match=rf"{file} in .* cannot be read: No such .*Install the"):
        checkpoint.load(copy)


@pytest.mark.parametrize("place", [0, 300, 100_000, -1])
def test_one_altered_byte_is_enough(copy: Path, place: int) -> None:
    raw = bytearray((copy / WEIGHTS).read_bytes())
    raw[place] ^= 1
    (copy / WEIGHTS).write_bytes(raw)
    with pytest.raises(ModelError, match=r"was altered or cut short: .*Install the project again"):
        checkpoint.load(copy)


@pytest.mark.parametrize("change", [lambda raw: raw[:-1], lambda raw: b"", lambda raw: raw + b" "])
def test_weights_cut_short_or_drawn_out_are_refused(
    copy: Path, change: Callable[[bytes], bytes]
) -> None:
    (copy / WEIGHTS).write_bytes(change((copy / WEIGHTS).read_bytes()))
    with pytest.raises(ModelError, match="was altered or cut short"):
        checkpoint.load(copy)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"schema": 1}, "has schema 1, this version needs 3"),
        ({"schema": None}, "has schema None, this version needs 3"),
        (
            {"base": "0" * 64},
            f"another base encoder .SHA-256 {'0' * 64}.* than .*{weights.OFFICIAL}",
        ),
        ({"format": "int4"}, r"reader\.json in .* is damaged"),
        ({"sha256": 7}, r"reader\.json in .* is damaged"),
        ({"surplus": 7}, r"reader\.json in .* is damaged"),
    ],
)
def test_a_manifest_of_something_else_is_refused(
    copy: Path, change: dict[str, Any], complaint: str
) -> None:
    fields = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps(fields | change))
    with pytest.raises(ModelError, match=rf"{complaint}.*Install the project again, or train"):
        checkpoint.load(copy)


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "{}", '{"schema": 3}', "\xff"])
def test_a_damaged_manifest_is_refused(copy: Path, text: str) -> None:
    (copy / MANIFEST).write_text(text, encoding="latin-1")
    with pytest.raises(ModelError, match=r"reader\.json in .* is damaged"):
        checkpoint.load(copy)


def _without(name: str) -> Callable[[State], None]:
    def taken(tensors: State) -> None:
        del tensors[name]

    return taken


@pytest.mark.parametrize(
    "change",
    [
        _without("ends.bias"),
        _without(QUERY + LEFT),
        _without(QUERY + RIGHT),
        lambda tensors: tensors.update(surplus=torch.zeros(3)),
        lambda tensors: tensors.update({"ends.bias": torch.zeros(3)}),
        lambda tensors: tensors.update({QUERY + LEFT: torch.zeros(384, 3)}),
        lambda tensors: tensors.update({"ends.weight": torch.zeros(2, 384, dtype=torch.int8)}),
        lambda tensors: tensors.update({"strange" + LEFT: torch.zeros(2, 2)}),
        lambda tensors: tensors.clear(),
    ],
)
def test_tensors_that_do_not_fit_the_network_are_refused(
    kept: Path, tmp_path: Path, change: Callable[[State], None]
) -> None:
    tensors = safetensors.torch.load_file(kept / WEIGHTS)
    change(tensors)
    checkpoint.save(tmp_path, tensors, form="low-rank", rank=2)
    with pytest.raises(ModelError, match=r"do not fit its network\. Install the project again"):
        checkpoint.load(tmp_path)


def test_weights_that_are_no_safetensors_are_refused(copy: Path) -> None:
    (copy / WEIGHTS).write_bytes(b"something else")
    fields = json.loads((copy / MANIFEST).read_text())
    fields["sha256"] = hashlib.sha256(b"something else").hexdigest()
    (copy / MANIFEST).write_text(json.dumps(fields))
    with pytest.raises(ModelError, match="do not fit its network"):
        checkpoint.load(copy)


def test_parts_make_up_a_tensor_again() -> None:
    whole = checkpoint.unpacked(
        {
            "a": torch.tensor([[127, -1], [0, 2]], dtype=torch.int8),
            "a" + SCALE: torch.tensor([0.5, 3.0]),
            "b" + LEFT: torch.tensor([[1.0], [2.0]]).half(),
            "b" + RIGHT: torch.tensor([[3.0, 4.0]]).half(),
            "c": torch.tensor([1.5]),
        },
        {"b": torch.tensor([[10.0, 10.0], [10.0, 10.0]])},
    )
    assert {name: tensor.tolist() for name, tensor in whole.items()} == {
        "a": [[63.5, -0.5], [0.0, 6.0]],
        "b": [[13.0, 14.0], [16.0, 18.0]],
        "c": [1.5],
    }


LOADING = """
import sys
from pathlib import Path
from index import checkpoint
assert "torch" not in sys.modules and "transformers" not in sys.modules
sys.addaudithook(
    lambda event, given: event.startswith("socket.") and print(event, given, file=sys.stderr)
)
checkpoint.load(Path(sys.argv[1]))
"""


def test_loading_is_quiet_asks_no_server_and_importing_loads_no_torch(kept: Path) -> None:
    ended = subprocess.run(  # noqa: S603 (our own interpreter and text)
        [sys.executable, "-c", LOADING, str(kept)], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_the_reader_that_ships_is_whole_and_small_and_its_card_says_what_it_reaches() -> None:
    network, _ = checkpoint.load()
    assert not network.training
    assert (SHIPPED / WEIGHTS).stat().st_size <= 25_000_000
    figures = checkpoint.manifest().figures
    assert figures.keys() == {"reported", "chosen_on"}
    card = (SHIPPED / "CARD.md").read_text(encoding="utf-8")
    for name in ("exact", "f1"):
        share = (figures["reported"][name] or 0) * 100  # itself rounded, to two decimals
        assert any(f"{share + half:.1f}" in card for half in (-0.005, 0.005))
