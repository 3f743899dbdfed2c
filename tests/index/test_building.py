"""Building an index, adding to it, taking away from it, going back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import store
from index.building import (
    SEGMENTS,
    Built,
    add,
    build,
    counts_in,
    merging,
    remove,
    rollback,
    sources_in,
)
from index.chunking import Chunking
from index.errors import IndexDamaged, IndexMismatch, IndexMissing, LibraryError, SourceError
from index.files import contents_of
from index.generations import exclusive
from index.library import Library
from index.vectors import EXACT
from tests.index.fakes import BagOfWords, document

FAIR = [
    "The fair drew many visitors. Mayor Ada Byron said the river was calm.",
    "She praised the bridge.",
    "Tolls paid for the ferry, which crosses the river twice a day.",
    "Nobody sold bread.",
]
TOWN = document("Tolls paid for the ferry. Tolls pay for all.", identity="town")


def content(folder: Path) -> object:
    """What an index holds, whatever segments it is parted into."""
    segments = store.read(folder, BagOfWords()).segments
    return [
        (
            source,
            of.text(number),
            [of.passage(at) for at in range(len(of)) if of.source_at(at) == number],
        )
        for of in segments
        for number, source in enumerate(of.sources)
    ]


def sizes(folder: Path) -> list[int]:
    return [len(of) for of in store.read(folder).segments]


def test_a_build_tells_what_it_did(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    built = build(
        [document(*FAIR)],
        tmp_path,
        BagOfWords(),
        started=lambda count: told.append(("started", count)),
        progress=lambda count: told.append(("progress", count)),
    )
    assert (built.passages, built.embedded, built.kept) == (4, 4, 0)
    assert built.generation == "generation-000001"
    assert built.sources == (document(*FAIR).source,)
    assert told == [("started", 4), ("progress", 4)]


def test_a_build_replaces_all_that_was_there(tmp_path: Path) -> None:
    build([document(*FAIR)], tmp_path, BagOfWords())
    build([TOWN], tmp_path, BagOfWords())
    assert sources_in(tmp_path) == (TOWN.source,)


def test_unchanged_passages_are_not_embedded_again(tmp_path: Path) -> None:
    build([document(*FAIR)], tmp_path, BagOfWords())
    again = BagOfWords()
    built = build([document(*FAIR)], tmp_path, again)
    assert (built.passages, built.embedded, built.kept) == (4, 0, 4)
    assert again.embedded == []
    assert built.generation == "generation-000002"


@pytest.mark.parametrize("change", [build, add])
def test_only_the_paragraph_that_changed_is_embedded_though_all_others_move(
    tmp_path: Path, change: Callable[..., Built]
) -> None:
    build([document(*FAIR)], tmp_path / "one", BagOfWords())
    changed = document("A new beginning.", *FAIR[:2], FAIR[2].replace("twice", "thrice"), FAIR[3])
    embedder = BagOfWords()
    built = change([changed], tmp_path / "one", embedder)
    assert [passage.text for passage in embedder.embedded] == [
        "A new beginning.",
        FAIR[2].replace("twice", "thrice"),
    ]
    assert (built.passages, built.embedded, built.kept) == (5, 2, 3)
    # The vectors that were kept belong to the right passages.
    build([changed], tmp_path / "two", BagOfWords())
    one, two = (store.read(tmp_path / name).segments[0] for name in ("one", "two"))
    assert [bytes(part) for part in contents_of(one)[0].values()] == [
        bytes(part) for part in contents_of(two)[0].values()
    ]


def test_a_passage_whose_meaning_changed_is_embedded_again(tmp_path: Path) -> None:
    build([document(*FAIR)], tmp_path, BagOfWords())
    embedder = BagOfWords()
    build([document(FAIR[0].replace("Ada Byron", "Bob Cray"), *FAIR[1:])], tmp_path, embedder)
    assert [(p.context, p.text) for p in embedder.embedded][1:] == [
        ("Mayor Bob Cray", "She praised the bridge.")
    ]


def test_another_model_embeds_everything_again(tmp_path: Path) -> None:
    build([document(*FAIR)], tmp_path, BagOfWords())
    built = build([document(*FAIR)], tmp_path, BagOfWords(fingerprint="1" * 64))
    assert (built.embedded, built.kept) == (4, 0)


def test_a_damaged_index_is_built_anew_with_what_is_left_of_it(tmp_path: Path) -> None:
    build([document(*FAIR)], tmp_path, BagOfWords())
    (tmp_path / "CURRENT").write_text("nonsense")
    assert build([document(*FAIR)], tmp_path, BagOfWords()).embedded == 0
    for path in tmp_path.glob("*/*/vectors.f32"):
        path.write_bytes(b"")
    assert build([document(*FAIR)], tmp_path, BagOfWords()).embedded == 4
    assert sizes(tmp_path) == [4]


@pytest.mark.parametrize("change", [build, add])
def test_nothing_to_index_is_refused_before_anything_is_written(
    tmp_path: Path, change: Callable[..., Built]
) -> None:
    with pytest.raises(SourceError, match="nothing to index"):
        change([], tmp_path / "index", BagOfWords())
    with pytest.raises(IndexMissing):
        Library.open(tmp_path / "index", BagOfWords())


def test_what_is_added_stands_beside_what_was_there(tmp_path: Path) -> None:
    assert add([document(*FAIR)], tmp_path, BagOfWords()).generation == "generation-000001"
    embedder = BagOfWords()
    built = add([TOWN], tmp_path, embedder)
    assert len(embedder.embedded) == 1
    assert (built.passages, built.embedded, built.kept) == (1, 1, 0)
    assert built.sources == (document(*FAIR).source, TOWN.source) == sources_in(tmp_path)
    assert counts_in(tmp_path) == {"gazette": 4, "town": 1}
    assert sizes(tmp_path) == [4, 1]


def test_what_is_added_again_takes_the_place_of_what_had_its_id(tmp_path: Path) -> None:
    other = document("A castle.", identity="castle")
    build([document(*FAIR), TOWN, other], tmp_path, BagOfWords())
    changed = document("The ferry sank.", identity="town")
    built = add([changed], tmp_path, BagOfWords())
    assert built.sources == (document(*FAIR).source, other.source, changed.source)
    build([document(*FAIR), other, changed], tmp_path / "once", BagOfWords())
    assert content(tmp_path) == content(tmp_path / "once")


def test_nothing_is_added_to_an_index_of_another_model_or_cut(tmp_path: Path) -> None:
    build([TOWN], tmp_path, BagOfWords())
    for embedder, chunking in (
        (BagOfWords(fingerprint="1" * 64), None),
        (BagOfWords(), Chunking(999)),
    ):
        with pytest.raises(IndexMismatch, match="index build --into"):
            add([document(*FAIR)], tmp_path, embedder, chunking=chunking)
    assert sources_in(tmp_path) == (TOWN.source,)


def test_nothing_is_added_to_an_index_that_is_damaged_for_good(tmp_path: Path) -> None:
    build([TOWN], tmp_path, BagOfWords())
    next(tmp_path.glob("*/*/texts.txt")).unlink()
    with pytest.raises(IndexDamaged):
        add([document(*FAIR)], tmp_path, BagOfWords())


def test_an_index_whose_last_generation_is_damaged_is_changed_once_that_was_turned_from(
    tmp_path: Path,
) -> None:
    build([TOWN], tmp_path, BagOfWords())
    add([document(*FAIR)], tmp_path, BagOfWords())
    next(tmp_path.glob("generation-000002/*/texts.txt")).unlink()
    castle = document("A castle.", identity="castle")
    current = (tmp_path / "CURRENT").read_bytes()
    with pytest.raises(IndexDamaged, match=r"^Nothing can be added or removed at the moment\. "):
        add([castle], tmp_path, BagOfWords())
    with pytest.raises(IndexDamaged, match=f"that: summit-bot index rollback --into {tmp_path}"):
        remove(["town"], tmp_path)
    assert (tmp_path / "CURRENT").read_bytes() == current
    rollback(tmp_path)
    assert add([castle], tmp_path, BagOfWords()).sources == (TOWN.source, castle.source)
    assert store.read(tmp_path).problem == ""


def test_what_was_removed_is_gone_and_the_rest_stays(tmp_path: Path) -> None:
    castle = document("A castle.", identity="castle")
    build([document(*FAIR), TOWN, castle], tmp_path, BagOfWords())
    built = remove(["town"], tmp_path)
    assert (built.passages, built.embedded) == (0, 0)
    assert built.sources == (document(*FAIR).source, castle.source)
    build([document(*FAIR), castle], tmp_path / "once", BagOfWords())
    assert content(tmp_path) == content(tmp_path / "once")
    with pytest.raises(SourceError, match=f"The index in {tmp_path} has no source bridge or town"):
        remove(["town", "castle", "bridge"], tmp_path)
    assert counts_in(tmp_path) == {"gazette": 4, "castle": 1}


def test_what_is_left_when_all_is_removed_is_an_empty_index_that_can_be_added_to(
    tmp_path: Path,
) -> None:
    build([TOWN], tmp_path, BagOfWords())
    assert remove(["town"], tmp_path).sources == () == sources_in(tmp_path)
    assert Library.open(tmp_path, BagOfWords()).search("ferry") == ()
    assert add([TOWN], tmp_path, BagOfWords()).sources == (TOWN.source,)


def test_nothing_is_removed_where_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        remove(["town"], tmp_path)


def test_an_addition_can_be_taken_back_and_what_comes_next_builds_on_that(tmp_path: Path) -> None:
    build([TOWN], tmp_path, BagOfWords())
    add([document(*FAIR)], tmp_path, BagOfWords())
    assert rollback(tmp_path) == "generation-000001"
    assert sources_in(tmp_path) == (TOWN.source,)
    castle = document("A castle.", identity="castle")
    built = add([castle], tmp_path, BagOfWords())
    assert (built.generation, built.sources) == ("generation-000003", (TOWN.source, castle.source))
    assert rollback(tmp_path) == "generation-000001"
    with pytest.raises(IndexMissing, match="No whole generation is left"):
        rollback(tmp_path)


def test_many_additions_are_few_segments_that_hold_the_same(tmp_path: Path) -> None:
    added = [document(f"Text {number} on a river.", identity=f"s{number}") for number in range(20)]
    for number, each in enumerate(added):
        add([each], tmp_path / "index", BagOfWords())
        assert len(sizes(tmp_path / "index")) <= SEGMENTS, number
    assert sizes(tmp_path / "index") == [17, 1, 1, 1]
    build(added, tmp_path / "once", BagOfWords())
    assert content(tmp_path / "index") == content(tmp_path / "once")


@pytest.mark.parametrize(
    ("segments", "first"),
    [
        ([10_000, 30], 2),
        ([10_000] + 15 * [30], 16),
        ([10_000] + 16 * [30], 1),  # 480 are less than half of 10,000
        ([10_000, 480] + 15 * [30], 1),  # 450 are not less than half of 480
        ([900] + 16 * [30], 0),
        ([10_000, 2_000] + 15 * [30], 2),
        ([2**number for number in range(17, 0, -1)], 0),
        ([EXACT - 1, 2], 0),
        ([EXACT + 1, 2], 2),
        ([EXACT + 1, EXACT - 1, 2], 1),
        ([2, EXACT + 1, EXACT - 2, 2], 4),
        ([], 0),
    ],
)
def test_the_last_segments_are_joined_where_there_are_too_many(
    segments: list[int], first: int
) -> None:
    assert merging(segments) == first


@given(st.lists(st.integers(1, 200), min_size=1, max_size=300))
def test_there_never_are_too_many_segments_and_a_passage_is_moved_a_few_times(
    added: list[int],
) -> None:
    segments: list[int] = []
    moved = 0
    for size in added:
        segments.append(size)
        first = merging(segments)
        if len(segments) - first > 1:
            moved += sum(segments[first:])
            segments[first:] = [sum(segments[first:])]
        assert len(segments) <= SEGMENTS
    assert moved <= 8 * sum(added)


HOLD = """
import sys, time
from pathlib import Path
from index.generations import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.mark.parametrize(("seconds", "waits"), [(1.0, True), (30.0, False)])
def test_who_comes_second_waits_a_little_and_is_told_then(
    tmp_path: Path, seconds: float, *, waits: bool
) -> None:
    with subprocess.Popen(  # noqa: S603 (our own interpreter and text)
        [sys.executable, "-c", HOLD, str(tmp_path), str(seconds)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        holder.stdout.readline()
        if waits:
            assert build([TOWN], tmp_path, BagOfWords()).generation == "generation-000001"
        else:
            with pytest.raises(LibraryError, match="Another build is writing"):
                build([TOWN], tmp_path, BagOfWords())
        holder.kill()
    with exclusive(tmp_path):
        pass
