"""An index on disk: whole, or refused with a reason; never anything in between."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pytest

from index import generations, store
from index.chunking import Chunking
from index.embedding import Embedded, Vectors
from index.errors import IndexDamaged, IndexMismatch, IndexMissing, LibraryError
from index.files import contents_of
from index.segments import Segment
from index.store import Stored
from index.types import Document
from tests.index.fakes import DIMENSION, BagOfWords, direction, document

GAZETTE = document(
    "The river flooded the old bridge. Nobody was\u2028hurt.\x85It rained.",
    "Mayor Ada Byron spoke.",
    "She “never” left, naïve as she was: 😀.",
)
TOWN = document("Tolls paid for the ferry. Tolls pay for all.", identity="town")


def segment(*documents: Document, embedder: BagOfWords | None = None) -> Segment:
    passages = [Chunking().passages(each) for each in documents]
    embedded = (embedder or BagOfWords()).embed_passages(sum(passages, ()))
    return Segment.of(documents, passages, embedded)


def write(folder: Path, *segments: Segment, base: Stored | None = None) -> str:
    with generations.exclusive(folder):
        return store.write(
            folder,
            segments,
            base=base,
            model=store.model_of(BagOfWords()),
            chunking=asdict(Chunking()),
        )


def content(stored: Stored) -> object:
    """All that an index tells, comparable."""
    return [
        (of.sources, {name: bytes(part) for name, part in contents_of(of)[0].items()})
        for of in stored.segments
    ]


def files(folder: Path) -> Iterator[Path]:
    """Every file of the index but the lock, which holds nothing."""
    return (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != ".lock")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index in its second generation; the first held one source less."""
    where = tmp_path / "index"
    write(where, segment(TOWN))
    write(where, segment(GAZETTE), segment(TOWN))
    return where


def test_what_was_written_is_read_back_to_the_last_bit(folder: Path) -> None:
    stored = store.read(folder, BagOfWords(), Chunking())
    assert stored.generation == "generation-000002"
    assert stored.problem == ""
    assert [of.sources for of in stored.segments] == [(GAZETTE.source,), (TOWN.source,)]
    assert content(stored) == [
        (of.sources, {name: bytes(part) for name, part in contents_of(of)[0].items()})
        for of in (segment(GAZETTE), segment(TOWN))
    ]


def test_any_byte_that_is_altered_is_noticed_and_the_generation_before_serves(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    sound = content(store.read(folder, BagOfWords()))
    serving = {folder / "CURRENT", *(folder / "generation-000002").rglob("*")}
    for path in files(folder):
        raw = path.read_bytes()
        small = len(raw) <= 100
        for place in range(len(raw)) if small else {*range(0, len(raw), len(raw) // 20), 1, -1}:
            altered = bytearray(raw)
            altered[place] ^= 1
            path.write_bytes(altered)
            stored = store.read(folder, BagOfWords())
            if path == folder / "CURRENT":  # then the newest serves
                assert "index build --into" in stored.problem
                assert content(stored) == sound
            elif path in serving:
                assert "index build --into" in stored.problem
                assert stored.generation == "generation-000001"
                assert [of.sources for of in stored.segments] == [(TOWN.source,)]
            else:  # the generation before is not read
                assert stored.problem == ""
                assert content(stored) == sound
        path.write_bytes(raw)
    assert content(store.read(folder, BagOfWords())) == sound


@pytest.mark.parametrize("kept", [0.0, 0.5, 1.0])
def test_where_no_generation_is_whole_the_index_is_damaged(folder: Path, kept: float) -> None:
    shutil.rmtree(folder / "generation-000001")
    for path in files(folder / "generation-000002"):
        raw = path.read_bytes()
        path.write_bytes(raw[: int(len(raw) * kept)] if kept < 1 else raw + b"\n")
        with pytest.raises(IndexDamaged, match="index build --into"):
            store.read(folder, BagOfWords())
        path.unlink()
        with pytest.raises(IndexDamaged):
            store.read(folder, BagOfWords())
        path.mkdir()  # something else in its place
        with pytest.raises(IndexDamaged):
            store.read(folder, BagOfWords())
        path.rmdir()
        path.write_bytes(raw)
    assert len(store.read(folder, BagOfWords()).segments) == 2


def test_that_another_generation_serves_is_said_with_what_to_do(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (text,) = ((folder / "generation-000002").glob("*/texts.txt"),)
    path = sorted(text)[0]
    path.write_bytes(b"altered")
    problem = store.read(folder, BagOfWords()).problem
    assert problem == (
        f"The index in {folder} is damaged: {path.parent.name}/texts.txt of generation-000002 is "
        "absent, cut short or altered. Build it again, with the same --source files if you gave "
        f"any: summit-bot index build --into {folder}\nUntil then generation-000001 serves in "
        f"its stead. To keep to that: summit-bot index rollback --into {folder}"
    )
    assert caplog.messages == [problem]


def test_a_manifest_that_does_not_fit_the_files_is_refused_though_its_hash_is_right(
    folder: Path,
) -> None:
    generation = folder / "generation-000002"
    manifest = json.loads((generation / "manifest.json").read_bytes())
    manifest["segments"][0]["sources"] = []
    refill = folder / "building-by-hand"
    shutil.copytree(generation, refill)
    (refill / "manifest.json").write_text(json.dumps(manifest))
    generations.put_in_place(folder, refill)
    assert "do not fit each other" in store.read(folder, BagOfWords()).problem


def test_a_text_that_is_not_the_one_that_was_indexed_is_refused(folder: Path) -> None:
    generation = folder / "generation-000002"
    manifest = json.loads((generation / "manifest.json").read_bytes())
    manifest["segments"][1]["sources"][0]["source"]["text_sha256"] = "0" * 64
    refill = folder / "building-by-hand"
    shutil.copytree(generation, refill)
    (refill / "manifest.json").write_text(json.dumps(manifest))
    generations.put_in_place(folder, refill)
    assert "the text of town is not" in store.read(folder, BagOfWords()).problem


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
    assert len(store.read(folder, BagOfWords()).segments) == 2
    assert len(store.read(folder).segments) == 2


@pytest.mark.parametrize("schema", [1, store.SCHEMA + 1])
def test_an_index_of_another_schema_is_refused_whatever_else_it_says(
    folder: Path, schema: int
) -> None:
    refill = folder / "building-by-hand"
    refill.mkdir()
    (refill / "manifest.json").write_text(json.dumps({"schema": schema}))
    name = generations.put_in_place(folder, refill)
    (folder / name / "manifest.sha256").unlink()  # the first schema had none
    for look in (lambda: store.read(folder, BagOfWords()), lambda: store.sources_in(folder)):
        with pytest.raises(IndexMismatch, match=f"schema {schema}, .* needs {store.SCHEMA}"):
            look()


def test_a_manifest_tells_the_sources_though_a_file_is_damaged(folder: Path) -> None:
    next((folder / "generation-000002").glob("*/texts.txt")).unlink()
    assert store.sources_in(folder) == ((GAZETTE.source, 3), (TOWN.source, 1))
    (folder / "generation-000002" / "manifest.json").unlink()
    assert store.sources_in(folder) == ((TOWN.source, 1),)
    shutil.rmtree(folder / "generation-000001")
    with pytest.raises(IndexDamaged):
        store.sources_in(folder)


def inodes(generation: Path) -> set[int]:
    return {path.stat().st_ino for path in files(generation)}


def test_what_is_taken_over_is_linked_but_never_from_the_generation_before(folder: Path) -> None:
    sound = content(store.read(folder))
    for number in range(3, 8):
        base = store.read(folder)
        name = write(folder, *base.segments, base=base)
        assert content(store.read(folder)) == sound
        assert not inodes(folder / name) & inodes(folder / f"generation-{number - 1:06d}")
        if number > 3:
            shared = inodes(folder / name) & inodes(folder / f"generation-{number - 2:06d}")
            assert len(shared) == len(inodes(folder / name)) - 2  # all but manifest and seal


def test_what_is_damaged_in_one_generation_is_taken_over_from_another(folder: Path) -> None:
    base = store.read(folder)
    write(folder, *base.segments, base=base)
    sound, base = content(base), store.read(folder)
    for number, file in ((2, "texts.txt"), (3, "about.jsonl")):
        for path in (folder / f"generation-00000{number}").glob(f"*/{file}"):
            path.write_bytes(b"altered")
    write(folder, *base.segments, base=base)
    stored = store.read(folder)
    assert (stored.generation, stored.problem) == ("generation-000004", "")
    assert content(stored) == sound


def test_what_is_whole_nowhere_ends_the_build_and_leaves_what_served(folder: Path) -> None:
    base = store.read(folder)
    for path in folder.glob("*/*/words.json"):
        path.write_bytes(b"altered")
    with pytest.raises(IndexDamaged, match=r"words\.json is absent, cut short or altered"):
        write(folder, *base.segments, base=base)
    assert generations.serving(folder).name == "generation-000002"
    assert not list(folder.glob("building-*"))


def test_an_index_of_no_segments_can_be_kept(tmp_path: Path) -> None:
    write(tmp_path)
    assert store.read(tmp_path, BagOfWords()).segments == ()


@dataclass
class Unfit(BagOfWords):
    """An embedder that forgot to normalise."""

    def embed_passages(self, passages: object, progress: object = None) -> Embedded:
        two: Vectors = np.stack([direction("a"), 2 * direction("b")])
        return Embedded(two, two)


def test_vectors_that_are_not_of_unit_length_never_reach_the_disk(folder: Path) -> None:
    with pytest.raises(ValueError, match="unit length"):
        write(folder, segment(TOWN, embedder=Unfit()))
    assert not list(folder.glob("building-*"))


def test_a_folder_that_cannot_be_written_is_said_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for into in (tmp_path / "file", tmp_path / "file" / "index"):
        with pytest.raises(LibraryError, match=r"cannot be written to .*(File exists|Not a dir)"):
            write(into, segment(TOWN))


def test_passages_and_texts_are_kept_readably(folder: Path) -> None:
    (path,) = (
        p.parent for p in folder.glob("generation-000002/*/texts.txt") if b"river" in p.read_bytes()
    )
    lines = (path / "passages.jsonl").read_bytes().splitlines()
    passages = Chunking().passages(GAZETTE)
    assert [json.loads(line)["text"] for line in lines] == [p.text for p in passages]
    assert "naïve".encode() in lines[2]
    assert (path / "texts.txt").read_text() == GAZETTE.text


def test_the_generation_before_can_be_gone_back_to_again_and_again(folder: Path) -> None:
    write(folder, segment(GAZETTE))
    sources = []
    for _ in range(2):
        store.roll_back_in(folder)
        sources.append([of.sources for of in store.read(folder).segments])
    assert sources == [[(GAZETTE.source,), (TOWN.source,)], [(TOWN.source,)]]
    with pytest.raises(IndexMissing, match="No whole generation is left"):
        store.roll_back_in(folder)
    assert generations.serving(folder).name == "generation-000001"


def test_a_damaged_generation_is_never_gone_back_to(folder: Path) -> None:
    write(folder, segment(GAZETTE))
    next((folder / "generation-000002").glob("*/texts.txt")).write_bytes(b"altered")
    assert store.roll_back_in(folder) == "generation-000001"


def test_going_back_keeps_what_serves_in_the_stead_of_a_damaged_one(folder: Path) -> None:
    (folder / "CURRENT").write_bytes(b"nonsense")
    assert store.read(folder).generation == store.roll_back_in(folder) == "generation-000002"
    assert store.read(folder).problem == ""
    next((folder / "generation-000002").glob("*/texts.txt")).unlink()
    assert store.read(folder).generation == store.roll_back_in(folder) == "generation-000001"
    assert store.read(folder).problem == ""


def test_where_nothing_was_built_there_is_nothing_to_go_back_to(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="There is no index"):
        store.roll_back_in(tmp_path)
