"""What is indexed, as far as the bot must know it: to show sources, to find passages again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from index.types import Passage, Source

_Place = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The sources and passages of one version of the index, in the sources' order."""

    version: str
    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]
    _places: dict[_Place, int] = field(init=False, repr=False, compare=False)
    _counts: Counter[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {_place(passage): number for number, passage in enumerate(self.passages)}
        object.__setattr__(self, "_places", places)
        counts = Counter(passage.source.id for passage in self.passages)
        object.__setattr__(self, "_counts", counts)

    def passage(self, source: str, sha256: str, start: int, end: int) -> Passage | None:
        """The passage at `[start, end)` of the source with that id and hash; None where gone."""
        number = self._places.get((source, sha256, start, end))
        return None if number is None else self.passages[number]

    def around(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """The passages before and after `passage` in its source; None at its ends."""
        number = self._places.get(_place(passage))
        if number is None:
            return None, None
        return self._beside(passage, number - 1), self._beside(passage, number + 1)

    def text_around(self, passage: Passage) -> tuple[str, str]:
        """All that is indexed of the source before and after `passage`, a line a passage."""
        number = self._places.get(_place(passage))
        if number is None:
            return "", ""
        beside: tuple[list[str], list[str]] = ([], [])
        for at, other in enumerate(self.passages):
            if at != number and other.source.id == passage.source.id:
                beside[at > number].append(other.text)
        before, after = ("\n".join(texts) for texts in beside)
        return before, after

    def count(self, source: Source) -> int:
        """How many passages `source` has."""
        return self._counts[source.id]

    def _beside(self, passage: Passage, number: int) -> Passage | None:
        if not 0 <= number < len(self.passages):
            return None
        found = self.passages[number]
        return found if found.source.id == passage.source.id else None


def _place(passage: Passage) -> _Place:
    return passage.source.id, passage.source.sha256, passage.start, passage.end
