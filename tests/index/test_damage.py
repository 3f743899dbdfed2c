"""Whatever is altered on the disk: it is noticed, the generation before serves and says so."""

from __future__ import annotations

import logging
import os
import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from index import store
from index.chunking import Chunking
from index.errors import IndexDamaged, IndexMismatch
from index.library import Library, add, build, remove, rollback
from index.types import Document
from index.vectors import EXACT
from tests.index.fakes import DIMENSION, BagOfWords, ByLength, document
from tests.index.torturing import (
    BEFORE,
    LAKE,
    NEWEST,
    RIVER,
    TORTURE,
    TOWN,
    chance_of,
    holds,
    three_generations,
)

SERVING = "generation-000003"
REPAIR = "summit-bot index build --into"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return three_generations(tmp_path / "index")


@pytest.fixture(autouse=True)
def _without_the_same_warning_a_thousand_times(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)


def files(generation: Path) -> list[Path]:
    return sorted(path for path in generation.rglob("*") if path.is_file())


def flip(raw: bytes, chance: random.Random) -> bytes:
    place, bit = chance.randrange(len(raw)), 1 << chance.randrange(8)
    return raw[:place] + bytes([raw[place] ^ bit]) + raw[place + 1 :]


def blank(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    blanked = raw[:place] + bytes(len(raw[place : place + 512])) + raw[place + 512 :]
    return blanked if blanked != raw else flip(raw, chance)


def cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def grow(raw: bytes, chance: random.Random) -> bytes:
    return raw + chance.randbytes(chance.randint(1, 99))


def each_spoilt(generation: Path) -> list[tuple[Path, Callable[[bytes, random.Random], bytes]]]:
    """So often as is asked for: every file in turn, flipped half of the time."""
    ways = [flip, blank, flip, cut, flip, grow]
    there = files(generation)
    return [(there[at % len(there)], ways[at // len(there) % 6]) for at in range(3 * TORTURE)]


def check(folder: Path, documents: tuple[Document, ...]) -> str:
    """What is wrong with an index that has this content, to the last bit."""
    return holds(folder, documents)[1]


def test_a_generation_of_which_a_byte_was_altered_is_refused_and_the_one_before_serves(
    folder: Path,
) -> None:
    chance = chance_of(5)
    for path, spoil in each_spoilt(folder / SERVING):
        raw = path.read_bytes()
        path.write_bytes(spoil(raw, chance))
        problem = check(folder, BEFORE)
        assert problem.startswith(f"The index in {folder} is damaged: ")
        assert f"{REPAIR} {folder}\n" in problem
        assert "generation-000002 serves in its stead" in problem
        path.write_bytes(raw)
    assert check(folder, NEWEST) == ""


def test_where_there_is_no_generation_before_it_is_damage_and_said_what_to_do(
    tmp_path: Path,
) -> None:
    build((RIVER, LAKE), tmp_path, BagOfWords())
    chance = chance_of(6)
    for path, spoil in each_spoilt(tmp_path / "generation-000001"):
        raw = path.read_bytes()
        path.write_bytes(spoil(raw, chance))
        with pytest.raises(IndexDamaged, match=f"is damaged: .*{REPAIR} {tmp_path}"):
            Library.open(tmp_path, BagOfWords())
        path.write_bytes(raw)
    assert check(tmp_path, (RIVER, LAKE)) == ""


@pytest.mark.skipif(TORTURE < 1000, reason="so many passages take a while")
def test_of_many_passages_what_puts_them_forward_is_checked_too(tmp_path: Path) -> None:
    many = document(*(f"River {number % 40}" for number in range(EXACT + 1)), identity="many")
    build((RIVER,), tmp_path, ByLength())
    build((many,), tmp_path, ByLength())
    (codes,) = tmp_path.rglob("codes.faiss")
    raw, chance = codes.read_bytes(), chance_of(8)
    for number in range(200):
        codes.write_bytes((flip, cut, blank, grow)[number % 4](raw, chance))
        stored = store.read(tmp_path, ByLength())
        assert REPAIR in stored.problem
        assert stored.generation == "generation-000001"
    codes.write_bytes(raw)
    assert store.read(tmp_path, ByLength()).problem == ""


def test_any_damage_to_current_leaves_the_newest_generation_serving(folder: Path) -> None:
    current, chance = folder / "CURRENT", chance_of(7)
    raw = current.read_bytes()
    for number in range(TORTURE):
        current.write_bytes((flip, cut, flip, grow, blank)[number % 5](raw, chance))
        assert REPAIR in check(folder, NEWEST)
    current.unlink()
    assert "CURRENT is missing" in check(folder, NEWEST)
    current.mkdir()
    assert "CURRENT cannot be read" in check(folder, NEWEST)
    current.rmdir()
    current.symlink_to(current)
    assert "CURRENT cannot be read" in check(folder, NEWEST)


def test_after_any_damage_nothing_is_added_until_the_index_was_rolled_back_or_built_again(
    folder: Path, tmp_path: Path
) -> None:
    for number, path in enumerate(files(folder / SERVING)):
        copy = tmp_path / str(number)
        shutil.copytree(folder, copy)
        (copy / path.relative_to(folder)).write_bytes(b"spoilt")
        for change in (
            partial(add, (TOWN,), copy, BagOfWords()),
            partial(remove, ["river"], copy),
        ):  # what the damaged generation holds would be lost in silence
            with pytest.raises(IndexDamaged, match=f"{REPAIR} {copy}\n.*index rollback --into"):
                change()
        assert REPAIR in check(copy, BEFORE)
        if number % 2:
            assert rollback(copy) == "generation-000002"
            add((TOWN,), copy, BagOfWords())
            assert check(copy, (*BEFORE, TOWN)) == ""
        else:
            build((RIVER, TOWN), copy, BagOfWords())
            assert check(copy, (RIVER, TOWN)) == ""


def gone(path: Path) -> None:
    path.unlink()


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def link_to_endless(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def pipe_instead(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    "spoil", [gone, folder_instead, link_to_nothing, link_to_endless, pipe_instead]
)
def test_what_stands_in_a_files_place_is_not_mistaken_for_it(
    folder: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    for number, path in enumerate(files(folder / SERVING)):
        copy = tmp_path / str(number)
        shutil.copytree(folder, copy)
        spoil(copy / path.relative_to(folder))
        assert REPAIR in check(copy, BEFORE)


def test_a_link_to_what_a_file_held_is_as_good_and_files_too_many_are_no_matter(
    folder: Path, tmp_path: Path
) -> None:
    for number, path in enumerate(files(folder / SERVING)):
        path.rename(tmp_path / str(number))
        path.symlink_to(tmp_path / str(number))
        (path.parent / f"{number}.stray").write_bytes(b"stray")
    (folder / "stray").write_bytes(b"stray")
    (folder / "generation-").mkdir()
    (folder / "generation-12x").write_bytes(b"stray")
    assert check(folder, NEWEST) == ""
    add((TOWN,), folder, BagOfWords())
    assert check(folder, (*NEWEST, TOWN)) == ""


def test_files_and_segments_of_two_generations_cannot_change_places(
    folder: Path, tmp_path: Path
) -> None:
    newest, before = folder / SERVING, folder / "generation-000002"
    (mill,) = {p.name for p in newest.glob("seg*")} - {p.name for p in before.glob("seg*")}
    ferry = sorted(path.name for path in before.glob("seg*"))[0]
    for number, name in enumerate(path.name for path in files(newest / mill)):
        copy = tmp_path / str(number)
        shutil.copytree(folder, copy)
        shutil.copyfile(before / ferry / name, copy / SERVING / mill / name)
        assert REPAIR in check(copy, BEFORE)
    for name in ("manifest.json", "manifest.sha256"):
        copy = tmp_path / name
        shutil.copytree(folder, copy)
        shutil.copyfile(before / name, copy / SERVING / name)
        assert REPAIR in check(copy, BEFORE)
    newest.rename(tmp_path / "aside")
    before.rename(newest)
    (tmp_path / "aside").rename(before)
    assert REPAIR in check(folder, BEFORE)  # each is whole, and the one named so has the last word


@pytest.mark.parametrize(
    ("embedder", "chunking"),
    [
        (BagOfWords(name="another"), Chunking()),
        (BagOfWords(fingerprint="1" * 64), Chunking()),
        (BagOfWords(dimension=DIMENSION + 1), Chunking()),
        (BagOfWords(), Chunking(999)),
    ],
    ids=["name", "weights", "dimension", "chunking"],
)
def test_a_mismatch_is_said_with_the_command_and_no_generation_before_serves_in_silence(
    folder: Path, embedder: BagOfWords, chunking: Chunking
) -> None:
    build(NEWEST, folder, embedder, chunking=chunking)
    with pytest.raises(IndexMismatch, match=f"{REPAIR} {folder}"):
        Library.open(folder, BagOfWords(), chunking=Chunking())
