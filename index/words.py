"""Words as retrieval and matching see them: folded, stemmed, weighted by how rare they are.

One analysis serves BM25, the reader and the gate: a word that matches in one matches in all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import simplemma
import Stemmer
import wordfreq

from index.places import NATIONS

_STEMMER = Stemmer.Stemmer("english")

# A letter, with accents that are characters of their own.
_LETTER = r"(?:[^\W\d_][\u0300-\u036f]*)"
# A word: letters and digits, with inner apostrophes, full stops ("U.S.") and digit separators.
_WORD = re.compile(rf"(?:{_LETTER}\.){{2,}}|\d+(?:[.,]\d+)*%?|{_LETTER}+\d*(?:['’]{_LETTER}+)*")

# Function words: they carry no topic. Question words and auxiliaries are among them, because a
# question always has them and a statement seldom does.
STOPWORDS = frozenset(
    """a about after again all also am an and any anyone are as at be because been before being both
    but by can could did do does doing done during each else ever few for from further get gets got
    had has have having he her here hers herself him himself his how i if in into is isn it its
    itself just let like ll made make many may me might more most much must my no nor not of off
    on once only or other our out over own please re really s same shall she should so some such
    t tell than that the their theirs them themselves then there these they this those through to
    too under until up us ve very was we were what when where whether which while who whom whose
    why will with would you your yours yes ok okay hey hi hello thanks thank whats wheres whos hows
    didn doesn don wasn weren won wouldn couldn shouldn hasn haven hadn aren isnt dont didnt doesnt
    know give say says said does exactly actually anything something someone mention mentioned
    according von der van den""".split()
)

# Zipf frequencies run from about 3 (one in a million words) to 7.7 ("the").
_MOST_COMMON = 7.0
_RAREST = 2.5


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: `[start, end)` in that text, as written, and its form for matching."""

    start: int
    end: int
    written: str
    form: str


def fold(text: str) -> str:
    """`text` in lower case, compatibility-normalised, no accents, apostrophes straight."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'")).lower()
    return "".join(char for char in text if not unicodedata.combining(char))


@lru_cache(maxsize=65_536)
def form_of(written: str) -> str:
    """The form in which a word is matched: country names in one spelling, others as their stem."""
    if nation := _nation(written):
        return nation
    plain = fold(written).replace(".", "") if written.count(".") > 1 else fold(written)
    plain = re.sub(r"'(?:s|re|ve|ll|d|m|t)?$", "", plain).replace("'", "")
    if not plain:  # a few signs count as letters and are nothing but an accent
        return written
    if plain in _NUMERALS:
        return _NUMERALS[plain]
    if plain[:1].isdigit():
        return plain.replace(",", "")
    # The stemmer cuts endings; only the lemma knows that "wrote" and "written" are one word.
    lemma = simplemma.lemmatize(plain, lang="en").lower() if len(plain) > 2 else plain
    return str(_STEMMER.stemWord(lemma))


_NUMERALS = {
    word: str(number)
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen twenty""".split()
    )
    if number > 1  # "one" and "zero" are mostly not figures
}


def _nation(written: str) -> str | None:
    bare = _POSSESSIVE.sub("", written)
    if bare in _AMERICA:
        return NATIONS["usa"]
    return NATIONS.get(fold(bare.replace(".", "")))


_POSSESSIVE = re.compile(r"['’]s?$")
_AMERICA = frozenset({"US", "U.S.", "U.S", "USA", "U.S.A."})  # in capitals: "us" is a pronoun


# Names of two words that stand for one thing are matched as one.
_JOINED = re.compile(
    r"\bunited\s+states(?:\s+of\s+america)?\b|\bunited\s+kingdom\b|\bgreat\s+britain\b"
    r"|\beuropean\s+union\b|\bsouth\s+korea\b|\bnorth\s+korea\b|\bsouth\s+africa\b"
    r"|\bsaudi\s+arabia\b|\bnew\s+zealand\b|\bwhite\s+house\b|\bdowning\s+street\b"
    r"|\beuropean\s+commission\b|\bold\s+continent\b",
    re.IGNORECASE,
)
_JOINED_FORM = {
    "united states": "usa",
    "united states of america": "usa",
    "united kingdom": "uk",
    "great britain": "uk",
    "european union": "eu",
    "white house": "usa",
    "downing street": "uk",
    "european commission": "eu",
    "old continent": "europe",
}


def words_of(text: str) -> tuple[Word, ...]:
    """Every word of `text` in order, function words included."""
    found: list[Word] = []
    position = 0
    for joined in _JOINED.finditer(text):
        found += _single_words(text, position, joined.start())
        name = re.sub(r"\s+", " ", joined.group().lower())
        form = NATIONS.get(_JOINED_FORM.get(name, name), name)
        found.append(Word(joined.start(), joined.end(), joined.group(), form))
        position = joined.end()
    found += _single_words(text, position, len(text))
    return tuple(found)


def _single_words(text: str, start: int, end: int) -> Iterable[Word]:
    for match in _WORD.finditer(text, start, end):
        yield Word(match.start(), match.end(), match.group(), form_of(match.group()))


def is_content(word: Word) -> bool:
    """Whether the word carries meaning of its own; "won't" and "what's" do not."""
    if _POSSESSIVE.sub("", word.written) in _AMERICA:
        return True
    return _CONTRACTED.sub("", fold(word.written)) not in STOPWORDS


_CONTRACTED = re.compile(r"'(?:s|re|ve|ll|d|m|t)$")


def terms(text: str) -> list[str]:
    """The forms of the content words of `text`, repetitions kept: what BM25 counts."""
    return [word.form for word in words_of(text) if is_content(word)]


@lru_cache(maxsize=65_536)
def zipf(word: str) -> float:
    """How common a word is in English, on the Zipf scale; 0 where a list of 30,000 words lacks it.

    van Heuven, Mandera, Keuleers, Brysbaert (2014), doi:10.1080/17470218.2013.850521; counted by
    the wordfreq library.
    """
    return wordfreq.zipf_frequency(word, "en", wordlist="small")


@lru_cache(maxsize=65_536)
def rarity(written: str) -> float:
    """How much a word tells, in [0.1, 1]: 1 for the rarest, falling with its Zipf frequency."""
    if _nation(written):
        return 1.0
    common = max(zipf(fold(written)), _RAREST)
    return max(0.1, min(1.0, (_MOST_COMMON - common) / (_MOST_COMMON - _RAREST)))


def weight_known(asked: Iterable[Word], present: frozenset[str]) -> float:
    """The share, by rarity, of the `asked` words whose form is `present`; 1 where none is asked."""
    return weighed((rarity(word.written), float(word.form in present)) for word in asked)


def weighed(parts: Iterable[tuple[float, float]]) -> float:
    """The mean of the second of each pair, weighted by the first; 1.0 of nothing."""
    total = known = 0.0
    for weight, share in parts:
        total += weight
        known += weight * share
    return known / total if total else 1.0
