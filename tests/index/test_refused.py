"""A disk that takes nothing more, a folder that may not be written: said, and nothing is lost."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from index.errors import LibraryError
from tests.index.crashing import Change, child
from tests.index.torturing import (
    NEWEST,
    TOWN,
    holds,
    is_cleared_up_by_an_addition,
    tale,
    three_generations,
)

NOBODY = 65534
LARGE = tale("large", paragraphs=60)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that anybody may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def refusal(pipe: Connection, change: Change, folder: Path, limit: int, user: int) -> None:
    """Make a change under a `limit` in bytes on each file, as another user; send what is said."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    if user != os.getuid():
        os.setuid(user)
    try:
        change.make(folder)
    except LibraryError as error:
        pipe.send(str(error))
    else:
        pipe.send("")


def said(change: Change, folder: Path, *, limit: int = resource.RLIM_INFINITY, user: int) -> str:
    with child(refusal, change, folder, limit, user) as (_, pipe):
        answer: str = pipe.recv()
    return answer


def mount(*words: str) -> bool:
    done = subprocess.run(["/bin/mount", *words], capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0


@pytest.fixture
def disk(place: Path) -> Iterator[Path]:
    """A disk of its own, of 400 kB; skips where this user may not mount one."""
    (place / "disk").mkdir()
    if not mount("-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place / "disk")):
        pytest.skip("a disk of its own cannot be mounted here")
    yield place / "disk"
    subprocess.run(["/bin/umount", str(place / "disk")], check=True)  # noqa: S603


def test_a_disk_with_any_room_that_is_not_enough_keeps_what_it_had(disk: Path) -> None:
    three_generations(disk / "index")
    refused = 0
    for room in range(0, 400, 8):
        free = shutil.disk_usage(disk).free
        (disk / "ballast").write_bytes(bytes(max(free - room * 1024, 0)))
        reason = said(Change("add", (LARGE,)), disk / "index", user=os.getuid())
        if not reason:
            break
        refused += 1
        assert "No space left on device. Free space, or choose another folder" in reason
        assert "An index that was there before still serves." in reason
        assert holds(disk / "index", NEWEST) == (NEWEST, "")
        assert not list((disk / "index").glob("building-*"))
        (disk / "ballast").unlink()
    assert refused > 5
    assert holds(disk / "index", (*NEWEST, LARGE)) == ((*NEWEST, LARGE), "")


def test_a_limit_on_files_at_any_size_is_as_a_full_disk(place: Path) -> None:
    three_generations(place / "index")
    limit, refused = 1, 0
    while reason := said(Change("add", (LARGE,)), place / "index", limit=limit, user=os.getuid()):
        assert "cannot be written" in reason
        assert os.strerror(errno.EFBIG) in reason
        assert holds(place / "index", NEWEST) == (NEWEST, "")
        assert not list((place / "index").glob("building-*"))
        limit, refused = limit * 2, refused + 1
    assert refused > 5
    assert holds(place / "index", (*NEWEST, LARGE)) == ((*NEWEST, LARGE), "")


@pytest.mark.parametrize(
    "change", [Change("add", (TOWN,)), Change("remove", ids=("mill",)), Change("rollback")]
)
def test_a_folder_that_may_not_be_written_serves_on(change: Change, place: Path) -> None:
    folder = three_generations(place / "index")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    user = os.getuid() or NOBODY  # nothing is refused to root
    reason = said(change, folder, user=user)
    assert f"cannot be written to {folder}: Permission denied. Free space, or" in reason
    assert "An index that was there before still serves." in reason
    with child(holding, folder, user) as (_, pipe):
        assert pipe.recv() == (NEWEST, "")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    is_cleared_up_by_an_addition(folder, NEWEST)


def holding(pipe: Connection, folder: Path, user: int) -> None:
    if user != os.getuid():
        os.setuid(user)
    pipe.send(holds(folder, NEWEST))
