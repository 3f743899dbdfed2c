"""What an index holds, on disk: written as one generation, checked as a whole when it is opened.

    manifest.json       schema, model, chunking, sources; size and SHA-256 of every other file
    passages.jsonl      one passage a line
    vectors.faiss       a unit vector a passage
    sentences.npy       a unit vector a sentence, in the passages' order
    lexical/            BM25, as bm25s keeps it

`index.generations` says where these files lie. Every file is hashed before a library reads it;
nothing is pickled.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index import generations
from index.chunking import Chunking
from index.embedding import Embedded, Embedder, Vectors
from index.errors import IndexMismatch
from index.generations import build_again, damaged
from index.lexical import LexicalIndex
from index.types import Passage, Source, Span
from index.vectors import VectorIndex

#: Raised whenever the files' layout or meaning changes, names and stems included.
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Stored:
    """All that an index holds, in memory."""

    generation: str
    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]
    vectors: VectorIndex
    sentences: Vectors
    lexical: LexicalIndex


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
    """Write a generation and put it in place; its name. To be called under `exclusive`.

    Raises LibraryError where the disk refuses; what served before then still does.
    """
    with generations.building(folder) as building:
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
        (building / generations.MANIFEST).write_bytes(raw)
        return generations.put_in_place(folder, building)


def read(folder: Path, embedder: Embedder, chunking: Chunking | None = None) -> Stored:
    """The generation that serves in `folder`, checked as a whole.

    Raises IndexMissing where there is none, IndexDamaged where a file is absent, cut or altered,
    and IndexMismatch where it was made with another schema, model or (if given) chunking.
    """
    path, raw = generations.serving(folder)
    manifest: dict[str, Any] = json.loads(raw)
    _check_fit(manifest, embedder, chunking, folder)
    files = {file: _checked(path, file, facts, folder) for file, facts in manifest["files"].items()}
    try:
        sources = tuple(Source(**fields) for fields in manifest["sources"])
        by_id = {source.id: source for source in sources}
        passages = tuple(
            _from_json(json.loads(line), by_id)
            for line in files["passages.jsonl"].splitlines()  # of bytes: at line feeds alone
        )
        vectors = VectorIndex.from_bytes(files["vectors.faiss"])
        sentences: Vectors = np.load(io.BytesIO(files["sentences.npy"]), allow_pickle=False)
        lexical = LexicalIndex.load(path / "lexical", len(passages))
    except (KeyError, TypeError, ValueError, OSError, RuntimeError) as error:
        raise damaged(folder, "its parts do not fit each other") from error
    if len(vectors) != len(passages) or len(sentences) != sum(len(p.sentences) for p in passages):
        raise damaged(folder, "it does not hold a vector for every passage and sentence")
    return Stored(path.name, sources, passages, vectors, sentences, lexical)


def _check_fit(
    manifest: Mapping[str, Any], embedder: Embedder, chunking: Chunking | None, folder: Path
) -> None:
    rebuild = build_again(folder)
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
        raise damaged(folder, f"{file} cannot be read") from error
    if _digest(data) != facts:
        raise damaged(folder, f"{file} was altered or cut short")
    return data


def _model(embedder: Embedder) -> dict[str, Any]:
    return {
        "name": embedder.name,
        "sha256": embedder.fingerprint,
        "dimension": embedder.dimension,
    }


def _digest(data: bytes) -> dict[str, Any]:
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


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
