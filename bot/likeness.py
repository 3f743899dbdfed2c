"""Which questions are alike: the same words up to their spelling, or all but a word of little note.

Questions are compared word by word. A similarity of whole texts takes "Did Austria sign the
declaration in Paris?" and "Did Australia sign the declaration in Paris?" for one question, and a
similarity of sets takes "Who is Macron?" for any question about him. A group that holds two
questions hides one of them, while two groups for one question only cost a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import simplemma
from rapidfuzz import fuzz

#: How alike two words are that are one, from 0 to 100. At 90 a letter too much or too few in a word
#: of five, or a changed one in a word of ten, is a misspelling, while no two countries' names are
#: one ("Austria" and "Australia" are at 87.5).
SPELLING = 90.0

#: Where one question has a word more than the other, the share of its words that this may be.
_EXTRA = 1 / 5

# What a question may say or leave out without being another one, since all are about it.
_TOPIC = "AI artificial intelligence action Paris 2025 IA intelligence artificielle"

# These may be left out too, but not one be said for the other: the summit was long, and so was the
# declaration.
_HEADS = ("summit sommet event", "declaration déclaration statement text texte")

# These are never too much: they make another question of the same words.
_TURNING = "when where why who not no never without quand où pourquoi qui pas jamais sans"

# They tell nothing of what a question is about.
_FUNCTION_WORDS = frozenset(
    """a about all am an and any are as at be been being but by ca can could did do does for from
    had has have he her him his how i if in into is it its just may me might much my of on or our
    please really s said say says she should so some t tell told than that the their
    them then there these they this those to us was we were what which will with wo would you your
    au aux avec ce ces cet cette comment d dans de des du elle elles en est et eu font il ils je l
    la le les leur leurs lui m me mon n ne nos notre nous on ont ou par pour qu quel quelle
    quelles quels que s sa se ses son sont sur t un une vos votre vous y""".split()
)

_STOP = re.compile(r"(?<=\b[A-Z])\.")  # "U.S."
_NOT = re.compile(r"n['’]t\b")
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")

#: The number of a group, and which of `_HEADS` the set that opened it has.
_Opened = tuple[int, frozenset[int]]


def content_words(question: str) -> tuple[str, ...]:
    """The words of `question` that tell what it is about, in lower case and basic form."""
    plain = _NOT.sub(" not", _STOP.sub("", unicodedata.normalize("NFC", question)))
    shouted = plain.isupper()
    return tuple(
        _basic(word.casefold())
        for word in _WORD.findall(plain)
        # "US", "UN" and "WHO" are names, whatever they are in small letters.
        if word.casefold() not in _FUNCTION_WORDS
        or (not shouted and len(word) > 1 and word.isupper())
    )


class Likeness:
    """Puts sets of words into groups: a set joins the first that it is alike to, or opens one."""

    def __init__(
        self, all_words: Iterable[frozenset[str]], words: Callable[[str], Sequence[str]]
    ) -> None:
        """`all_words` are the sets to come, the commonest first; `words` makes them."""
        self._topic = frozenset(words(_TOPIC))
        self._heads = [frozenset(words(head)) for head in _HEADS]
        self._spelling = _spellings([*all_words, self._topic, *self._heads])
        self._turning = frozenset(words(_TURNING))
        # The core of a set, and a core without one of its words, lead to the groups.
        self._exact: dict[frozenset[str], list[_Opened]] = defaultdict(list)
        self._lacking: dict[frozenset[str], list[_Opened]] = defaultdict(list)
        self._count = 0

    def group(self, words: frozenset[str]) -> int:
        """The number of the group of `words`."""
        spelt = frozenset(self._spelling.get(word, word) for word in words)
        core = spelt.difference(self._topic, *self._heads)
        heads = frozenset(at for at, head in enumerate(self._heads) if spelt & head)
        if not core:  # "What is the summit?"
            core, heads = spelt, frozenset()
        lacking = tuple(self._lacking_one(core))
        near: list[_Opened] = [
            *self._exact.get(core, ()),
            *(opened for less in lacking for opened in self._exact.get(less, ())),
            *self._lacking.get(core, ()),
        ]
        for number, others in near:
            if heads <= others or others <= heads:
                return number
        number = self._count
        self._count += 1
        self._exact[core].append((number, heads))
        for less in lacking:
            self._lacking[less].append((number, heads))
        return number

    def _lacking_one(self, words: frozenset[str]) -> Iterator[frozenset[str]]:
        """`words` without each one that may be too much."""
        if len(words) * _EXTRA >= 1:
            for word in sorted(words - self._turning):
                if not _has_digit(word):
                    yield words - {word}


def _spellings(all_words: Iterable[frozenset[str]]) -> dict[str, str]:
    """What a rarer word stands for where it is a commoner one misspelt."""
    counts = Counter(word for words in all_words for word in sorted(words))
    kept: dict[str, list[str]] = defaultdict(list)
    meant: dict[str, str] = {}
    for word, _ in counts.most_common():
        # A figure is another one with any other digit. Few misspell the first letter, and what is
        # put before a word may turn it round: "deregulation".
        if len(word) < 5 or _has_digit(word):
            continue
        keys = [word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))]
        near = {other for key in keys for other in kept.get(key, ())}
        alike = [(fuzz.ratio(word, other), other) for other in near]
        score, other = max(alike, default=(0.0, ""))
        if score >= SPELLING:
            meant[word] = other
        else:
            for key in keys:
                kept[key].append(word)
    return meant


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)


@lru_cache(maxsize=16_384)
def _basic(word: str) -> str:
    """The lemma of a word, without accents: people leave them out."""
    lemma = simplemma.lemmatize(word, lang="en") if len(word) > 2 and word.isascii() else word
    bare = unicodedata.normalize("NFKD", lemma.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter)) or word
