"""The generations of an index: which one serves, and how the next is put in its place.

    FOLDER/
        CURRENT                 name and manifest's SHA-256 of the generation that serves
        generation-000001/      those before
        generation-000002/
            manifest.json
            manifest.sha256     its seal: what `sha256sum -c` reads
        building-…/             of a build that is running, or was killed: the next one clears it

A build fills a folder of its own, which is synced and renamed to a generation; then a new CURRENT
is renamed over the old one. Whatever ends a build before that leaves the old generation serving.
Should that one be damaged, the seals tell which of the others are whole.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexMissing, LibraryError
from index.mending import build_command, damaged, unwritable

MANIFEST = "manifest.json"

_CURRENT = "CURRENT"
_SEAL = "manifest.sha256"
_PREFIX = "generation-"
_BUILDING = "building-"
_KEPT = 3  # generations: the one that serves and those before
_PATIENCE = 3.0  # seconds: an addition is written in less

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation on disk, and its manifest as it was written."""

    path: Path
    manifest: bytes

    @property
    def name(self) -> str:
        return self.path.name


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the right to build in `folder`; LibraryError where another keeps it for seconds."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=_PATIENCE).acquire()
    except Timeout:
        raise LibraryError(
            f"Another build is writing to {folder}. Wait until it has ended."
        ) from None
    except OSError as error:
        raise unwritable(folder, error) from error
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
        raise unwritable(folder, error) from error


def put_in_place(folder: Path, filled: Path) -> str:
    """Let `filled`, a folder with a manifest, serve as the next generation; its name.

    What was rolled back from, or never served, is gone then, and all but the last generations.
    """
    sealed = _hash((filled / MANIFEST).read_bytes())
    (filled / _SEAL).write_bytes(_seal(sealed))
    with ThreadPoolExecutor(8) as threads:  # the disk takes what comes together at once
        list(threads.map(sync, filled.rglob("*")))
    sync(filled)
    there = every(folder)
    name = f"{_PREFIX}{(_number(there[-1]) if there else 0) + 1:06d}"
    with suppress(LibraryError):  # where nothing serves, each may be what is left
        served = serving(folder).path
        for passed in there[there.index(served) + 1 :]:
            shutil.rmtree(passed, ignore_errors=True)
    placed = filled.rename(folder / name)
    try:
        _point(folder, f"{name} {sealed}")
    except OSError:
        shutil.rmtree(placed, ignore_errors=True)
        raise
    for old in every(folder)[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return name


def turn_to(folder: Path, generation: Generation) -> None:
    """Let a generation that is there serve. To be called under `exclusive`.

    Raises LibraryError where the disk refuses.
    """
    try:
        _point(folder, f"{generation.name} {_hash(generation.manifest)}")
    except OSError as error:
        raise unwritable(folder, error) from error


def _point(folder: Path, line: str) -> None:
    """The one rename that lets a generation serve."""
    waiting = folder / f"{_CURRENT}.next"
    waiting.write_bytes(line.encode())
    sync(waiting)
    waiting.replace(folder / _CURRENT)
    try:
        sync(folder)
    except OSError as error:  # it serves already: an error would say that the old one does
        _log.warning(
            "What was written to %s serves, but may be lost should the power fail: %s. "
            "Check the disk, and build again if need be.",
            folder, error.strerror or error,
        )  # fmt: skip


def mark(folder: Path) -> bytes:
    """What changes whenever another generation serves in `folder`; empty where none can."""
    try:
        return content_of(folder / _CURRENT)
    except OSError:
        return b""


def serving(folder: Path) -> Generation:
    """The generation that serves in `folder`.

    Raises IndexMissing where there is none, IndexDamaged where it is not whole.
    """
    try:
        line = content_of(folder / _CURRENT)
    except FileNotFoundError:
        if every(folder):
            raise damaged(folder, f"{_CURRENT} is missing") from None
        raise IndexMissing(
            f"There is no index in {folder}. Build one: {build_command(folder)}"
        ) from None
    except NotADirectoryError:
        raise IndexMissing(
            f"{folder} cannot be an index: a file stands where a folder should. Choose another."
        ) from None
    except OSError as error:
        raise damaged(folder, f"{_CURRENT} cannot be read") from error
    path = _named(folder, line)
    if not path:
        raise damaged(folder, f"{_CURRENT} names no generation")
    try:
        manifest = content_of(path / MANIFEST)
    except OSError as error:
        raise damaged(folder, "its manifest cannot be read") from error
    if _hash(manifest).encode() != line[-64:]:
        raise damaged(folder, "its manifest was altered")
    return Generation(path, manifest)


def is_sealed(generation: Generation) -> bool:
    """Whether the seal beside the manifest is the one that it was given."""
    try:
        return content_of(generation.path / _SEAL) == _seal(_hash(generation.manifest))
    except OSError:
        return False


def others(folder: Path) -> Iterator[Generation]:
    """The sealed generations that may serve in place of the one that does, the newest first.

    They are those before it; where CURRENT is damaged, so that none can be told to serve, all.
    """
    line = mark(folder)
    there = every(folder)
    named = _named(folder, line)
    if named and line[-64:] in _hashes_of(named):
        there = there[: there.index(named)]
    for path in reversed(there):
        with suppress(OSError):
            generation = Generation(path, content_of(path / MANIFEST))
            if is_sealed(generation):
                yield generation


def content_of(path: Path) -> bytes:
    """What a file holds; OSError where it cannot be read, or something else stands there."""
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for, a device has no end
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return path.read_bytes()


def every(folder: Path) -> list[Path]:
    """The folders of all generations, oldest first."""
    found = folder.glob(f"{_PREFIX}*")
    return sorted((path for path in found if path.name[len(_PREFIX) :].isdecimal()), key=_number)


def _named(folder: Path, line: bytes) -> Path | None:
    return next((p for p in every(folder) if line[:-64] == f"{p.name} ".encode()), None)


def _hashes_of(generation: Path) -> set[bytes]:
    """What the manifest and the seal say that the manifest's hash is."""
    found = set()
    with suppress(OSError):
        found.add(_hash(content_of(generation / MANIFEST)).encode())
    with suppress(OSError):
        found.add(content_of(generation / _SEAL)[:64])
    return found


def _number(generation: Path) -> int:
    return int(generation.name[len(_PREFIX) :])


def _hash(manifest: bytes) -> str:
    return hashlib.sha256(manifest).hexdigest()


def _seal(sealed: str) -> bytes:
    return f"{sealed}  {MANIFEST}\n".encode()


def sync(path: Path) -> None:
    """Wait until what was written to a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
