"""Changes to an index in a process of its own, which is struck wherever it touches the disk.

Python reports each call that changes a folder to an audit hook before it is made; what it does not
report (writing, syncing) is wrapped. So every point is found whatever the code becomes, and the
code knows nothing of it.
"""

from __future__ import annotations

import builtins
import errno
import io
import multiprocessing
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from index.errors import IndexMissing, LibraryError
from index.library import add, build, remove, rollback
from index.types import Document
from tests.index.fakes import BagOfWords

#: Children are forked from a server that has all modules and not one thread.
CHILDREN = multiprocessing.get_context("forkserver")
CHILDREN.set_forkserver_preload([__name__, "pytest"])

_CHANGING = ("os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
# The points that take space on the disk.
_FILLING = ("open", "half", "os.mkdir", "os.link")


@dataclass(frozen=True, slots=True)
class Change:
    """Something done to an index: `build`, `add`, `remove` or `rollback`."""

    kind: str
    documents: tuple[Document, ...] = ()
    ids: tuple[str, ...] = ()

    def make(self, folder: Path) -> None:
        match self.kind:
            case "build":
                build(self.documents, folder, BagOfWords())
            case "add":
                add(self.documents, folder, BagOfWords())
            case "remove":
                remove(self.ids, folder)
            case "rollback":
                rollback(folder)

    def after(self, before: tuple[Document, ...]) -> tuple[Document, ...]:
        """What an index of the documents `before` holds then; not for `rollback`."""
        gone = {*self.ids, *(document.source.id for document in self.documents)}
        kept = [document for document in before if document.source.id not in gone]
        return (*kept, *self.documents) if self.kind != "build" else self.documents


class Points:
    """The points at which this process changes something in `folder`, as it comes to them.

    `strike` is called with the number and name of each, before it happens: `open` for writing,
    `half` of what is written, `fsync`, and the audit events of the system's calls. `synced` are the
    inodes of what was.
    """

    def __init__(self) -> None:
        self.folder = Path("/nowhere")
        self.strike: Callable[[int, str], None] = _pass
        self.names: list[str] = []
        self.synced: set[int] = set()

    def install(self) -> None:
        """Begin to watch; there is no end to it, so only for a process of its own."""
        really_open, really_sync, really_send = io.open, os.fsync, os.sendfile

        def opened(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:  # noqa: ANN401
            if mode == "wb" and self._is_inside(file):
                return _Halved(self, file)
            return really_open(file, mode, *rest, **more)

        def synced(handle: int) -> None:
            self.reach("fsync")
            really_sync(handle)
            self.synced.add(os.fstat(handle).st_ino)

        def sent(to: int, of: int, offset: int, count: int) -> int:
            if offset:
                self.reach("half")
                return really_send(to, of, offset, count)
            return really_send(to, of, offset, (os.fstat(of).st_size + 1) // 2)

        io.open = builtins.open = opened
        os.fsync, os.sendfile = synced, sent  # type: ignore[assignment]
        sys.dont_write_bytecode = True
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _CHANGING or (
            event == "open" and arguments[2] & _WRITING and self._is_inside(arguments[0])
        ):
            self.reach(event)

    def _is_inside(self, file: object) -> bool:
        return isinstance(file, str | Path) and Path(file).is_relative_to(self.folder)

    def reach(self, name: str) -> None:
        self.names.append(name)
        self.strike(len(self.names) - 1, name)


class _Halved(io.FileIO):
    """A file whose content comes in two halves, with a point in between."""

    def __init__(self, points: Points, file: str | Path) -> None:
        super().__init__(str(file), "wb")
        self._points = points

    def write(self, data: bytes | memoryview) -> int:  # type: ignore[override]
        half = len(data) // 2
        super().write(data[:half])
        self._points.reach("half")
        return half + super().write(data[half:])


@contextmanager
def child(
    target: Callable[..., None], *arguments: object
) -> Iterator[tuple[BaseProcess, Connection]]:
    """A process that runs `target` with one end of a pipe and `arguments`, and the other end."""
    ours, theirs = CHILDREN.Pipe()
    process = CHILDREN.Process(target=target, args=(theirs, *arguments))
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.join()
        ours.close()


def points_of(pipe: Connection, change: Change, folder: Path) -> None:
    """Make a change and send the names of all points that it came to."""
    points = Points()
    points.folder = folder
    points.install()
    change.make(folder)
    pipe.send(points.names)


def killed_at(pipe: Connection, change: Change, folder: Path, number: int, power: str) -> None:
    """Begin a change and end this process by SIGKILL at the point with this number, or at the end.

    Where `power` fails, what was written since and not synced is lost.
    """
    points = Points()
    before = {path.stat().st_ino for path in folder.rglob("*")}

    def strike(reached: int, name: str) -> None:
        if reached == number:
            end()

    def end() -> None:
        if power == "fails":
            for path in folder.rglob("*"):
                if path.is_file() and path.stat().st_ino not in before | points.synced:
                    os.truncate(path, 0)
        os.kill(os.getpid(), signal.SIGKILL)

    points.folder, points.strike = folder, strike
    points.install()
    change.make(folder)
    end()


def refused_at_each(
    pipe: Connection, change: Change, template: Path, into: Path, disk: str
) -> None:
    """Make a change in copies `into/0`, `into/1` … of `template`, each refused at the next point.

    The `disk` "fails" at that point alone, or is "full" from there on. Sends for each point its
    name, and what came of it: the error, or None. Ends with the first point that is not reached.
    """
    points = Points()
    points.install()
    for number in count():
        points.folder, points.strike, points.names = Path("/nowhere"), _pass, []
        folder = into / str(number)
        shutil.copytree(template, folder)
        points.folder, points.strike, points.names = folder, _refusing(number, disk), []
        error = None
        try:
            change.make(folder)
        except LibraryError as raised:
            error = str(raised)
        if len(points.names) <= number:
            pipe.send(None)
            return
        pipe.send((points.names[number], error))


def _pass(reached: int, name: str) -> None:
    pass


def _refusing(number: int, disk: str) -> Callable[[int, str], None]:
    def strike(reached: int, name: str) -> None:
        if disk == "fails" and reached == number:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if disk == "full" and reached >= number and name in _FILLING:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return strike


def making(pipe: Connection, change: Change, folder: Path) -> None:
    """Tell that a change begins, and make it; there may be nothing to go back to."""
    pipe.send("begun")
    with suppress(IndexMissing):
        change.make(folder)
