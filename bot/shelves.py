"""The indexes on disk, as the bot answers from them and adds to them."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.holdings import Link, Step, Upload
from index import curating, library
from index.curating import Added, Bounds
from index.embedding import Embedder
from index.errors import LibraryError
from index.holdings import Holdings
from index.library import Library
from index.types import Source

_log = logging.getLogger(__name__)


class Shelves:
    """What `bot.holdings.Holdings` wants: an index that all share, and a folder for each guild."""

    def __init__(self, shared: Path, guilds: Path, embedder: Embedder, *, adding: Embedder) -> None:
        """`embedder` is for questions, `adding` for what is added meanwhile; of the same model."""
        self._guilds = guilds
        self._adding = adding
        self._holdings = Holdings(shared, guilds, embedder)

    def knowledge(self, guild: int | None, /) -> Library:
        return self._holdings.library("" if guild is None else str(guild))

    def own(self, guild: int, /) -> tuple[Source, ...]:
        try:
            return library.sources_in(self._folder(guild))
        except LibraryError:  # none, or a damaged one, which `problem` tells
            return ()

    def problem(self, guild: int, /) -> str:
        return self._holdings.problem(str(guild))

    def add(self, guild: int, offer: Link | Upload, tell: Callable[[Step], None], /) -> Added:
        telling = _Telling(tell)
        match offer:
            case Link(address):
                put = partial(curating.add, address)
            case Upload(name, content):
                put = partial(curating.add_bytes, content, name)
        return put(
            self._folder(guild),
            self._adding,
            bounds=Bounds(taken=frozenset(source.id for source in self.knowledge(None).sources)),
            step=telling.step,
            started=telling.started,
            progress=telling.progress,
        )

    def remove(self, guild: int, source_id: str, /) -> None:
        library.remove((source_id,), self._folder(guild))

    def served(self) -> frozenset[int]:
        return frozenset(int(path.name) for path in self._guilds.glob("*") if path.name.isdecimal())

    def leave(self, guild: int, /) -> None:
        try:
            shutil.rmtree(self._folder(guild))
        except FileNotFoundError:
            return
        except OSError as error:
            _log.warning("What was added for a guild that was left cannot be deleted: %s", error)

    def _folder(self, guild: int) -> Path:
        return self._guilds / str(guild)


class _Telling:
    """Puts what the index tells together to steps."""

    def __init__(self, tell: Callable[[Step], None]) -> None:
        self._tell = tell
        self._step = Step("reading")

    def step(self, stage: curating.Stage) -> None:
        self._put(Step(stage))

    def started(self, count: int) -> None:
        self._put(Step("indexing", 0, count))

    def progress(self, count: int) -> None:
        self._put(Step("indexing", self._step.done + count, self._step.total))

    def _put(self, step: Step) -> None:
        self._step = step
        self._tell(step)
