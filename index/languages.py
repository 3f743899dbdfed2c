"""Which language a question is in: English, or French where that is beyond doubt.

A comparison of unigrams: how common each word is in French beside how common it is in English, by
the word lists of the wordfreq library. Questions are short and made of common words, and whole
words are not misled by a French name in an English question, as letters are.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import wordfreq

from index.words import fold

ENGLISH, FRENCH = "en", "fr"

# A contraction ends behind its apostrophe ("l'", "qu'"); one of English is kept whole ("it's").
_WORD = re.compile(r"[^\W\d_]+'(?:s|t|re|ve|ll|d|m)\b|[^\W\d_]+'?")
_ELIDED = frozenset(("l'", "d'", "qu'", "n'", "s'", "c'", "j'", "t'", "jusqu'", "quelqu'"))
# "a-t-il", "est-ce que", "dit-elle", "y a t il": nothing in English looks like it.
_INVERTED = re.compile(r"[- ]t[-' ](?:ils?|elles?|on)\b|\w-(?:ils?|elles?|on|ce)\b|\best ce qu")

# On the Zipf scale, where a step is a power of ten. What a list lacks is taken to be this common;
# the lists end near 3.
_ABSENT = 2.5
#: What a single word can say for either language, and what an elision or inversion says for French.
_MOST = 3.0
# "d'" and "l'" stand in English too ("raison d'être", "L'Oréal").
_BORROWED = 1.5
#: A question is French that is this many powers of ten likelier in French than in English: more
#: than a known name ("macron") says, less than a common word ("pourquoi").
_BEYOND_DOUBT = 2.6
# What is neither: Spanish, Italian and Portuguese share many words with French.
_KIN = ("es", "it", "pt")


def language_of(text: str) -> str:
    """FRENCH or ENGLISH; ENGLISH also where neither is likely.

    Accents and capitals may be missing: "quels pays ont signe" is French. Names inside a sentence
    count for nothing: "Is Société Générale in Paris?" is English.
    """
    words = _words(text)
    evidence = sum(_for_french(word) for word in words)
    evidence += _MOST * len(_INVERTED.findall(text.lower().replace("’", "'")))
    if evidence < _BEYOND_DOUBT:
        return ENGLISH
    of_french = sum(_zipf(word, "fr") for word in words)
    kin = max(sum(_zipf(word, other) for word in words) for other in _KIN)
    return FRENCH if of_french >= kin else ENGLISH


def _words(text: str) -> list[str]:
    """The words that speak for a language, folded: no names, unless all is in capitals."""
    plain = unicodedata.normalize("NFC", text).replace("’", "'")
    shouted = plain.isupper()
    found = [match.group() for match in _WORD.finditer(plain)]
    return [
        fold(word)
        for place, word in enumerate(found)
        if shouted
        or (not place and not word.isupper())
        or not word[0].isupper()
        or word.lower() in _ELIDED
    ]


def _for_french(word: str) -> float:
    """How many powers of ten commoner `word` is in French than in English, within bounds."""
    if word.endswith("'"):
        return (_BORROWED if word in {"d'", "l'"} else _MOST) if word in _ELIDED else 0.0
    apart = _zipf(word, FRENCH) - _zipf(word, ENGLISH)
    return max(-_MOST, min(_MOST, apart))


@lru_cache(maxsize=8192)
def _zipf(word: str, language: str) -> float:
    return _list(language).get(word.rstrip("'"), _ABSENT)


@lru_cache(maxsize=5)
def _list(language: str) -> dict[str, float]:
    """The words of a language, folded, and the Zipf frequency of the commonest that folds so."""
    frequencies: dict[str, float] = {}
    for word, frequency in wordfreq.get_frequency_dict(language, "small").items():
        frequencies.setdefault(fold(word), wordfreq.freq_to_zipf(frequency))
    return frequencies
