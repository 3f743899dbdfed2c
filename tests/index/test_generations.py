"""Which generation serves, and that whatever ends a build leaves one serving."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index import generations
from index.errors import IndexDamaged, IndexMissing, LibraryError

# A build in a process of its own: with a limit on the size of files as a full disk has it, or
# killed while it writes.
BUILD = """
import os, resource, signal, sys
from pathlib import Path
from index import generations

folder, size, end = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
if end == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
with generations.exclusive(folder), generations.building(folder) as building:
    (building / "data").write_bytes(b"x" * size)
    if end == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    (building / "manifest.json").write_bytes(b"{}")
    generations.put_in_place(folder, building)
"""


def build(folder: Path, content: bytes) -> str:
    with generations.exclusive(folder), generations.building(folder) as building:
        (building / generations.MANIFEST).write_bytes(content)
        return generations.put_in_place(folder, building)


def run(folder: Path, size: int, end: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (our own interpreter and text)
        [sys.executable, "-c", BUILD, str(folder), str(size), end],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_the_newest_generation_serves_and_the_two_before_are_kept(tmp_path: Path) -> None:
    for number in range(1, 6):
        assert build(tmp_path, b"content %d" % number) == f"generation-00000{number}"
        serving = generations.serving(tmp_path)
        assert (serving.name, serving.manifest) == (
            f"generation-00000{number}",
            b"content %d" % number,
        )
    assert names(tmp_path) == ["CURRENT", *(f"generation-00000{number}" for number in (3, 4, 5))]


def test_there_are_more_generations_than_names_have_digits_for(tmp_path: Path) -> None:
    build(tmp_path, b"old")
    (tmp_path / "generation-000001").rename(tmp_path / "generation-999999")
    found = generations.Generation(tmp_path / "generation-999999", b"old")
    generations.turn_to(tmp_path, found)
    assert build(tmp_path, b"new") == "generation-1000000"
    assert [path.name for path in generations.every(tmp_path)] == [
        "generation-999999",
        "generation-1000000",
    ]


def test_the_mark_changes_with_the_generation_that_serves(tmp_path: Path) -> None:
    assert generations.mark(tmp_path) == b""
    marks = set()
    for content in (b"one", b"two", b"two"):
        build(tmp_path, content)
        marks.add(generations.mark(tmp_path))
        assert generations.mark(tmp_path) == generations.mark(tmp_path)
    assert len(marks) == 3


def others(folder: Path) -> list[bytes]:
    return [other.manifest for other in generations.others(folder)]


def test_those_before_may_serve_in_its_place_the_newest_first(tmp_path: Path) -> None:
    for content in (b"one", b"two", b"three"):
        build(tmp_path, content)
    assert others(tmp_path) == [b"two", b"one"]
    generations.turn_to(tmp_path, next(generations.others(tmp_path)))
    assert generations.serving(tmp_path).manifest == b"two"
    assert others(tmp_path) == [b"one"]


def test_what_was_turned_from_goes_with_the_next_build_and_numbers_go_on(tmp_path: Path) -> None:
    for content in (b"one", b"two", b"three"):
        build(tmp_path, content)
    generations.turn_to(tmp_path, next(generations.others(tmp_path)))
    assert (tmp_path / "generation-000003").exists()
    assert build(tmp_path, b"four") == "generation-000004"
    assert names(tmp_path) == ["CURRENT", *(f"generation-00000{number}" for number in (1, 2, 4))]
    assert others(tmp_path) == [b"two", b"one"]


@pytest.mark.parametrize("line", [None, b"nonsense", b"generation-000002 " + b"0" * 64])
def test_where_current_is_damaged_any_may_serve(tmp_path: Path, line: bytes | None) -> None:
    for content in (b"one", b"two", b"three"):
        build(tmp_path, content)
    if line is None:
        (tmp_path / "CURRENT").unlink()
    else:
        (tmp_path / "CURRENT").write_bytes(line)
    assert others(tmp_path) == [b"three", b"two", b"one"]
    assert build(tmp_path, b"four") == "generation-000004"
    assert others(tmp_path) == [b"three", b"two"]


@pytest.mark.parametrize("file", ["manifest.json", "manifest.sha256"])
def test_one_whose_manifest_or_seal_was_altered_does_not_serve(tmp_path: Path, file: str) -> None:
    for content in (b"one", b"two", b"three", b"four"):
        build(tmp_path, content)
    for number in (2, 3):
        path = tmp_path / f"generation-00000{number}" / file
        path.write_bytes(path.read_bytes().replace(b"t", b"T").replace(b"0", b"1"))
    (tmp_path / "generation-000004" / file).unlink()
    assert others(tmp_path) == []
    named = generations.Generation(tmp_path / "generation-000004", b"four")
    assert not (generations.is_sealed(named) and file == "manifest.sha256")


def test_a_seal_is_what_sha256sum_reads(tmp_path: Path) -> None:
    build(tmp_path, b"content")
    told = subprocess.run(
        ["sha256sum", "--check", "manifest.sha256"],  # noqa: S607 (of the system)
        cwd=tmp_path / "generation-000001", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout == "manifest.json: OK\n"


def test_where_nothing_was_built_the_index_is_missing_and_the_command_is_named(
    tmp_path: Path,
) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(IndexMissing, match=f"summit-bot index build --into {folder}"):
            generations.serving(folder)


def test_current_cannot_be_turned_to_the_generation_before(tmp_path: Path) -> None:
    build(tmp_path, b"old")
    build(tmp_path, b"new")
    current = tmp_path / "CURRENT"
    current.write_bytes(current.read_bytes().replace(b"000002", b"000001"))
    with pytest.raises(IndexDamaged, match="manifest was altered"):
        generations.serving(tmp_path)


@pytest.mark.parametrize(
    "line", [b"", b"\0", b"\xff" * 82, b"generation-000001", b"../generation-000001 " + b"0" * 64]
)
def test_a_current_that_names_no_generation_is_damage(tmp_path: Path, line: bytes) -> None:
    build(tmp_path, b"content")
    (tmp_path / "CURRENT").write_bytes(line)
    with pytest.raises(IndexDamaged, match="names no generation"):
        generations.serving(tmp_path)


def test_a_generation_without_current_is_damage_and_not_missing(tmp_path: Path) -> None:
    build(tmp_path, b"content")
    (tmp_path / "CURRENT").unlink()
    with pytest.raises(IndexDamaged, match="CURRENT is missing"):
        generations.serving(tmp_path)


def test_a_build_that_raises_leaves_the_old_generation_and_no_rest(tmp_path: Path) -> None:
    build(tmp_path, b"old")

    def fail() -> None:
        with generations.exclusive(tmp_path), generations.building(tmp_path) as building:
            (building / "half").write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert generations.serving(tmp_path).manifest == b"old"
    assert names(tmp_path) == ["CURRENT", "generation-000001"]


def test_a_full_disk_leaves_the_old_generation_and_says_so(tmp_path: Path) -> None:
    build(tmp_path, b"old")
    ended = run(tmp_path, 5000, "full")
    assert "cannot be written" in ended.stderr
    assert "File too large" in ended.stderr
    assert "An index that was there before still serves" in ended.stderr
    assert generations.serving(tmp_path).manifest == b"old"
    assert names(tmp_path) == ["CURRENT", "generation-000001"]
    assert run(tmp_path, 500, "full").returncode == 0


def test_a_killed_build_leaves_the_old_generation_and_the_next_clears_its_rest(
    tmp_path: Path,
) -> None:
    build(tmp_path, b"old")
    assert run(tmp_path, 5000, "killed").returncode == -signal.SIGKILL
    assert len(list(tmp_path.glob("building-*"))) == 1
    assert generations.serving(tmp_path).manifest == b"old"
    build(tmp_path, b"new")
    assert generations.serving(tmp_path).manifest == b"new"
    assert names(tmp_path) == ["CURRENT", "generation-000001", "generation-000002"]


def test_a_new_current_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    build(tmp_path, b"old")
    (tmp_path / "CURRENT.next").mkdir()  # in the way of the file
    with pytest.raises(LibraryError, match="Is a directory"):
        build(tmp_path, b"new")
    assert generations.serving(tmp_path).manifest == b"old"
    assert names(tmp_path) == ["CURRENT", "CURRENT.next", "generation-000001"]


def test_a_generation_that_was_never_put_in_place_is_not_served(tmp_path: Path) -> None:
    build(tmp_path, b"old")
    (tmp_path / "generation-000002").mkdir()  # killed between the two renames
    assert generations.serving(tmp_path).manifest == b"old"
    assert build(tmp_path, b"new") == "generation-000003"
    assert names(tmp_path) == ["CURRENT", "generation-000001", "generation-000003"]
    assert generations.serving(tmp_path).manifest == b"new"


def test_a_second_builder_is_turned_away_while_the_first_one_works(tmp_path: Path) -> None:
    refused: list[LibraryError] = []

    def second() -> None:
        try:
            build(tmp_path, b"second")
        except LibraryError as error:
            refused.append(error)

    with generations.exclusive(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
        process = run(tmp_path, 1, "whole")
    assert [str(error) for error in refused] == [
        f"Another build is writing to {tmp_path}. Wait until it has ended."
    ]
    assert "Another build is writing" in process.stderr
    assert names(tmp_path) == []
    assert build(tmp_path, b"first") == "generation-000001"


def test_while_one_reads_another_may_build(tmp_path: Path) -> None:
    build(tmp_path, b"old")
    with generations.exclusive(tmp_path):
        assert generations.serving(tmp_path).manifest == b"old"
