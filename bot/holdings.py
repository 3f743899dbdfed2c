"""What the bot answers from, for each guild: asked for, added to, taken away from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.knowledge import Knowledge
from index.types import Source

#: What adding a source is at.
Stage = Literal["fetching", "reading", "indexing"]


@dataclass(frozen=True, slots=True)
class Step:
    """How far adding a source has got; of `total` passages, 0 while none are embedded."""

    stage: Stage
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A page that is to be fetched and added."""

    address: str

    def __post_init__(self) -> None:
        # Whatever else may be read by name, a path of this machine is none of a guild's business.
        if not self.address.lower().startswith(("http://", "https://")):
            raise ValueError("a link begins with http:// or https://")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is to be added."""

    name: str
    content: bytes


class Added(Protocol):
    """What came of adding a source; `index.curating.Added` is one.

    `kept` of its `passages` needed no embedding anew. `dropped` is what nobody can see in it and
    was left out, with how much of it. Where it is `unchanged`, nothing was done; where it
    `replaced` something, its earlier state or another file of its name was there before.
    """

    @property
    def source(self) -> Source: ...

    @property
    def passages(self) -> int: ...

    @property
    def kept(self) -> int: ...

    @property
    def dropped(self) -> tuple[tuple[str, int], ...]: ...

    @property
    def unchanged(self) -> bool: ...

    @property
    def replaced(self) -> bool: ...


class Holdings(Protocol):
    """The index that all share, and beside it one for each guild that has sources of its own.

    Every method may read files or work for minutes: they are called in threads, never on the event
    loop. Those that change something are called one after the other.
    """

    def knowledge(self, guild: int | None, /) -> Knowledge:
        """What a guild is answered from; for None, what everybody is."""
        ...

    def own(self, guild: int, /) -> tuple[Source, ...]:
        """The sources that were added for a guild alone."""
        ...

    def problem(self, guild: int, /) -> str:
        """What is wrong with a guild's own index; empty where nothing is."""
        ...

    def add(self, guild: int, offer: Link | Upload, tell: Callable[[Step], None], /) -> Added:
        """Add a source for a guild; SourceError says why it cannot be, LibraryError why not now.

        What `tell` raises ends it, with nothing changed.
        """
        ...

    def remove(self, guild: int, source_id: str, /) -> None:
        """Take a source from a guild; SourceError where it has none of that id."""
        ...

    def served(self) -> frozenset[int]:
        """The guilds that something was added for."""
        ...

    def leave(self, guild: int, /) -> None:
        """Delete all that was added for a guild."""
        ...
