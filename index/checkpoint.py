"""The trained reader on disk: checked as bytes before any library reads them.

    reader.json           schema, format, hashes of the weights and of the base encoder, the
                          measured figures, the recipe
    reader.safetensors    the trained tensors, packed

The table of word pieces, half of the network, is not among them: it stays as it was in training
and comes with the package of the base encoder. A tensor lies under its own name as it is (float32,
or a matrix as float16), or in parts: integers (int8) and `.scale`, one a row; `.left` and `.right`,
whose product is the difference to the base encoder's.

torch is imported when a reader is loaded, not before.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index import weights
from index.errors import ModelError

if TYPE_CHECKING:
    import torch

    from index.extraction import SpanNetwork, Tokens

#: Raised whenever the layout or meaning of the files changes.
SCHEMA = 3
#: The reader that ships with this package.
SHIPPED = Path(__file__).parent / "reader"
MANIFEST, WEIGHTS = "reader.json", "reader.safetensors"
SCALE, LEFT, RIGHT = ".scale", ".left", ".right"

Format = Literal["float16", "int8", "low-rank"]
#: What was measured on which articles; None where there is no such figure.
Measured = Mapping[str, Mapping[str, float | None]]

_AGAIN = "Install the project again, or train a reader (python -m index.training)."


class Manifest(BaseModel):
    """What `reader.json` says; `rank` is that of low-rank differences, 0 for the other formats."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = Field(alias="schema")
    format: Format
    rank: int = Field(ge=0)
    sha256: str
    base: str
    figures: dict[str, dict[str, float | None]]
    recipe: dict[str, Any]


def load(folder: Path | None = None) -> tuple[SpanNetwork, Tokens]:
    """The reader in `folder`, otherwise the shipped one, ready to read.

    Raises ModelError where a file is absent, altered or cut short, where it is of another schema
    or base encoder, and where its tensors do not fit the network.
    """
    folder = folder or SHIPPED
    stated = manifest(folder)
    base = weights.packaged()
    if weights.official(base) != stated.base:
        raise ModelError(
            f"The reader in {folder} was trained over another base encoder (SHA-256 {stated.base}) "
            f"than the one that is installed ({weights.OFFICIAL}). {_AGAIN}"
        )
    raw = _bytes(folder, WEIGHTS)
    if hashlib.sha256(raw).hexdigest() != stated.sha256:
        raise ModelError(
            f"The reader's {WEIGHTS} in {folder} was altered or cut short: its SHA-256 is not the "
            f"one that {MANIFEST} gives. {_AGAIN}"
        )
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # nothing is to be fetched for it
    import safetensors.torch
    from safetensors import SafetensorError

    from index.extraction import SpanNetwork, Tokens, trainable  # seconds to import

    with quiet_loading():
        network, tokens = SpanNetwork.over(base), Tokens(base)
    own = trainable(network)
    try:
        whole = unpacked(safetensors.torch.load(raw), own)
        if whole.keys() != own.keys():
            raise ModelError(_unfit(folder))
        network.load_state_dict(whole, strict=False)  # without the table, which stays the base's
    except (SafetensorError, KeyError, RuntimeError) as error:
        raise ModelError(_unfit(folder)) from error
    return network.eval().requires_grad_(requires_grad=False), tokens


def save(
    folder: Path,
    tensors: Mapping[str, torch.Tensor],
    *,
    form: Format,
    rank: int = 0,
    figures: Measured | None = None,
    recipe: Mapping[str, Any] | None = None,
) -> Manifest:
    """Write a reader of packed `tensors`, with what was measured and how it was trained.

    The manifest goes last: where writing stops in between, `load` refuses what is there.
    """
    import safetensors.torch

    raw = safetensors.torch.save({name: tensor.contiguous() for name, tensor in tensors.items()})
    fields = {
        "schema": SCHEMA,
        "format": form,
        "rank": rank,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "base": weights.official(weights.packaged()),
        "figures": {name: dict(values) for name, values in (figures or {}).items()},
        "recipe": dict(recipe or {}),
    }
    stated = Manifest.model_validate(fields)
    text = json.dumps(fields, indent=2, allow_nan=False)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(raw)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return stated


def manifest(folder: Path | None = None) -> Manifest:
    """What the reader in `folder`, otherwise the shipped one, says of itself; raises ModelError."""
    folder = folder or SHIPPED
    raw = _bytes(folder, MANIFEST)
    try:
        fields = json.loads(raw)
        found = fields["schema"]
        if found == SCHEMA:
            return Manifest.model_validate(fields)
    except (ValueError, KeyError, TypeError) as error:
        told = error.errors()[0]["loc"] if isinstance(error, ValidationError) else error
        raise ModelError(
            f"The reader's {MANIFEST} in {folder} is damaged ({told}). {_AGAIN}"
        ) from error
    raise ModelError(
        f"The reader in {folder} has schema {found}, this version needs {SCHEMA}. {_AGAIN}"
    )


def unpacked(
    packed: Mapping[str, torch.Tensor], base: Mapping[str, torch.Tensor]
) -> dict[str, torch.Tensor]:
    """The tensors as float32; `base` has those that differences are added to.

    Raises KeyError where a part is missing and RuntimeError where parts do not fit each other.
    """
    import torch

    whole = {}
    for name, tensor in packed.items():
        if name.endswith(LEFT):
            own = name.removesuffix(LEFT)
            whole[own] = base[own] + tensor.float() @ packed[own + RIGHT].float()
        elif tensor.dtype == torch.int8:
            whole[name] = tensor.float() * packed[name + SCALE][:, None]
        elif not name.endswith((RIGHT, SCALE)):
            whole[name] = tensor.float()
    return whole


@contextmanager
def quiet_loading() -> Iterator[None]:
    """Keep transformers' progress bar and its report on unused tensors off standard error."""
    from transformers.utils import logging as hub_logging

    level, barred = hub_logging.get_verbosity(), hub_logging.is_progress_bar_enabled()
    hub_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    hub_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        hub_logging.set_verbosity(level)
        if barred:
            hub_logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _bytes(folder: Path, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except OSError as error:
        raise ModelError(
            f"The reader's {file} in {folder} cannot be read: {error.strerror}. {_AGAIN}"
        ) from error


def _unfit(folder: Path) -> str:
    return f"The tensors of the reader in {folder} do not fit its network. {_AGAIN}"
