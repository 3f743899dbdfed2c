"""Several processes at one index: builders one after the other, readers undisturbed."""

from __future__ import annotations

import time
from contextlib import suppress
from itertools import accumulate
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from index import store
from index.errors import LibraryError
from index.generations import every, exclusive
from index.library import Library, add, build, rollback, sources_in
from tests.index.crashing import child
from tests.index.fakes import BagOfWords
from tests.index.torturing import (
    BEFORE,
    LAKE,
    NEWEST,
    RIVER,
    TOWN,
    content,
    holds,
    oracle,
    tale,
    three_generations,
)

ADDED = tuple(tale(f"tale-{number}") for number in range(50))


def held_for(pipe: Connection, folder: Path, seconds: float) -> None:
    """Hold the right to build."""
    with exclusive(folder):
        pipe.send("held")
        time.sleep(seconds)


def adding(pipe: Connection, folder: Path) -> None:
    for document in ADDED:
        while True:
            with suppress(LibraryError):  # told that another writes
                add((document,), folder, BagOfWords())
                break


def test_who_builds_second_waits_for_a_short_build_and_is_told_of_a_long_one(
    tmp_path: Path,
) -> None:
    three_generations(tmp_path)
    with child(held_for, tmp_path, 1.0) as (_, pipe):
        assert pipe.recv() == "held"
        add((TOWN,), tmp_path, BagOfWords())
    assert holds(tmp_path, (*NEWEST, TOWN)) == ((*NEWEST, TOWN), "")
    with child(held_for, tmp_path, 60.0) as (process, pipe):
        assert pipe.recv() == "held"
        begun = time.monotonic()
        for change in (
            lambda: build((RIVER,), tmp_path, BagOfWords()),
            lambda: rollback(tmp_path),
        ):
            with pytest.raises(LibraryError, match=r"Another build is writing .* Wait until"):
                change()
        assert time.monotonic() - begun < 30
        assert holds(tmp_path, (*NEWEST, TOWN)) == ((*NEWEST, TOWN), "")  # reading waits for nobody
        process.kill()
    # A builder that was killed holds nothing any more.
    assert rollback(tmp_path) == "generation-000003"


def test_of_two_that_add_at_once_each_has_what_it_added_or_is_told(tmp_path: Path) -> None:
    build((RIVER,), tmp_path, BagOfWords())
    held = {RIVER.source.id, *(document.source.id for document in ADDED)}
    with child(adding, tmp_path) as (process, _):
        for document in (tale(f"other-{number}") for number in range(10)):
            with suppress(LibraryError):
                add((document,), tmp_path, BagOfWords())
                held.add(document.source.id)
    assert process.exitcode == 0
    assert {source.id for source in sources_in(tmp_path)} == held


def test_who_reads_while_another_writes_finds_every_generation_whole_and_never_an_older_one(
    tmp_path: Path,
) -> None:
    build((RIVER,), tmp_path, BagOfWords())
    contents = list(accumulate(((document,) for document in ADDED), initial=(RIVER,)))
    seen: list[int] = []
    told: list[int] = []
    with child(adding, tmp_path) as (process, _):
        while process.is_alive():
            told.append(len(sources_in(tmp_path)))
            stored = store.read(tmp_path, BagOfWords())
            library = Library.of([stored], BagOfWords())
            assert stored.problem == ""
            assert content(library) == oracle(contents[len(library.sources) - 1])
            seen.append(len(library.sources))
    assert process.exitcode == 0
    assert seen == sorted(seen)
    assert told == sorted(told)
    assert all(a <= b for a, b in zip(told, seen, strict=True))
    assert len(set(seen)) > 5
    assert holds(tmp_path, contents[-1]) == (contents[-1], "")


def test_an_open_library_answers_on_though_its_generation_is_turned_from_and_deleted(
    tmp_path: Path,
) -> None:
    three_generations(tmp_path)
    library = Library.open(tmp_path, BagOfWords())
    assert rollback(tmp_path) == "generation-000002"
    assert holds(tmp_path, BEFORE) == (BEFORE, "")
    assert rollback(tmp_path) == "generation-000001"
    assert holds(tmp_path, (RIVER, LAKE)) == ((RIVER, LAKE), "")
    for number in range(4):
        add((tale(f"tale-{number}"),), tmp_path, BagOfWords())
    assert [path.name for path in every(tmp_path)] == [f"generation-00000{n}" for n in (5, 6, 7)]
    assert content(library) == oracle(NEWEST)
