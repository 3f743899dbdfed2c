"""Mend misspelt words of a question, and leave names alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import lru_cache

import wordfreq
from rapidfuzz.distance import OSA

from index.places import NATIONS
from index.words import STOPWORDS, Word, fold, words_of, zipf


def mend(text: str, written: Collection[str], asking: Collection[str] = ()) -> str:
    """`text` with each misspelt word replaced by the nearest of `written` or of common English.

    `written` are the sources' words and `asking` others that are right as they are, all folded.

    A word counts as misspelt when a list of the 30,000 commonest English words lacks it, it is no
    country and no source uses it. It is mended towards a word of the sources one letter apart (two
    where it is long and in lower case), else towards one of the 20,000 commonest words that differs
    by a letter too many, too few or out of order. So the name of somebody unknown mostly stays.
    """
    if not written:
        return text
    parts: list[str] = []
    position = 0
    for word in words_of(text):
        parts += [text[position : word.start], _mended(word, written, asking)]
        position = word.end
    return "".join([*parts, text[position:]])


_POSSESSIVE = re.compile(r"['’]s?$")


def _mended(word: Word, written: Collection[str], asking: Collection[str]) -> str:
    ending = _POSSESSIVE.search(word.written)
    if ending and ending.start():
        bare = replace(
            word, end=word.start + ending.start(), written=word.written[: ending.start()]
        )
        return _mended(bare, written, asking) + ending.group()
    folded = fold(word.written)
    if (
        len(folded) < 4
        or not folded.isalpha()
        or folded in written
        or folded in STOPWORDS
        or folded in NATIONS
        or folded in asking
        or zipf(folded) > 0
    ):
        return word.written
    # What is written as a name may be one that the sources lack: there one letter is the most.
    slips = 2 if len(folded) >= 7 and word.written.islower() else 1
    if meant := _nearest(folded, written, _slips, slips):
        return meant
    # Against all of English a wrong letter proves nothing ("keir" is no "kerr"); a letter too many,
    # too few or out of order does.
    if word.written.islower():
        return _nearest(folded, _common(), _letters_moved, 1) or word.written
    return word.written


def _nearest(
    folded: str, among: Collection[str], distance: Callable[..., float], slips: int
) -> str | None:
    """The word at the smallest `distance`, the commonest of several; None beyond `slips`."""
    # The first letter is seldom mistaken.
    alike = [
        (distance(folded, other), -zipf(other), other)
        for other in among
        if other[0] == folded[0]
        and abs(len(other) - len(folded)) <= slips
        and "'" not in other  # a possessive ending is put back apart
    ]
    best = min(alike, default=None)
    return best[2] if best and best[0] <= slips else None


def _slips(one: str, other: str) -> float:
    """How many slips of the hand lie between the words.

    That is their optimal string alignment, in which neighbours swapped are one. Doubling the wrong
    letters ("sumit", "Dilett") is half a slip, so much commoner is it than any other.
    """
    if _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other):
        return 0.5 if one != other else 0
    return OSA.distance(one, other)


_DOUBLED = re.compile(r"(.)\1")


def _letters_moved(one: str, other: str) -> int:
    """1 where the words differ by one letter inserted, left out or swapped with its neighbour."""
    substituted = len(one) == len(other) and sorted(one) != sorted(other)
    return 2 if substituted else OSA.distance(one, other)


@lru_cache(maxsize=1)
def _common() -> tuple[str, ...]:
    """The words of English that are common enough to be meant, four letters and longer."""
    return tuple(
        word
        for word in wordfreq.top_n_list("en", 20_000, wordlist="small")
        if len(word) > 3 and word.isascii() and word.isalpha()
    )
