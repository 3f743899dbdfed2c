"""The generations of an index: which one serves, and how the next is put in its place.

    FOLDER/
        CURRENT                 name and manifest's SHA-256 of the generation that serves
        generation-000001/      the one before
        generation-000002/
        building-…/             of a build that is running, or was killed: the next one clears it

A build fills a folder of its own, which is synced and renamed to a generation; then a new CURRENT
is renamed over the old one. Whatever ends a build before that leaves the old generation serving.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexDamaged, IndexMissing, LibraryError

MANIFEST = "manifest.json"

_CURRENT = "CURRENT"
_PREFIX = "generation-"
_BUILDING = "building-"
_KEPT = 2  # generations: the one that serves and the one before


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the right to build in `folder`; LibraryError where another process holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=0).acquire()
    except Timeout:
        raise LibraryError(
            f"Another build is writing to {folder}. Wait until it has ended."
        ) from None
    except OSError as error:
        raise _unwritable(folder, error) from error
    with lock:
        yield


@contextmanager
def building(folder: Path) -> Iterator[Path]:
    """An empty folder to fill, within `folder`; gone afterwards unless it was put in place.

    To be called under `exclusive`. A LibraryError says why where the disk refuses.
    """
    try:
        for abandoned in folder.glob(f"{_BUILDING}*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        fresh = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=folder))
        try:
            yield fresh
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def put_in_place(folder: Path, filled: Path) -> str:
    """Let `filled`, a folder with a manifest, serve as the next generation; its name."""
    for path in (*filled.rglob("*"), filled):
        _sync(path)
    newest = max((int(path.name[len(_PREFIX) :]) for path in _generations(folder)), default=0)
    name = f"{_PREFIX}{newest + 1:06d}"
    placed = filled.rename(folder / name)
    try:
        _point(folder, f"{name} {_hash_of(placed)}")
    except OSError:
        shutil.rmtree(placed, ignore_errors=True)
        raise
    for old in _generations(folder)[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return name


def _point(folder: Path, line: str) -> None:
    """The one rename that lets a generation serve."""
    waiting = folder / f"{_CURRENT}.next"
    waiting.write_bytes(line.encode())
    _sync(waiting)
    waiting.replace(folder / _CURRENT)
    _sync(folder)


def serving(folder: Path) -> tuple[Path, bytes]:
    """The generation that serves in `folder`, and its manifest as it was written.

    Raises IndexMissing where there is none, IndexDamaged where it is not whole.
    """
    try:
        line = (folder / _CURRENT).read_bytes()
    except FileNotFoundError:
        if _generations(folder):
            raise damaged(folder, f"{_CURRENT} is missing") from None
        raise IndexMissing(f"There is no index in {folder}. Build one: {_build(folder)}") from None
    except NotADirectoryError:
        raise IndexMissing(
            f"{folder} cannot be an index: a file stands where a folder should. Choose another."
        ) from None
    except OSError as error:
        raise damaged(folder, f"{_CURRENT} cannot be read") from error
    by_line = {f"{path.name} ".encode(): path for path in _generations(folder)}
    path = by_line.get(line[:-64])
    if not path:
        raise damaged(folder, f"{_CURRENT} names no generation")
    try:
        manifest = (path / MANIFEST).read_bytes()
    except OSError as error:
        raise damaged(folder, "its manifest cannot be read") from error
    if hashlib.sha256(manifest).hexdigest().encode() != line[-64:]:
        raise damaged(folder, "its manifest was altered")
    return path, manifest


def _hash_of(generation: Path) -> str:
    return hashlib.sha256((generation / MANIFEST).read_bytes()).hexdigest()


def _generations(folder: Path) -> list[Path]:
    """Whole generations, oldest first."""
    return sorted(
        path for path in folder.glob(f"{_PREFIX}*") if path.name[len(_PREFIX) :].isdecimal()
    )


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _build(folder: Path) -> str:
    return f"summit-bot index build --into {folder}"


def build_again(folder: Path) -> str:
    """What to do about an index in `folder` that cannot serve."""
    return f"Build it again, with the same --source files if you gave any: {_build(folder)}"


def damaged(folder: Path, what: str) -> IndexDamaged:
    """The error for an index of which `what` is said: what it is, and how to mend it."""
    return IndexDamaged(f"The index in {folder} is damaged: {what}. {build_again(folder)}")


def _unwritable(folder: Path, error: OSError) -> LibraryError:
    return LibraryError(
        f"The index cannot be written to {folder}: {error.strerror or error}. "
        "Free space, or choose another folder with --into. "
        "An index that was there before still serves."
    )
