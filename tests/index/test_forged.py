"""A manifest that makes no sense though all its hashes are right is damage like any other."""

from __future__ import annotations

import json
import logging
import shutil
import tracemalloc
from pathlib import Path

import pytest

from index import generations, store
from index.errors import IndexMismatch
from index.library import Library, sources_in
from tests.index.fakes import BagOfWords
from tests.index.torturing import NEWEST, holds, three_generations

SERVING = "generation-000003"
REPAIR = "summit-bot index build --into"


@pytest.fixture
def folder(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Path:
    caplog.set_level(logging.CRITICAL)
    return three_generations(tmp_path / "index")


def forge(folder: Path, manifest: bytes) -> None:
    """Let a generation with another manifest serve, all hashes of which are right."""
    refill = folder / "building-by-hand"
    shutil.copytree(folder / SERVING, refill)
    (refill / generations.MANIFEST).write_bytes(manifest)
    generations.put_in_place(folder, refill)


@pytest.mark.parametrize(
    "manifest",
    [b"", b"\xff", b"null", b"[]", b"{}", b'{"schema": 2}', b"[" * 100_000, b"9" * 100_000],
    ids=lambda manifest: repr(manifest[:14]),
)
def test_a_manifest_that_is_none_is_damage_though_its_hash_is_right(
    folder: Path, manifest: bytes
) -> None:
    forge(folder, manifest)
    assert REPAIR in holds(folder, NEWEST)[1]
    assert sources_in(folder) == tuple(document.source for document in NEWEST)


SEGMENT = ("segments", 0)
ARRAY = (*SEGMENT, "arrays", "starts")
DIGEST = (*SEGMENT, "files", "vectors.f32")
SENSELESS: dict[tuple[str | int, ...], list[object]] = {
    ARRAY: [None, [], *(["<i8", length] for length in (2**62, 10**30, 1, 0, -1, "3", None, 1e9))],
    (*ARRAY, 0): ["O", "V2000000000", "<f99", "<U9999999", ""],
    ("model", "dimension"): [2**62, 10**30, 1, 0, -1, "x", None],
    (*DIGEST, "bytes"): [2**62, -1, None],
    DIGEST: [{}, None, "x"],
    (*SEGMENT, "files"): [{}, {"stray": {"bytes": 0, "sha256": ""}}],
    (*SEGMENT, "name"): ["..", "/etc", "\0", "a" * 999, None],
    (*SEGMENT, "sources"): [[], None, [{}], [{"source": {}}]],
    (*SEGMENT, "sources", 0, "source", "id"): [""],
    SEGMENT: [None],
    ("segments",): [None],
    ("model",): [None],
}


@pytest.mark.parametrize(
    ("path", "value"), [(path, value) for path, values in SENSELESS.items() for value in values]
)
def test_a_manifest_that_makes_no_sense_is_refused_at_no_cost(
    folder: Path, path: tuple[str | int, ...], value: object
) -> None:
    manifest = json.loads((folder / SERVING / generations.MANIFEST).read_bytes())
    at = manifest
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    forge(folder, json.dumps(manifest).encode())
    tracemalloc.start()
    try:
        stored = store.read(folder)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert stored.generation == SERVING
    assert REPAIR in stored.problem
    assert most < 20 * 2**20


def test_another_schema_is_said_with_the_command_and_no_generation_before_serves(
    folder: Path,
) -> None:
    for manifest in (b'{"schema": 1}', b'{"schema": 3, "what": "else"}', b'{"schema": "new"}'):
        forge(folder, manifest)
        with pytest.raises(IndexMismatch, match=f"needs 2.*{REPAIR} {folder}"):
            Library.open(folder, BagOfWords())
