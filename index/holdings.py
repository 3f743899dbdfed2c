"""The index that all share with, for each scope, one of its own beside it; always the newest.

A scope is a name, such as a guild's id. What is looked at before each question is only whether
CURRENT says the same as before.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from pathlib import Path

from index import generations, store
from index.chunking import Chunking
from index.embedding import Embedder
from index.errors import IndexMissing, LibraryError
from index.library import Library
from index.store import Stored

#: Scopes whose index is kept open.
OPEN = 64

_log = logging.getLogger(__name__)


class _Folder:
    """An index that goes over to the next generation once that is in place."""

    def __init__(self, path: Path, embedder: Embedder) -> None:
        self._path = path
        self._embedder = embedder
        self._opening = threading.Lock()
        self._mark: bytes | None = None
        self._stored: Stored | None = None
        self._error: LibraryError | None = None

    def stored(self) -> Stored | None:
        """What serves; what did before where that cannot be opened, None where there is nothing."""
        if generations.mark(self._path) == self._mark:
            return self._stored
        # Whoever can do with the generation before does not wait for the next.
        if self._opening.acquire(blocking=self._stored is None):
            try:
                self._look()
            finally:
                self._opening.release()
        return self._stored

    def _look(self) -> None:
        mark = generations.mark(self._path)
        if mark == self._mark:  # another thread has looked meanwhile
            return
        try:
            self._stored, self._error = store.read(self._path, self._embedder, Chunking()), None
        except IndexMissing as error:
            self._stored, self._error = None, error
        except LibraryError as error:
            _log.warning("%s", error)
            self._error = error
        self._mark = mark

    @property
    def error(self) -> LibraryError | None:
        """Why the generation that should serve cannot be opened, as of the last look."""
        return self._error

    @property
    def problem(self) -> str:
        """What is wrong, and what to do; empty where nothing is."""
        if self._error and not isinstance(self._error, IndexMissing):
            return str(self._error)
        return self._stored.problem if self._stored else ""


class Holdings:
    """The folder `shared`, and in `scopes` a folder for each scope. For any number of threads."""

    def __init__(self, shared: Path, scopes: Path, embedder: Embedder) -> None:
        self._scopes = scopes
        self._embedder = embedder
        self._shared = _Folder(shared, embedder)
        self._lock = threading.Lock()
        self._open: OrderedDict[str, _Folder] = OrderedDict()
        self._libraries: OrderedDict[str, tuple[tuple[Stored, ...], Library]] = OrderedDict()

    def library(self, scope: str = "") -> Library:
        """What a scope is answered from; without one, what everybody is.

        A LibraryError says why where the shared index cannot be opened. One of a scope that cannot
        is left out, and `problem` tells.
        """
        shared = self._shared.stored()
        if shared is None:
            assert self._shared.error  # noqa: S101 (or there would be something)
            raise self._shared.error
        own = self._folder(scope).stored() if scope else None
        parts = (shared, own) if own else (shared,)
        with self._lock:
            known = self._libraries.get(scope)
            if known is None or known[0] != parts:
                known = parts, Library.of(parts, self._embedder)
                self._libraries[scope] = known
            self._libraries.move_to_end(scope)
            while len(self._libraries) > OPEN:
                self._libraries.popitem(last=False)
        return known[1]

    def problem(self, scope: str = "") -> str:
        """What is wrong with the index of a scope, or with the shared one; empty where nothing is.

        As of the last time that a library was asked for.
        """
        return (self._folder(scope) if scope else self._shared).problem

    def _folder(self, scope: str) -> _Folder:
        if Path(scope).name != scope or scope.startswith("."):
            raise ValueError(f"a scope is the name of a folder, not {scope!r}")
        with self._lock:
            if scope not in self._open:
                self._open[scope] = _Folder(self._scopes / scope, self._embedder)
            self._open.move_to_end(scope)
            while len(self._open) > OPEN:
                self._open.popitem(last=False)
            return self._open[scope]
