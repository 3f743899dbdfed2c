"""An index on disk: checked when it is opened, replaced by one rename, never half there.

    FOLDER/
        CURRENT                 the name of the generation that serves
        generation-000002/
            manifest.json       schema, model, chunking, sources; size and SHA-256 of every file
            manifest.sha256     SHA-256 of the manifest
            passages.jsonl      one passage a line
            vectors.faiss       a unit vector a passage
            sentences.npy       a unit vector a sentence, in the passages' order
            lexical/            BM25, as bm25s keeps it

A build writes a folder of its own, syncs it, and then renames a new CURRENT over the old one. The
generation before is kept. Every file is hashed before a library reads it; nothing is pickled.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from index.chunking import Chunking
from index.embedding import Embedded, Embedder, Vectors
from index.errors import IndexDamaged, LibraryError, IndexMismatch, IndexMissing
from index.lexical import LexicalIndex
from index.types import Passage, Source, Span
from index.vectors import VectorIndex

#: Raised whenever the files' layout or meaning changes, names and stems included.
SCHEMA = 1

_CURRENT = "CURRENT"
_PREFIX = "generation-"
_KEPT = 2  # generations: the one that serves and the one before


@dataclass(frozen=True, slots=True)
class Stored:
    """All that an index holds, in memory."""

    generation: str
    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]
    vectors: VectorIndex
    sentences: Vectors
    lexical: LexicalIndex


def exclusive(folder: Path) -> AbstractContextManager[Any]:
    """Hold the right to build in `folder`; LibraryError where another process holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return FileLock(folder / ".lock", timeout=0).acquire()
    except Timeout:
        raise LibraryError(
            f"Another build is writing to {folder}. Wait until it has ended."
        ) from None
    except OSError as error:
        raise _unwritable(folder, error) from error


def write(
    folder: Path,
    *,
    sources: tuple[Source, ...],
    passages: tuple[Passage, ...],
    embedded: Embedded,
    lexical: LexicalIndex,
    embedder: Embedder,
    chunking: Chunking,
) -> str:
    """Write a generation and put it in place; its name. To be called under `exclusive`."""
    try:
        building = Path(tempfile.mkdtemp(prefix="building-", dir=folder))
        try:
            return _write(
                folder, building, sources, passages, embedded, lexical, embedder, chunking
            )
        finally:
            shutil.rmtree(building, ignore_errors=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _write(
    folder: Path,
    building: Path,
    sources: tuple[Source, ...],
    passages: tuple[Passage, ...],
    embedded: Embedded,
    lexical: LexicalIndex,
    embedder: Embedder,
    chunking: Chunking,
) -> str:
    lines = "".join(
        json.dumps(_to_json(passage), ensure_ascii=False) + "\n" for passage in passages
    )
    (building / "passages.jsonl").write_bytes(lines.encode())
    (building / "vectors.faiss").write_bytes(VectorIndex.build(embedded.passages).to_bytes())
    np.save(building / "sentences.npy", embedded.sentences, allow_pickle=False)
    (building / "lexical").mkdir()
    lexical.save(building / "lexical")
    manifest = {
        "schema": SCHEMA,
        "model": _model(embedder),
        "chunking": dataclasses.asdict(chunking),
        "passages": len(passages),
        "sources": [dataclasses.asdict(source) for source in sources],
        "files": {
            path.relative_to(building).as_posix(): _digest(path.read_bytes())
            for path in sorted(building.rglob("*"))
            if path.is_file()
        },
    }
    raw = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    (building / "manifest.json").write_bytes(raw)
    (building / "manifest.sha256").write_text(hashlib.sha256(raw).hexdigest())
    for path in (*building.rglob("*"), building):
        _sync(path)
    newest = max((int(name.name[len(_PREFIX) :]) for name in _generations(folder)), default=0)
    name = f"{_PREFIX}{newest + 1:06d}"
    building.rename(folder / name)
    _point(folder, name)
    for old in _generations(folder)[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return name


def _point(folder: Path, name: str) -> None:
    """Let `name` serve: the one rename that puts a generation in place."""
    waiting = folder / f"{_CURRENT}.next"
    waiting.write_text(name)
    _sync(waiting)
    waiting.replace(folder / _CURRENT)
    _sync(folder)


def read(folder: Path, embedder: Embedder, chunking: Chunking | None = None) -> Stored:
    """The generation that serves in `folder`, checked as a whole.

    Raises IndexMissing where there is none, IndexDamaged where a file is absent, cut or altered,
    and IndexMismatch where it was made with another schema, model or (if given) chunking.
    """
    name, path = _serving(folder)
    manifest = _manifest(path, folder)
    _check_fit(manifest, embedder, chunking, folder)
    files = {file: _checked(path, file, facts, folder) for file, facts in manifest["files"].items()}
    try:
        sources = tuple(Source(**fields) for fields in manifest["sources"])
        by_id = {source.id: source for source in sources}
        passages = tuple(
            _from_json(json.loads(line), by_id)
            for line in files["passages.jsonl"].decode().splitlines()
        )
        vectors = VectorIndex.from_bytes(files["vectors.faiss"])
        sentences: Vectors = np.load(io.BytesIO(files["sentences.npy"]), allow_pickle=False)
        lexical = LexicalIndex.load(path / "lexical", len(passages))
    except (KeyError, TypeError, ValueError, OSError, RuntimeError) as error:
        raise _damaged(folder, "its parts do not fit each other") from error
    if len(vectors) != len(passages) or len(sentences) != sum(len(p.sentences) for p in passages):
        raise _damaged(folder, "it does not hold a vector for every passage and sentence")
    return Stored(name, sources, passages, vectors, sentences, lexical)


def _serving(folder: Path) -> tuple[str, Path]:
    try:
        name = (folder / _CURRENT).read_text()
    except FileNotFoundError:
        if _generations(folder):
            raise _damaged(folder, f"{_CURRENT} is missing") from None
        raise IndexMissing(
            f"There is no index in {folder}. Build one: summit-bot index build --into {folder}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(folder, f"{_CURRENT} cannot be read") from error
    if folder / name not in _generations(folder):
        raise _damaged(folder, f"{_CURRENT} names no generation")
    return name, folder / name


def _manifest(path: Path, folder: Path) -> dict[str, Any]:
    try:
        raw = (path / "manifest.json").read_bytes()
        expected = (path / "manifest.sha256").read_bytes()
    except OSError as error:
        raise _damaged(folder, "its manifest cannot be read") from error
    if hashlib.sha256(raw).hexdigest().encode() != expected:
        raise _damaged(folder, "its manifest was altered")
    manifest: dict[str, Any] = json.loads(raw)
    return manifest


def _check_fit(
    manifest: Mapping[str, Any], embedder: Embedder, chunking: Chunking | None, folder: Path
) -> None:
    rebuild = f"Build it again: summit-bot index build --into {folder}"
    if manifest["schema"] != SCHEMA:
        raise IndexMismatch(
            f"The index in {folder} has schema {manifest['schema']}, this version needs {SCHEMA}. "
            + rebuild
        )
    if manifest["model"] != _model(embedder):
        raise IndexMismatch(
            f"The index in {folder} was made with the model {manifest['model']['name']!r}, the bot "
            f"runs {embedder.name!r} (name or weights differ). {rebuild}"
        )
    if chunking and manifest["chunking"] != dataclasses.asdict(chunking):
        raise IndexMismatch(f"The index in {folder} was cut in another way. {rebuild}")


def _checked(path: Path, file: str, facts: Mapping[str, Any], folder: Path) -> bytes:
    try:
        data = (path / file).read_bytes()
    except OSError as error:
        raise _damaged(folder, f"{file} cannot be read") from error
    if _digest(data) != facts:
        raise _damaged(folder, f"{file} was altered or cut short")
    return data


def _model(embedder: Embedder) -> dict[str, Any]:
    return {
        "name": embedder.name,
        "sha256": embedder.fingerprint,
        "dimension": embedder.dimension,
    }


def _digest(data: bytes) -> dict[str, Any]:
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _generations(folder: Path) -> list[Path]:
    """Whole generations, oldest first."""
    return sorted(
        path for path in folder.glob(f"{_PREFIX}*") if path.name[len(_PREFIX) :].isdecimal()
    )


def _to_json(passage: Passage) -> dict[str, Any]:
    return {
        "source": passage.source.id,
        "start": passage.start,
        "end": passage.end,
        "paragraph": passage.paragraph,
        "context": passage.context,
        "sentences": [[sentence.start, sentence.end] for sentence in passage.sentences],
        "text": passage.text,
    }


def _from_json(fields: dict[str, Any], sources: Mapping[str, Source]) -> Passage:
    return Passage(
        source=sources[fields.pop("source")],
        sentences=tuple(Span(start, end) for start, end in fields.pop("sentences")),
        **fields,
    )


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _damaged(folder: Path, what: str) -> IndexDamaged:
    return IndexDamaged(
        f"The index in {folder} is damaged: {what}. "
        f"Build it again: summit-bot index build --into {folder}"
    )


def _unwritable(folder: Path, error: OSError) -> LibraryError:
    return LibraryError(
        f"The index cannot be written to {folder}: {error.strerror}. "
        "Free space or choose another folder with --into; what was there before still serves."
    )
