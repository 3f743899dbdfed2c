"""Names that the passages of a conversation use, known in lower case too. No model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.names import SAYING, Name, is_thing, names_in
from index.places import NATION_FORMS
from index.types import Answer, Passage, Turn
from index.words import fold, words_of, zipf

#: From this frequency on a single word is taken for a name only where it is a person's.
_COMMON = 3.5
_TOKEN = re.compile(r"(?<![\w’'-])\w[\w-]*")


@dataclass(frozen=True, slots=True)
class Known:
    """The names that the passages of some turns use.

    `parts` are words of persons' names, folded, with the passage that has them; `words` other
    names of one word, and `phrases` names of several, as they are written. `people` are the
    persons' whole names.
    """

    parts: dict[str, tuple[str, Passage]]
    words: dict[str, str]
    phrases: dict[str, str]
    people: frozenset[str]

    @classmethod
    def of(cls, turns: Sequence[Turn]) -> Known:
        """The names in the passages that `turns` cite or came near."""
        passages = [passage for turn in turns for passage in _passages(turn)]
        return _known(tuple(dict.fromkeys(passages)))

    def is_person(self, name: str) -> bool:
        """Whether `name` is made of the words of a person's name."""
        words = [fold(part) for part in _plain(name).split()]
        telling = [word for word in words if word not in _PARTICLES]
        return bool(telling) and all(word in self.parts for word in telling)

    def is_named(self, name: str) -> bool:
        """Whether the passages use `name` as a name."""
        folded = fold(_plain(name))
        return self.is_person(name) or folded in self.words or folded in self.phrases

    def whole(self, name: str) -> str:
        """`name` with what it was cut off from: "Leyen" is "Ursula von der Leyen"."""
        whole = [one for one in self.people if one.endswith(f" {name}") and _CUT.search(one)]
        return whole[0] if len(whole) == 1 else name

    def where(self, name: str) -> Passage | None:
        """The passage that has the person called `name`."""
        part = self.parts.get(fold(_plain(name).split()[-1]))
        return part[1] if part else None

    def written_in(self, text: str) -> str:
        """`text` with these names in capitals: "what does byron say" is of Byron."""
        for folded, phrase in self.phrases.items():
            text = re.sub(rf"\b{re.escape(folded)}\b", phrase, text, flags=re.IGNORECASE)
        return _TOKEN.sub(lambda found: self._written(found.group()), text)

    def _written(self, word: str) -> str:
        if not word.islower() or word in _PARTICLES:
            return word
        folded = fold(word)
        if name := self._name(folded):
            return name
        # "macrons view"
        if folded.endswith("s") and zipf(folded) == 0 and (name := self._name(folded[:-1])):
            return f"{name}’s"
        return word

    def _name(self, folded: str) -> str:
        part = self.parts.get(folded)
        return part[0] if part else self.words.get(folded, "")


_CUT = re.compile(r" (?:von|van|der|den|de|la|le|di|da|del) ")
_PARTICLES = frozenset("von van der den de la le di da del the of".split())


def _plain(name: str) -> str:
    return re.sub(r"['’]s?$", "", name)


def _passages(turn: Turn) -> list[Passage]:
    cited = (
        [citation.passage for citation in turn.reply.citations]
        if isinstance(turn.reply, Answer)
        else []
    )
    return [*cited, *(hit.passage for hit in turn.reply.hits)]


def told(passage: Passage) -> str:
    """The text of a passage behind what it is about."""
    return f"{passage.context}. {passage.text}"


def is_country(name: str) -> bool:
    """Whether a word of the name is a country's."""
    return any(word.form in NATION_FORMS for word in words_of(name))


def is_full(name: Name) -> bool:
    """Whether it can be a person's name with a first name."""
    return " " in name.text and not is_thing(name) and not is_country(name.text)


_SAYS = re.compile(rf" (?:{'|'.join(sorted(SAYING))})\b")


def _says(text: str, name: Name) -> bool:
    """Whether somebody of one name speaks: "Macron added", but not "Cray of Acme added"."""
    of = re.search(r"\b(?:of|at|from|in|by) $", text[: name.start])
    return _SAYS.match(text, name.end) is not None and of is None


@lru_cache(maxsize=64)
def _known(passages: tuple[Passage, ...]) -> Known:
    parts: dict[str, tuple[str, Passage]] = {}
    words: dict[str, str] = {}
    phrases: dict[str, str] = {}
    people: set[str] = set()
    lower = {word for passage in passages for word in re.findall(r"\b[a-z][\w-]*", passage.text)}
    for passage in passages:
        text = passage.text
        for name in names_in(text):
            plain = _plain(name.text)
            if is_country(plain):
                continue
            if is_full(name):
                people.add(plain)
                for part in plain.split():
                    if part not in _PARTICLES:
                        parts.setdefault(fold(part), (part, passage))
            elif " " not in plain and _says(text, name):
                parts.setdefault(fold(plain), (plain, passage))
            elif " " in plain:
                phrases.setdefault(fold(plain), plain)
            elif fold(plain) not in lower and zipf(fold(plain)) < _COMMON and len(plain) > 1:
                words.setdefault(fold(plain), plain)
    return Known(
        parts,
        {word: name for word, name in words.items() if word not in parts},
        phrases,
        frozenset(people),
    )
