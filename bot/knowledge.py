"""What the bot must know of what is indexed: to show sources, and to find passages again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.types import Passage, Source


class Knowledge(Protocol):
    """One state of what is indexed, which does not change; `index.library.Library` is one.

    Its methods may read files, so the event loop does not call them.
    """

    @property
    def generation(self) -> str: ...

    @property
    def sources(self) -> tuple[Source, ...]: ...

    @property
    def passages(self) -> Sequence[Passage]: ...

    def find(self, source_id: str, sha256: str, start: int, end: int, /) -> Passage | None:
        """The passage at `[start, end)` of the source with that id and hash; None where gone."""
        ...

    def around(self, passage: Passage, /) -> tuple[Passage | None, Passage | None]:
        """The passages before and after `passage` in its source; None at its ends."""
        ...

    def count(self, source_id: str, /) -> int:
        """How many passages a source has."""
        ...

    def text(self, source_id: str, /) -> str:
        """All of a source's text, as it was extracted."""
        ...


def holds(knowledge: Knowledge, passage: Passage) -> bool:
    """Whether `passage` is still indexed as it was."""
    found = knowledge.find(passage.source.id, passage.source.sha256, passage.start, passage.end)
    return found is not None and found.text == passage.text


def text_around(knowledge: Knowledge, passage: Passage) -> tuple[str, str]:
    """The source's text before and after `passage`; nothing where it is no longer indexed."""
    if not holds(knowledge, passage):
        return "", ""
    text = knowledge.text(passage.source.id)
    return text[: passage.start], text[passage.end :]
