"""An index on disk: whole, or refused with a reason; never anything in between."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from index import generations, store
from index.chunking import Chunking
from index.embedding import Embedded, Vectors
from index.errors import IndexDamaged, IndexMismatch, LibraryError
from index.lexical import LexicalIndex
from index.types import Document, Passage
from index.words import terms
from tests.index.fakes import DIMENSION, BagOfWords, direction, document

GAZETTE = document(
    "The river flooded the old bridge. Nobody was\u2028hurt.\x85It rained.",
    "Mayor Ada Byron spoke.",
    "She “never” left, naïve as she was: 😀.",
)
TOWN = document("Tolls paid for the ferry. Tolls pay for all.", identity="town")


def write(folder: Path, *documents: Document, embedder: BagOfWords | None = None) -> str:
    passages = tuple(p for each in documents for p in Chunking().passages(each))
    embedder = embedder or BagOfWords()
    with generations.exclusive(folder):
        return store.write(
            folder,
            sources=tuple(each.source for each in documents),
            passages=passages,
            embedded=embedder.embed_passages(passages),
            lexical=LexicalIndex.build(passage.text for passage in passages),
            embedder=embedder,
            chunking=Chunking(),
        )


def content(stored: store.Stored) -> tuple[object, ...]:
    """All that an index tells, comparable."""
    rows = stored.vectors.rows(np.arange(len(stored.vectors)))
    question = terms("river toll bridge")
    return (
        stored.sources,
        stored.passages,
        rows.tobytes(),
        stored.sentences.tobytes(),
        stored.lexical.vocabulary,
        stored.lexical.written,
        stored.lexical.scores(question).tobytes(),
    )


def files(folder: Path) -> Iterator[Path]:
    """Every file of the index but the lock, which holds nothing."""
    return (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != ".lock")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index in its second generation; the first held other documents."""
    where = tmp_path / "index"
    write(where, TOWN)
    write(where, GAZETTE, TOWN)
    return where


def test_what_was_written_is_read_back_to_the_last_bit(folder: Path) -> None:
    passages = (*Chunking().passages(GAZETTE), *Chunking().passages(TOWN))
    embedded = BagOfWords().embed_passages(passages)
    stored = store.read(folder, BagOfWords(), Chunking())
    assert stored.generation == "generation-000002"
    assert stored.sources == (GAZETTE.source, TOWN.source)
    assert stored.passages == passages
    assert_array_equal(stored.vectors.rows(np.arange(len(passages))), embedded.passages)
    assert_array_equal(stored.sentences, embedded.sentences)
    scores = stored.lexical.scores(terms("river"))
    assert_array_equal(scores, LexicalIndex.build(p.text for p in passages).scores(terms("river")))


def test_any_byte_that_is_altered_is_noticed(folder: Path) -> None:
    sound = content(store.read(folder, BagOfWords()))
    serving = {folder / "CURRENT", *(folder / "generation-000002").rglob("*")}
    for path in files(folder):
        raw = path.read_bytes()
        small = len(raw) <= 200
        for place in range(len(raw)) if small else {*range(0, len(raw), len(raw) // 40), 1, -1}:
            for flip in (1, 3, 0x20, 0x80) if small else (1,):
                altered = bytearray(raw)
                altered[place] ^= flip
                path.write_bytes(altered)
                if path in serving:
                    with pytest.raises(IndexDamaged, match="index build --into"):
                        store.read(folder, BagOfWords())
                else:  # the generation before is not read
                    assert content(store.read(folder, BagOfWords())) == sound
        path.write_bytes(raw)
    assert content(store.read(folder, BagOfWords())) == sound


@pytest.mark.parametrize("kept", [0.0, 0.5, 1.0])
def test_any_file_that_is_cut_short_grown_or_gone_is_noticed(folder: Path, kept: float) -> None:
    generation = folder / "generation-000002"
    for path in (folder / "CURRENT", *files(generation)):
        raw = path.read_bytes()
        path.write_bytes(raw[: int(len(raw) * kept)] if kept < 1 else raw + b"\n")
        with pytest.raises(IndexDamaged):
            store.read(folder, BagOfWords())
        path.unlink()
        with pytest.raises(IndexDamaged):
            store.read(folder, BagOfWords())
        path.mkdir()  # something else in its place
        with pytest.raises(IndexDamaged):
            store.read(folder, BagOfWords())
        path.rmdir()
        path.write_bytes(raw)
    assert len(store.read(folder, BagOfWords()).passages) == 4


def test_a_manifest_that_does_not_fit_the_files_is_refused_though_its_hash_is_right(
    folder: Path,
) -> None:
    generation = folder / "generation-000002"
    manifest = json.loads((generation / "manifest.json").read_bytes())
    manifest["sources"] = manifest["sources"][:1]
    refill = folder / "building-by-hand"
    shutil.copytree(generation, refill)
    (refill / "manifest.json").write_text(json.dumps(manifest))
    generations.put_in_place(folder, refill)
    with pytest.raises(IndexDamaged, match="parts do not fit"):
        store.read(folder, BagOfWords())


@pytest.mark.parametrize(
    "other",
    [
        BagOfWords(name="another"),
        BagOfWords(fingerprint="1" * 64),
        BagOfWords(dimension=DIMENSION + 1),
    ],
)
def test_an_index_of_another_model_is_refused_by_name(folder: Path, other: BagOfWords) -> None:
    with pytest.raises(IndexMismatch, match=f"'bag-of-words', the bot runs '{other.name}'"):
        store.read(folder, other)


def test_an_index_cut_in_another_way_is_refused_where_that_matters(folder: Path) -> None:
    with pytest.raises(IndexMismatch, match="cut in another way"):
        store.read(folder, BagOfWords(), Chunking(999))
    assert len(store.read(folder, BagOfWords()).passages) == 4


def test_an_index_of_another_schema_is_refused_whatever_else_it_says(folder: Path) -> None:
    refill = folder / "building-by-hand"
    refill.mkdir()
    (refill / "manifest.json").write_text(json.dumps({"schema": store.SCHEMA + 1}))
    generations.put_in_place(folder, refill)
    with pytest.raises(IndexMismatch, match=f"schema {store.SCHEMA + 1}, .* needs {store.SCHEMA}"):
        store.read(folder, BagOfWords())


@dataclasses.dataclass
class Unfit(BagOfWords):
    """An embedder that forgot to normalise."""

    def embed_passages(self, passages: object, progress: object = None) -> Embedded:
        two: Vectors = np.stack([direction("a"), 2 * direction("b")])
        return Embedded(two, two)


def test_vectors_that_are_not_of_unit_length_never_reach_the_disk(folder: Path) -> None:
    before = content(store.read(folder, BagOfWords()))
    with pytest.raises(ValueError, match="unit length"):
        write(folder, TOWN, embedder=Unfit())
    assert content(store.read(folder, BagOfWords())) == before
    assert not list(folder.glob("building-*"))


def test_a_folder_that_cannot_be_written_is_said_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for into in (tmp_path / "file", tmp_path / "file" / "index"):
        with pytest.raises(LibraryError, match=r"cannot be written to .*(File exists|Not a dir)"):
            write(into, TOWN)


def test_passages_are_kept_as_readable_lines(folder: Path) -> None:
    lines = (folder / "generation-000002" / "passages.jsonl").read_bytes().splitlines()
    passages: tuple[Passage, ...] = store.read(folder, BagOfWords()).passages
    assert [json.loads(line)["text"] for line in lines] == [p.text for p in passages]
    assert "naïve".encode() in lines[2]
