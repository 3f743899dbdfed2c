"""A segment as files: laid out, hashed before anything reads what is in them, taken over.

    passages.jsonl      one passage a line
    texts.txt           the extracted text of each source, one after the other
    words.json          the terms that passages hold, and the words as they are written
    about.jsonl         the references, which passages name by number; then a line on each source
    vectors.f32         a unit vector a passage, (n, d)
    sentences.f16       a unit vector a sentence, (m, d)
    arrays.bin          where each passage, sentence and term stands in the above
    codes.faiss         for many passages: codes that put forward the likely ones

Nothing is pickled.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import mmap
import shutil
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from index.arrays import Array, Buffer, Table, pack, unpack
from index.postings import Postings
from index.segments import Columns, Segment
from index.types import Source
from index.vectors import VectorIndex

Digest = Mapping[str, object]

# Bytes: a file from here on stays on the disk and in its cache. A smaller one is held in memory.
_MAPPED = 64 * 2**20
_WORDS = ("terms", "written")


def contents_of(segment: Segment) -> tuple[dict[str, Buffer], Table]:
    """The content of each file, and what the arrays need to be taken apart again."""
    postings = {f.name: getattr(segment.postings, f.name) for f in dataclasses.fields(Postings)}
    words = {name: postings.pop(name) for name in _WORDS}
    columns = {f.name: getattr(segment.columns, f.name) for f in dataclasses.fields(Columns)}
    arrays, table = pack(columns | postings)
    contents = {
        "passages.jsonl": segment.lines,
        "texts.txt": segment.texts,
        "words.json": json.dumps(words, ensure_ascii=False).encode(),
        "about.jsonl": segment.about,
        "vectors.f32": _bytes_of(segment.vectors.rows),
        "sentences.f16": _bytes_of(segment.sentences),
        "arrays.bin": arrays,
    }
    if segment.vectors.codes:
        contents["codes.faiss"] = segment.vectors.codes
    return contents, table


def _bytes_of(array: Array) -> Buffer:
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def segment_of(
    sources: tuple[Source, ...],
    contents: Mapping[str, Buffer],
    table: Mapping[str, tuple[str, int]],
    dimension: int,
) -> Segment:
    """Take back what `contents_of` gave; to be called on checked bytes only.

    Raises KeyError, TypeError, ValueError or RuntimeError where the parts do not fit each other.
    """
    arrays = unpack(contents["arrays.bin"], table)
    columns = {f.name: arrays.pop(f.name) for f in dataclasses.fields(Columns)}
    words = json.loads(bytes(contents["words.json"]))
    kept: dict[str, Any] = {name: words[name] for name in _WORDS} | arrays
    vectors = np.frombuffer(contents["vectors.f32"], np.float32).reshape(-1, dimension)
    return Segment(
        sources,
        contents["passages.jsonl"],
        contents["texts.txt"],
        contents["about.jsonl"],
        Columns(**columns),
        Postings(**kept),
        VectorIndex(vectors, contents.get("codes.faiss", b"")),
        np.frombuffer(contents["sentences.f16"], np.float16).reshape(-1, dimension),
    )


def name_of(digests: Mapping[str, Digest], sources: Sequence[str]) -> str:
    """The name of a segment's folder, the same for the same content."""
    told = json.dumps([digests, sources], sort_keys=True).encode()
    return f"segment-{hashlib.sha256(told).hexdigest()[:16]}"


def digest_of(content: Buffer) -> Digest:
    """What a file's content is checked by."""
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def checked(path: Path, digest: Digest) -> Buffer | None:
    """The content of the file at `path`; None where that is not what `digest` was taken of."""
    content: Buffer
    try:
        told = path.stat()  # a pipe would be waited for, a device has no end
        if not stat.S_ISREG(told.st_mode) or told.st_size != digest["bytes"]:
            return None
        with path.open("rb") as file:
            if told.st_size >= _MAPPED:
                content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            else:
                content = file.read()
    except OSError:
        return None
    return content if digest_of(content) == digest else None


def take_over(
    name: Path, digest: Digest, *, last: Path, others: Sequence[Path], into: Path
) -> bool:
    """Have the file `name` of other generations in the folder `into`; whether one has it whole.

    It is linked, or copied where the disk links nothing; but never linked to the one of the `last`
    generation, so that both are not lost together. OSError where the disk refuses.
    """
    target = into / name
    for place in (*others, last):
        original = place / name
        if not original.is_file():
            continue
        if not _is_same(original, last / name):
            with suppress(OSError):
                target.hardlink_to(original)
        if not target.exists():
            shutil.copyfile(original, target)
        if checked(target, digest) is not None:
            return True
        target.unlink()
    return False


def _is_same(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)
